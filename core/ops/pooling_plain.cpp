// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/pooling_plain.h"

#include <cmath>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// The elements of one window: offsets into a channel, row-major, and how many lie within the padded input.
struct Covered {
    std::vector<int64_t> inside;
    int64_t padded = 0;
};

/// Adds one dimension at a time: `inside` and `padded` become those of dimensions [0, d].
void extendCovered(const Window& w, size_t d, int64_t size, int64_t position, Covered& covered)
{
    const int64_t start = position * w.strides[d] - w.padBegin[d];
    // How many of the window's elements lie before `end`.
    const auto before = [&](int64_t end) {
        return end <= start ? 0 : std::min(w.kernel[d], (end - start - 1) / w.dilations[d] + 1);
    };
    std::vector<int64_t> inside;
    for (int64_t base : covered.inside)
        for (int64_t k = before(0); k < before(size); ++k)
            inside.push_back(base * size + start + k * w.dilations[d]);
    covered.inside = std::move(inside);
    covered.padded *= before(size + w.padEnd[d]);
}

Covered coveredBy(const Window& w, const Shape& x, const Shape& y, int64_t place)
{
    std::vector<int64_t> position(w.kernel.size());
    for (size_t d = position.size(); d-- > 0; place /= y[d + 2])
        position[d] = place % y[d + 2];
    Covered covered{{0}, 1};
    for (size_t d = 0; d < position.size(); ++d)
        extendCovered(w, d, x[d + 2], position[d], covered);
    return covered;
}

template <class T>
double averageOf(const T* channel, const Covered& covered, bool withPadding)
{
    double sum = 0;
    for (int64_t i : covered.inside)
        sum += static_cast<double>(channel[i]);
    return sum
           / static_cast<double>(withPadding ? covered.padded : static_cast<int64_t>(covered.inside.size()));
}

template <class T>
double normOf(const T* channel, const Covered& covered, double p)
{
    double sum = 0;
    for (int64_t i : covered.inside) {
        const double v = std::fabs(static_cast<double>(channel[i]));
        sum += p == 2 ? v * v : (p == 1 ? v : std::pow(v, p));
    }
    return p == 2 ? std::sqrt(sum) : (p == 1 ? sum : std::pow(sum, 1 / p));
}

/// The first largest element, or -1 in a window of padding alone.
template <class T>
int64_t positionOfMaximum(const T* channel, const Covered& covered)
{
    int64_t best = -1;
    for (int64_t i : covered.inside) {
        if (best < 0 || channel[i] > channel[best]
            || (channel[i] != channel[i] && channel[best] == channel[best]))
            best = i;
    }
    return best;
}

/// A row-major offset into a channel counted the other way round.
int64_t columnMajorOffset(int64_t offset, const Shape& x)
{
    int64_t result = 0;
    std::vector<int64_t> index;
    for (size_t d = x.size(); d-- > 2; offset /= x[d])
        index.push_back(offset % x[d]);
    for (size_t k = 0; k < index.size(); ++k) // innermost first: it varies slowest now
        result = result * x[x.size() - 1 - k] + index[k];
    return result;
}

template <class T>
void poolTyped(const Tensor& x, const Window& w, const PlainPoolNode& node, Tensor& y, int64_t* indices)
{
    const int64_t places = sizeOfRange(y.shape(), 2, y.rank());
    const int64_t elements = sizeOfRange(x.shape(), 2, x.rank());
    const int64_t channels = x.dim(0) * x.dim(1);
    parallelItems(
        places, channels * std::accumulate(w.kernel.begin(), w.kernel.end(), int64_t(1), std::multiplies<>()),
        [&](int64_t place) {
            const Covered covered = coveredBy(w, x.shape(), y.shape(), place);
            for (int64_t c = 0; c < channels; ++c) {
                const T* from = x.data<T>() + c * elements;
                T& to = y.data<T>()[c * places + place];
                if (node.kind == PlainPool::Max) {
                    const int64_t best = positionOfMaximum(from, covered);
                    to = best < 0 ? std::numeric_limits<T>::lowest() : from[best];
                    if (indices)
                        indices[c * places + place] =
                            c * elements
                            + (node.columnMajor && best >= 0 ? columnMajorOffset(best, x.shape()) : best);
                } else if (node.kind == PlainPool::Norm) {
                    to = static_cast<T>(normOf(from, covered, node.p));
                } else {
                    to = static_cast<T>(averageOf(from, covered, node.kind == PlainPool::AverageWithPadding));
                }
            }
        });
}

