// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/weight_slices.h"

#include <algorithm>
#include <cassert>

namespace qscope::quant {

WeightSlices::WeightSlices(const Tensor& weights, const QuantizerSpec& spec, int axis)
    : m_plain(toPlain(weights.type() == DType::Float32 ? weights : castTo(weights, DType::Float32))),
      m_blockSize(std::max<int64_t>(m_plain.size(), 1))
{
    if (spec.granularity == Granularity::PerTensor || m_plain.rank() == 0)
        return;
    assert(axis >= 0 && axis < static_cast<int>(m_plain.rank()));
    m_axis = axis;
    for (size_t a = static_cast<size_t>(axis) + 1; a < m_plain.rank(); ++a)
        m_inner *= m_plain.dim(a);
    if (spec.granularity == Granularity::PerBlock) {
        m_blockSize = spec.blockSize;
        m_grid = BlockGrid::of(m_plain.shape(), axis, spec.blockSize);
    } else {
        m_grid.channels = m_plain.dim(static_cast<size_t>(axis));
    }
}

std::vector<float> WeightSlices::values(size_t slice) const
{
    const float* x = m_plain.data<float>();
    if (m_axis < 0)
        return {x, x + m_plain.size()};
    const int64_t channel = static_cast<int64_t>(slice) / m_grid.perChannel;
    const int64_t reduction = m_plain.size() / m_grid.channels;
    const int64_t begin = static_cast<int64_t>(slice) % m_grid.perChannel * m_blockSize;
    const int64_t end = std::min(reduction, begin + m_blockSize);
    std::vector<float> values;
    values.reserve(static_cast<size_t>(std::max<int64_t>(end - begin, 0)));
    for (int64_t r = begin; r < end;) {
        const int64_t run = std::min(end - r, m_inner - r % m_inner);
        const float* first = x + (r / m_inner * m_grid.channels + channel) * m_inner + r % m_inner;
        values.insert(values.end(), first, first + run);
        r += run;
    }
    return values;
}

} // namespace qscope::quant
