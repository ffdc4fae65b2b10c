// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

/// Col2Im, and DeformConv: operators around the columns a convolution multiplies.
namespace qscope::ops {

namespace {

/// Attributes of Col2Im, one value per spatial dimension.
struct Blocks {
    std::vector<int64_t> image, block, strides, dilations, padBegin, counts;
};

Result<Blocks> blocksOf(const Context& context)
{
    Blocks b;
    b.image = toInts(context.input(1));
    b.block = toInts(context.input(2));
    const size_t n = b.image.size();
    const Node& node = context.node();
    b.strides = node.intsAttribute("strides");
    b.dilations = node.intsAttribute("dilations");
    std::vector<int64_t> pads = node.intsAttribute("pads");
    b.strides.resize(b.strides.empty() ? n : b.strides.size(), 1);
    b.dilations.resize(b.dilations.empty() ? n : b.dilations.size(), 1);
    pads.resize(pads.empty() ? 2 * n : pads.size(), 0);
    bool good =
        b.block.size() == n && b.strides.size() == n && b.dilations.size() == n && pads.size() == 2 * n;
    for (size_t d = 0; good && d < n; ++d) {
        constexpr int64_t Limit = 1 << 24;
        good = b.image[d] >= 1 && b.block[d] >= 1 && b.strides[d] >= 1 && b.dilations[d] >= 1
               && b.image[d] < Limit && b.block[d] < Limit && b.strides[d] < Limit && b.dilations[d] < Limit
               && pads[d] >= 0 && pads[n + d] >= 0 && pads[d] < Limit && pads[n + d] < Limit;
        if (!good)
            break;
        const int64_t room = b.image[d] + pads[d] + pads[n + d] - (b.block[d] - 1) * b.dilations[d] - 1;
        good = room >= 0;
        b.counts.push_back(room / b.strides[d] + 1);
    }
    b.padBegin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(std::min(n, pads.size())));
    if (!good)
        return context.error(ErrorCode::InvalidArgument,
                             "blocks " + shapeText(b.block)
                                 + ", strides, dilations or pads do not fit the image " + shapeText(b.image));
    return b;
}

/// Offset in the image of element `k` of block `l`, or -1 in the padding.
int64_t placeOf(const Blocks& b, int64_t k, int64_t l)
{
    int64_t place = 0, stride = 1;
    for (size_t d = b.image.size(); d-- > 0; stride *= b.image[d]) {
        const int64_t i = l % b.counts[d] * b.strides[d] + k % b.block[d] * b.dilations[d] - b.padBegin[d];
        if (i < 0 || i >= b.image[d])
            return -1;
        place += i * stride;
        l /= b.counts[d];
        k /= b.block[d];
    }
    return place;
}

/// x [N, C * block elements, blocks] -> [N, C, image...]; where blocks overlap their elements are added.
Status runCol2Im(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const Blocks b, blocksOf(context));
    for (const std::vector<int64_t>* sizes : {&b.block, &b.counts}) {
        const auto checked = checkedElementCount(*sizes, 1);
        if (!checked)
            return context.error(checked.error().code, checked.error().message);
    }
    const int64_t blockSize = elementCount(b.block);
    const int64_t count = elementCount(b.counts);
    if (x.rank() != 3 || x.dim(1) % blockSize != 0 || x.dim(2) != count)
        return context.error(ErrorCode::ShapeMismatch, std::to_string(count) + " blocks of "
                                                           + shapeText(b.block) + " are not what is in "
                                                           + shapeText(x.shape()));
    Shape shape{x.dim(0), x.dim(1) / blockSize};
    shape.insert(shape.end(), b.image.begin(), b.image.end());
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    const int64_t image = sizeOfRange(shape, 2, shape.size());
    QS_RETURN_IF_ERROR(visitNumber(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        std::fill_n(y.data<T>(), y.size(), T(0));
        parallelItems(shape[0] * shape[1], blockSize * count * 4, [&](int64_t channel) {
            for (int64_t k = 0; k < blockSize; ++k)
                for (int64_t l = 0; l < count; ++l) {
                    const int64_t place = placeOf(b, k, l);
                    if (place >= 0) {
                        T& to = y.data<T>()[channel * image + place];
                        to = static_cast<T>(to + x.data<T>()[(channel * blockSize + k) * count + l]);
                    }
                }
        });
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeCol2Im(const Node&, int64_t) { return needsInputs(3, runCol2Im); }

/// DeformConv in two dimensions. x: [N, C, H, W]; w: [M, C / groups, kh, kw]; offsets: [N, 2 offsetGroups kh
/// kw, oh, ow].
struct Deformed {
    int64_t groups = 1, offsetGroups = 1;
    std::vector<int64_t> strides, dilations, padBegin;
    int64_t outHeight = 0, outWidth = 0;
};

/// Bilinear, with zeros around the picture.
template <class T>
double sampled(const T* picture, int64_t height, int64_t width, double y, double x)
{
    if (!(y > -1 && y < static_cast<double>(height) && x > -1 && x < static_cast<double>(width)))
        return 0;
    const auto top = static_cast<int64_t>(std::floor(y)), left = static_cast<int64_t>(std::floor(x));
    const double v = y - static_cast<double>(top), u = x - static_cast<double>(left);
    const auto at = [&](int64_t r, int64_t c) {
        return r < 0 || c < 0 || r >= height || c >= width ? 0.0
                                                           : static_cast<double>(picture[r * width + c]);
    };
    return (1 - v) * ((1 - u) * at(top, left) + u * at(top, left + 1))
           + v * ((1 - u) * at(top + 1, left) + u * at(top + 1, left + 1));
}

/// The columns of one sample: [C * kh * kw, places].
template <class T>
void deformedColumns(const Context& context, const Deformed& d, int64_t n, std::vector<double>& columns)
{
    const Tensor& x = context.input(0);
    const Tensor& w = context.input(1);
    const int64_t channels = x.dim(1), height = x.dim(2), width = x.dim(3), kernel = w.dim(2) * w.dim(3);
    const int64_t places = d.outHeight * d.outWidth;
    const T* offsets = context.input(2).data<T>() + n * d.offsetGroups * 2 * kernel * places;
    const T* mask =
        context.has(4) ? context.input(4).data<T>() + n * d.offsetGroups * kernel * places : nullptr;
    parallelItems(channels * kernel, places * 8, [&](int64_t row) {
        const int64_t k = row % kernel;
        const int64_t point = row / kernel / (channels / d.offsetGroups) * kernel + k;
        const T* picture = x.data<T>() + (n * channels + row / kernel) * height * width;
        for (int64_t p = 0; p < places; ++p) {
            const double y = static_cast<double>(p / d.outWidth * d.strides[0] - d.padBegin[0]
                                                 + k / w.dim(3) * d.dilations[0])
                             + static_cast<double>(offsets[(2 * point) * places + p]);
            const double z = static_cast<double>(p % d.outWidth * d.strides[1] - d.padBegin[1]
                                                 + k % w.dim(3) * d.dilations[1])
                             + static_cast<double>(offsets[(2 * point + 1) * places + p]);
            const double factor = mask ? static_cast<double>(mask[point * places + p]) : 1.0;
            columns[static_cast<size_t>(row * places + p)] = factor * sampled(picture, height, width, y, z);
        }
    });
}

template <class T>
void deformedProduct(const Context& context, const Deformed& d, int64_t n, const std::vector<double>& columns,
                     Tensor& y)
{
    const Tensor& w = context.input(1);
    const int64_t outputs = w.dim(0), perOutput = w.dim(1) * w.dim(2) * w.dim(3),
                  places = d.outHeight * d.outWidth;
    parallelItems(outputs, perOutput * places, [&](int64_t m) {
        const double bias = context.has(3) ? static_cast<double>(context.input(3).data<T>()[m]) : 0.0;
        std::vector<double> sums(static_cast<size_t>(places), bias);
        const double* from = columns.data() + m / (outputs / d.groups) * perOutput * places;
        for (int64_t i = 0; i < perOutput; ++i) {
            const auto factor = static_cast<double>(w.data<T>()[m * perOutput + i]);
            for (int64_t p = 0; p < places; ++p)
                sums[static_cast<size_t>(p)] += factor * from[i * places + p];
        }
        for (int64_t p = 0; p < places; ++p)
            y.data<T>()[(n * outputs + m) * places + p] = static_cast<T>(sums[static_cast<size_t>(p)]);
    });
}

std::vector<int64_t> withDefault(std::vector<int64_t> values, size_t count, int64_t fallback)
{
    if (values.empty())
        values.assign(count, fallback);
    return values;
}

Result<Deformed> deformedOf(const Context& context)
{
    const Tensor& x = context.input(0);
    const Tensor& w = context.input(1);
    const Node& node = context.node();
    if (x.rank() != 4 || w.rank() != 4 || x.size() == 0 || w.size() == 0)
        return context.error(ErrorCode::Unsupported, "works on pictures, got " + shapeText(x.shape())
                                                         + " and weights " + shapeText(w.shape()));
    Deformed d;
    d.groups = node.intAttribute("group", 1);
    d.offsetGroups = node.intAttribute("offset_group", 1);
    d.strides = withDefault(node.intsAttribute("strides"), 2, 1);
    d.dilations = withDefault(node.intsAttribute("dilations"), 2, 1);
    const std::vector<int64_t> pads = withDefault(node.intsAttribute("pads"), 4, 0);
    const auto outside = [](const std::vector<int64_t>& v, int64_t least) {
        return std::any_of(v.begin(), v.end(), [&](int64_t i) { return i < least || i > 1 << 24; });
    };
    if (d.strides.size() != 2 || d.dilations.size() != 2 || pads.size() != 4 || outside(d.strides, 1)
        || outside(d.dilations, 1) || outside(pads, 0))
        return context.error(ErrorCode::InvalidArgument, "strides, dilations or pads do not fit pictures");
    d.padBegin = {pads[0], pads[1]};
    const auto extent = [&](size_t i) {
        return (x.dim(i + 2) + pads[i] + pads[i + 2] - (w.dim(i + 2) - 1) * d.dilations[i] - 1) / d.strides[i]
               + 1;
    };
    d.outHeight = extent(0);
    d.outWidth = extent(1);
    const int64_t kernel = w.dim(2) * w.dim(3);
    const bool fits =
        d.groups >= 1 && d.groups <= 1 << 24 && d.offsetGroups >= 1 && d.offsetGroups <= 1 << 24
        && x.dim(1) == w.dim(1) * d.groups && w.dim(0) % d.groups == 0 && x.dim(1) % d.offsetGroups == 0
        && context.input(2).shape() == Shape{x.dim(0), 2 * d.offsetGroups * kernel, d.outHeight, d.outWidth}
        && (!context.has(3) || context.input(3).shape() == Shape{w.dim(0)})
        && (!context.has(4)
            || context.input(4).shape() == Shape{x.dim(0), d.offsetGroups * kernel, d.outHeight, d.outWidth});
    if (!fits)
        return context.error(ErrorCode::ShapeMismatch, "weights " + shapeText(w.shape()) + ", offsets "
                                                           + shapeText(context.input(2).shape())
                                                           + ", bias or mask do not fit "
                                                           + shapeText(x.shape()));
    return d;
}

Status runDeformConv(Context& context)
{
    for (size_t i = 1; i < context.inputCount(); ++i) {
        if (context.has(i))
            QS_RETURN_IF_ERROR(sameType(context, 0, i));
    }
    QS_ASSIGN(const Deformed d, deformedOf(context));
    const Tensor& x = context.input(0);
    const Tensor& w = context.input(1);
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), {x.dim(0), w.dim(0), d.outHeight, d.outWidth}));
    const Shape columnShape{x.dim(1) * w.dim(2) * w.dim(3), d.outHeight * d.outWidth};
    const auto count = checkedElementCount(columnShape, sizeof(double));
    if (!count)
        return context.error(count.error().code, "its columns: " + count.error().message);
    std::vector<double> columns(static_cast<size_t>(*count));
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        for (int64_t n = 0; n < x.dim(0); ++n) {
            deformedColumns<T>(context, d, n, columns);
            deformedProduct<T>(context, d, n, columns, y);
        }
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeDeformConv(const Node&, int64_t) { return needsInputs(3, runDeformConv); }

} // namespace

std::vector<Registration> foldingOperators()
{
    return {{"Col2Im", {makeCol2Im}}, {"DeformConv", {makeDeformConv}}};
}

} // namespace qscope::ops
