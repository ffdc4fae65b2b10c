// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <random>

#include <QString>
#include <QtGlobal>

#include "core/ops/context.h"

/// One operator, called like a function.
namespace qscope::test {

struct OpCall {
    std::string op;
    std::vector<Tensor> inputs;
    std::map<std::string, AttributeValue, std::less<>> attributes = {};
    int64_t opset = 17;
    size_t outputs = 1;
    std::string domain = {};
    bool reusable = false; ///< the operator may overwrite its inputs
    std::vector<size_t> constants = {}; ///< inputs that are (see Context::isConstant)
};

inline Result<std::vector<Tensor>> runOp(OpCall call)
{
    Node node;
    node.name = "n";
    node.op = call.op;
    node.domain = call.domain;
    node.attributes = call.attributes;
    node.inputs.resize(call.inputs.size());
    const ops::OpEntry* entry = ops::findOperator(call.domain, call.op);
    if (!entry)
        return Error{ErrorCode::Unsupported, "no such operator", call.op};
    for (Tensor& t : call.inputs)
        t = entry->anyLayout ? t : toPlain(t);
    QS_ASSIGN(ops::Kernel kernel, entry->make(node, call.opset));
    ops::BufferPool pool;
    ops::Context context(node, pool);
    context.reusable.assign(call.inputs.size(), call.reusable);
    context.constant.assign(call.inputs.size(), false);
    for (const size_t i : call.constants)
        context.constant[i] = true;
    context.inputs = std::move(call.inputs);
    context.outputs.resize(call.outputs);
    QS_RETURN_IF_ERROR(kernel(context));
    return std::move(context.outputs);
}

/// The first output in Plain layout, or an absent tensor and the error in `error`; an error nobody asks for is fatal.
inline Tensor runOne(OpCall call, std::string* error = nullptr)
{
    const auto result = runOp(std::move(call));
    if (!result) {
        if (!error)
            qFatal("%s", result.error().text().c_str());
        *error = result.error().text();
        return {};
    }
    return toPlain(result->front());
}

template <class T>
Tensor tensorOf(Shape shape, std::vector<T> values)
{
    return Tensor::of<T>(std::move(shape), std::span<const T>(values));
}

inline Tensor ints(std::vector<int64_t> values)
{
    const auto count = static_cast<int64_t>(values.size());
    return tensorOf<int64_t>({count}, std::move(values));
}

inline Tensor bools(Shape shape, const std::vector<int>& values)
{
    Tensor t(DType::Bool, std::move(shape));
    std::transform(values.begin(), values.end(), t.data<bool>(), [](int v) { return v != 0; });
    return t;
}

/// 0, 1, 2, ...
inline Tensor counting(Shape shape)
{
    Tensor t(DType::Float32, std::move(shape));
    for (int64_t i = 0; i < t.size(); ++i)
        t.data<float>()[i] = static_cast<float>(i);
    return t;
}

inline Tensor randomFloats(Shape shape, std::mt19937& random, float low = -3.0f, float high = 3.0f)
{
    Tensor t(DType::Float32, std::move(shape));
    std::uniform_real_distribution<float> uniform(low, high);
    for (float& v : t.span<float>())
        v = uniform(random);
    return t;
}

/// What is wrong with `got`, whose elements should be `wanted` up to `tolerance` of their size (or of 1, if that is
/// larger); empty when nothing is.
inline QString differenceFrom(const Tensor& got, const Shape& shape, const std::vector<double>& wanted, double tolerance)
{
    if (got.absent() || got.shape() != shape)
        return QStringLiteral("shape %1, not %2").arg(QString::fromStdString(got.absent() ? "none" : shapeText(got.shape())),
                                                      QString::fromStdString(shapeText(shape)));
    const std::vector<double> values = toDoubles(got);
    for (size_t i = 0; i < values.size(); ++i) {
        if (!(std::fabs(values[i] - wanted[i]) <= tolerance * std::max(1.0, std::fabs(wanted[i]))))
            return QStringLiteral("element %1 is %2, not %3").arg(i).arg(values[i]).arg(wanted[i]);
    }
    return {};
}

/// A copy in ChannelsLast, the dumb way.
inline Tensor channelsLast(const Tensor& plain)
{
    Tensor t(plain.type(), plain.shape(), Layout::ChannelsLast);
    const int64_t channels = plain.dim(1);
    const int64_t positions = plain.size() / (plain.dim(0) * channels);
    for (int64_t n = 0; n < plain.dim(0); ++n)
        for (int64_t c = 0; c < channels; ++c)
            for (int64_t p = 0; p < positions; ++p)
                t.data<float>()[(n * positions + p) * channels + c] =
                    plain.data<float>()[(n * channels + c) * positions + p];
    return t;
}

/// All indices of a shape, in row-major order.
inline std::vector<std::vector<int64_t>> indicesOf(const Shape& shape)
{
    std::vector<std::vector<int64_t>> all;
    std::vector<int64_t> index(shape.size(), 0);
    for (int64_t i = 0; i < elementCount(shape); ++i) {
        all.push_back(index);
        for (size_t d = shape.size(); d-- > 0 && ++index[d] == shape[d];)
            index[d] = 0;
    }
    return all;
}

/// The element of a Plain tensor at `index`, which may have more dimensions and larger ones: NumPy broadcasting.
inline double broadcastAt(const Tensor& t, const std::vector<int64_t>& index)
{
    int64_t offset = 0;
    for (size_t d = 0; d < t.rank(); ++d)
        offset = offset * t.dim(d) + (t.dim(d) == 1 ? 0 : index[index.size() - t.rank() + d]);
    switch (t.type()) {
    case DType::Float32: return static_cast<double>(t.data<float>()[offset]);
    case DType::Int64: return static_cast<double>(t.data<int64_t>()[offset]);
    case DType::Bool: return t.data<bool>()[offset] ? 1.0 : 0.0;
    default: return toDoubles(t)[static_cast<size_t>(offset)];
    }
}

} // namespace qscope::test
