// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/batching.h"
#include "core/analysis/calibration_state.h"
#include "core/graph/channels.h"
#include "core/graph/layers.h"

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

    /// A tensor of a run of one micro-batch, of which `samples` count.
    void see(ValueId id, const Tensor& tensor, const BatchSamples& samples);
    /// All tensors of that micro-batch have been seen.
    void finishBatch(const BatchSamples& samples, uint64_t dataHash);

    /// What was seen so far; this one has seen nothing then.
    CalibrationState take();

private:
    bool isRearranged(ValueId id) const { return record(id).source >= 0 && !m_isSite[id.index()]; }
    const TensorRecord& record(ValueId id) const { return m_state.tensors[static_cast<size_t>(m_recordOf[id.index()])]; }
    TensorRecord& record(ValueId id) { return m_state.tensors[static_cast<size_t>(m_recordOf[id.index()])]; }
    void listTensors();
    bool wantsChannels(ValueId id) const; ///< histograms of them
    stats::AccumulatorOptions optionsFor(ValueId id, const Tensor& tensor) const;
    void seeArrangement(ValueId id, const Tensor& tensor, const BatchSamples& samples);

    const Graph& m_graph;
    const BatchPlan& m_plan;
    std::vector<ChannelPlace> m_places;
    std::vector<bool> m_isSite; ///< by value: an activation input of a layer with weights
    std::vector<int> m_recordOf; ///< by value: index into m_state.tensors; -1: constant
    CalibrationState m_state;
};

} // namespace qscope::analysis
