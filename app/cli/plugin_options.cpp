// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plugin_options.h"

#include <cstdio>

#include <CLI/CLI.hpp>

#include "plugins/registry/run_method.h"

namespace qscope::cli {

void addPluginFolders(CLI::App& command, std::vector<std::string>& folders)
{
    command
        .add_option("--plugins", folders,
                    "A folder with more plugins. A plugin is code that runs with your rights: name only folders you trust. "
                    "Also QUANTOSCOPE_PLUGINS")
        ->allow_extra_args(false)
        ->check(CLI::ExistingDirectory);
}

std::unique_ptr<plugins::Registry> openRegistry(const std::vector<std::string>& folders, bool loud)
{
    std::vector<plugins::PluginFolder> all{{plugins::installedFolder(), plugins::PluginOrigin::Installed}};
    for (const plugins::PluginFolder& folder : plugins::environmentFolders())
        all.push_back(folder);
    for (const std::string& folder : folders)
        all.push_back({folder, plugins::PluginOrigin::User});
    auto registry = std::make_unique<plugins::Registry>(all);
    for (const plugins::PluginFailure& failure : registry->failures())
        if (loud)
            std::fprintf(stderr, "warning: %s: %s\n", failure.file.c_str(), failure.reason.c_str());
    return registry;
}

void addMetricOptions(CLI::App& command, MetricOptions& options)
{
    command.add_option("--metric", options.name, "Measure a figure of your own too: 'metric list' shows which there are");
    command.add_option("--metric-set", options.settings, "key=value for the metric; may be given several times")
        ->allow_extra_args(false);
    addPluginFolders(command, options.folders);
}

Status setAll(plugins::ParameterValues& values, const std::vector<std::string>& assignments)
{
    for (const std::string& assignment : assignments)
        QS_RETURN_IF_ERROR(values.set(std::string_view(assignment)));
    return {};
}

Result<std::optional<MetricInUse>> useMetric(const MetricOptions& options, const Workplace& place,
                                             std::unique_ptr<plugins::Registry>& registry)
{
    if (options.name.empty()) {
        if (!options.settings.empty())
            return Error{ErrorCode::InvalidArgument, "--metric-set needs --metric", {}};
        return std::optional<MetricInUse>();
    }
    registry = openRegistry(options.folders, false);
    QS_ASSIGN(const plugins::PluginInfo info, registry->info(plugins::PluginKind::Metric, options.name));
    QS_ASSIGN(const plugins::Metric* metric, registry->metric(options.name));
    const std::string where = "metric '" + info.name + "'";
    const auto located = [&](const Error& e) { return Error{e.code, e.text(), where}; };
    auto values = plugins::defaultsOf(*metric);
    if (!values.ok())
        return located(values.error());
    if (const Status set = setAll(*values, options.settings); !set.ok())
        return located(set.error());
    auto bound = plugins::bindMetric(*metric, *place.analyzer, *values);
    if (!bound.ok())
        return located(bound.error());
    place.analyzer->setSampleMetric(std::move(*bound));
    return std::optional(MetricInUse{info.title, info.unit, info.lowerIsBetter});
}

} // namespace qscope::cli
