// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/tensor/tensor.h"

namespace qscope::views {

/// The probabilities of one softmax tensor for one sample, or why there are none.
struct TensorShown {
    ValueId value;
    int64_t sample = -1;
    std::optional<Tensor> tensor; ///< float32, plain
    QString problem;              ///< a sentence; empty: none
};

/// What one head looks at: a row per query, a column per key.
struct AttentionMap {
    int64_t rows = 0;
    int64_t columns = 0;
    std::vector<float> values; ///< row by row
};

/// How many heads [1, heads, queries, keys] has, or [heads, queries, keys]; 0: it is none of these.
int64_t attentionHeads(const Tensor& tensor);
/// **Range** head: below attentionHeads.
AttentionMap attentionMap(const Tensor& tensor, int64_t head);

} // namespace qscope::views
