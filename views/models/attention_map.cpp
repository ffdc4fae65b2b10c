// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/attention_map.h"

namespace qscope::views {

int64_t attentionHeads(const Tensor& tensor)
{
    if (tensor.type() != DType::Float32 || tensor.size() == 0)
        return 0;
    if (tensor.rank() == 4 && tensor.dim(0) == 1)
        return tensor.dim(1);
    return tensor.rank() == 3 ? tensor.dim(0) : 0;
}

AttentionMap attentionMap(const Tensor& tensor, int64_t head)
{
    AttentionMap map{tensor.dim(tensor.rank() - 2), tensor.dim(tensor.rank() - 1), {}};
    const int64_t size = map.rows * map.columns;
    const float* first = tensor.span<float>().data() + head * size;
    map.values.assign(first, first + size);
    return map;
}

} // namespace qscope::views
