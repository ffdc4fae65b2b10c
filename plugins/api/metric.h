// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QtPlugin>

#include "core/analysis/analyzer.h"
#include "core/analysis/output_metrics.h"
#include "plugins/api/parameter_values.h"

namespace qscope::plugins {

/// A person's own figure of merit, measured sample by sample wherever the built-in ones are: evaluations, what-ifs,
/// sensitivity, history. Name, title, unit and summary are in the metadata (plugin.json).
class Metric {
public:
    virtual ~Metric() = default;

    /// What a person can set, quickly. The same names, types and defaults on every call; help in the language
    /// of the moment.
    virtual std::vector<Parameter> parameters() const { return {}; }

    /// The figure under those values. It outlives this object's caller and is asked from several threads at a time; see
    /// analysis::SampleMetric. **Errors** one sentence why the model's outputs do not suit it.
    virtual Result<std::shared_ptr<const analysis::SampleMetric>> bind(const analysis::Analyzer& analyzer,
                                                                       const ParameterValues& values) const = 0;
};

} // namespace qscope::plugins

#define QScopeMetricIid "org.quantoscope.Metric/1"
Q_DECLARE_INTERFACE(qscope::plugins::Metric, QScopeMetricIid)
