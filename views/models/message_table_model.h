// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>

#include <QAbstractTableModel>
#include <QDateTime>

#include "views/models/notice.h"

namespace qscope::views {

/// What a person was told, the newest first. Saying the same again counts up instead of adding a row.
class MessageTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { WhenColumn, WhatColumn, WhereColumn, AdviceColumn, ColumnCount };
    enum Role { KindRole = Qt::UserRole + 1, SeenRole };
    static constexpr size_t MostKept = 500; ///< the oldest go

    explicit MessageTableModel(QObject* parent = nullptr);

    /// `model`: what was open then; null: nothing.
    void add(NoticeKind kind, const Notice& notice, const std::shared_ptr<const ModelView>& model,
             const QDateTime& when);
    void clear();
    /// Warnings and errors that came since markSeen().
    int unseen() const { return m_unseen; }
    NoticeKind worstUnseen() const; ///< of those; Note: there is none
    void markSeen();

    const Notice* notice(const QModelIndex& index) const; ///< null for an invalid index
    /// The layer that the message concerns; invalid when there is none, or when `model` is not the one it was
    /// about.
    LayerId layer(const QModelIndex& index, const std::shared_ptr<const ModelView>& model) const;
    /// A line for other programs: time, kind, where, what, what to do.
    QString line(int row) const;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

    void retranslate(); ///< for a language switch
    static QString kindName(NoticeKind kind);

signals:
    void unseenChanged(int count);

private:
    struct Message {
        NoticeKind kind;
        Notice notice;
        QDateTime when;
        std::weak_ptr<const ModelView> model;
        LayerId layer;
        int times = 1;
        bool seen = false;
    };

    const Message* messageAt(const QModelIndex& index) const;
    QString text(const Message& message, int column) const;
    void countUnseen();

    std::deque<Message> m_messages;
    int m_unseen = 0;
};

} // namespace qscope::views
