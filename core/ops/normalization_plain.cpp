// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/normalization.h"
#include "core/ops/simd.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

/// Mean and biased variance of `count` elements, in two passes.
struct Moments {
    double mean = 0, variance = 0;
};

template <class T>
Moments momentsOf(const T* x, int64_t count)
{
    Moments m;
    for (int64_t i = 0; i < count; ++i)
        m.mean += static_cast<double>(x[i]);
    m.mean /= static_cast<double>(count);
    for (int64_t i = 0; i < count; ++i)
        m.variance += (static_cast<double>(x[i]) - m.mean) * (static_cast<double>(x[i]) - m.mean);
    m.variance /= static_cast<double>(count);
    return m;
}

/// A tensor seen as [outer, count, inner].
struct Rows {
    int64_t outer, count, inner;
};

Result<Rows> rowsOf(const Context& context, int64_t axis, bool coerced)
{
    const Shape& shape = context.input(0).shape();
    if (coerced && axis == static_cast<int64_t>(shape.size())) // nothing is left of the axis
        return Rows{elementCount(shape), 1, 1};
    QS_ASSIGN(const size_t a, axisInRange(context, axis, shape.size()));
    const int64_t rest = sizeOfRange(shape, a + 1, shape.size());
    return coerced ? Rows{sizeOfRange(shape, 0, a), shape[a] * rest, 1}
                   : Rows{sizeOfRange(shape, 0, a), shape[a], rest};
}

/// Calls row(from, to) for every row; both step by `inner`.
template <class T, class Row>
void forEachLine(const Tensor& x, const Rows& r, Tensor& y, Row&& row)
{
    parallelItems(r.outer * r.inner, r.count * 8, [&](int64_t i) {
        const int64_t start = i / r.inner * r.count * r.inner + i % r.inner;
        row(x.data<T>() + start, y.data<T>() + start);
    });
}

/// 1 at the first largest element of every row, 0 elsewhere.
Status runHardmax(Context& context, int64_t axis, bool coerced)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const Rows r, rowsOf(context, axis, coerced));
    Tensor y = context.allocate(x.type(), x.shape());
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        forEachLine<T>(x, r, y, [&](const T* from, T* to) {
            int64_t best = 0;
            for (int64_t i = 0; i < r.count; ++i) {
                best = from[i * r.inner] > from[best * r.inner] ? i : best;
                to[i * r.inner] = T(0);
            }
            if (r.count > 0)
                to[best * r.inner] = T(1);
        });
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeHardmax(const Node& node, int64_t opset)
{
    const int64_t axis = node.intAttribute("axis", opset < 13 ? 1 : -1);
    return needsInputs(1, [axis, opset](Context& context) { return runHardmax(context, axis, opset < 13); });
}

/// Rows divided by their norm; a row of zeros stays as it is.
Status runLpNormalization(Context& context, int64_t axis, int64_t p)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const Rows r, rowsOf(context, axis, false));
    Tensor y = context.allocate(x.type(), x.shape());
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        forEachLine<T>(x, r, y, [&](const T* from, T* to) {
            double norm = 0;
            for (int64_t i = 0; i < r.count; ++i) {
                const auto v = static_cast<double>(from[i * r.inner]);
                norm += p == 1 ? std::fabs(v) : v * v;
            }
            norm = p == 1 ? norm : std::sqrt(norm);
            for (int64_t i = 0; i < r.count; ++i)
                to[i * r.inner] =
                    norm == 0 ? T(0) : static_cast<T>(static_cast<double>(from[i * r.inner]) / norm);
        });
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeLpNormalization(const Node& node, int64_t)
{
    const int64_t axis = node.intAttribute("axis", -1);
    const int64_t p = node.intAttribute("p", 2);
    if (p != 1 && p != 2)
        return nodeError(node, ErrorCode::Unsupported, "p = " + std::to_string(p) + " is neither 1 nor 2");
    return needsInputs(1, [axis, p](Context& context) { return runLpNormalization(context, axis, p); });
}

struct LrnNode {
    int64_t size = 1;
    double alpha, beta, bias;
};

