// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/graph/graph.h"

namespace qscope {

/// A Conv or ConvTranspose of the default domain that takes what follows it channel by channel into its weight and
/// bias: batch normalization (or the Mul and Add an exporter wrote for it), and a bias added in between. This is
/// what deployed models run, so this is what is quantized. Nobody else reads the tensors in between.
class ConvolutionFold {
public:
    ConvolutionFold(const Graph& graph, NodeId layer, std::vector<NodeId> nodes, std::vector<double> factor,
                    std::vector<double> summand);

    NodeId layer() const { return m_layer; }
    const std::vector<NodeId>& nodes() const { return m_nodes; } ///< execution order: the layer, then what it takes in
    ValueId output() const { return m_output; }                  ///< what the last of the nodes produces
    /// The layer's weight times the factor of its output channel, in the shape of the file. Computed anew.
    Tensor weight() const;
    /// The same, computed once and kept: for those who draw it. Any thread.
    const Tensor& keptWeight() const;
    /// The same, computed once for all folds of these weights that are alive, so that what kernels make of it is shared
    /// too. Nobody may write to it. Any thread.
    Tensor sharedWeight() const;
    Tensor bias() const; ///< [output channels]

private:
    NodeId m_layer;
    std::vector<NodeId> m_nodes;
    ValueId m_output;
    Tensor m_weight, m_bias; ///< of the file; bias absent: none
    bool m_transposed = false;
    int64_t m_groups = 1;
    std::vector<double> m_factor, m_summand; ///< per output channel
    mutable std::once_flag m_once;
    mutable Tensor m_kept;
};

using ConvolutionFoldPtr = std::shared_ptr<const ConvolutionFold>;

/// All of them, in the order of their layers. Only folds whose factors and summands are finite numbers.
/// Call it on a graph whose constants are folded.
std::vector<ConvolutionFoldPtr> findConvolutionFolds(const Graph& graph);

} // namespace qscope
