// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

struct Box {
    double top, left, bottom, right;
    double area() const { return (bottom - top) * (right - left); }
};

Box boxOf(const double* v, bool byCentre)
{
    if (byCentre)
        return {v[1] - v[3] / 2, v[0] - v[2] / 2, v[1] + v[3] / 2, v[0] + v[2] / 2};
    return {std::min(v[0], v[2]), std::min(v[1], v[3]), std::max(v[0], v[2]), std::max(v[1], v[3])};
}

/// Intersection over union.
double overlap(const Box& a, const Box& b)
{
    const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
    if (height <= 0 || width <= 0)
        return 0;
    return height * width / (a.area() + b.area() - height * width);
}

struct Suppression {
    int64_t most = 0;
    double overlapLimit = 0;
    double scoreLimit = -std::numeric_limits<double>::infinity();
};

/// Best boxes of one class, in falling order of their scores.
std::vector<int64_t> bestBoxes(const std::vector<Box>& boxes, const double* scores, const Suppression& limits)
{
    std::vector<int64_t> order;
    for (size_t i = 0; i < boxes.size(); ++i) {
        if (scores[i] > limits.scoreLimit)
            order.push_back(static_cast<int64_t>(i));
    }
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return scores[a] > scores[b]; });
    std::vector<int64_t> chosen;
    for (int64_t candidate : order) {
        if (static_cast<int64_t>(chosen.size()) >= limits.most)
            break;
        const bool fresh = std::none_of(chosen.begin(), chosen.end(), [&](int64_t other) {
            return overlap(boxes[static_cast<size_t>(candidate)], boxes[static_cast<size_t>(other)])
                   > limits.overlapLimit;
        });
        if (fresh)
            chosen.push_back(candidate);
    }
    return chosen;
}

Result<Suppression> limitsOf(const Context& context)
{
    Suppression limits;
    QS_ASSIGN(limits.most, scalarInput(context, 2, 0));
    for (size_t i : {3, 4}) {
        if (!context.has(i))
            continue;
        if (context.input(i).size() != 1)
            return context.error(ErrorCode::ShapeMismatch,
                                 "input " + std::to_string(i) + " is not a single number");
        (i == 3 ? limits.overlapLimit : limits.scoreLimit) = toDoubles(context.input(i))[0];
    }
    return limits;
}

Status runNonMaxSuppression(Context& context)
{
    const Shape& b = context.input(0).shape();
    const Shape& s = context.input(1).shape();
    if (b.size() != 3 || s.size() != 3 || b[2] != 4 || b[0] != s[0] || b[1] != s[2])
        return context.error(ErrorCode::ShapeMismatch, "boxes " + shapeText(b) + " and scores " + shapeText(s)
                                                           + " do not fit each other");
    QS_ASSIGN(const Suppression limits, limitsOf(context));
    const bool byCentre = context.node().intAttribute("center_point_box", 0) != 0;
    const std::vector<double> corners = toDoubles(context.input(0));
    const std::vector<double> scores = toDoubles(context.input(1));
    std::vector<int64_t> rows;
    for (int64_t n = 0; n < b[0]; ++n) {
        std::vector<Box> boxes;
        for (int64_t i = 0; i < b[1]; ++i)
            boxes.push_back(boxOf(corners.data() + (n * b[1] + i) * 4, byCentre));
        for (int64_t c = 0; c < s[1]; ++c) {
            for (int64_t box : bestBoxes(boxes, scores.data() + (n * s[1] + c) * s[2], limits))
                rows.insert(rows.end(), {n, c, box});
        }
    }
    context.setOutput(0, Tensor::of<int64_t>({static_cast<int64_t>(rows.size() / 3), 3}, rows));
    return {};
}

Result<Kernel> makeNonMaxSuppression(const Node&, int64_t) { return needsInputs(2, runNonMaxSuppression); }

/// Attributes of RoiAlign.
struct AlignNode {
    int64_t height = 1, width = 1, samples = 0;
    double scale = 1, shift = 0;
    bool largest = false;
};

/// The four pixels around a point and their shares; none outside of the picture.
struct Corners {
    int64_t at[4] = {};
    double share[4] = {};
};

Corners cornersAround(double y, double x, int64_t height, int64_t width)
{
    Corners c;
    if (!(y >= -1.0 && y <= static_cast<double>(height) && x >= -1.0 && x <= static_cast<double>(width)))
        return c;
    y = std::clamp(y, 0.0, static_cast<double>(height - 1));
    x = std::clamp(x, 0.0, static_cast<double>(width - 1));
    const auto top = static_cast<int64_t>(y);
    const auto left = static_cast<int64_t>(x);
    const int64_t bottom = std::min(top + 1, height - 1);
    const int64_t right = std::min(left + 1, width - 1);
    const double v = y - static_cast<double>(top);
    const double u = x - static_cast<double>(left);
    return {{top * width + left, top * width + right, bottom * width + left, bottom * width + right},
            {(1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u}};
}

/// Sampling points of one bin of a region.
std::vector<Corners> pointsOfBin(double top, double left, double binHeight, double binWidth, int64_t rows,
                                 int64_t columns, const Shape& x)
{
    std::vector<Corners> points;
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < columns; ++j)
            points.push_back(cornersAround(
                top + (static_cast<double>(i) + 0.5) * binHeight / static_cast<double>(rows),
                left + (static_cast<double>(j) + 0.5) * binWidth / static_cast<double>(columns), x[2], x[3]));
    return points;
}

