// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/message_table_model.h"

#include <algorithm>

#include <QFont>
#include <QLocale>

namespace qscope::views {

MessageTableModel::MessageTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void MessageTableModel::add(NoticeKind kind, const Notice& notice,
                            const std::shared_ptr<const ModelView>& model, const QDateTime& when)
{
    if (!m_messages.empty() && m_messages.front().kind == kind
        && m_messages.front().notice.saysTheSame(notice)) {
        Message& again = m_messages.front();
        ++again.times;
        again.when = when;
        again.seen = false;
        again.notice = notice; // with the newer action
        again.model = model;
        again.layer = model ? layerNamedIn(*model, notice.text()) : LayerId();
        emit dataChanged(index(0, 0), index(0, ColumnCount - 1));
    } else {
        beginInsertRows({}, 0, 0);
        m_messages.push_front(
            {kind, notice, when, model, model ? layerNamedIn(*model, notice.text()) : LayerId()});
        endInsertRows();
    }
    if (m_messages.size() > MostKept) {
        beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
        m_messages.pop_back();
        endRemoveRows();
    }
    countUnseen();
}

void MessageTableModel::clear()
{
    beginResetModel();
    m_messages.clear();
    endResetModel();
    countUnseen();
}

void MessageTableModel::markSeen()
{
    if (std::all_of(m_messages.begin(), m_messages.end(), [](const Message& m) { return m.seen; }))
        return;
    for (Message& message : m_messages)
        message.seen = true;
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::FontRole, SeenRole});
    countUnseen();
}

void MessageTableModel::countUnseen()
{
    const auto count =
        static_cast<int>(std::count_if(m_messages.begin(), m_messages.end(), [](const Message& message) {
            return !message.seen && message.kind != NoticeKind::Note;
        }));
    if (std::exchange(m_unseen, count) != count)
        emit unseenChanged(count);
}

NoticeKind MessageTableModel::worstUnseen() const
{
    NoticeKind worst = NoticeKind::Note;
    for (const Message& message : m_messages)
        worst = message.seen ? worst : std::max(worst, message.kind);
    return worst;
}

const MessageTableModel::Message* MessageTableModel::messageAt(const QModelIndex& index) const
{
    const auto row = static_cast<size_t>(index.row());
    return index.isValid() && row < m_messages.size() ? &m_messages[row] : nullptr;
}

const Notice* MessageTableModel::notice(const QModelIndex& index) const
{
    const Message* message = messageAt(index);
    return message ? &message->notice : nullptr;
}

LayerId MessageTableModel::layer(const QModelIndex& index,
                                 const std::shared_ptr<const ModelView>& model) const
{
    const Message* message = messageAt(index);
    return message && model && message->model.lock() == model ? message->layer : LayerId();
}

QString MessageTableModel::line(int row) const
{
    const Message* message = messageAt(index(row, 0));
    if (!message)
        return {};
    QStringList parts{message->when.toString(Qt::ISODate), kindName(message->kind), message->notice.text()};
    if (!message->notice.advice.isEmpty())
        parts.append(message->notice.advice);
    return parts.join(QLatin1Char('\t'));
}

QString MessageTableModel::kindName(NoticeKind kind)
{
    switch (kind) {
    case NoticeKind::Error: return tr("Error");
    case NoticeKind::Warning: return tr("Warning");
    case NoticeKind::Note: break;
    }
    return tr("Note");
}

int MessageTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

int MessageTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MessageTableModel::text(const Message& message, int column) const
{
    switch (column) {
    case WhenColumn: return QLocale().toString(message.when.time(), QStringLiteral("HH:mm:ss"));
    case WhatColumn: {
        const QString what = message.notice.what;
        return message.times > 1 ? tr("%1 (%2 times)").arg(what, QLocale().toString(message.times)) : what;
    }
    case WhereColumn: return message.notice.where;
    case AdviceColumn: return message.notice.action ? message.notice.actionText : message.notice.advice;
    default: return {};
    }
}

QVariant MessageTableModel::data(const QModelIndex& index, int role) const
{
    const Message* message = messageAt(index);
    if (!message)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*message, index.column());
    case Qt::ToolTipRole:
        return index.column() == WhenColumn
                   ? kindName(message->kind) + ", " + QLocale().toString(message->when)
                   : text(*message, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == WhenColumn ? kindName(message->kind) + ", " + text(*message, WhenColumn)
                                            : text(*message, index.column());
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignTop | Qt::AlignLeft);
    case Qt::FontRole: {
        QFont font;
        font.setBold(!message->seen && message->kind != NoticeKind::Note && index.column() == WhatColumn);
        font.setUnderline(index.column() == WhereColumn && message->layer.valid()
                          && !message->model.expired());
        return font;
    }
    case KindRole: return static_cast<int>(message->kind);
    case SeenRole: return message->seen;
    default: return {};
    }
}

QVariant MessageTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn: return tr("When");
    case WhatColumn: return tr("What happened");
    case WhereColumn: return tr("Where");
    case AdviceColumn: return tr("What to do");
    default: return {};
    }
}

void MessageTableModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace qscope::views
