// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/api/method.h"
#include "plugins/api/metric.h"

namespace qscope::plugins {

/// The parameters a plugin declares, with their defaults. **Errors** Internal: it throws, or declares nonsense.
Result<ParameterValues> defaultsOf(const Method& method);
Result<ParameterValues> defaultsOf(const Metric& metric);

/// Method::appliesTo, and what it throws as an Error.
Status appliesTo(const Method& method, const analysis::Analyzer& analyzer);

/// Runs a method as a host does: what it throws becomes an Error, an answer after a stop becomes Cancelled, and what it
/// returns is checked before anybody relies on it.
/// **Errors** the method's; Internal: it threw; InvalidArgument: a report that check() refuses, or a config that fits
/// neither the model nor the rewritten one.
Result<MethodResult> runMethod(Method& method, const MethodInput& input, const RunControl& control);

/// Metric::bind; what it throws, or no metric at all, is an Error. What the metric itself throws later names it.
Result<std::shared_ptr<const analysis::SampleMetric>>
bindMetric(const Metric& metric, const analysis::Analyzer& analyzer, const ParameterValues& values);

} // namespace qscope::plugins
