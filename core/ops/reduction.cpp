// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/reduction_loops.h"
#include "core/ops/simd.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

enum class Reduction { Sum, Mean, L1, L2, SumSquare, LogSum, LogSumExp, Prod, Max, Min };

/// The operand as [outer, count, inner], `count` to be reduced.
struct Reducible {
    Tensor x;
    int64_t outer = 1, count = 1, inner = 1;
    Shape resultShape;
};

/// Kept dimensions first, reduced ones last.
Tensor reducedLast(Context& context, const Tensor& x, const std::vector<bool>& reduced)
{
    const std::vector<int64_t> own = rowMajorStrides(x.shape());
    Shape shape;
    std::vector<int64_t> strides;
    for (bool which : {false, true}) {
        for (size_t d = 0; d < x.rank(); ++d) {
            if (reduced[d] != which)
                continue;
            shape.push_back(x.dim(d));
            strides.push_back(own[d]);
        }
    }
    Tensor y = context.allocate(x.type(), shape);
    stridedCopy(shape, x.rawData(), strides, y.rawData(), rowMajorStrides(shape), elementSize(x.type()));
    return y;
}

/// Fills outer, count and inner when all reduced dimensions lie next to each other (sizes of 1 do not count).
bool lieTogether(Reducible& r, const Shape& shape, const std::vector<bool>& reduced)
{
    r.outer = r.count = r.inner = 1;
    bool amongReduced = false;
    bool behindReduced = false;
    for (size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] == 1)
            continue;
        behindReduced = behindReduced || (amongReduced && !reduced[d]);
        amongReduced = reduced[d];
        if (reduced[d] && behindReduced)
            return false;
        (reduced[d] ? r.count : (behindReduced ? r.inner : r.outer)) *= shape[d];
    }
    return true;
}

/// In ChannelsLast memory, [N, spatial..., C], the spatial dimensions lie together.
bool onlySpatial(const std::vector<bool>& reduced)
{
    for (size_t d = 0; d < reduced.size(); ++d) {
        if (reduced[d] != (d >= 2))
            return false;
    }
    return true;
}

Reducible arrange(Context& context, const std::vector<bool>& reduced, bool keepDims)
{
    const Tensor& x = context.input(0);
    Reducible r;
    for (size_t d = 0; d < x.rank(); ++d) {
        if (!reduced[d] || keepDims)
            r.resultShape.push_back(reduced[d] ? 1 : x.dim(d));
    }
    if (x.layout() == Layout::ChannelsLast && onlySpatial(reduced)) {
        r.x = x;
        r.outer = x.dim(0);
        r.count = sizeOfRange(x.shape(), 2, x.rank());
        r.inner = x.dim(1);
        return r;
    }
    r.x = toPlain(x);
    if (!lieTogether(r, r.x.shape(), reduced)) {
        r.x = reducedLast(context, r.x, reduced);
        r.outer = elementCount(r.resultShape);
        r.count = r.outer ? x.size() / r.outer : 0;
        r.inner = 1;
    }
    return r;
}

double finish(Reduction kind, double v, int64_t count)
{
    switch (kind) {
    case Reduction::Mean: return v / static_cast<double>(count);
    case Reduction::L2: return std::sqrt(v);
    case Reduction::LogSum: return std::log(v);
    default: return v;
    }
}

bool isSum(Reduction kind) { return kind <= Reduction::LogSum; }

void sumRows(Reduction kind, const Reducible& r, Tensor& y)
{
    const loops::RowSum row = kind == Reduction::L1 ? loops::sumOfMagnitudes
        : kind == Reduction::L2 || kind == Reduction::SumSquare ? loops::sumOfSquares : loops::sum;
    parallelItems(r.outer, r.count, [&](int64_t o) {
        const double v = row(r.x.data<float>() + o * r.count, r.count);
        y.data<float>()[o] = static_cast<float>(finish(kind, v, r.count));
    });
}

