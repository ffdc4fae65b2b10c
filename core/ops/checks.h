// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/ops/context.h"

/// What most operators have to check, and the sentences they say.
namespace qscope::ops {

/// Like Context::error, for use before there is a context.
Error nodeError(const Node& node, ErrorCode code, const std::string& message);

/// A kernel that first makes sure that inputs 0 to count-1 are there and that the node has an output.
Kernel needsInputs(size_t count, Kernel kernel);

/// For the table of operators: what takes nothing from its node but inputs.
template <Status (*Run)(Context&), size_t Inputs>
Result<Kernel> kernelOf(const Node&, int64_t)
{
    return needsInputs(Inputs, Run);
}

/// `axis` counted from the front, or an error when it is not in [-rank, rank).
Result<size_t> axisInRange(const Context& context, int64_t axis, size_t rank);

/// The same for several axes, sorted; twice the same one is an error.
Result<std::vector<size_t>> axesInRange(const Context& context, const std::vector<int64_t>& axes, size_t rank);

/// Axes (or starts, splits, ...) of input `i` if it is there, else of the attribute; empty when there is neither.
std::vector<int64_t> intsOfInputOrAttribute(const Context& context, size_t i, std::string_view attribute);

/// Like Context::allocate, for shapes that come from the model's data.
/// **Errors** ShapeMismatch (negative), ResourceExhausted (above 4 GiB).
Result<Tensor> allocateChecked(Context& context, DType type, Shape shape);

/// The one number of input `i`, as an integer.
/// **Errors** ShapeMismatch when it has not exactly one element.
Result<int64_t> scalarInput(const Context& context, size_t i);
/// The same, or the fallback when the input is left out.
Result<int64_t> scalarInput(const Context& context, size_t i, int64_t fallback);

/// A list of floats; empty when absent.
std::vector<float> floatsAttribute(const Node& node, std::string_view key);

/// The node names its output `i`, so somebody wants it.
bool wantsOutput(const Context& context, size_t i);

/// "does not take int8"
Error typeError(const Context& context, DType type);

/// Error unless inputs a and b have the same element type.
Status sameType(const Context& context, size_t a, size_t b);

/// Row-major strides in elements.
std::vector<int64_t> rowMajorStrides(const Shape& shape);

/// Product of dimensions [from, to).
int64_t sizeOfRange(const Shape& shape, size_t from, size_t to);

/// The element type an ONNX TensorProto type number stands for in the engine (both 16-bit floats are Float32).
Result<DType> dtypeOfOnnx(const Node& node, int64_t onnxType);

} // namespace qscope::ops
