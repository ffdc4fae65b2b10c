// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/ops/checks.h"
#include "core/ops/quantized.h"
#include "core/ops/quantized_product.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

/// Positions of the output that are multiplied at once, so that the patches of a large image need little memory.
constexpr int64_t PatchRows = 2048;

/// A convolution of one to three spatial dimensions, written as three.
struct Geometry {
    int64_t batch = 0, channels = 0, outputs = 0, groups = 1;
    std::array<int64_t, 3> in{1, 1, 1}, out{1, 1, 1}, kernel{1, 1, 1}, stride{1, 1, 1}, dilation{1, 1, 1}, pad{};
    Shape y;

    int64_t inSize() const { return in[0] * in[1] * in[2]; }
    int64_t outSize() const { return out[0] * out[1] * out[2]; }
    int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
    int64_t groupChannels() const { return channels / groups; }
};

Result<Geometry> geometryOf(const Context& context, const Tensor& x, const Tensor& w)
{
    Geometry g;
    g.groups = context.node().intAttribute("group", 1);
    const bool ranks = x.rank() >= 3 && x.rank() <= 5 && w.rank() == x.rank();
    if (!ranks || g.groups < 1 || w.dim(0) % g.groups != 0 || w.dim(1) > x.dim(1) || x.dim(1) != w.dim(1) * g.groups)
        return context.error(ErrorCode::ShapeMismatch, "input " + shapeText(x.shape()) + " and weight "
                                                           + shapeText(w.shape()) + " do not fit with group = "
                                                           + std::to_string(g.groups));
    const size_t spatial = x.rank() - 2;
    QS_ASSIGN(Window window, Window::read(context, spatial, {w.shape().begin() + 2, w.shape().end()}));
    window.resolvePadding(x.shape());
    g.batch = x.dim(0);
    g.channels = x.dim(1);
    g.outputs = w.dim(0);
    g.y = {g.batch, g.outputs};
    for (size_t i = 0; i < spatial; ++i) {
        const size_t d = 3 - spatial + i;
        g.in[d] = x.dim(i + 2);
        g.out[d] = window.outputExtent(i, g.in[d]);
        g.kernel[d] = window.kernel[i];
        g.stride[d] = window.strides[i];
        g.dilation[d] = window.dilations[i];
        g.pad[d] = window.padBegin[i];
        g.y.push_back(g.out[d]);
        if (g.out[d] < 1)
            return context.error(ErrorCode::ShapeMismatch,
                                 "the kernel is larger than the padded input " + shapeText(x.shape()));
    }
    return g;
}

/// Calls tap(offset into a channel or -1 for padding) for every tap of the window at output position `p`, in the order
/// of the weight.
template <class Tap>
void forEachTap(const Geometry& g, int64_t p, Tap&& tap)
{
    const std::array<int64_t, 3> at{p / (g.out[1] * g.out[2]), p / g.out[2] % g.out[1], p % g.out[2]};
    std::array<int64_t, 3> k{}, i{};
    const auto place = [&](size_t d) {
        i[d] = at[d] * g.stride[d] - g.pad[d] + k[d] * g.dilation[d];
        return i[d] >= 0 && i[d] < g.in[d];
    };
    for (k[0] = 0; k[0] < g.kernel[0]; ++k[0]) {
        const bool inside0 = place(0);
        for (k[1] = 0; k[1] < g.kernel[1]; ++k[1]) {
            const bool inside1 = place(1) && inside0;
            for (k[2] = 0; k[2] < g.kernel[2]; ++k[2])
                tap(place(2) && inside1 ? (i[0] * g.in[1] + i[1]) * g.in[2] + i[2] : int64_t(-1));
        }
    }
}

/// One group: patches of the image times the weight.
/// **Shapes** x: [N, C, ...]; w: [O, C, ...]; y: Int32 [N, O, ...].
Status multiplyPatches(Context& context, const Geometry& g, const Tensor& x, const Tensor& w, bool wIsConstant,
                       IntegerMatMul& product, Tensor& y)
{
    const int64_t depth = g.channels * g.taps();
    const Tensor weights = w.reshaped({g.outputs, depth});
    for (int64_t n = 0; n < g.batch; ++n) {
        const float* image = x.data<float>() + n * g.channels * g.inSize();
        for (int64_t first = 0; first < g.outSize(); first += PatchRows) {
            const int64_t rows = std::min(PatchRows, g.outSize() - first);
            Tensor patches = context.allocate(DType::Float32, {rows, depth});
            parallelItems(rows, depth, [&](int64_t r) {
                float* to = patches.data<float>() + r * depth;
                int64_t t = 0;
                forEachTap(g, first + r, [&](int64_t offset) {
                    for (int64_t c = 0; c < g.channels; ++c)
                        to[c * g.taps() + t] = offset < 0 ? 0.0F : image[c * g.inSize() + offset];
                    ++t;
                });
            });
            Tensor sums = context.allocate(DType::Int32, {rows, g.outputs});
            QS_RETURN_IF_ERROR(product.run(context, patches, weights, wIsConstant, sums));
            int32_t* to = y.data<int32_t>() + n * g.outputs * g.outSize() + first;
            parallelItems(g.outputs, rows, [&](int64_t o) {
                for (int64_t r = 0; r < rows; ++r)
                    to[o * g.outSize() + r] = sums.data<int32_t>()[r * g.outputs + o];
            });
        }
    }
    return {};
}

