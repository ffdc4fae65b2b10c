// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/folders.h"

#include <filesystem>

#include <QDir>
#include <QStandardPaths>

namespace qscope::plugins {

std::string installedFolder()
{
    // Not QCoreApplication: making one would let the locale decide how the command line prints numbers.
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (unknown)
        return {};
    return (program.parent_path().parent_path() / QSCOPE_PLUGIN_FOLDER).string();
}

std::string userFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("quantoscope/plugins"))
        .toStdString();
}

std::vector<PluginFolder> environmentFolders()
{
    std::vector<PluginFolder> folders;
    for (const QString& path : qEnvironmentVariable("QUANTOSCOPE_PLUGINS").split(QDir::listSeparator(), Qt::SkipEmptyParts))
        folders.push_back({path.toStdString(), PluginOrigin::User});
    return folders;
}

} // namespace qscope::plugins
