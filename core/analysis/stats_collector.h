// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/analysis/batching.h"
#include "core/analysis/results.h"
#include "core/graph/channels.h"
#include "core/graph/layers.h"
#include "core/stats/tensor_accumulator.h"

namespace qscope::analysis {

/// The watch of a calibration: one accumulator per floating-point tensor, made when the tensor is first seen.
///
/// Every element is counted once. A tensor that only rearranges another (Reshape, Transpose, ...) shares that one's
/// figures, apart from those per channel, which it has only as input of a layer with weights. The histogram of a
/// Concat is the merge of its inputs', and that of what a Split takes apart the merge of its outputs'. Channel
/// histograms, when asked for, are recorded for the activation inputs of layers with weights.
class StatsCollector {
public:
    StatsCollector(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
                   const CalibrationOptions& options = {});

    /// `count` of the plan's micro-batch of samples from `first` on are real, the rest is padding.
    void see(ValueId id, const Tensor& tensor, int64_t first, int64_t count);

    StatsCollector copy() const;
    /// As if this one had seen what `other` of the same graph, layers and plan saw.
    void merge(const StatsCollector& other);

    /// What is known so far, in execution order.
    std::shared_ptr<const CalibrationResult> finish(int64_t samples) const;

private:
    /// Of a tensor that only rearranges another: what is its own.
    struct Arrangement {
        int64_t firstSample = -1;
        Shape shape; ///< of one sample
        stats::Extreme min, max;
    };

    bool isRearranged(ValueId id) const { return m_source[id.index()].valid() && !m_isSite[id.index()]; }
    stats::AccumulatorOptions optionsFor(ValueId id, const Tensor& tensor) const;
    void seeArrangement(ValueId id, const Tensor& tensor, int64_t first);
    void mergeArrangement(ValueId id, const StatsCollector& other);
    std::optional<stats::Histogram> histogramOf(ValueId id) const;
    stats::TensorStats describe(ValueId id) const;

    const Graph& m_graph;
    const BatchPlan& m_plan;
    CalibrationOptions m_options;
    std::vector<ChannelPlace> m_places;
    std::vector<ValueId> m_source; ///< by value: the tensor it rearranges, at the end of the chain; invalid for most
    std::vector<std::vector<ValueId>> m_parts; ///< by value: the tensors that together hold its elements; none for most
    std::vector<bool> m_isSite; ///< by value: an activation input of a layer with weights
    std::vector<std::unique_ptr<stats::TensorAccumulator>> m_accumulators; ///< by value
    std::vector<std::optional<Arrangement>> m_arrangements; ///< by value
};

} // namespace qscope::analysis
