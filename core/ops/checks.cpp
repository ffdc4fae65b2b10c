// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/checks.h"

#include <algorithm>

namespace qscope::ops {

Error nodeError(const Node& node, ErrorCode code, const std::string& message)
{
    return {code, message, "node '" + node.name + "' (" + node.op + ")"};
}

Kernel needsInputs(size_t count, Kernel kernel)
{
    return [count, kernel = std::move(kernel)](Context& context) -> Status {
        if (context.outputs.empty())
            return context.error(ErrorCode::InvalidArgument, "has no output");
        for (size_t i = 0; i < count; ++i) {
            if (!context.has(i))
                return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
        }
        return kernel(context);
    };
}

Result<size_t> axisInRange(const Context& context, int64_t axis, size_t rank)
{
    const auto r = static_cast<int64_t>(rank);
    if (axis < -r || axis >= r)
        return context.error(ErrorCode::InvalidArgument,
                             "axis " + std::to_string(axis) + " is outside a tensor of rank " + std::to_string(rank));
    return static_cast<size_t>(axis < 0 ? axis + r : axis);
}

Result<std::vector<size_t>> axesInRange(const Context& context, const std::vector<int64_t>& axes, size_t rank)
{
    std::vector<size_t> result;
    for (int64_t axis : axes) {
        QS_ASSIGN(const size_t a, axisInRange(context, axis, rank));
        result.push_back(a);
    }
    std::sort(result.begin(), result.end());
    const auto twice = std::adjacent_find(result.begin(), result.end());
    if (twice != result.end())
        return context.error(ErrorCode::InvalidArgument, "axis " + std::to_string(*twice) + " is named twice");
    return result;
}

std::vector<int64_t> intsOfInputOrAttribute(const Context& context, size_t i, std::string_view attribute)
{
    return context.has(i) ? toInts(context.input(i)) : context.node().intsAttribute(attribute);
}

Result<Tensor> allocateChecked(Context& context, DType type, Shape shape)
{
    const auto count = checkedElementCount(shape, elementSize(type));
    if (!count)
        return context.error(count.error().code, "the result: " + count.error().message);
    return context.allocate(type, std::move(shape));
}

Result<int64_t> scalarInput(const Context& context, size_t i)
{
    if (!context.has(i) || context.input(i).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " is not a single number");
    return toInts(context.input(i))[0];
}

Result<int64_t> scalarInput(const Context& context, size_t i, int64_t fallback)
{
    return context.has(i) ? scalarInput(context, i) : Result<int64_t>(fallback);
}

std::vector<float> floatsAttribute(const Node& node, std::string_view key)
{
    const auto it = node.attributes.find(key);
    if (it == node.attributes.end() || !std::holds_alternative<std::vector<float>>(it->second))
        return {};
    return std::get<std::vector<float>>(it->second);
}

bool wantsOutput(const Context& context, size_t i)
{
    const std::vector<ValueId>& named = context.node().outputs;
    return i < context.outputs.size() && (i >= named.size() || named[i].valid());
}

Error typeError(const Context& context, DType type)
{
    return context.error(ErrorCode::TypeMismatch, "does not take " + std::string(dtypeName(type)));
}

Status sameType(const Context& context, size_t a, size_t b)
{
    const DType ta = context.input(a).type();
    const DType tb = context.input(b).type();
    if (ta == tb)
        return {};
    return context.error(ErrorCode::TypeMismatch, "input " + std::to_string(a) + " is " +
                                                      std::string(dtypeName(ta)) + " but input " +
                                                      std::to_string(b) + " is " + std::string(dtypeName(tb)));
}

std::vector<int64_t> rowMajorStrides(const Shape& shape)
{
    std::vector<int64_t> strides(shape.size(), 1);
    for (size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

int64_t sizeOfRange(const Shape& shape, size_t from, size_t to)
{
    int64_t count = 1;
    for (size_t i = from; i < to; ++i)
        count *= shape[i];
    return count;
}

Result<DType> dtypeOfOnnx(const Node& node, int64_t onnxType)
{
    switch (onnxType) {
    case 1:
    case 10: // float16
    case 16: // bfloat16
        return DType::Float32;
    case 2: return DType::UInt8;
    case 3: return DType::Int8;
    case 4: return DType::UInt16;
    case 5: return DType::Int16;
    case 6: return DType::Int32;
    case 7: return DType::Int64;
    case 9: return DType::Bool;
    case 11: return DType::Float64;
    case 12: return DType::UInt32;
    case 13: return DType::UInt64;
    case 21: return DType::UInt4;
    case 22: return DType::Int4;
    default: break;
    }
    return nodeError(node, ErrorCode::Unsupported,
                     "element type " + std::to_string(onnxType) + " of ONNX is not one of the engine");
}

} // namespace qscope::ops
