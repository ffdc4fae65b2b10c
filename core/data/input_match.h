// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace qscope::data {

/// An array that is to feed a model input.
struct ArrayInfo {
    std::string name; ///< in its file
    DType type = DType::Float32;
    Shape shape;
    std::string where; ///< the file
};

/// "[N, 3, ?, ?]" for people.
std::string inputShapeText(const InputSpec& input);

/// Whether the array's rank, dimensions (but the first) and type fit the input.
/// Allowed conversions: anything to floating, integers to integers (values are checked when read); never
/// floating to integer.
/// **Errors** ShapeMismatch, TypeMismatch; both name the array and the input.
Status checkArray(const ArrayInfo& array, const InputSpec& input);

/// Converts samples to the input's type.
/// **Errors** TypeMismatch (an integer that the input's type cannot hold).
Result<Tensor> convertTo(const InputSpec& input, const Tensor& tensor, const std::string& where);

/// How many samples arrays hold together, and which inputs have none of their own.
struct Extent {
    int64_t samples = 0;
    /// Per input: the whole array belongs to every sample. So it is for rank 0, and for an array as large as
    /// the input's fixed first dimension B > 1 when other inputs have another first dimension (a recurrent
    /// state [2, 1, 128] beside [N, 512]): that axis is no batch.
    std::vector<bool> shared;
};

/// `arrays` are those of `inputs`, in this order, and passed checkArray.
/// **Errors** ShapeMismatch (different numbers of samples, naming two inputs; not a multiple of a fixed
/// batch), InvalidArgument (no samples at all).
Result<Extent> commonExtent(const std::vector<ArrayInfo>& arrays, const std::vector<InputSpec>& inputs);

/// `samples` cut to `limit`, but to whole fixed batches and at least one.
/// **Errors** InvalidArgument (limit below 1).
Result<int64_t> limitedSamples(int64_t samples, const std::vector<InputSpec>& inputs,
                               const std::optional<int64_t>& limit);

/// **Errors** InvalidArgument unless 0 <= first, 1 <= count and first + count <= size.
Status checkRange(int64_t first, int64_t count, int64_t size, const std::string& where);

/// "a, b, c" with quotes, cut after a dozen.
std::string quotedList(const std::vector<std::string>& names);
/// The names of the inputs for people.
std::string inputNames(const std::vector<InputSpec>& inputs);

} // namespace qscope::data
