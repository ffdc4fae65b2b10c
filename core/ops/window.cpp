// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/window.h"

#include <algorithm>

#include "core/kernels/kernels.h"

namespace qscope::ops {

Result<Window> Window::read(const Context& ctx, size_t spatial, std::vector<int64_t> kernelShape)
{
    const Node& node = ctx.node();
    Window w;
    w.kernel = kernelShape.empty() ? node.intsAttribute("kernel_shape") : std::move(kernelShape);
    w.strides = node.intsAttribute("strides");
    w.dilations = node.intsAttribute("dilations");
    const auto pads = node.intsAttribute("pads");
    w.autoPad = node.stringAttribute("auto_pad", "NOTSET");
    w.ceilMode = node.intAttribute("ceil_mode", 0) != 0;
    if (w.strides.empty())
        w.strides.assign(spatial, 1);
    if (w.dilations.empty())
        w.dilations.assign(spatial, 1);
    if (pads.empty()) {
        w.padBegin.assign(spatial, 0);
        w.padEnd.assign(spatial, 0);
    } else if (pads.size() == 2 * spatial) {
        w.padBegin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(spatial));
        w.padEnd.assign(pads.begin() + static_cast<std::ptrdiff_t>(spatial), pads.end());
    }
    const auto bad = [&](const std::vector<int64_t>& v, int64_t least) {
        return v.size() != spatial || std::any_of(v.begin(), v.end(), [&](int64_t x) { return x < least || x > 1 << 24; });
    };
    if (bad(w.kernel, 1) || bad(w.strides, 1) || bad(w.dilations, 1) || bad(w.padBegin, 0) || bad(w.padEnd, 0))
        return ctx.error(ErrorCode::InvalidArgument, "kernel_shape, strides, dilations or pads do not fit "
                                                         + std::to_string(spatial) + " spatial dimensions");
    return w;
}

int64_t Window::outputExtent(size_t i, int64_t input) const
{
    const int64_t extent = (kernel[i] - 1) * dilations[i] + 1;
    const int64_t room = input + padBegin[i] + padEnd[i] - extent;
    if (room < 0)
        return 0;
    if (!ceilMode)
        return room / strides[i] + 1;
    const int64_t out = (room + strides[i] - 1) / strides[i] + 1;
    // A window must start inside the input or its leading padding.
    return (out - 1) * strides[i] >= input + padBegin[i] ? out - 1 : out;
}

void Window::resolvePadding(const Shape& input)
{
    if (autoPad == "NOTSET" || autoPad.empty())
        return;
    for (size_t i = 0; i < kernel.size(); ++i) {
        padBegin[i] = padEnd[i] = 0;
        if (autoPad == "VALID")
            continue;
        const int64_t extent = (kernel[i] - 1) * dilations[i] + 1;
        const int64_t in = input[i + 2];
        const int64_t out = (in + strides[i] - 1) / strides[i];
        const int64_t total = std::max<int64_t>(0, (out - 1) * strides[i] + extent - in);
        (autoPad == "SAME_LOWER" ? padEnd : padBegin)[i] = total / 2;
        (autoPad == "SAME_LOWER" ? padBegin : padEnd)[i] = total - total / 2;
    }
}

Layout preferredLayout(const Shape& shape)
{
    return kernels::layoutsCoincide(shape) ? Layout::Plain : Layout::ChannelsLast;
}

Tensor asLayout(const Tensor& x, Layout layout)
{
    return x.layout() == layout ? x : Tensor(x.type(), x.shape(), x.buffer(), layout);
}

Result<Tensor> channelsLastInput(Context& ctx, const Tensor& x)
{
    if (x.layout() == Layout::ChannelsLast || kernels::layoutsCoincide(x.shape()))
        return asLayout(x, Layout::ChannelsLast);
    Tensor out = ctx.allocate(x.type(), x.shape(), Layout::ChannelsLast);
    QS_RETURN_IF_ERROR(kernels::reorder(x, out));
    return out;
}

} // namespace qscope::ops
