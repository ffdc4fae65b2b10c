// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guided_strip.h"

#include <algorithm>

#include <QEvent>
#include <QLabel>
#include <QToolButton>

namespace qscope::app {

GuidedStrip::GuidedStrip(QWidget* parent) : QToolBar(parent), m_hint(new QLabel), m_hide(new QToolButton)
{
    setObjectName("guidedSteps");
    setMovable(false);
    toggleViewAction()->setVisible(false); // the menu has an action of its own, which is remembered
    for (int i = 0; i < Steps; ++i) {
        auto* button = new QToolButton;
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setObjectName(QString("step%1").arg(i + 1));
        connect(button, &QToolButton::clicked, this, [this, i] {
            updateTexts(); // a click does not move the mark
            emit stepChosen(static_cast<Step>(i));
        });
        if (i > 0) {
            auto* arrow = new QLabel(QStringLiteral("›"));
            arrow->setContentsMargins(3, 0, 3, 0);
            addWidget(arrow);
        }
        addWidget(button);
        m_buttons[static_cast<size_t>(i)] = button;
    }
    m_hint->setContentsMargins(12, 0, 12, 0);
    m_hint->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_hint->setMinimumWidth(1);
    addWidget(m_hint);
    m_hide->setText(QStringLiteral("×"));
    m_hide->setAutoRaise(true);
    m_hide->setFocusPolicy(Qt::StrongFocus);
    connect(m_hide, &QToolButton::clicked, this, &GuidedStrip::hideRequested);
    addWidget(m_hide);
    updateTexts();
}

std::optional<GuidedStrip::Step> GuidedStrip::next() const
{
    const auto first = std::find(m_progress.done.begin(), m_progress.done.end(), false);
    if (first == m_progress.done.end())
        return std::nullopt;
    return static_cast<Step>(first - m_progress.done.begin());
}

QString GuidedStrip::hint() const { return m_hint->text(); }

void GuidedStrip::setProgress(const Progress& progress)
{
    if (progress == m_progress)
        return;
    m_progress = progress;
    updateTexts();
}

bool GuidedStrip::possible(Step step) const
{
    switch (step) {
    case Step::Data: return m_progress.model;
    case Step::Calibrate: return m_progress.done[0] && !m_progress.calibrating;
    case Step::Look:
    case Step::Decide:
    case Step::Export: return m_progress.done[1];
    }
    return false;
}

void GuidedStrip::updateTexts()
{
    const std::array<QString, Steps> names{tr("Data"), tr("Calibrate"), tr("Look"), tr("Decide"),
                                           tr("Export")};
    const std::array<QString, Steps> hints{
        tr("Next: open some hundred samples like those that the model will see."),
        tr("Next: record the ranges of all tensors over the samples."),
        tr("Next: measure which layers hurt, and look at them."),
        tr("Next: keep the layers that hurt in floating point, or let the program find them."),
        tr("Next: write the quantized model."),
    };
    const auto following = next();
    for (int i = 0; i < Steps; ++i) {
        QToolButton* button = m_buttons[static_cast<size_t>(i)];
        const bool done = m_progress.done[static_cast<size_t>(i)];
        const bool isNext = following && static_cast<int>(*following) == i;
        const QString& name = names[static_cast<size_t>(i)];
        QString text = done ? QStringLiteral("✓ ") + name
                            : tr("%1 %2", "number and name of a step").arg(i + 1).arg(name);
        QString state = done ? tr("done") : isNext ? tr("next") : QString();
        if (i == 0 && m_progress.warnings > 0) {
            text += QStringLiteral(" ⚠ ") + QString::number(m_progress.warnings);
            state += QStringLiteral(", ") + tr("%n finding(s)", nullptr, m_progress.warnings);
        }
        button->setText(text);
        button->setChecked(isNext);
        button->setEnabled(possible(static_cast<Step>(i)));
        button->setToolTip(hints[static_cast<size_t>(i)].section(QStringLiteral(": "), 1));
        button->setAccessibleName(state.isEmpty() ? name : name + QStringLiteral(", ") + state);
        QFont font = this->font();
        font.setBold(isNext);
        button->setFont(font);
    }
    QString hint = following ? hints[static_cast<size_t>(*following)]
                             : tr("All steps are done; each can be taken again.");
    if (m_progress.calibrating)
        hint = tr("Calibrating: the panels fill while the samples go through.");
    else if (m_progress.warnings > 0 && !m_progress.done[2])
        hint = tr("Something about the data looks wrong: look at it first.");
    m_hint->setText(hint);
    m_hint->setToolTip(hint);
    setWindowTitle(tr("Guided steps"));
    m_hide->setToolTip(tr("Hide the steps; View, Guided Steps brings them back"));
    m_hide->setAccessibleName(tr("Hide the steps"));
}

void GuidedStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationFontChange)
        updateTexts();
    QToolBar::changeEvent(event);
}

} // namespace qscope::app
