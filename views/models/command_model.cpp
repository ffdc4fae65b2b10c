// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/command_model.h"

#include <algorithm>
#include <utility>

#include "views/models/fuzzy_match.h"

namespace qscope::views {

CommandModel::CommandModel(QObject* parent) : QAbstractListModel(parent) {}

void CommandModel::setCommands(std::vector<Command> commands)
{
    m_commands = std::move(commands);
    match();
}

void CommandModel::setTyped(const QString& typed)
{
    m_typed = typed.trimmed();
    match();
}

void CommandModel::match()
{
    std::vector<std::pair<int, size_t>> found;
    for (size_t i = 0; i < m_commands.size(); ++i) {
        const Command& command = m_commands[i];
        auto score = fuzzyScore(command.text, m_typed);
        if (!score)
            score = fuzzyScore(command.group + QLatin1Char(' ') + command.text, m_typed);
        if (!score && !command.also.isEmpty())
            score = fuzzyScore(command.also, m_typed);
        if (score) // what cannot be done now comes after everything else
            found.emplace_back(command.enabled || m_typed.isEmpty() ? *score : *score - 10'000, i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    found.resize(std::min(found.size(), MostShown));
    beginResetModel();
    m_shown.clear();
    for (const auto& [score, i] : found)
        m_shown.push_back(i);
    endResetModel();
}

const Command* CommandModel::command(const QModelIndex& index) const
{
    const auto row = static_cast<size_t>(index.row());
    return index.isValid() && row < m_shown.size() ? &m_commands[m_shown[row]] : nullptr;
}

int CommandModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const
{
    const Command* one = command(index);
    if (!one)
        return {};
    switch (role) {
    case Qt::DisplayRole: return one->text;
    case Qt::AccessibleTextRole:
        return one->shortcut.isEmpty() ? one->text : QStringLiteral("%1, %2").arg(one->text, one->shortcut);
    case ShortcutRole: return one->shortcut;
    case GroupRole: return one->group;
    default: return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex& index) const
{
    const Command* one = command(index);
    if (!one)
        return {};
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return one->enabled ? flags | Qt::ItemIsEnabled : flags;
}

} // namespace qscope::views
