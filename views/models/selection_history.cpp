// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/selection_history.h"

#include "views/models/selection.h"

namespace qscope::views {

SelectionHistory::SelectionHistory(Selection* selection, QObject* parent) : QObject(parent), m_selection(selection)
{
    connect(selection, &Selection::valueChanged, this, &SelectionHistory::record);
}

void SelectionHistory::record()
{
    if (m_going)
        return;
    if (!m_selection->layer().valid()) {
        m_entries.clear();
        m_place = 0;
        emit changed();
        return;
    }
    if (!m_entries.empty())
        m_entries.resize(m_place + 1); // what lay ahead belongs to another way
    m_entries.emplace_back(m_selection->layer(), m_selection->value());
    if (m_entries.size() > MaxEntries)
        m_entries.erase(m_entries.begin());
    m_place = m_entries.size() - 1;
    emit changed();
}

void SelectionHistory::go(size_t place)
{
    m_place = place;
    m_going = true;
    m_selection->selectValue(m_entries[place].first, m_entries[place].second);
    m_going = false;
    emit changed();
}

void SelectionHistory::back()
{
    if (canGoBack())
        go(m_place - 1);
}

void SelectionHistory::forward()
{
    if (canGoForward())
        go(m_place + 1);
}

} // namespace qscope::views
