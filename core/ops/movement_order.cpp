// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/movement.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// A tensor seen as [outer, size, inner] around one axis.
struct AxisView {
    int64_t outer, size, inner;
};

AxisView viewAround(const Shape& shape, size_t axis)
{
    return {sizeOfRange(shape, 0, axis), shape[axis], sizeOfRange(shape, axis + 1, shape.size())};
}

/// NaN counts as larger than any number, so that there is an order at all.
template <class T>
bool isGreater(T a, T b)
{
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(a) || std::isnan(b))
            return std::isnan(a) && !std::isnan(b);
    }
    return a > b;
}

template <class T>
void pickTop(const Tensor& x, const AxisView& v, int64_t k, bool largest, Tensor& values, Tensor& indices)
{
    parallelItems(v.outer * v.inner, v.size * 8, [&](int64_t row) {
        const T* from = x.data<T>() + row / v.inner * v.size * v.inner + row % v.inner;
        std::vector<int64_t> order(static_cast<size_t>(v.size));
        std::iota(order.begin(), order.end(), int64_t(0));
        const auto before = [&](int64_t a, int64_t b) {
            const T p = from[a * v.inner];
            const T q = from[b * v.inner];
            if (isGreater(p, q) || isGreater(q, p))
                return largest ? isGreater(p, q) : isGreater(q, p);
            return a < b;
        };
        std::partial_sort(order.begin(), order.begin() + k, order.end(), before);
        const int64_t to = row / v.inner * k * v.inner + row % v.inner;
        for (int64_t i = 0; i < k; ++i) {
            const int64_t source = order[static_cast<size_t>(i)];
            values.data<T>()[to + i * v.inner] = from[source * v.inner];
            indices.data<int64_t>()[to + i * v.inner] = source;
        }
    });
}

Status runTopK(Context& context)
{
    const Tensor& x = context.input(0);
    const Node& node = context.node();
    QS_ASSIGN(const size_t axis, axisInRange(context, node.intAttribute("axis", -1), x.rank()));
    int64_t k = node.intAttribute("k", -1);
    if (context.has(1)) {
        if (context.input(1).size() != 1)
            return context.error(ErrorCode::ShapeMismatch, "k is no scalar");
        k = toInts(context.input(1))[0];
    }
    if (k < 0 || k > x.dim(axis))
        return context.error(ErrorCode::InvalidArgument, "k = " + std::to_string(k) + " is outside a dimension of " +
                                                             std::to_string(x.dim(axis)));
    Shape shape = x.shape();
    shape[axis] = k;
    Tensor values = context.allocate(x.type(), shape);
    Tensor indices = context.allocate(DType::Int64, shape);
    const bool largest = node.intAttribute("largest", 1) != 0;
    visitType(x.type(), [&](auto tag) {
        pickTop<typename decltype(tag)::Type>(x, viewAround(x.shape(), axis), k, largest, values, indices);
    });
    context.setOutput(0, std::move(values));
    if (context.outputs.size() > 1)
        context.setOutput(1, std::move(indices));
    return {};
}

template <class T>
void sumAlong(const Tensor& x, const AxisView& v, bool exclusive, bool reverse, Tensor& y)
{
    using W = Wrapping<T>;
    const int64_t first = reverse ? v.size - 1 : 0;
    const int64_t step = reverse ? -1 : 1;
    for (int64_t row = 0; row < v.outer * v.inner; ++row) {
        const int64_t start = row / v.inner * v.size * v.inner + row % v.inner;
        W sum = 0;
        for (int64_t i = 0, p = first; i < v.size; ++i, p += step) {
            const auto element = static_cast<W>(x.data<T>()[start + p * v.inner]);
            y.data<T>()[start + p * v.inner] = static_cast<T>(exclusive ? sum : sum + element);
            sum += element;
        }
    }
}