/// Every element by the squares of its neighbours among the channels.
template <class T>
void normaliseAcrossChannels(const LrnNode& node, const Tensor& x, Tensor& y)
{
    const int64_t channels = x.dim(1);
    const int64_t inner = sizeOfRange(x.shape(), 2, x.rank());
    const int64_t before = (node.size - 1) / 2, behind = node.size - 1 - before;
    parallelItems(x.dim(0) * channels, inner * node.size, [&](int64_t row) {
        const int64_t c = row % channels;
        const T* sample = x.data<T>() + (row - c) * inner;
        const int64_t first = std::max<int64_t>(0, c - before), last = std::min(channels - 1, c + behind);
        for (int64_t i = 0; i < inner; ++i) {
            double squares = 0;
            for (int64_t k = first; k <= last; ++k)
                squares +=
                    static_cast<double>(sample[k * inner + i]) * static_cast<double>(sample[k * inner + i]);
            const double scale = node.bias + node.alpha / static_cast<double>(node.size) * squares;
            y.data<T>()[row * inner + i] =
                static_cast<T>(static_cast<double>(sample[c * inner + i]) * std::pow(scale, -node.beta));
        }
    });
}

Result<Kernel> makeLrn(const Node& node, int64_t)
{
    const LrnNode lrn{node.intAttribute("size", 0), static_cast<double>(node.floatAttribute("alpha", 1e-4f)),
                      static_cast<double>(node.floatAttribute("beta", 0.75f)),
                      static_cast<double>(node.floatAttribute("bias", 1.0f))};
    if (lrn.size < 1 || lrn.size > 1 << 24)
        return nodeError(node, ErrorCode::InvalidArgument,
                         "size = " + std::to_string(lrn.size) + " is no window");
    return needsInputs(1, [lrn](Context& context) -> Status {
        const Tensor& x = context.input(0);
        if (x.rank() < 2)
            return context.error(ErrorCode::ShapeMismatch, "has no channels in " + shapeText(x.shape()));
        Tensor y = context.allocate(x.type(), x.shape());
        QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
            normaliseAcrossChannels<typename decltype(tag)::Type>(lrn, x, y);
            return {};
        }));
        context.setOutput(0, std::move(y));
        return {};
    });
}

/// MeanVarianceNormalization: the statistics are those over `axes`.
Status runMeanVariance(Context& context, std::vector<int64_t> wanted)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const std::vector<size_t> axes, axesInRange(context, wanted, x.rank()));
    std::vector<size_t> order;
    for (size_t d = 0; d < x.rank(); ++d) {
        if (!std::binary_search(axes.begin(), axes.end(), d))
            order.push_back(d);
    }
    order.insert(order.end(), axes.begin(), axes.end());
    const std::vector<int64_t> own = rowMajorStrides(x.shape());
    Shape shape;
    std::vector<int64_t> strides;
    for (size_t d : order) {
        shape.push_back(x.dim(d));
        strides.push_back(own[d]);
    }
    Tensor sorted = context.allocate(x.type(), shape);
    stridedCopy(shape, x.rawData(), strides, sorted.rawData(), rowMajorStrides(shape), elementSize(x.type()));
    const int64_t count = sizeOfRange(shape, shape.size() - axes.size(), shape.size());
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        parallelItems(count ? x.size() / count : 0, count * 8, [&](int64_t row) {
            T* v = sorted.data<T>() + row * count;
            const Moments m = momentsOf(v, count);
            for (int64_t i = 0; i < count; ++i)
                v[i] = static_cast<T>((static_cast<double>(v[i]) - m.mean) / (std::sqrt(m.variance) + 1e-9));
        });
        return {};
    }));
    Tensor y = context.allocate(x.type(), x.shape());
    stridedCopy(shape, sorted.rawData(), rowMajorStrides(shape), y.rawData(), strides, elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeMeanVariance(const Node& node, int64_t)
{
    std::vector<int64_t> axes = node.intsAttribute("axes");
    if (axes.empty())
        axes = {0, 2, 3};
    return needsInputs(1, [axes](Context& context) { return runMeanVariance(context, axes); });
}

/// GroupNormalization. Scale and bias: one per group in opset 18, one per channel from opset 21 on.
template <class T>
void normaliseGroups(const Context& context, int64_t groups, double epsilon, Tensor& y)
{
    const Tensor& x = context.input(0);
    const int64_t channels = x.dim(1);
    const int64_t positions = sizeOfRange(x.shape(), 2, x.rank());
    const int64_t count = channels / groups * positions;
    const T* scale = context.input(1).data<T>();
    const T* bias = context.input(2).data<T>();
    const bool perChannel = context.input(1).size() == channels;
    parallelItems(x.dim(0) * groups, count * 8, [&](int64_t row) {
        const T* from = x.data<T>() + row * count;
        T* to = y.data<T>() + row * count;
        const Moments m = momentsOf(from, count);
        const double inverse = 1 / std::sqrt(m.variance + epsilon);
        for (int64_t i = 0; i < count; ++i) {
            const int64_t group = row % groups;
            const int64_t p = perChannel ? group * (channels / groups) + i / positions : group;
            to[i] = static_cast<T>((static_cast<double>(from[i]) - m.mean) * inverse
                                       * static_cast<double>(scale[p])
                                   + static_cast<double>(bias[p]));
        }
    });
}

Status runGroupNormalization(Context& context, int64_t groups, double epsilon)
{
    const Tensor& x = context.input(0);
    const int64_t parameters = context.input(1).size();
    if (x.rank() < 2 || x.dim(1) % groups != 0 || (parameters != groups && parameters != x.dim(1))
        || context.input(2).size() != parameters)
        return context.error(ErrorCode::ShapeMismatch, "scale " + shapeText(context.input(1).shape())
                                                           + ", bias " + shapeText(context.input(2).shape())
                                                           + " and " + std::to_string(groups)
                                                           + " groups do not fit " + shapeText(x.shape()));
    QS_RETURN_IF_ERROR(sameType(context, 0, 1));
    QS_RETURN_IF_ERROR(sameType(context, 0, 2));
    Tensor y = context.allocate(x.type(), x.shape());
    if (y.size() > 0)
        QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
            normaliseGroups<typename decltype(tag)::Type>(context, groups, epsilon, y);
            return {};
        }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeGroupNormalization(const Node& node, int64_t)
{
    const int64_t groups = node.intAttribute("num_groups", 0);
    const auto epsilon = static_cast<double>(node.floatAttribute("epsilon", 1e-5f));
    if (groups < 1)
        return nodeError(node, ErrorCode::InvalidArgument, "num_groups = " + std::to_string(groups));
    return needsInputs(3, [=](Context& context) { return runGroupNormalization(context, groups, epsilon); });
}

} // namespace

