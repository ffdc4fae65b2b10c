// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/analyzer.h"
#include "core/analysis/output_metrics.h"

namespace qscope::rewrite {

/// What rewritings of a model are compared with: its float outputs, and how far it is from them when it is quantized.
/// **Memory** the float outputs of all samples, and those of one quantized model while it is measured.
class RewritingGain {
public:
    /// `data` and `labels` (one per sample, or none) outlive this. **Errors** those of the passes.
    static Result<RewritingGain> of(analysis::Analyzer& before, const analysis::CalibrationResult& calibration,
                                    const quant::Config& config, data::Dataset& data, const std::vector<int64_t>& labels,
                                    const RunControl& control);

    struct Gain {
        analysis::Evaluation evaluation; ///< against the float outputs of the model before; nothing about weights
        analysis::Estimate gainDb;       ///< SQNR above that of the model before, on the same samples and draws
    };
    /// The rewritten model under its own ranges. **Errors** those of the pass; ShapeMismatch: other outputs.
    Result<Gain> measure(analysis::Analyzer& after, const analysis::CalibrationResult& calibration,
                         const quant::Config& config, const RunControl& control) const;

private:
    RewritingGain(data::Dataset& data, const std::vector<int64_t>& labels) : m_data(&data), m_labels(&labels) {}
    Result<analysis::OutputMetrics> noiseOf(analysis::Analyzer& model, const analysis::CalibrationResult& calibration,
                                            const quant::Config& config, const RunControl& control) const;

    data::Dataset* m_data;
    const std::vector<int64_t>* m_labels;
    std::vector<Tensor> m_reference;
    analysis::OutputMetrics m_before;
};

} // namespace qscope::rewrite