void sumColumns(Reduction kind, const Reducible& r, Tensor& y)
{
    constexpr int64_t Width = 512;
    const loops::ColumnSum add = kind == Reduction::L1 ? loops::addMagnitudesTo
        : kind == Reduction::L2 || kind == Reduction::SumSquare ? loops::addSquaresTo : loops::addTo;
    const int64_t stripes = (r.inner + Width - 1) / Width;
    parallelItems(r.outer * stripes, r.count * std::min(Width, r.inner), [&](int64_t item) {
        const int64_t o = item / stripes;
        const int64_t begin = item % stripes * Width;
        const int64_t width = std::min(Width, r.inner - begin);
        double sums[Width] = {};
        for (int64_t k = 0; k < r.count; ++k)
            add(r.x.data<float>() + (o * r.count + k) * r.inner + begin, sums, width);
        for (int64_t i = 0; i < width; ++i)
            y.data<float>()[o * r.inner + begin + i] = static_cast<float>(finish(kind, sums[i], r.count));
    });
}

/// log(sum(exp(x))) without overflow.
double logSumExp(auto element, int64_t count)
{
    double top = -std::numeric_limits<double>::infinity();
    for (int64_t k = 0; k < count; ++k)
        top = std::max(top, static_cast<double>(element(k)));
    if (!std::isfinite(top))
        return top;
    double sum = 0;
    for (int64_t k = 0; k < count; ++k)
        sum += std::exp(static_cast<double>(element(k)) - top);
    return top + std::log(sum);
}

/// Cut towards zero and to what the type holds: the logarithm of an integer sum of zero is none.
template <class T>
T nearest(double value)
{
    if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(value);
    } else {
        using Limits = std::numeric_limits<T>;
        if (!(value > static_cast<double>(Limits::lowest())))
            return std::isnan(value) ? T(0) : Limits::lowest();
        return value < static_cast<double>(Limits::max()) ? static_cast<T>(value) : Limits::max();
    }
}

template <class T>
T extreme(bool largest, auto element, int64_t count)
{
    if constexpr (std::is_floating_point_v<T>) {
        if (count == 0)
            return largest ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity();
    }
    if (count == 0)
        return largest ? std::numeric_limits<T>::lowest() : std::numeric_limits<T>::max();
    T best = element(0);
    for (int64_t k = 1; k < count; ++k) {
        const T v = element(k);
        if ((largest ? v > best : v < best) || v != v)
            best = v;
    }
    return best;
}

/// Sums and products: floats in double, integers in their own wrapping type.
template <class T>
T accumulate(Reduction kind, auto element, int64_t count)
{
    using A = std::conditional_t<std::is_floating_point_v<T>, double, Wrapping<T>>;
    A total = kind == Reduction::Prod ? A(1) : A(0);
    for (int64_t k = 0; k < count; ++k) {
        const T v = element(k);
        const A a = static_cast<A>(v);
        if (kind == Reduction::Prod)
            total *= a;
        else if (kind == Reduction::L1)
            total += v < T(0) ? A(0) - a : a;
        else
            total += kind == Reduction::L2 || kind == Reduction::SumSquare ? a * a : a;
    }
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(finish(kind, total, count));
    const T result = static_cast<T>(total);
    using Wide = std::conditional_t<sizeof(T) < sizeof(int64_t), int64_t, T>; // holds the count
    if (kind == Reduction::Mean)
        return count ? static_cast<T>(Wide(result) / static_cast<Wide>(count)) : T(0);
    return nearest<T>(finish(kind, static_cast<double>(result), count));
}

template <class T>
T reduceOne(Reduction kind, auto element, int64_t count)
{
    if (kind == Reduction::Max || kind == Reduction::Min)
        return extreme<T>(kind == Reduction::Max, element, count);
    if constexpr (std::is_same_v<T, bool>)
        return false; // refused before
    else if (kind == Reduction::LogSumExp)
        return nearest<T>(logSumExp(element, count));
    else
        return accumulate<T>(kind, element, count);
}

template <class T>
void reduceTyped(Reduction kind, const Reducible& r, Tensor& y)
{
    parallelItems(r.outer * r.inner, r.count, [&](int64_t item) {
        const T* from = r.x.data<T>() + item / r.inner * r.count * r.inner + item % r.inner;
        y.data<T>()[item] = reduceOne<T>(kind, [&](int64_t k) { return from[k * r.inner]; }, r.count);
    });
}