Status runCumSum(Context& context)
{
    const Tensor& x = context.input(0);
    if (context.input(1).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "the axis is no scalar");
    QS_ASSIGN(const size_t axis, axisInRange(context, toInts(context.input(1))[0], x.rank()));
    const bool exclusive = context.node().intAttribute("exclusive", 0) != 0;
    const bool reverse = context.node().intAttribute("reverse", 0) != 0;
    Tensor y = context.allocate(x.type(), x.shape());
    const bool done = visitType(x.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (!std::is_same_v<T, bool>)
            sumAlong<T>(x, viewAround(x.shape(), axis), exclusive, reverse, y);
        return !std::is_same_v<T, bool>;
    });
    if (!done)
        return context.error(ErrorCode::TypeMismatch, "does not take bool");
    context.setOutput(0, std::move(y));
    return {};
}

/// Keeps one triangle of every matrix, zero elsewhere.
Status runTrilu(Context& context)
{
    const Tensor& x = context.input(0);
    if (x.rank() < 2)
        return context.error(ErrorCode::ShapeMismatch, "takes matrices, got " + shapeText(x.shape()));
    const bool upper = context.node().intAttribute("upper", 1) != 0;
    const int64_t rows = x.dim(x.rank() - 2);
    const int64_t columns = x.dim(x.rank() - 1);
    // Beyond the matrix all diagonals are alike.
    const int64_t wanted = context.has(1) && context.input(1).size() == 1 ? toInts(context.input(1))[0] : 0;
    const int64_t k = std::clamp(wanted, -rows - 1, columns + 1);
    Tensor y = context.allocate(x.type(), x.shape());
    visitSize(elementSize(x.type()), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        for (int64_t i = 0; i < x.size(); ++i) {
            const int64_t diagonal = i % columns - i / columns % rows;
            const bool kept = upper ? diagonal >= k : diagonal <= k;
            y.data<T>()[i] = kept ? x.data<T>()[i] : T(0);
        }
    });
    context.setOutput(0, std::move(y));
    return {};
}

/// The first lengths[b] steps of every sequence in opposite order.
Status runReverseSequence(Context& context)
{
    const Tensor& x = context.input(0);
    const int64_t batchAxis = context.node().intAttribute("batch_axis", 1);
    const int64_t timeAxis = context.node().intAttribute("time_axis", 0);
    if (x.rank() < 2 || batchAxis < 0 || batchAxis > 1 || timeAxis != 1 - batchAxis)
        return context.error(ErrorCode::InvalidArgument, "batch and time are the first two axes of " +
                                                             shapeText(x.shape()));
    const int64_t batches = x.dim(static_cast<size_t>(batchAxis));
    const int64_t steps = x.dim(static_cast<size_t>(timeAxis));
    const std::vector<int64_t> lengths = toInts(context.input(1));
    bool fits = static_cast<int64_t>(lengths.size()) == batches;
    for (int64_t length : lengths)
        fits = fits && length >= 0 && length <= steps;
    if (!fits)
        return context.error(ErrorCode::ShapeMismatch, "lengths " + shapeText(lengths) + " do not fit " +
                                                           shapeText(x.shape()));
    Tensor y = context.allocate(x.type(), x.shape());
    const size_t block = static_cast<size_t>(sizeOfRange(x.shape(), 2, x.rank())) * elementSize(x.type());
    for (int64_t b = 0; b < batches; ++b) {
        const int64_t length = lengths[static_cast<size_t>(b)];
        for (int64_t t = 0; t < steps; ++t) {
            const int64_t source = t < length ? length - 1 - t : t;
            const auto at = [&](int64_t time) {
                return static_cast<size_t>(batchAxis == 0 ? b * steps + time : time * batches + b) * block;
            };
            std::memcpy(static_cast<char*>(y.rawData()) + at(t),
                        static_cast<const char*>(x.rawData()) + at(source), block);
        }
    }
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace

std::vector<Registration> orderOperators()
{
    return {
        {"TopK", {kernelOf<runTopK, 1>}},
        {"CumSum", {kernelOf<runCumSum, 2>}},
        {"Trilu", {kernelOf<runTrilu, 1>}},
        {"ReverseSequence", {kernelOf<runReverseSequence, 2>}},
    };
}

} // namespace qscope::ops
