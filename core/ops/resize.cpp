// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/resize_kernels.h"

namespace qscope::ops {

namespace {

/// Everything the node says; the inputs come at run time.
struct ResizeNode {
    ResizeOptions options;
    bool hasRoi = false; ///< inputs X, roi, scales, sizes (opset 11) instead of X, scales
    std::vector<int64_t> axes;
    std::string aspect = "stretch";
    std::vector<float> scales; ///< Upsample before opset 9
};

template <class T>
std::vector<T> channelsToEnd(std::vector<T> v)
{
    std::rotate(v.begin() + 1, v.begin() + 2, v.end());
    return v;
}

Status resize(Context& context, const std::vector<AxisResize>& axes, const ResizeOptions& options)
{
    Tensor x = context.input(0);
    Shape target;
    for (const AxisResize& axis : axes)
        target.push_back(axis.to);
    const auto count = checkedElementCount(target, elementSize(x.type()));
    if (!count)
        return context.error(count.error().code, "the result: " + count.error().message);
    if (*count > 0 && x.size() == 0)
        return context.error(ErrorCode::ShapeMismatch, "cannot resize the empty " + shapeText(x.shape()));
    std::vector<AxisTable> tables;
    for (const AxisResize& axis : axes) {
        if (options.antialias && static_cast<double>(axis.to) / static_cast<double>(axis.scale) > 1e8)
            return context.error(ErrorCode::ResourceExhausted, "its filter is too wide to shrink a dimension of "
                                                                   + std::to_string(axis.from) + " with");
        tables.push_back(makeAxisTable(axis, options));
    }
    const bool same = std::all_of(tables.begin(), tables.end(), [](const AxisTable& t) { return t.identity; });
    if (same || *count == 0) {
        context.setOutput(0, same ? x : context.allocate(x.type(), target, x.layout()));
        return {};
    }
    const Layout layout = x.layout();
    Shape memoryTarget = target;
    if (layout == Layout::ChannelsLast) {
        x = Tensor(x.type(), channelsToEnd(x.shape()), x.buffer());
        memoryTarget = channelsToEnd(target);
        tables = channelsToEnd(std::move(tables));
    } else if (x.rank() == 1) { // rows and columns are needed below
        x = x.reshaped({1, x.dim(0)});
        memoryTarget.insert(memoryTarget.begin(), 1);
        tables.insert(tables.begin(), makeAxisTable({}, {}));
    }
    const Tensor y = resizeMemory(context, x, memoryTarget, tables, options);
    context.setOutput(0, Tensor(y.type(), target, y.buffer(), layout));
    return {};
}

/// Which axes of the tensor `count` scales or sizes are for.
Result<std::vector<size_t>> resizedAxes(const Context& context, const ResizeNode& node, size_t count)
{
    const size_t rank = context.input(0).rank();
    std::vector<int64_t> axes = node.axes;
    if (axes.empty()) {
        axes.resize(rank);
        std::iota(axes.begin(), axes.end(), int64_t(0));
    }
    QS_RETURN_IF_ERROR(axesInRange(context, axes, rank));
    if (axes.size() != count)
        return context.error(ErrorCode::ShapeMismatch, std::to_string(count) + " scales or sizes for " +
                                                           std::to_string(axes.size()) + " axes of " +
                                                           shapeText(context.input(0).shape()));
    std::vector<size_t> result;
    for (int64_t axis : axes) {
        QS_ASSIGN(const size_t a, axisInRange(context, axis, rank));
        result.push_back(a);
    }
    return result;
}

Status applyScales(const Context& context, const ResizeNode& node, const std::vector<float>& scales,
                   std::vector<AxisResize>& axes)
{
    QS_ASSIGN(const std::vector<size_t> which, resizedAxes(context, node, scales.size()));
    for (size_t i = 0; i < which.size(); ++i) {
        AxisResize& axis = axes[which[i]];
        const float scale = scales[i];
        const bool crops = node.options.coordinates == CoordinateMode::TfCropAndResize;
        const float extent = crops ? axis.roiEnd - axis.roiStart : 1.0f;
        const float length = static_cast<float>(axis.from) * extent * scale;
        const double size = std::floor(static_cast<double>(length));
        if (!(scale > 0) || !std::isfinite(scale) || size < 0 || size > 1e12)
            return context.error(ErrorCode::InvalidArgument, "cannot scale a dimension of " +
                                                                 std::to_string(axis.from) + " by " +
                                                                 std::to_string(scale));
        axis.scale = scale;
        axis.to = static_cast<int64_t>(size);
        axis.scaledLength = length;
    }
    return {};
}

Status applySizes(const Context& context, const ResizeNode& node, const std::vector<int64_t>& sizes,
                  std::vector<AxisResize>& axes)
{
    QS_ASSIGN(const std::vector<size_t> which, resizedAxes(context, node, sizes.size()));
    float common = node.aspect == "not_larger" ? std::numeric_limits<float>::max() : 0.0f;
    for (size_t i = 0; i < which.size(); ++i) {
        AxisResize& axis = axes[which[i]];
        if (sizes[i] < 0 || (axis.from == 0 && sizes[i] > 0))
            return context.error(ErrorCode::InvalidArgument, "cannot resize a dimension of " +
                                                                 std::to_string(axis.from) + " to " +
                                                                 std::to_string(sizes[i]));
        axis.to = sizes[i];
        axis.scaledLength = static_cast<float>(sizes[i]);
        axis.scale = axis.from ? static_cast<float>(sizes[i]) / static_cast<float>(axis.from) : 1.0f;
        common = node.aspect == "not_larger" ? std::min(common, axis.scale) : std::max(common, axis.scale);
    }
    if (node.aspect == "stretch")
        return {};
    for (size_t a : which) {
        axes[a].scale = common;
        axes[a].to = static_cast<int64_t>(std::floor(common * static_cast<float>(axes[a].from) + 0.5f));
        axes[a].scaledLength = static_cast<float>(axes[a].to);
    }
    return {};
}

/// The region of interest, [start..., end...], of TfCropAndResize.
Status applyRoi(const Context& context, const ResizeNode& node, std::vector<AxisResize>& axes)
{
    if (!node.hasRoi || !context.has(1) || node.options.coordinates != CoordinateMode::TfCropAndResize)
        return {};
    const std::vector<double> roi = toDoubles(context.input(1));
    QS_ASSIGN(const std::vector<size_t> which, resizedAxes(context, node, roi.size() / 2));
    for (size_t i = 0; i < which.size(); ++i) {
        axes[which[i]].roiStart = static_cast<float>(roi[i]);
        axes[which[i]].roiEnd = static_cast<float>(roi[which.size() + i]);
    }
    return {};
}

Status runResize(Context& context, const ResizeNode& node)
{
    const Tensor& x = context.input(0);
    std::vector<AxisResize> axes;
    for (int64_t size : x.shape())
        axes.push_back({size, size, 1.0f, 0.0f, 1.0f, static_cast<float>(size)});
    QS_RETURN_IF_ERROR(applyRoi(context, node, axes));
    const size_t scalesInput = node.hasRoi ? 2 : 1;
    const bool hasSizes = node.hasRoi && context.has(3) && context.input(3).size() > 0;
    std::vector<float> scales = node.scales;
    if (context.has(scalesInput)) {
        for (double s : toDoubles(context.input(scalesInput)))
            scales.push_back(static_cast<float>(s));
    }
    if (hasSizes)
        QS_RETURN_IF_ERROR(applySizes(context, node, toInts(context.input(3)), axes));
    else
        QS_RETURN_IF_ERROR(applyScales(context, node, scales, axes));
    if (x.rank() == 0)
        return context.error(ErrorCode::ShapeMismatch, "cannot resize a scalar");
    return resize(context, axes, node.options);
}

template <class E>
Status readEnum(const Node& node, const char* key, const char* fallback,
                const std::map<std::string, E, std::less<>>& names, E& value)
{
    const std::string text = node.stringAttribute(key, fallback);
    const auto it = names.find(text);
    if (it == names.end())
        return nodeError(node, ErrorCode::Unsupported, std::string(key) + " '" + text + "' is unknown");
    value = it->second;
    return {};
}

const std::map<std::string, Interpolation, std::less<>> Interpolations = {
    {"nearest", Interpolation::Nearest},
    {"linear", Interpolation::Linear},
    {"bilinear", Interpolation::Linear},
    {"cubic", Interpolation::Cubic},
};

const std::map<std::string, CoordinateMode, std::less<>> CoordinateModes = {
    {"half_pixel", CoordinateMode::HalfPixel},
    {"half_pixel_symmetric", CoordinateMode::HalfPixelSymmetric},
    {"pytorch_half_pixel", CoordinateMode::PytorchHalfPixel},
    {"align_corners", CoordinateMode::AlignCorners},
    {"asymmetric", CoordinateMode::Asymmetric},
    {"tf_half_pixel_for_nn", CoordinateMode::TfHalfPixelForNearest},
    {"tf_crop_and_resize", CoordinateMode::TfCropAndResize},
};

const std::map<std::string, NearestMode, std::less<>> NearestModes = {
    {"round_prefer_floor", NearestMode::RoundPreferFloor},
    {"round_prefer_ceil", NearestMode::RoundPreferCeil},
    {"floor", NearestMode::Floor},
    {"ceil", NearestMode::Ceil},
};

/// Upsample, and Resize before opset 11.
Result<ResizeNode> oldAttributes(const Node& node)
{
    ResizeNode result;
    QS_RETURN_IF_ERROR(readEnum(node, "mode", "nearest", Interpolations, result.options.interpolation));
    result.options.coordinates = CoordinateMode::Asymmetric;
    result.options.nearest = NearestMode::Simple;
    const auto it = node.attributes.find("scales");
    if (it != node.attributes.end() && std::holds_alternative<std::vector<float>>(it->second))
        result.scales = std::get<std::vector<float>>(it->second);
    else if (node.hasAttribute("height_scale")) // opset 1, pictures only
        result.scales = {1.0f, 1.0f, node.floatAttribute("height_scale", 1.0f), node.floatAttribute("width_scale", 1.0f)};
    return result;
}

Result<ResizeNode> newAttributes(const Node& node)
{
    ResizeNode result;
    ResizeOptions& options = result.options;
    result.hasRoi = true;
    options.antialias = node.intAttribute("antialias", 0) != 0;
    QS_RETURN_IF_ERROR(readEnum(node, "mode", "nearest", Interpolations, options.interpolation));
    QS_RETURN_IF_ERROR(readEnum(node, "coordinate_transformation_mode", "half_pixel", CoordinateModes,
                                options.coordinates));
    QS_RETURN_IF_ERROR(readEnum(node, "nearest_mode", "round_prefer_floor", NearestModes, options.nearest));
    options.cubicA = node.floatAttribute("cubic_coeff_a", -0.75f);
    options.excludeOutside = node.intAttribute("exclude_outside", 0) != 0;
    options.extrapolation = node.floatAttribute("extrapolation_value", 0.0f);
    result.axes = node.intsAttribute("axes");
    result.aspect = node.stringAttribute("keep_aspect_ratio_policy", "stretch");
    if (result.aspect != "stretch" && result.aspect != "not_larger" && result.aspect != "not_smaller")
        return nodeError(node, ErrorCode::Unsupported, "keep_aspect_ratio_policy '" + result.aspect + "' is unknown");
    return result;
}

Result<Kernel> makeResize(const Node& node, int64_t opset)
{
    const bool old = node.op == "Upsample" || opset < 11;
    QS_ASSIGN(const ResizeNode settings, old ? oldAttributes(node) : newAttributes(node));
    return needsInputs(1, [settings](Context& context) { return runResize(context, settings); });
}

} // namespace

std::vector<Registration> resizeOperators()
{
    return {{"Resize", {makeResize, true}}, {"Upsample", {makeResize, true}}};
}

} // namespace qscope::ops
