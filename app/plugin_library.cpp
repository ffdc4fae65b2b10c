// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plugin_library.h"

#include <QSettings>

namespace qscope::app {

namespace {

const QLatin1String UserFolderKey("plugins/userFolder");

} // namespace

PluginLibrary::PluginLibrary(QObject* parent) : QObject(parent) { reload(); }

bool PluginLibrary::userFolderEnabled() const { return QSettings().value(UserFolderKey, false).toBool(); }

void PluginLibrary::setUserFolderEnabled(bool on)
{
    if (on == userFolderEnabled())
        return;
    QSettings().setValue(UserFolderKey, on);
    reload();
    emit changed();
}

void PluginLibrary::reload()
{
    std::vector<plugins::PluginFolder> folders{{plugins::installedFolder(), plugins::PluginOrigin::Installed}};
    for (const plugins::PluginFolder& folder : plugins::environmentFolders())
        folders.push_back(folder);
    if (userFolderEnabled())
        folders.push_back({plugins::userFolder(), plugins::PluginOrigin::User});
    m_registry = std::make_shared<plugins::Registry>(folders);
}

} // namespace qscope::app
