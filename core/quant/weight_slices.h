// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"

namespace qscope::quant {

/// The values of a weight by slice, as its quantizer will have them.
class WeightSlices {
public:
    /// A tensor of rank 0 is one slice whatever the spec says.
    WeightSlices(const Tensor& weights, const QuantizerSpec& spec, int axis);

    size_t count() const { return static_cast<size_t>(m_grid.channels * m_grid.perChannel); }
    size_t size() const { return static_cast<size_t>(m_plain.size()); } ///< of all together
    int axis() const { return m_axis; }                                 ///< -1: per tensor
    std::vector<float> values(size_t slice) const;

private:
    Tensor m_plain; ///< float32
    int m_axis = -1;
    int64_t m_blockSize; ///< the whole reduction where there are no blocks
    int64_t m_inner = 1; ///< elements behind the channels' axis
    BlockGrid m_grid;
};

} // namespace qscope::quant
