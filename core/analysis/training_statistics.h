// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/graph/graph.h"

namespace qscope::analysis {

/// Sums per channel of tensors [N, C, ...].
class ChannelMoments {
public:
    explicit ChannelMoments(size_t channels) : m_sums(channels), m_squares(channels) {}

    void add(const Tensor& x); ///< Float32, Plain, as many channels
    void add(const ChannelMoments& other);
    double mean(size_t c) const { return m_sums[c] / m_count; }
    double variance(size_t c) const;
    bool empty() const { return m_count == 0; }

private:
    std::vector<double> m_sums, m_squares;
    double m_count = 0; ///< per channel
};

/// What a value's channels were in training, as a BatchNormalization remembers it.
struct TrainingStatistics {
    ValueId value; ///< the output of the normalization
    std::vector<double> mean;
    std::vector<double> std; ///< 0: the channel says nothing

    /// Mean over the channels that say something of the divergence of the normal distribution with these
    /// moments from that of training, at most 4 each; nats. 0 of nothing.
    double misfit(const ChannelMoments& moments) const;
};

/// Of the first BatchNormalization behind the input that still has statistics (an exporter may have folded
/// them, leaving means of 0 and variances of 1) and no more than one layer with weights before it.
std::optional<TrainingStatistics> findTrainingStatistics(const Graph& graph, ValueId input);

/// Before any layer with weights, constants are added to or multiplied with the input, or it is normalized.
bool scalesItself(const Graph& graph, ValueId input);

} // namespace qscope::analysis