void reduceAny(Reduction kind, const Reducible& r, Tensor& y)
{
    const bool isFloat = y.type() == DType::Float32;
    if (isFloat && isSum(kind) && r.inner == 1)
        return sumRows(kind, r, y);
    if (isFloat && isSum(kind))
        return sumColumns(kind, r, y);
    if (isFloat && r.inner == 1 && (kind == Reduction::Max || kind == Reduction::Min)) {
        const loops::RowExtreme row = kind == Reduction::Max ? loops::largest : loops::smallest;
        return parallelItems(r.outer, r.count, [&](int64_t o) {
            y.data<float>()[o] = row(r.x.data<float>() + o * r.count, r.count);
        });
    }
    visitType(y.type(), [&](auto tag) { reduceTyped<typename decltype(tag)::Type>(kind, r, y); });
}

Status runReduce(Context& context, Reduction kind)
{
    const Tensor& x = context.input(0);
    const Node& node = context.node();
    if (x.type() == DType::Bool && kind != Reduction::Max && kind != Reduction::Min)
        return context.error(ErrorCode::TypeMismatch, "does not take bool");
    QS_ASSIGN(const std::vector<size_t> axes,
              axesInRange(context, intsOfInputOrAttribute(context, 1, "axes"), x.rank()));
    if (axes.empty() && node.intAttribute("noop_with_empty_axes", 0) != 0) {
        context.setOutput(0, x);
        return {};
    }
    std::vector<bool> reduced(x.rank(), axes.empty());
    for (size_t axis : axes)
        reduced[axis] = true;
    const Reducible r = arrange(context, reduced, node.intAttribute("keepdims", 1) != 0);
    Tensor y = context.allocate(x.type(), r.resultShape);
    reduceAny(kind, r, y);
    context.setOutput(0, std::move(y));
    return {};
}

constexpr std::pair<const char*, Reduction> Reductions[] = {
    {"ReduceSum", Reduction::Sum},       {"ReduceMean", Reduction::Mean},
    {"ReduceL1", Reduction::L1},         {"ReduceL2", Reduction::L2},
    {"ReduceSumSquare", Reduction::SumSquare}, {"ReduceLogSum", Reduction::LogSum},
    {"ReduceLogSumExp", Reduction::LogSumExp}, {"ReduceProd", Reduction::Prod},
    {"ReduceMax", Reduction::Max},       {"ReduceMin", Reduction::Min},
};

Result<Kernel> makeReduce(const Node& node, int64_t)
{
    for (const auto& [name, kind] : Reductions) {
        if (node.op == name)
            return needsInputs(1, [kind = kind](Context& context) { return runReduce(context, kind); });
    }
    return nodeError(node, ErrorCode::Internal, "is registered without a function");
}

/// Position of the extreme; the first NaN wins, as in NumPy.
template <class T>
int64_t positionOfExtreme(const T* from, int64_t count, int64_t stride, bool largest, bool last)
{
    int64_t best = 0;
    for (int64_t k = 1; k < count; ++k) {
        const T v = from[k * stride];
        const T top = from[best * stride];
        if (top != top)
            break;
        if (v != v || (largest ? v > top : v < top) || (last && v == top))
            best = k;
    }
    return best;
}

Status runArg(Context& context, bool largest)
{
    const Tensor& x = context.input(0);
    const Node& node = context.node();
    QS_ASSIGN(const size_t axis, axisInRange(context, node.intAttribute("axis", 0), x.rank()));
    if (x.dim(axis) == 0)
        return context.error(ErrorCode::ShapeMismatch, "nothing to choose from in " + shapeText(x.shape()));
    const bool last = node.intAttribute("select_last_index", 0) != 0;
    const int64_t count = x.dim(axis);
    const int64_t inner = sizeOfRange(x.shape(), axis + 1, x.rank());
    Shape shape = x.shape();
    shape[axis] = 1;
    if (node.intAttribute("keepdims", 1) == 0)
        shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
    Tensor y = context.allocate(DType::Int64, shape);
    visitType(x.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        parallelItems(y.size(), count, [&](int64_t item) {
            const T* from = x.data<T>() + item / inner * count * inner + item % inner;
            y.data<int64_t>()[item] = positionOfExtreme(from, count, inner, largest, last);
        });
    });
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeArg(const Node& node, int64_t)
{
    return needsInputs(1, [largest = node.op == "ArgMax"](Context& context) { return runArg(context, largest); });
}

} // namespace

std::vector<Registration> reductionOperators()
{
    std::vector<Registration> list = {{"ArgMax", {makeArg}}, {"ArgMin", {makeArg}}};
    for (const auto& [name, kind] : Reductions)
        list.push_back({name, {makeReduce, true}});
    return list;
}

} // namespace qscope::ops
