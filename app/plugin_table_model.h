// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "plugins/registry/plugin_info.h"

namespace qscope::app {

/// What plugins there are, and below them the files that failed, with the reason.
class PluginTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Kind, Version, Origin, About, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setPlugins(std::vector<plugins::PluginInfo> plugins, std::vector<plugins::PluginFailure> failures);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString pluginText(const plugins::PluginInfo& info, int column) const;
    QString failureText(const plugins::PluginFailure& failure, int column) const;

    std::vector<plugins::PluginInfo> m_plugins;
    std::vector<plugins::PluginFailure> m_failures;
};

} // namespace qscope::app
