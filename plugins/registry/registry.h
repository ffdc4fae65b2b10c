// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/api/method.h"
#include "plugins/api/metric.h"
#include "plugins/registry/folders.h"
#include "plugins/registry/plugin_info.h"

namespace qscope::plugins {

/// The plugins there are. Finding them reads files and runs none of their code; a plugin is loaded when it is first asked
/// for and stays loaded. Any thread.
class Registry {
public:
    /// Built-in plugins, then those of the folders, file by file in the order of their names. A folder that does not exist
    /// holds none. Of two plugins with one name the first stays.
    explicit Registry(const std::vector<PluginFolder>& folders);
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// Methods first, each kind by name.
    std::vector<PluginInfo> plugins() const;
    /// What could not be taken, and what failed when it was loaded since.
    std::vector<PluginFailure> failures() const;

    /// **Errors** InvalidArgument: no plugin of that kind has this name (with those there are); Unsupported naming the file:
    /// it cannot be loaded, or its class has another interface than its metadata says.
    Result<Method*> method(std::string_view name);
    Result<Metric*> metric(std::string_view name);
    Result<PluginInfo> info(PluginKind kind, std::string_view name) const;

private:
    struct Entry;
    void addBuiltIn();
    void addFolder(const PluginFolder& folder);
    void add(Entry entry, const class QJsonObject& metaData);
    Result<Entry*> find(PluginKind kind, std::string_view name) const;
    Result<class QObject*> load(Entry& entry);
    template <class Interface>
    Result<Interface*> instance(PluginKind kind, std::string_view name);

    mutable std::mutex m_mutex;
    std::vector<std::unique_ptr<Entry>> m_entries;
    std::vector<PluginFailure> m_failures;
};

} // namespace qscope::plugins
