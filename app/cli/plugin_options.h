// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/options.h"
#include "plugins/registry/registry.h"

namespace qscope::cli {

/// Folders that are looked at besides the installed one and those of QUANTOSCOPE_PLUGINS.
void addPluginFolders(CLI::App& command, std::vector<std::string>& folders);

/// What cannot be taken is said on standard error when `loud`.
std::unique_ptr<plugins::Registry> openRegistry(const std::vector<std::string>& folders, bool loud);

/// A person's own figure.
struct MetricOptions {
    std::string name; ///< empty: none
    std::vector<std::string> settings; ///< key=value
    std::vector<std::string> folders;
};

/// Adds --metric, --metric-set and --plugins.
void addMetricOptions(CLI::App& command, MetricOptions& options);

/// The metric that is measured from now on, as people read it.
struct MetricInUse {
    std::string title;
    std::string unit;
    bool lowerIsBetter = false;
};

/// Nothing when no metric was asked for. The registry has to outlive the analyzer's runs.
/// **Errors** those of the registry, of the values, and of the metric about this model.
Result<std::optional<MetricInUse>> useMetric(const MetricOptions& options, const Workplace& place,
                                             std::unique_ptr<plugins::Registry>& registry);

/// Sets "key=value" texts. **Errors** those of ParameterValues::set.
Status setAll(plugins::ParameterValues& values, const std::vector<std::string>& assignments);

} // namespace qscope::cli
