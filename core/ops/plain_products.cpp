// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/plain_products.h"

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

bool isNotFloat32(const Context& context)
{
    return context.has(0) && context.input(0).type() != DType::Float32;
}

/// alpha A B + beta C, C broadcast to [m, n].
template <class T>
void multiplyMatrices(const Context& context, bool transA, bool transB, Tensor& y)
{
    const Tensor& a = context.input(0);
    const Tensor& b = context.input(1);
    const int64_t m = y.dim(0), n = y.dim(1), k = a.dim(transA ? 0 : 1);
    using W = std::conditional_t<std::is_floating_point_v<T>, double, Wrapping<T>>;
    const auto alpha = static_cast<double>(context.node().floatAttribute("alpha", 1.0f));
    const auto beta = static_cast<double>(context.node().floatAttribute("beta", 1.0f));
    const bool hasC = context.has(2);
    const Shape c = hasC ? context.input(2).shape() : Shape{};
    const bool perRow = c.size() == 2 && c[0] != 1, perColumn = !c.empty() && c.back() != 1;
    parallelItems(m, n * k, [&](int64_t i) {
        for (int64_t j = 0; j < n; ++j) {
            W sum = 0;
            for (int64_t l = 0; l < k; ++l)
                sum += static_cast<W>(a.data<T>()[transA ? l * m + i : i * k + l])
                       * static_cast<W>(b.data<T>()[transB ? j * k + l : l * n + j]);
            // Scaled in double like the factors of the node; without factors integers stay exact.
            T value = alpha == 1 ? static_cast<T>(sum)
                                 : static_cast<T>(alpha * static_cast<double>(static_cast<T>(sum)));
            if (hasC) {
                const T own =
                    context.input(2).data<T>()[(perRow ? i : 0) * (perColumn ? n : 1) + (perColumn ? j : 0)];
                const T scaled = beta == 1 ? own : static_cast<T>(beta * static_cast<double>(own));
                value = static_cast<T>(static_cast<W>(value) + static_cast<W>(scaled));
            }
            y.data<T>()[i * n + j] = value;
        }
    });
}

