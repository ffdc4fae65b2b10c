// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/rewriting_gain.h"

#include <algorithm>

#include "core/base/text.h"

namespace qscope::rewrite {

namespace {

std::vector<Tensor> stackedOutputs(const std::vector<NamedTensor>& outputs)
{
    std::vector<Tensor> tensors;
    for (const NamedTensor& output : outputs)
        tensors.push_back(output.tensor);
    return tensors;
}

} // namespace

Result<RewritingGain> RewritingGain::of(analysis::Analyzer& before, const analysis::CalibrationResult& calibration,
                                        const quant::Config& config, data::Dataset& data, const std::vector<int64_t>& labels,
                                        const RunControl& control)
{
    RewritingGain gain(data, labels);
    QS_ASSIGN(const auto outputs, before.run(data, control));
    gain.m_reference = stackedOutputs(outputs);
    QS_ASSIGN(gain.m_before, gain.noiseOf(before, calibration, config, control));
    return gain;
}

Result<analysis::OutputMetrics> RewritingGain::noiseOf(analysis::Analyzer& model,
                                                       const analysis::CalibrationResult& calibration,
                                                       const quant::Config& config, const RunControl& control) const
{
    QS_ASSIGN(const auto outputs, model.runQuantized(*m_data, calibration, config, control));
    const std::vector<Tensor> actual = stackedOutputs(outputs);
    const bool sameShapes = std::equal(m_reference.begin(), m_reference.end(), actual.begin(), actual.end(),
                                       [](const Tensor& a, const Tensor& b) { return a.shape() == b.shape(); });
    if (!sameShapes)
        return Error{ErrorCode::ShapeMismatch,
                     say("Rewriting", "the rewritten model has other outputs than the one before"),
                     model.path()};
    analysis::OutputMetrics metrics;
    metrics.add(m_reference, actual, 0, m_data->size(), *m_labels);
    return metrics;
}

Result<RewritingGain::Gain> RewritingGain::measure(analysis::Analyzer& after,
                                                   const analysis::CalibrationResult& calibration,
                                                   const quant::Config& config, const RunControl& control) const
{
    QS_ASSIGN(const auto metrics, noiseOf(after, calibration, config, control));
    const analysis::Resampling resampling(static_cast<size_t>(m_data->size()));
    Gain gain;
    analysis::estimate(metrics, resampling, gain.evaluation);
    gain.evaluation.samples = m_data->size();
    gain.gainDb = analysis::gainDb(m_before, metrics, resampling);
    return gain;
}

} // namespace qscope::rewrite