/// Several groups, whose matrices would be thin: plain loops.
void multiplyGroups(const Geometry& g, const Tensor& x, const Tensor& w, Tensor& y)
{
    const Tensor xs = castTo(x, DType::Int32), ws = castTo(w, DType::Int32);
    const int64_t groupOutputs = g.outputs / g.groups;
    parallelItems(g.batch * g.outputs, g.outSize() * g.groupChannels() * g.taps(), [&](int64_t row) {
        const int64_t n = row / g.outputs, o = row % g.outputs;
        const int64_t firstChannel = o / groupOutputs * g.groupChannels();
        const int32_t* image = xs.data<int32_t>() + (n * g.channels + firstChannel) * g.inSize();
        const int32_t* weight = ws.data<int32_t>() + o * g.groupChannels() * g.taps();
        for (int64_t p = 0; p < g.outSize(); ++p) {
            uint32_t sum = 0;
            int64_t t = 0;
            forEachTap(g, p, [&](int64_t offset) {
                for (int64_t c = 0; offset >= 0 && c < g.groupChannels(); ++c)
                    sum += static_cast<uint32_t>(image[c * g.inSize() + offset])
                           * static_cast<uint32_t>(weight[c * g.taps() + t]);
                ++t;
            });
            y.data<uint32_t>()[row * g.outSize() + p] = sum;
        }
    });
}

/// What ConvInteger and QLinearConv share. Zero points of the weight are one or one per output channel.
struct ConvolutionCore {
    std::shared_ptr<IntegerMatMul> product = std::make_shared<IntegerMatMul>(true);
    std::shared_ptr<CentredWeight> weight = std::make_shared<CentredWeight>();

    Result<Tensor> run(Context& context, size_t x, size_t xZero, size_t w, size_t wZero) const
    {
        if (context.node().intAttribute("channels_last", 0) != 0)
            return context.error(ErrorCode::Unsupported, "channels_last is not supported");
        QS_ASSIGN(const Geometry g, geometryOf(context, context.input(x), context.input(w)));
        if (context.has(xZero) && context.input(xZero).size() != 1)
            return context.error(ErrorCode::ShapeMismatch, "the zero point of the input is not one number");
        QS_ASSIGN(const Tensor image, centred(context, x, xZero, 0));
        QS_ASSIGN(const Tensor weights, weight->get(context, w, wZero, 0));
        QS_ASSIGN(Tensor y, allocateChecked(context, DType::Int32, g.y));
        if (g.groups > 1)
            multiplyGroups(g, image, weights, y);
        else
            QS_RETURN_IF_ERROR(multiplyPatches(context, g, image, weights, weight->isKept(), *product, y));
        return y;
    }
};

Result<Kernel> makeConvInteger(const Node&, int64_t)
{
    return needsInputs(2, [core = ConvolutionCore()](Context& context) -> Status {
        QS_ASSIGN(Tensor y, core.run(context, 0, 2, 1, 3));
        context.setOutput(0, std::move(y));
        return {};
    });
}

/// Sums in units of the product to levels of the output, bias added; per channel.
/// `bias`: Int32 [O] or absent; `factors`: one or O of them.
Tensor toLevels(Context& context, const Tensor& sums, const Tensor& bias, const std::vector<float>& factors)
{
    Tensor y = context.allocate(DType::Float32, sums.shape());
    const int64_t channels = sums.dim(1);
    const int64_t n = sums.dim(0) * channels == 0 ? 0 : sums.size() / (sums.dim(0) * channels);
    parallelItems(sums.dim(0) * channels, n, [&](int64_t row) {
        const auto c = static_cast<size_t>(row % channels);
        const float factor = factors[factors.size() == 1 ? 0 : c];
        const uint32_t add = bias.absent() ? 0 : bias.data<uint32_t>()[c];
        for (int64_t i = row * n; i < (row + 1) * n; ++i)
            y.data<float>()[i] = static_cast<float>(static_cast<int32_t>(sums.data<uint32_t>()[i] + add)) * factor;
    });
    return y;
}

/// x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, B (Int32 of scale x_scale * w_scale).
Status runQLinearConv(Context& context, const ConvolutionCore& core)
{
    QS_ASSIGN(const Tensor sums, core.run(context, 0, 2, 3, 5));
    QS_ASSIGN(const QuantGrid in, readSingleGrid(context, 1));
    QS_ASSIGN(const QuantGrid out, readSingleGrid(context, 6));
    std::vector<float> factors;
    for (double s : toDoubles(context.input(4)))
        factors.push_back(in.scales[0] * static_cast<float>(s) / out.scales[0]);
    const int64_t outputs = sums.dim(1);
    if (factors.size() != 1 && static_cast<int64_t>(factors.size()) != outputs)
        return context.error(ErrorCode::ShapeMismatch, "has " + std::to_string(factors.size()) + " weight scales for "
                                                           + std::to_string(outputs) + " output channels");
    const Tensor bias = context.has(8) ? context.input(8) : Tensor();
    if (!bias.absent() && (bias.type() != DType::Int32 || bias.size() != outputs))
        return context.error(ErrorCode::ShapeMismatch, "the bias is not one int32 per output channel");
    const DType type = context.input(7).type();
    Tensor y = context.allocate(type, sums.shape());
    QS_RETURN_IF_ERROR(quantize(context, toLevels(context, sums, bias, factors),
                                QuantGrid::single(1.0F, out.zeros[0]), {type, {}, true}, y));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeQLinearConv(const Node&, int64_t)
{
    return needsInputs(8, [core = ConvolutionCore()](Context& context) { return runQLinearConv(context, core); });
}

} // namespace

std::vector<Registration> quantizedConvolutionOperators()
{
    return {
        {"ConvInteger", {makeConvInteger}},
        {"QLinearConv", {makeQLinearConv}},
        {"com.microsoft.QLinearConv", {makeQLinearConv}},
    };
}

} // namespace qscope::ops
