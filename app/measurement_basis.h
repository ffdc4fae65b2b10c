// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/data_source.h"
#include "core/analysis/analyzer.h"
#include "core/analysis/output_metrics.h"

namespace qscope::app {

/// What figures are measured on. Another basis makes every figure of the old one worthless.
struct MeasurementBasis {
    std::shared_ptr<analysis::Analyzer> analyzer;
    std::shared_ptr<data::Dataset> dataset;
    std::shared_ptr<const ClassLabels> labels;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    std::shared_ptr<const analysis::SampleMetric> metric{}; ///< a person's own figure; null: none

    bool complete() const { return analyzer && dataset && labels && calibration; }
    bool operator==(const MeasurementBasis&) const = default;
};

} // namespace qscope::app
