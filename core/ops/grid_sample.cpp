// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

enum class Sampling { Nearest, Linear, Cubic };
enum class Border { Zeros, Edge, Reflection };

struct GridNode {
    Sampling sampling = Sampling::Linear;
    Border border = Border::Zeros;
    bool alignCorners = false;
};

/// Mirrors v at low and high until it lies between them.
double reflected(double v, double low, double high)
{
    const double range = high - low;
    if (range <= 0)
        return low;
    const double distance = std::fmod(std::fabs(v - low), 2 * range);
    return low + (distance <= range ? distance : 2 * range - distance);
}

/// Source elements (-1: outside) and their shares along one dimension.
struct Taps {
    int count = 1;
    std::array<int64_t, 4> index{};
    std::array<double, 4> share{1, 0, 0, 0};
};

int64_t insideIndex(int64_t i, int64_t size, const GridNode& node)
{
    if (i >= 0 && i < size)
        return i;
    if (node.border == Border::Zeros)
        return -1;
    if (node.border == Border::Edge)
        return std::clamp<int64_t>(i, 0, size - 1);
    const double low = node.alignCorners ? 0.0 : -0.5;
    const double mirrored = reflected(static_cast<double>(i), low, static_cast<double>(size - 1) - low);
    return std::clamp<int64_t>(static_cast<int64_t>(mirrored), 0, size - 1);
}

/// Weights of the elements at -1, 0, 1 and 2 for a point `s` behind 0 (Keys, 1981, a = -0.75).
std::array<double, 4> cubicShares(double s)
{
    constexpr double A = -0.75;
    const auto near = [](double d) { return ((A + 2) * d - (A + 3)) * d * d + 1; };
    const auto far = [](double d) { return ((A * d - 5 * A) * d + 8 * A) * d - 4 * A; };
    return {far(1 + s), near(s), near(1 - s), far(2 - s)};
}

/// `place` is in [-1, 1] over the dimension; beyond that it is outside.
Taps tapsAt(double place, int64_t size, const GridNode& node)
{
    const auto extent = static_cast<double>(size);
    double v = node.alignCorners ? (place + 1) / 2 * (extent - 1) : ((place + 1) * extent - 1) / 2;
    if (!(std::fabs(v) < 1e12)) // NaN and the like lie outside on the left
        v = -1e12;
    if (node.sampling == Sampling::Nearest)
        v = std::nearbyint(v);
    const double low = node.alignCorners ? 0.0 : -0.5;
    const double high = extent - 1 - low;
    if (v < low || v > high) {
        if (node.border == Border::Edge)
            v = std::clamp(v, 0.0, extent - 1);
        else if (node.border == Border::Reflection)
            v = reflected(v, low, high);
    }
    Taps taps;
    const auto base = static_cast<int64_t>(std::floor(v));
    const double part = v - std::floor(v);
    if (node.sampling == Sampling::Nearest) {
        taps.index[0] = insideIndex(static_cast<int64_t>(std::nearbyint(v)), size, node);
        return taps;
    }
    taps.count = node.sampling == Sampling::Linear ? 2 : 4;
    taps.share =
        node.sampling == Sampling::Linear ? std::array<double, 4>{1 - part, part, 0, 0} : cubicShares(part);
    const int64_t first = node.sampling == Sampling::Linear ? base : base - 1;
    for (int k = 0; k < taps.count; ++k)
        taps.index[static_cast<size_t>(k)] = insideIndex(first + k, size, node);
    return taps;
}

/// Sum over all combinations of taps of the remaining dimensions.
template <class T>
double gather(const T* x, const Shape& shape, size_t dimension, const std::vector<Taps>& taps)
{
    if (dimension == taps.size())
        return static_cast<double>(*x);
    const int64_t stride = sizeOfRange(shape, dimension + 3, shape.size());
    const Taps& t = taps[dimension];
    double sum = 0;
    for (int k = 0; k < t.count; ++k) {
        const int64_t i = t.index[static_cast<size_t>(k)];
        if (i >= 0)
            sum += t.share[static_cast<size_t>(k)] * gather(x + i * stride, shape, dimension + 1, taps);
    }
    return sum;
}

template <class T>
void sampleGrid(const GridNode& node, const Tensor& x, const Tensor& grid, Tensor& y)
{
    const size_t spatial = x.rank() - 2;
    const int64_t places = sizeOfRange(y.shape(), 2, y.rank());
    const int64_t channels = x.dim(1);
    const int64_t elements = sizeOfRange(x.shape(), 2, x.rank());
    parallelItems(x.dim(0) * places, channels * 16, [&](int64_t item) {
        std::vector<Taps> taps(spatial);
        for (size_t d = 0; d < spatial; ++d) // the grid names the innermost dimension first
            taps[d] = tapsAt(static_cast<double>(grid.data<T>()[item * static_cast<int64_t>(spatial)
                                                                + static_cast<int64_t>(spatial - 1 - d)]),
                             x.dim(d + 2), node);
        const int64_t n = item / places;
        for (int64_t c = 0; c < channels; ++c)
            y.data<T>()[(n * channels + c) * places + item % places] =
                static_cast<T>(gather(x.data<T>() + (n * channels + c) * elements, x.shape(), 0, taps));
    });
}