Status runGemm(Context& context)
{
    const Tensor& a = context.input(0);
    const Tensor& b = context.input(1);
    const bool transA = context.node().intAttribute("transA", 0) != 0;
    const bool transB = context.node().intAttribute("transB", 0) != 0;
    QS_RETURN_IF_ERROR(sameType(context, 0, 1));
    if (a.rank() != 2 || b.rank() != 2 || a.dim(transA ? 0 : 1) != b.dim(transB ? 1 : 0))
        return context.error(ErrorCode::ShapeMismatch,
                             shapeText(a.shape()) + " cannot be multiplied by " + shapeText(b.shape()));
    const Shape shape{a.dim(transA ? 1 : 0), b.dim(transB ? 0 : 1)};
    if (context.has(2)) {
        QS_RETURN_IF_ERROR(sameType(context, 0, 2));
        const Shape& c = context.input(2).shape();
        bool fits = c.size() <= 2;
        for (size_t d = 0; fits && d < c.size(); ++d)
            fits = c[d] == 1 || c[d] == shape[2 - c.size() + d];
        if (!fits)
            return context.error(ErrorCode::ShapeMismatch,
                                 "C " + shapeText(c) + " does not broadcast to " + shapeText(shape));
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, a.type(), shape));
    QS_RETURN_IF_ERROR(visitNumber(context, a.type(), [&](auto tag) -> Status {
        multiplyMatrices<typename decltype(tag)::Type>(context, transA, transB, y);
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makePlainGemm(const Node&, int64_t) { return needsInputs(2, runGemm); }

/// A convolution: output element o and input element i meet under kernel element k when i = o stride - pad +
/// k dilation. For its transpose o and i change places.
struct Relation {
    Window window;
    bool transposed = false;
    int64_t groups = 1;
    Shape x, w, y;
};

/// Padding of a transposed convolution; negative where the output is larger than what the kernel reaches.
Status transposedShape(const Context& context, Relation& r)
{
    const Node& node = context.node();
    std::vector<int64_t> extra = node.intsAttribute("output_padding");
    const std::vector<int64_t> wanted = node.intsAttribute("output_shape");
    const size_t spatial = r.window.kernel.size();
    extra.resize(extra.empty() ? spatial : extra.size(), 0);
    if (extra.size() != spatial || (!wanted.empty() && wanted.size() < spatial))
        return context.error(ErrorCode::InvalidArgument,
                             "output_padding or output_shape has the wrong length");
    Window& w = r.window;
    for (size_t i = 0; i < spatial; ++i) {
        const int64_t full =
            w.strides[i] * (r.x[i + 2] - 1) + extra[i] + (w.kernel[i] - 1) * w.dilations[i] + 1;
        int64_t out = full - w.padBegin[i] - w.padEnd[i];
        const bool same = w.autoPad == "SAME_UPPER" || w.autoPad == "SAME_LOWER";
        if (!wanted.empty() || same) {
            out = wanted.empty() ? r.x[i + 2] * w.strides[i] : wanted[wanted.size() - spatial + i];
            const int64_t total = full - std::clamp<int64_t>(out, 0, full);
            w.padBegin[i] = w.autoPad == "SAME_UPPER" ? total / 2 : total - total / 2;
        }
        if (out < 1)
            return context.error(ErrorCode::ShapeMismatch,
                                 "the output would be empty for input " + shapeText(r.x));
        r.y.push_back(out);
    }
    return {};
}

Result<Relation> relationOf(const Context& context, bool transposed)
{
    Relation r;
    r.transposed = transposed;
    r.groups = context.node().intAttribute("group", 1);
    r.x = context.input(0).shape();
    r.w = context.input(1).shape();
    for (size_t i = 1; i < 3; ++i) {
        if (context.has(i))
            QS_RETURN_IF_ERROR(sameType(context, 0, i));
    }
    const bool ranks = r.x.size() >= 3 && r.w.size() == r.x.size() && r.groups >= 1 && r.groups <= 1 << 24;
    if (!ranks || r.x[1] != (transposed ? r.w[0] : r.w[1] * r.groups) || r.w[0] % r.groups != 0
        || r.w[0] == 0)
        return context.error(ErrorCode::ShapeMismatch,
                             "input " + shapeText(r.x) + " has not the channels of weight " + shapeText(r.w)
                                 + " with group = " + std::to_string(r.groups));
    r.y = {r.x[0], transposed ? r.w[1] * r.groups : r.w[0]};
    if (context.has(2) && context.input(2).shape() != Shape{r.y[1]})
        return context.error(ErrorCode::ShapeMismatch, "the bias has not one value per output channel");
    QS_ASSIGN(r.window, Window::read(context, r.x.size() - 2, {r.w.begin() + 2, r.w.end()}));
    if (transposed) {
        QS_RETURN_IF_ERROR(transposedShape(context, r));
        return r;
    }
    r.window.resolvePadding(r.x);
    for (size_t i = 0; i < r.window.kernel.size(); ++i) {
        r.y.push_back(r.window.outputExtent(i, r.x[i + 2]));
        if (r.y.back() < 1)
            return context.error(ErrorCode::ShapeMismatch,
                                 "the kernel is larger than the padded input " + shapeText(r.x));
    }
    return r;
}

/// Pairs (offset in the input channel, offset in the kernel) that make up one element of the output channel.
std::vector<std::pair<int64_t, int64_t>> sourcesOf(const Relation& r, int64_t place)
{
    const Window& w = r.window;
    std::vector<int64_t> position(w.kernel.size());
    for (size_t d = position.size(); d-- > 0; place /= r.y[d + 2])
        position[d] = place % r.y[d + 2];
    std::vector<std::pair<int64_t, int64_t>> sources{{0, 0}};
    for (size_t d = 0; d < position.size(); ++d) {
        std::vector<std::pair<int64_t, int64_t>> next;
        for (int64_t k = 0; k < w.kernel[d]; ++k) {
            int64_t i = position[d] * w.strides[d] - w.padBegin[d] + k * w.dilations[d];
            if (r.transposed) {
                const int64_t scaled = position[d] + w.padBegin[d] - k * w.dilations[d];
                i = scaled >= 0 && scaled % w.strides[d] == 0 ? scaled / w.strides[d] : -1;
            }
            if (i < 0 || i >= r.x[d + 2])
                continue;
            for (const auto& [from, kernel] : sources)
                next.emplace_back(from * r.x[d + 2] + i, kernel * w.kernel[d] + k);
        }
        sources = std::move(next);
    }
    return sources;
}

template <class T>
void convolve(const Context& context, const Relation& r, Tensor& y)
{
    const Tensor x = toPlain(context.input(0));
    const Tensor w = toPlain(context.input(1));
    const int64_t places = sizeOfRange(r.y, 2, r.y.size()), elements = sizeOfRange(r.x, 2, r.x.size());
    const int64_t kernel = sizeOfRange(r.w, 2, r.w.size());
    const int64_t inputs = r.x[1] / r.groups, outputs = r.y[1] / r.groups;
    parallelItems(places, r.x[0] * r.y[1] * inputs * kernel, [&](int64_t place) {
        const auto sources = sourcesOf(r, place);
        for (int64_t row = 0; row < r.x[0] * r.y[1]; ++row) {
            const int64_t n = row / r.y[1], o = row % r.y[1], group = o / outputs;
            double sum = context.has(2) ? static_cast<double>(context.input(2).data<T>()[o]) : 0.0;
            for (int64_t c = 0; c < inputs; ++c) {
                const T* from = x.data<T>() + (n * r.x[1] + group * inputs + c) * elements;
                const T* weights =
                    w.data<T>()
                    + (r.transposed ? (group * inputs + c) * outputs + o % outputs : o * inputs + c) * kernel;
                for (const auto& [i, k] : sources)
                    sum += static_cast<double>(from[i]) * static_cast<double>(weights[k]);
            }
            y.data<T>()[row * places + place] = static_cast<T>(sum);
        }
    });
}

template <bool Transposed>
Result<Kernel> makePlainConvolution(const Node&, int64_t)
{
    return needsInputs(2, [](Context& context) -> Status {
        QS_ASSIGN(const Relation r, relationOf(context, Transposed));
        QS_ASSIGN(Tensor y, allocateChecked(context, context.input(0).type(), r.y));
        QS_RETURN_IF_ERROR(visitFloating(context, y.type(), [&](auto tag) -> Status {
            convolve<typename decltype(tag)::Type>(context, r, y);
            return {};
        }));
        context.setOutput(0, std::move(y));
        return {};
    });
}

/// output_shape may ask for elements that no input reaches.
bool isUnusualTranspose(const Context& context)
{
    return isNotFloat32(context) || !context.node().intsAttribute("output_shape").empty();
}

} // namespace

std::vector<PlainKernel> plainKernels()
{
    return {
        {"Gemm", makePlainGemm, isNotFloat32},
        {"Conv", makePlainConvolution<false>, isNotFloat32},
        {"ConvTranspose", makePlainConvolution<true>, isUnusualTranspose},
    };
}

} // namespace qscope::ops