Status plainLayerNorm(Context& context, int64_t rows, int64_t count, double epsilon)
{
    const Tensor& x = context.input(0);
    Tensor y = context.allocate(x.type(), x.shape());
    Tensor mean = context.allocate(x.type(), {rows});
    Tensor inverse = context.allocate(x.type(), {rows});
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        const T* scale = context.input(1).data<T>();
        const T* shift = context.has(2) ? context.input(2).data<T>() : nullptr;
        parallelItems(rows, count * 8, [&](int64_t row) {
            const T* from = x.data<T>() + row * count;
            const Moments m = momentsOf(from, count);
            const double factor = 1 / std::sqrt(m.variance + epsilon);
            mean.data<T>()[row] = static_cast<T>(m.mean);
            inverse.data<T>()[row] = static_cast<T>(factor);
            for (int64_t i = 0; i < count; ++i)
                y.data<T>()[row * count + i] = static_cast<T>(
                    (static_cast<double>(from[i]) - m.mean) * factor * static_cast<double>(scale[i])
                    + (shift ? static_cast<double>(shift[i]) : 0.0));
        });
        return {};
    }));
    Shape shape = x.shape();
    for (int64_t left = count, d = static_cast<int64_t>(shape.size()) - 1; d >= 0 && left > 1; --d) {
        left /= std::max<int64_t>(shape[static_cast<size_t>(d)], 1);
        shape[static_cast<size_t>(d)] = 1;
    }
    // The statistics have the type of stash_type, and that is float32 for everybody.
    const Tensor results[] = {y, castTo(mean.reshaped(shape), DType::Float32),
                              castTo(inverse.reshaped(shape), DType::Float32)};
    for (size_t i = 0; i < std::min<size_t>(3, context.outputs.size()); ++i)
        context.setOutput(i, results[i]);
    return {};
}

void plainSoftmax(const Tensor& x, int64_t outer, int64_t count, int64_t inner, bool logarithm, Tensor& y)
{
    forEachLine<double>(x, {outer, count, inner}, y, [&](const double* from, double* to) {
        double top = from[0];
        for (int64_t i = 1; i < count; ++i)
            top = std::max(top, from[i * inner]);
        double sum = 0;
        for (int64_t i = 0; i < count; ++i)
            sum += std::exp(from[i * inner] - top);
        for (int64_t i = 0; i < count; ++i) {
            const double v = from[i * inner] - top;
            to[i * inner] = logarithm ? v - std::log(sum) : std::exp(v) / sum;
        }
    });
}

std::vector<Registration> plainNormalizationOperators()
{
    return {
        {"Hardmax", {makeHardmax}},
        {"LpNormalization", {makeLpNormalization}},
        {"LRN", {makeLrn}},
        {"MeanVarianceNormalization", {makeMeanVariance}},
        {"GroupNormalization", {makeGroupNormalization}},
    };
}

} // namespace qscope::ops