template <class T>
T poolPoints(const T* channel, const std::vector<Corners>& points, bool largest)
{
    double sum = 0;
    double top = -std::numeric_limits<double>::infinity();
    for (const Corners& p : points) {
        for (int k = 0; k < 4; ++k) {
            const double part = p.share[k] * static_cast<double>(channel[p.at[k]]);
            sum += part;
            top = std::max(top, part);
        }
    }
    return static_cast<T>(largest ? top : sum / static_cast<double>(std::max<size_t>(points.size(), 1)));
}

/// A region in pixels, its bins, and how many points each of them is sampled at.
struct Region {
    double top, left, binHeight, binWidth;
    int64_t rows, columns;
};

Region regionOf(const AlignNode& node, const double* roi)
{
    const double left = roi[0] * node.scale - node.shift, top = roi[1] * node.scale - node.shift;
    double width = roi[2] * node.scale - node.shift - left, height = roi[3] * node.scale - node.shift - top;
    if (node.shift == 0) { // without the shift of half a pixel regions are at least one pixel
        width = std::max(width, 1.0);
        height = std::max(height, 1.0);
    }
    const double binHeight = height / static_cast<double>(node.height);
    const double binWidth = width / static_cast<double>(node.width);
    const auto samplesAlong = [&](double bin) {
        return node.samples > 0 ? node.samples : static_cast<int64_t>(std::clamp(std::ceil(bin), 0.0, 1e6));
    };
    return {top, left, binHeight, binWidth, samplesAlong(binHeight), samplesAlong(binWidth)};
}

template <class T>
void alignRegion(const AlignNode& node, const Tensor& x, const double* roi, int64_t sample, T* y)
{
    const Region r = regionOf(node, roi);
    const int64_t pixels = x.dim(2) * x.dim(3);
    for (int64_t i = 0; i < node.height; ++i)
        for (int64_t j = 0; j < node.width; ++j) {
            const auto points = pointsOfBin(r.top + static_cast<double>(i) * r.binHeight,
                                            r.left + static_cast<double>(j) * r.binWidth, r.binHeight,
                                            r.binWidth, r.rows, r.columns, x.shape());
            for (int64_t c = 0; c < x.dim(1); ++c)
                y[(c * node.height + i) * node.width + j] =
                    poolPoints(x.data<T>() + (sample * x.dim(1) + c) * pixels, points, node.largest);
        }
}

/// Regions [R, columns] whose sample indices are within x, which is a picture.
Status checkRegions(const Context& context, int64_t columns, const std::vector<int64_t>& samples)
{
    const Tensor& x = context.input(0);
    const Tensor& rois = context.input(1);
    if (x.rank() != 4 || rois.rank() != 2 || rois.dim(1) != columns || x.dim(2) < 1 || x.dim(3) < 1
        || static_cast<int64_t>(samples.size()) != rois.dim(0))
        return context.error(ErrorCode::ShapeMismatch, "regions " + shapeText(rois.shape())
                                                           + " do not fit pictures " + shapeText(x.shape()));
    for (int64_t n : samples) {
        if (n < 0 || n >= x.dim(0))
            return context.error(ErrorCode::InvalidArgument, "a region lies in sample " + std::to_string(n)
                                                                 + " of " + std::to_string(x.dim(0)));
    }
    for (double v : toDoubles(rois)) {
        if (!(std::fabs(v) < 1e9))
            return context.error(ErrorCode::InvalidArgument, "a region has a corner that is no position");
    }
    return {};
}

