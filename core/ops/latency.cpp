// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/latency.h"

#include <algorithm>

#include "core/ops/context.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

Error unsupported(const Node& node, const std::string& why)
{
    return Error{ErrorCode::Unsupported, "the time of " + node.op + " cannot be measured: " + why, node.name};
}

Result<kernels::Latency> convolution(const Node& node, const Shape& x, const Shape& w)
{
    if (x.size() < 3 || x.size() > 5 || w.size() != x.size())
        return unsupported(node, "its shapes are not those of a convolution");
    BufferPool pool;
    const Context ctx(node, pool);
    QS_ASSIGN(Window window, Window::read(ctx, x.size() - 2, {w.begin() + 2, w.end()}));
    window.resolvePadding(x);
    Shape y{x[0], w[0]};
    for (size_t i = 0; i + 2 < x.size(); ++i)
        y.push_back(window.outputExtent(i, x[i + 2]));
    if (elementCount(y) <= 0)
        return unsupported(node, "its output is empty");
    kernels::ConvolutionSpec spec{window.strides, window.dilations, window.padBegin, window.padEnd,
                                  node.intAttribute("group", 1), false, false, {}};
    if (spec.groups < 1 || w[0] % spec.groups != 0 || w[1] * spec.groups != x[1])
        return unsupported(node, "its channels do not fit");
    return kernels::convolutionLatency(spec, x, w, y);
}

Result<kernels::Latency> product(const Node& node, Shape a, Shape b, bool constant)
{
    if (a.size() < 2 || b.size() < 2)
        return unsupported(node, "it multiplies vectors");
    if (node.intAttribute("transA", 0) != 0)
        std::swap(a[a.size() - 1], a[a.size() - 2]);
    if (node.intAttribute("transB", 0) != 0)
        std::swap(b[b.size() - 1], b[b.size() - 2]);
    if (b.size() == 2) { // rows of all samples follow each other
        int64_t rows = 1;
        for (size_t i = 0; i + 1 < a.size(); ++i)
            rows *= a[i];
        a = {rows, a.back()};
    }
    if (a.size() != b.size() || a.back() != b[b.size() - 2] || elementCount(a) == 0 || elementCount(b) == 0)
        return unsupported(node, "its shapes do not fit");
    return kernels::productLatency(a, b, constant && b.size() == 2);
}

} // namespace

Result<kernels::Latency> measureLatency(const Node& node, const std::vector<Shape>& inputs, bool weightIsConstant)
{
    if (inputs.size() < 2)
        return unsupported(node, "it has no two inputs");
    if (node.op == "Conv" || node.op == "FusedConv")
        return convolution(node, inputs[0], inputs[1]);
    if (node.op == "MatMul" || node.op == "Gemm" || node.op == "FusedGemm")
        return product(node, inputs[0], inputs[1], weightIsConstant);
    return unsupported(node, "it is neither a convolution nor a product");
}

} // namespace qscope::ops
