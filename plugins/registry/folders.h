// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "plugins/registry/plugin_info.h"

namespace qscope::plugins {

struct PluginFolder {
    std::string path;
    PluginOrigin origin = PluginOrigin::User;
};

/// lib/quantoscope/plugins of the prefix that holds the running program. It may not exist.
std::string installedFolder();

/// A person's own: quantoscope/plugins below XDG_DATA_HOME (~/.local/share). It may not exist. A plugin is code that runs
/// with the rights of that person, so nobody looks here until they have said so.
std::string userFolder();

/// The folders that the variable QUANTOSCOPE_PLUGINS names, separated by ':'.
std::vector<PluginFolder> environmentFolders();

} // namespace qscope::plugins
