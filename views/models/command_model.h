// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <functional>
#include <vector>

namespace qscope::views {

/// What can be done by its name.
struct Command {
    QString text;
    QString group;    ///< "Analyze", "Layer"
    QString shortcut; ///< as people read it; empty: none
    bool enabled = true;
    std::function<void()> run;
    QString also{}; ///< found by that text too: the name in English
};

/// The commands that answer what was typed, the best first; all of them, in order, when nothing was typed.
class CommandModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { ShortcutRole = Qt::UserRole + 1, GroupRole };
    static constexpr size_t MostShown = 200; ///< a person types another letter instead of reading on

    explicit CommandModel(QObject* parent = nullptr);

    void setCommands(std::vector<Command> commands);
    void setTyped(const QString& typed);
    const Command* command(const QModelIndex& index) const;

    int rowCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    Qt::ItemFlags flags(const QModelIndex& index) const final;

private:
    void match();

    std::vector<Command> m_commands;
    std::vector<size_t> m_shown;
    QString m_typed;
};

} // namespace qscope::views
