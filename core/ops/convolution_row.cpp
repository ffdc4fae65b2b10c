// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/stripes.h"
#include "core/ops/convolution.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

/// One convolution of the row.
struct Part {
    Node node;
    Kernel kernel;
    size_t firstInput = 0; ///< of the row's inputs: its weight; those after it follow
    size_t inputs = 0;     ///< how many, its first one included

    size_t weight() const { return firstInput; }
    bool hasBias(const Context& ctx) const { return inputs > 2 && ctx.has(firstInput + 1); }
    size_t summand() const { return firstInput + 2; } ///< if it adds to its output
};

/// Parts that are computed together; a single one by its own kernel.
struct Segment {
    size_t first = 0;
    size_t count = 1;
    Shape y;
    std::shared_ptr<kernels::Stripes> stripes;
};

/// What the shapes of a run come to; nothing where a part has to say what is wrong with them.
std::vector<kernels::Stripes::Layer> layersFor(Context& ctx, const std::vector<Part>& parts)
{
    if (!ctx.has(0) || ctx.input(0).type() != DType::Float32)
        return {};
    std::vector<kernels::Stripes::Layer> layers;
    Shape x = ctx.input(0).shape();
    for (const Part& part : parts) {
        if (!ctx.has(part.weight()))
            return {};
        const Tensor& w = ctx.input(part.weight());
        const int64_t groups = part.node.intAttribute("group", 1);
        const bool fits = w.type() == DType::Float32 && x.size() == 4 && w.rank() == 4 && groups >= 1
                          && x[1] == w.dim(1) * groups && w.dim(0) % groups == 0;
        if (!fits)
            return {};
        Context inner(part.node, ctx.pool());
        auto geometry = directGeometry(inner, groups, x, w.shape());
        if (!geometry.ok())
            return {};
        geometry->spec.finish = finishOf(part.node);
        x = geometry->y;
        layers.push_back({std::move(geometry->spec), w.shape(), std::move(geometry->y)});
    }
    return layers;
}

class ConvolutionRow {
public:
    explicit ConvolutionRow(std::vector<Part> parts) : m_parts(std::move(parts)) {}

    Status operator()(Context& ctx)
    {
        if (m_segments.empty() || ctx.input(0).shape() != m_lastX)
            plan(ctx);
        Tensor x = ctx.input(0);
        bool ownsX = false;
        for (const Segment& segment : m_segments) {
            QS_ASSIGN(x, segment.stripes ? runStripes(ctx, segment, x) : runPart(ctx, segment.first, x, ownsX));
            ownsX = true;
        }
        ctx.setOutput(0, std::move(x));
        return {};
    }

private:
    void plan(Context& ctx)
    {
        m_lastX = ctx.input(0).shape();
        m_segments.clear();
        const auto layers = layersFor(ctx, m_parts);
        const auto inputOf = [&](size_t k) { return k == 0 ? m_lastX : layers[k - 1].y; };
        for (size_t first = 0; first < m_parts.size();) {
            size_t end = first + 1;
            while (!layers.empty() && end < m_parts.size() && summandFits(ctx, end, layers[end].y)
                   && kernels::Stripes::worthJoining(layers[end - 1], inputOf(end - 1), layers[end]))
                ++end;
            Segment segment{first, end - first, {}, nullptr};
            if (segment.count > 1) {
                segment.y = layers[end - 1].y;
                segment.stripes = std::make_shared<kernels::Stripes>(
                    inputOf(first), std::vector<kernels::Stripes::Layer>(
                                        layers.begin() + static_cast<std::ptrdiff_t>(first),
                                        layers.begin() + static_cast<std::ptrdiff_t>(end)));
            }
            m_segments.push_back(std::move(segment));
            first = end;
        }
    }

    bool summandFits(const Context& ctx, size_t index, const Shape& y) const
    {
        const Part& part = m_parts[index];
        return part.inputs <= 3 || (ctx.has(part.summand()) && ctx.input(part.summand()).shape() == y);
    }

    Result<Tensor> runStripes(Context& ctx, const Segment& segment, const Tensor& input)
    {
        std::vector<kernels::Stripes::Operands> operands;
        for (size_t i = segment.first; i < segment.first + segment.count; ++i) {
            const Part& part = m_parts[i];
            operands.push_back({&ctx.input(part.weight()),
                                part.hasBias(ctx) ? &ctx.input(part.firstInput + 1) : nullptr});
        }
        const Part& last = m_parts[segment.first + segment.count - 1];
        QS_ASSIGN(const Tensor x, channelsLastInput(ctx, input));
        Tensor y;
        if (last.inputs > 3) {
            QS_ASSIGN(y, memoryForSum(ctx, last.summand(), segment.y));
        } else {
            y = ctx.allocate(DType::Float32, segment.y, preferredLayout(segment.y));
        }
        const Status status = segment.stripes->run(x, operands, y, workspaceOf(ctx));
        if (!status.ok())
            return ctx.error(status.error().code, status.error().message);
        return y;
    }

    Result<Tensor> runPart(Context& ctx, size_t index, const Tensor& x, bool ownsX)
    {
        const Part& part = m_parts[index];
        Context inner(part.node, ctx.pool());
        inner.inputs = {x};
        inner.reusable = {ownsX || (index == 0 && ctx.reusable[0])};
        inner.constant = {false};
        for (size_t i = part.firstInput; i < part.firstInput + part.inputs - 1; ++i) {
            inner.inputs.push_back(std::move(ctx.inputs[i])); // nobody else reads it, so it can be written over
            inner.reusable.push_back(ctx.reusable[i]);
            inner.constant.push_back(ctx.isConstant(i));
        }
        inner.outputs.resize(1);
        QS_RETURN_IF_ERROR(part.kernel(inner));
        return std::move(inner.outputs.front());
    }

    std::vector<Part> m_parts;
    Shape m_lastX;
    std::vector<Segment> m_segments;
};

} // namespace

Result<Kernel> makeConvolutionRow(const std::vector<Node>& parts, int64_t opset)
{
    std::vector<Part> made;
    size_t next = 1;
    for (const Node& node : parts) {
        Part part{node, {}, next, node.inputs.size()};
        QS_ASSIGN(part.kernel, findOperator({}, "Conv")->make(node, opset));
        next += node.inputs.size() - 1;
        made.push_back(std::move(part));
    }
    return Kernel(ConvolutionRow(std::move(made)));
}

} // namespace qscope::ops
