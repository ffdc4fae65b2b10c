// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/panel.h"

#include <QEvent>
#include <QShowEvent>

#include "views/plots/plot.h"

namespace qscope::views {

Panel::Panel(Selection* selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_snapshot(std::make_shared<const Snapshot>()),
      m_shown(m_snapshot)
{
    if (!m_selection)
        return;
    const auto selected = [this] { m_stale || !isVisible() ? void(m_stale = true) : showSelection(); };
    connect(m_selection, &Selection::layerChanged, this, selected);
    connect(m_selection, &Selection::valueChanged, this, selected);
    connect(m_selection, &Selection::hoveredChanged, this, [this] {
        if (!m_stale && isVisible())
            showHover();
    });
}

void Panel::setSnapshot(SnapshotPtr snapshot)
{
    m_snapshot = snapshot ? std::move(snapshot) : std::make_shared<const Snapshot>();
    m_stale = true;
    refreshIfVisible();
}

void Panel::bringUpToDate()
{
    if (m_stale)
        refreshNow();
    refreshHiddenParts();
}

void Panel::watchExports()
{
    for (Plot* plot : plots())
        connect(plot, &Plot::exportFailed, this, &Panel::exportFailed);
}

void Panel::refreshIfVisible()
{
    if (isVisible())
        refreshNow();
}

void Panel::refreshNow()
{
    if (!m_translated) {
        m_translated = true;
        retranslate();
    }
    m_stale = false;
    const SnapshotPtr before = m_shown;
    m_shown = m_snapshot;
    refresh(before);
}

void Panel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refreshNow();
}

void Panel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_translated = false;
        m_stale = true;
        refreshIfVisible();
    }
    if (event->type() == QEvent::PaletteChange && !m_stale) {
        m_stale = true;
        refreshIfVisible();
    }
    if (event->type() == QEvent::FontChange && !m_stale) {
        m_stale = true;
        // Rows are as high as the text, but a panel hears of the font before its children do.
        QMetaObject::invokeMethod(this, [this] { refreshIfVisible(); }, Qt::QueuedConnection);
    }
}

} // namespace qscope::views
