// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/model_measurements.h"

#include <algorithm>

#include "core/base/text.h"

namespace qscope::search {

Measurements measurementsOn(analysis::Analyzer& analyzer, data::Dataset& dataset, const std::vector<int64_t>& labels,
                            const analysis::CalibrationResult& calibration)
{
    Measurements measure;
    measure.evaluate = [&](const quant::Config& config, const RunControl& control) {
        return analyzer.evaluate(dataset, labels, calibration, config, control);
    };
    measure.sensitivity = [&](const quant::Config& config, analysis::SensitivityMode mode, const RunControl& control) {
        return analyzer.sensitivity(dataset, labels, calibration, config, mode, control);
    };
    return measure;
}

Subject subjectOf(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                  const quant::Config& config)
{
    return {analyzer.layers(), layerCosts(analyzer.graph(), analyzer.layers(), calibration), config, nullptr};
}

Result<LatencyTable> measuredLatencies(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                                       const quant::Config& config, int threads, const RunControl& control,
                                       analysis::KnownLatencies& known)
{
    QS_ASSIGN(const auto specs, quant::resolve(config, analyzer.layers()));
    QS_ASSIGN(const auto latencies, analysis::measureLatencies(analyzer.graph(), analyzer.layers(), calibration, threads,
                                                               control, known));
    if (std::none_of(latencies.begin(), latencies.end(), [](const auto& latency) { return latency.has_value(); }))
        return Error{ErrorCode::Unsupported,
                     say("Search", "no layer can be timed: there are kernels for Conv, Gemm and MatMul only"),
                     analyzer.path()};
    return latencyTable(analyzer.layers(), specs, latencies);
}

} // namespace qscope::search