Status runNormPool(Context& context, const PlainPoolNode& node, bool global)
{
    const Tensor& x = context.input(0);
    if (x.rank() < 3)
        return context.error(ErrorCode::ShapeMismatch,
                             "has no spatial dimensions in " + shapeText(x.shape()));
    const size_t spatial = x.rank() - 2;
    Shape y{x.dim(0), x.dim(1)};
    if (global) {
        const Window all{{x.shape().begin() + 2, x.shape().end()},
                         std::vector<int64_t>(spatial, 1),
                         std::vector<int64_t>(spatial, 1),
                         std::vector<int64_t>(spatial, 0),
                         std::vector<int64_t>(spatial, 0),
                         "NOTSET",
                         false};
        y.insert(y.end(), spatial, 1);
        return plainPooling(context, all, y, node);
    }
    QS_ASSIGN(Window window, Window::read(context, spatial, {}));
    window.resolvePadding(x.shape());
    for (size_t d = 0; d < spatial; ++d) {
        y.push_back(window.outputExtent(d, x.dim(d + 2)));
        if (y.back() < 1)
            return context.error(ErrorCode::ShapeMismatch,
                                 "the window is larger than the padded input " + shapeText(x.shape()));
    }
    return plainPooling(context, window, y, node);
}

Result<Kernel> makeNormPool(const Node& node, int64_t)
{
    PlainPoolNode pool{PlainPool::Norm};
    pool.p = static_cast<double>(node.intAttribute("p", 2));
    const auto it = node.attributes.find("p");
    if (it != node.attributes.end() && std::holds_alternative<float>(it->second)) // opset 1
        pool.p = static_cast<double>(std::get<float>(it->second));
    if (!(pool.p >= 1))
        return nodeError(node, ErrorCode::InvalidArgument, "p is below 1");
    const bool global = node.op == "GlobalLpPool";
    return needsInputs(1, [pool, global](Context& context) { return runNormPool(context, pool, global); });
}

/// The shape MaxUnpool makes when no output_shape is given.
Result<Shape> unpooledShape(const Context& context)
{
    const Tensor& x = context.input(0);
    if (x.rank() < 3)
        return context.error(ErrorCode::ShapeMismatch,
                             "has no spatial dimensions in " + shapeText(x.shape()));
    QS_ASSIGN(const Window w, Window::read(context, x.rank() - 2, {}));
    Shape shape{x.dim(0), x.dim(1)};
    for (size_t d = 0; d < w.kernel.size(); ++d)
        shape.push_back((x.dim(d + 2) - 1) * w.strides[d] + w.kernel[d] - w.padBegin[d] - w.padEnd[d]);
    return shape;
}

/// Every element goes to where its index says; the indices count in the tensor MaxPool has seen, whose shape
/// may be smaller than the one asked for: the rest is 0.
Status runMaxUnpool(Context& context)
{
    const Tensor& x = context.input(0);
    const Tensor& indices = context.input(1);
    if (indices.shape() != x.shape() || indices.type() != DType::Int64)
        return context.error(ErrorCode::ShapeMismatch,
                             "indices " + shapeText(indices.shape()) + " do not fit " + shapeText(x.shape()));
    QS_ASSIGN(const Shape inferred, unpooledShape(context));
    const Shape shape = context.has(2) ? toInts(context.input(2)) : inferred;
    if (shape.size() != x.rank())
        return context.error(ErrorCode::ShapeMismatch,
                             "output_shape " + shapeText(shape) + " does not fit " + shapeText(x.shape()));
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    std::fill_n(static_cast<char*>(y.rawData()), y.bytes(), char(0));
    const std::vector<int64_t> strides = rowMajorStrides(shape);
    for (int64_t i = 0; i < x.size(); ++i) {
        int64_t rest = indices.data<int64_t>()[i];
        int64_t to = 0;
        bool inside = rest >= 0;
        for (size_t d = shape.size(); inside && d-- > 0; rest /= inferred[d]) {
            inside = inferred[d] > 0 && rest % inferred[d] < shape[d] && (d > 0 || rest < inferred[d]);
            to += inside ? rest % inferred[d] * strides[d] : 0;
        }
        if (!inside)
            return context.error(ErrorCode::InvalidArgument, "index "
                                                                 + std::to_string(indices.data<int64_t>()[i])
                                                                 + " is outside of " + shapeText(shape));
        visitSize(elementSize(x.type()), [&](auto tag) {
            using T = typename decltype(tag)::Type;
            y.data<T>()[to] = x.data<T>()[i];
        });
    }
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeMaxUnpool(const Node&, int64_t) { return needsInputs(2, runMaxUnpool); }

} // namespace

Status plainPooling(Context& context, const Window& window, const Shape& shape, const PlainPoolNode& node)
{
    const Tensor x = toPlain(context.input(0));
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    Tensor indices;
    if (node.kind == PlainPool::Max && wantsOutput(context, 1)) {
        QS_ASSIGN(indices, allocateChecked(context, DType::Int64, shape));
        context.setOutput(1, indices);
    }
    QS_RETURN_IF_ERROR(visitNumber(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        if (node.kind != PlainPool::Max && !std::is_floating_point_v<T>)
            return typeError(context, x.type());
        poolTyped<T>(x, window, node, y, indices.absent() ? nullptr : indices.data<int64_t>());
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

std::vector<Registration> plainPoolingOperators()
{
    return {{"LpPool", {makeNormPool, true}},
            {"GlobalLpPool", {makeNormPool, true}},
            {"MaxUnpool", {makeMaxUnpool}}};
}

} // namespace qscope::ops
