// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_page.h"

#include <utility>

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/parameter_form.h"
#include "app/report_pane.h"
#include "views/models/format.h"

namespace qscope::app {

namespace {

QLabel* wrappedText()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

RunPage::RunPage(QWidget* above, QWidget* parent)
    : QSplitter(parent), m_about(wrappedText()), m_formPlace(new QVBoxLayout), m_problem(wrappedText()),
      m_run(new QPushButton), m_report(new ReportPane)
{
    m_run->setObjectName("run");
    auto* left = new QWidget;
    auto* setup = new QVBoxLayout(left);
    if (above)
        setup->addWidget(above, 1);
    setup->addWidget(m_about);
    auto* form = new QWidget;
    form->setLayout(m_formPlace);
    auto* scroll = new QScrollArea;
    scroll->setWidget(form);
    form->setAutoFillBackground(false);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false); // the ground of a tab is not that of a window
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_formPlace->setContentsMargins({});
    setup->addWidget(scroll, 2);
    setup->addWidget(m_problem);
    setup->addWidget(m_run);
    addWidget(left);
    addWidget(m_report);
    setStretchFactor(1, 1);
    setSizes({320, 600});
    connect(m_run, &QPushButton::clicked, this, &RunPage::run);
    retranslate();
    validate();
}

void RunPage::retranslate() { m_run->setText(tr("&Run")); }

void RunPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QSplitter::changeEvent(event);
}

void RunPage::setSubject(const QString& about, const Result<plugins::ParameterValues>& values, Check check)
{
    delete std::exchange(m_form, nullptr);
    m_check = std::move(check);
    m_about->setText(about);
    if (values.ok()) {
        m_form = new ParameterForm(*values);
        m_formPlace->addWidget(m_form);
        connect(m_form, &ParameterForm::changed, this, &RunPage::validate);
    } else {
        m_noForm = values.error();
    }
    validate();
}

void RunPage::retell(const QString& about, const Result<plugins::ParameterValues>& values)
{
    const auto typed = m_form ? m_form->typed() : std::vector<QString>();
    setSubject(about, values, m_check);
    if (m_form)
        m_form->type(typed);
}

void RunPage::setRunnable(bool runnable, const QString& whyNot)
{
    m_whyNot = runnable ? QString() : whyNot;
    validate();
}

Result<plugins::ParameterValues> RunPage::checkedValues() const
{
    if (!m_form)
        return m_noForm;
    QS_ASSIGN(plugins::ParameterValues values, m_form->values());
    if (m_check)
        QS_RETURN_IF_ERROR(m_check(values));
    return values;
}

void RunPage::validate()
{
    const auto values = checkedValues();
    const QString problem = values.ok() ? m_whyNot : views::format::text(values.error().text());
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_run->setEnabled(problem.isEmpty());
}

void RunPage::run()
{
    if (const auto values = checkedValues(); values.ok())
        emit runRequested(*values);
}

} // namespace qscope::app