Status runGridSample(Context& context, const GridNode& node)
{
    const Tensor& x = context.input(0);
    const Tensor& grid = context.input(1);
    const bool fits = x.rank() >= 3 && grid.rank() == x.rank() && grid.dim(0) == x.dim(0)
                      && grid.shape().back() == static_cast<int64_t>(x.rank()) - 2;
    if (!fits || (grid.size() > 0 && x.size() == 0))
        return context.error(ErrorCode::ShapeMismatch, "grid " + shapeText(grid.shape())
                                                           + " does not fit data " + shapeText(x.shape()));
    Shape shape{x.dim(0), x.dim(1)};
    shape.insert(shape.end(), grid.shape().begin() + 1, grid.shape().end() - 1);
    // Other types are sampled as float64 and lose their fraction.
    const DType type = isFloating(x.type()) ? x.type() : DType::Float64;
    QS_ASSIGN(Tensor y, allocateChecked(context, type, shape));
    QS_RETURN_IF_ERROR(visitFloating(context, type, [&](auto tag) -> Status {
        sampleGrid<typename decltype(tag)::Type>(node, castTo(x, type), castTo(grid, type), y);
        return {};
    }));
    context.setOutput(0, castTo(y, x.type()));
    return {};
}

Result<Kernel> makeGridSample(const Node& node, int64_t)
{
    GridNode grid;
    const std::string mode = node.stringAttribute("mode", "linear");
    const std::string padding = node.stringAttribute("padding_mode", "zeros");
    if (mode == "nearest")
        grid.sampling = Sampling::Nearest;
    else if (mode == "bicubic" || mode == "cubic")
        grid.sampling = Sampling::Cubic;
    else if (mode != "bilinear" && mode != "linear")
        return nodeError(node, ErrorCode::Unsupported, "mode '" + mode + "' is unknown");
    if (padding == "border")
        grid.border = Border::Edge;
    else if (padding == "reflection")
        grid.border = Border::Reflection;
    else if (padding != "zeros")
        return nodeError(node, ErrorCode::Unsupported, "padding_mode '" + padding + "' is unknown");
    grid.alignCorners = node.intAttribute("align_corners", 0) != 0;
    return needsInputs(2, [grid](Context& context) { return runGridSample(context, grid); });
}

/// Position of element i of `size` in [-1, 1].
double normalisedPlace(int64_t i, int64_t size, bool alignCorners)
{
    if (!alignCorners)
        return (2.0 * static_cast<double>(i) + 1) / static_cast<double>(size) - 1;
    return size > 1 ? 2.0 * static_cast<double>(i) / static_cast<double>(size - 1) - 1 : -1;
}

template <class T>
void fillAffineGrid(const Tensor& theta, const Shape& size, bool alignCorners, Tensor& grid)
{
    const size_t spatial = size.size() - 2;
    const auto columns = static_cast<int64_t>(spatial) + 1;
    const int64_t places = sizeOfRange(size, 2, size.size());
    for (int64_t item = 0; item < size[0] * places; ++item) {
        std::array<double, 3> at{};
        int64_t rest = item % places;
        for (size_t d = spatial; d-- > 0; rest /= size[d + 2]) // the innermost dimension comes first
            at[spatial - 1 - d] = normalisedPlace(rest % size[d + 2], size[d + 2], alignCorners);
        for (size_t r = 0; r < spatial; ++r) {
            const T* row =
                theta.data<T>()
                + (item / places * static_cast<int64_t>(spatial) + static_cast<int64_t>(r)) * columns;
            double sum = static_cast<double>(row[spatial]);
            for (size_t c = 0; c < spatial; ++c)
                sum += static_cast<double>(row[c]) * at[c];
            grid.data<T>()[item * static_cast<int64_t>(spatial) + static_cast<int64_t>(r)] =
                static_cast<T>(sum);
        }
    }
}

Status runAffineGrid(Context& context)
{
    const Tensor& theta = context.input(0);
    const Shape size = toInts(context.input(1));
    const auto spatial = static_cast<int64_t>(size.size()) - 2;
    if ((spatial != 2 && spatial != 3) || theta.shape() != Shape{size[0], spatial, spatial + 1})
        return context.error(ErrorCode::ShapeMismatch, "theta " + shapeText(theta.shape())
                                                           + " does not fit the size " + shapeText(size));
    Shape shape{size[0]};
    shape.insert(shape.end(), size.begin() + 2, size.end());
    shape.push_back(spatial);
    QS_ASSIGN(Tensor grid, allocateChecked(context, theta.type(), shape));
    const bool alignCorners = context.node().intAttribute("align_corners", 0) != 0;
    QS_RETURN_IF_ERROR(visitFloating(context, theta.type(), [&](auto tag) -> Status {
        fillAffineGrid<typename decltype(tag)::Type>(theta, size, alignCorners, grid);
        return {};
    }));
    context.setOutput(0, std::move(grid));
    return {};
}

Result<Kernel> makeAffineGrid(const Node&, int64_t) { return needsInputs(2, runAffineGrid); }

} // namespace

std::vector<Registration> gridOperators()
{
    return {{"GridSample", {makeGridSample}}, {"AffineGrid", {makeAffineGrid}}};
}

} // namespace qscope::ops
