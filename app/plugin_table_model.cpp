// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plugin_table_model.h"

#include <QFileInfo>

#include "views/models/format.h"

namespace qscope::app {

void PluginTableModel::setPlugins(std::vector<plugins::PluginInfo> plugins, std::vector<plugins::PluginFailure> failures)
{
    beginResetModel();
    m_plugins = std::move(plugins);
    m_failures = std::move(failures);
    endResetModel();
}

int PluginTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_plugins.size() + m_failures.size());
}

int PluginTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PluginTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<size_t>(index.row());
    const bool isPlugin = row < m_plugins.size();
    if (role == Qt::DisplayRole)
        return isPlugin ? pluginText(m_plugins[row], index.column())
                        : failureText(m_failures[row - m_plugins.size()], index.column());
    if (role == Qt::ToolTipRole)
        return views::format::text(isPlugin ? m_plugins[row].file : m_failures[row - m_plugins.size()].file);
    return {};
}

QString PluginTableModel::pluginText(const plugins::PluginInfo& info, int column) const
{
    switch (column) {
    case Name: return views::format::text(plugins::shownTitle(info));
    case Kind: return info.kind == plugins::PluginKind::Method ? tr("method") : tr("metric");
    case Version: return views::format::text(info.version);
    case Origin:
        return info.origin == plugins::PluginOrigin::BuiltIn     ? tr("built in")
               : info.origin == plugins::PluginOrigin::Installed ? tr("installed")
                                                                 : tr("own");
    case About: return views::format::text(plugins::shownSummary(info));
    default: return {};
    }
}

QString PluginTableModel::failureText(const plugins::PluginFailure& failure, int column) const
{
    switch (column) {
    case Name: return QFileInfo(views::format::text(failure.file)).fileName();
    case Kind: return tr("not loaded");
    case About: return views::format::text(failure.reason);
    default: return {};
    }
}

QVariant PluginTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[ColumnCount] = {tr("Name"), tr("Kind"), tr("Version"), tr("From"), tr("About")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace qscope::app
