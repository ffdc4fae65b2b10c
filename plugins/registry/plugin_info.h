// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

class QJsonObject;

namespace qscope::plugins {

enum class PluginKind { Method, Metric };
std::string_view pluginKindName(PluginKind kind); ///< "method", "metric"

/// Where a plugin comes from, the most trusted first.
enum class PluginOrigin {
    BuiltIn,   ///< part of the program
    Installed, ///< in the folder beside the program, which an administrator filled
    User,      ///< in a person's own folder, or one that was named
};
std::string_view pluginOriginName(PluginOrigin origin); ///< "built-in", "installed", "user"

/// What is known of a plugin without running any of its code.
struct PluginInfo {
    PluginKind kind = PluginKind::Method;
    std::string name;    ///< what people type: letters, digits and '-'
    std::string title;   ///< for people, in English: "RepQ-ViT"
    std::string summary; ///< one sentence, in English
    std::string source;  ///< paper, standard or author; may be empty
    std::string version; ///< its own
    std::string unit;    ///< of a metric; may be empty
    bool lowerIsBetter = false; ///< of a metric: "better" is "lower" and not "higher"
    PluginOrigin origin = PluginOrigin::BuiltIn;
    std::string file; ///< empty: built in
};

/// Title and summary in the language of the moment; those of a plugin that is not part of the program as they
/// are.
std::string shownTitle(const PluginInfo& info);
std::string shownSummary(const PluginInfo& info);

/// A file that looks like a plugin and is none, or none that runs here.
struct PluginFailure {
    std::string file; ///< or the name of a built-in one
    std::string reason; ///< one sentence
};

/// Reads what Qt keeps of a plugin (QPluginLoader::metaData: "IID" and "MetaData").
/// **Errors** Unsupported: the plugin of another program, or of another version of an interface; Malformed: a name, title,
/// summary or version that is missing or no text, a name with other characters than letters, digits and '-', a "better" that is
/// neither "higher" nor "lower".
Result<PluginInfo> readPluginInfo(const QJsonObject& metaData);

} // namespace qscope::plugins