Status runRoiAlign(Context& context, const AlignNode& node)
{
    const Tensor& x = context.input(0);
    const std::vector<int64_t> samples = toInts(context.input(2));
    QS_RETURN_IF_ERROR(checkRegions(context, 4, samples));
    const std::vector<double> rois = toDoubles(context.input(1));
    const auto count = static_cast<int64_t>(samples.size());
    for (int64_t i = 0; i < count; ++i) {
        const Region r = regionOf(node, rois.data() + i * 4);
        if (static_cast<double>(r.rows * r.columns) * static_cast<double>(node.height * node.width) > 1e8)
            return context.error(ErrorCode::ResourceExhausted,
                                 "region " + std::to_string(i) + " is sampled at too many points");
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), {count, x.dim(1), node.height, node.width}));
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        const int64_t region = x.dim(1) * node.height * node.width;
        parallelItems(count, region * 16, [&](int64_t r) {
            alignRegion<T>(node, x, rois.data() + r * 4, samples[static_cast<size_t>(r)],
                           y.data<T>() + r * region);
        });
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeRoiAlign(const Node& node, int64_t opset)
{
    AlignNode align;
    align.height = node.intAttribute("output_height", 1);
    align.width = node.intAttribute("output_width", 1);
    align.samples = node.intAttribute("sampling_ratio", 0);
    align.scale = static_cast<double>(node.floatAttribute("spatial_scale", 1.0f));
    const std::string fallback = opset < 16 ? "output_half_pixel" : "half_pixel";
    const std::string coordinates = node.stringAttribute("coordinate_transformation_mode", fallback);
    align.shift = coordinates == "half_pixel" ? 0.5 : 0.0;
    const std::string mode = node.stringAttribute("mode", "avg");
    align.largest = mode == "max";
    if (mode != "avg" && mode != "max")
        return nodeError(node, ErrorCode::Unsupported, "mode '" + mode + "' is unknown");
    constexpr int64_t Limit = 1 << 12;
    if (align.height < 1 || align.width < 1 || align.height > Limit || align.width > Limit
        || align.samples < 0 || align.samples > Limit || !(std::fabs(align.scale) < 1e6))
        return nodeError(node, ErrorCode::InvalidArgument,
                         "output_height, output_width, sampling_ratio or spatial_scale is out of range");
    return needsInputs(3, [align](Context& context) { return runRoiAlign(context, align); });
}

/// [first, last) of bin i of `bins` over `extent` pixels from `start` on, within [0, size].
std::pair<int64_t, int64_t> binRange(int64_t i, int64_t bins, int64_t start, int64_t extent, int64_t size)
{
    const double each = static_cast<double>(extent) / static_cast<double>(bins);
    const auto from = static_cast<int64_t>(std::floor(static_cast<double>(i) * each)) + start;
    const auto to = static_cast<int64_t>(std::ceil(static_cast<double>(i + 1) * each)) + start;
    return {std::clamp<int64_t>(from, 0, size), std::clamp<int64_t>(to, 0, size)};
}

template <class T>
void poolRegion(const Tensor& x, const double* roi, double scale, int64_t rows, int64_t columns, T* y)
{
    const auto at = [&](size_t k) { return static_cast<int64_t>(std::round(roi[k] * scale)); };
    const auto sample = static_cast<int64_t>(roi[0]);
    const int64_t height = std::max<int64_t>(at(4) - at(2) + 1, 1),
                  width = std::max<int64_t>(at(3) - at(1) + 1, 1);
    for (int64_t c = 0; c < x.dim(1); ++c) {
        const T* channel = x.data<T>() + (sample * x.dim(1) + c) * x.dim(2) * x.dim(3);
        for (int64_t i = 0; i < rows; ++i)
            for (int64_t j = 0; j < columns; ++j) {
                const auto [top, bottom] = binRange(i, rows, at(2), height, x.dim(2));
                const auto [left, right] = binRange(j, columns, at(1), width, x.dim(3));
                T best = top < bottom && left < right ? channel[top * x.dim(3) + left] : T(0);
                for (int64_t r = top; r < bottom; ++r)
                    for (int64_t q = left; q < right; ++q)
                        best = std::max(best, channel[r * x.dim(3) + q]);
                *y++ = best;
            }
    }
}

Status runMaxRoiPool(Context& context, double scale, int64_t rows, int64_t columns)
{
    const Tensor& x = context.input(0);
    const std::vector<double> rois = toDoubles(context.input(1));
    std::vector<int64_t> samples;
    for (size_t i = 0; i < rois.size(); i += 5)
        samples.push_back(rois[i] >= 0 && rois[i] < 1e9 ? static_cast<int64_t>(rois[i]) : -1);
    QS_RETURN_IF_ERROR(checkRegions(context, 5, samples));
    const auto count = static_cast<int64_t>(samples.size());
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), {count, x.dim(1), rows, columns}));
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        for (int64_t r = 0; r < count; ++r)
            poolRegion<T>(x, rois.data() + r * 5, scale, rows, columns,
                          y.data<T>() + r * x.dim(1) * rows * columns);
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeMaxRoiPool(const Node& node, int64_t)
{
    const std::vector<int64_t> pooled = node.intsAttribute("pooled_shape");
    const auto scale = static_cast<double>(node.floatAttribute("spatial_scale", 1.0f));
    if (pooled.size() != 2 || std::min(pooled[0], pooled[1]) < 1 || std::max(pooled[0], pooled[1]) > 1 << 12
        || !(std::fabs(scale) < 1e6))
        return nodeError(node, ErrorCode::InvalidArgument, "pooled_shape is not two positive numbers");
    return needsInputs(2,
                       [=](Context& context) { return runMaxRoiPool(context, scale, pooled[0], pooled[1]); });
}

} // namespace

std::vector<Registration> detectionOperators()
{
    return {
        {"NonMaxSuppression", {makeNonMaxSuppression}},
        {"RoiAlign", {makeRoiAlign}},
        {"MaxRoiPool", {makeMaxRoiPool}},
    };
}

} // namespace qscope::ops
