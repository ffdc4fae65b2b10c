// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QAction>

namespace qscope::views {

/// Something to do with rows of a table: in its context menu, and by `keys` while the table has the focus.
template <class Receiver, class Slot>
QAction* addTableAction(QAbstractItemView* table, const QKeySequence& keys, Receiver* receiver, Slot slot)
{
    auto* action = new QAction(table);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(action, &QAction::triggered, receiver, slot);
    table->addAction(action);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    return action;
}

} // namespace qscope::views
