// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/job_strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "views/models/format.h"

namespace qscope::views {

namespace {

constexpr int BarSteps = 1000;
constexpr double LeastSecondsForEstimate = 1;

} // namespace

JobStrip::JobStrip(QWidget* parent)
    : QWidget(parent), m_label(new QLabel), m_bar(new QProgressBar), m_cancel(new QToolButton)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->addWidget(m_label);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    m_bar->setMaximumWidth(180);
    m_bar->setTextVisible(false);
    m_cancel->setAutoRaise(true);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        m_cancelling = true;
        m_cancel->setEnabled(false);
        updateText();
        emit cancelRequested();
    });
    retranslate();
    hide();
}

QString JobStrip::text() const { return m_label->text(); }

void JobStrip::start(const QString& title)
{
    m_title = title;
    m_step.clear();
    m_done = m_total = m_firstDone = 0;
    m_running = true;
    m_cancelling = false;
    m_cancel->setEnabled(true);
    m_bar->setRange(0, 0);
    m_clock.start();
    updateText();
    show();
}

void JobStrip::progress(qint64 done, qint64 total, const QString& step)
{
    if (!m_running)
        return;
    if (total != m_total || done < m_done) { // another phase began
        m_firstDone = done;
        m_clock.restart();
    }
    m_done = done;
    m_total = total;
    m_step = step;
    m_bar->setRange(0, total > 0 ? BarSteps : 0);
    if (total > 0)
        m_bar->setValue(static_cast<int>(BarSteps * std::clamp<qint64>(done, 0, total) / total));
    updateText();
}

void JobStrip::finish()
{
    m_running = false;
    hide();
}

double JobStrip::secondsLeft() const
{
    const double elapsed = static_cast<double>(m_clock.elapsed()) / 1000;
    const auto advanced = static_cast<double>(m_done - m_firstDone);
    if (m_total <= 0 || advanced <= 0 || elapsed < LeastSecondsForEstimate)
        return -1;
    return elapsed / advanced * static_cast<double>(m_total - m_done);
}

void JobStrip::updateText()
{
    if (m_cancelling) {
        m_label->setText(tr("%1: stopping…").arg(m_title));
        return;
    }
    QStringList parts;
    if (!m_step.isEmpty())
        parts << format::elided(m_step, 32);
    if (m_total > 0)
        parts << tr("%1 of %2").arg(format::count(m_done), format::count(m_total));
    const double left = secondsLeft();
    if (left >= 0)
        parts << tr("%1 left").arg(format::duration(left));
    m_label->setText(parts.isEmpty() ? m_title : tr("%1: %2").arg(m_title, parts.join(QStringLiteral(", "))));
    m_label->setToolTip(m_step);
}

void JobStrip::retranslate()
{
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop what is running; what is known so far stays"));
    m_bar->setAccessibleName(tr("Progress"));
}

void JobStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    retranslate();
    if (m_running)
        updateText();
}

} // namespace qscope::views
