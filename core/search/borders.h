// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/graph/graph.h"
#include "core/graph/layers.h"
#include "core/quant/config.h"

namespace qscope::search {

/// Where a model changes between floating point and integers.
struct BorderCount {
    /// Conversions of tensors while the model runs. A quantized layer hands on integers in the first form that a reader
    /// wants, everything else floating point; every further form a reader wants is one conversion.
    int conversions = 0;
    int pairs = 0; ///< QuantizeLinear and DequantizeLinear pairs on activations in the exported model

    BorderCount& operator+=(const BorderCount& other);
    BorderCount operator-(const BorderCount& other) const;
    bool operator==(const BorderCount&) const = default;
};

/// Counts borders of one model under any config, without calibration: quantizers that are asked for in the same words are
/// taken to be the same. What only moves or selects elements (Reshape, Transpose, MaxPool, Relu, ...) hands on the form
/// it gets; all other operators that are no layers run in floating point.
class Borders {
public:
    Borders() = default;
    /// Keeps nothing of its arguments.
    Borders(const Graph& graph, const std::vector<Layer>& layers);

    /// One spec per layer. **Cost** O(layers and their inputs).
    BorderCount count(std::span<const quant::LayerSpec> specs) const;

    /// Per layer what `count` grows by when this layer alone goes to floating point, or from there to integers.
    std::vector<BorderCount> changes(std::span<const quant::LayerSpec> specs) const;
    BorderCount change(size_t layer, std::span<const quant::LayerSpec> specs) const; ///< of one layer

private:
    /// Tensors that are one another's elements in the same form.
    struct Group {
        int maker = -1; ///< layer; -1: something that runs in floating point
        std::vector<size_t> readers; ///< layers, each once
        bool readAsFloat = false;    ///< by an operator that is no layer, or as an output of the model
    };

    size_t rootOf(const Graph& graph, size_t value) const;
    void addReaders(const Graph& graph, size_t value, const std::vector<int>& layerOf, const std::vector<Layer>& layers);
    int conversionsIn(const Group& group, std::span<const quant::LayerSpec> specs, int toggled) const;
    int pairsOn(const std::vector<size_t>& readers, std::span<const quant::LayerSpec> specs, int toggled) const;
    BorderCount around(size_t layer, std::span<const quant::LayerSpec> specs, int toggled) const;

    std::vector<Group> m_groups;
    std::vector<int> m_groupOf;                 ///< by value; -1: none
    std::vector<std::vector<size_t>> m_exported; ///< by site: layers outside of bodies that quantize one tensor
    std::vector<std::vector<size_t>> m_groupsOf, m_sitesOf; ///< by layer: what a toggle of it touches
};

} // namespace qscope::search
