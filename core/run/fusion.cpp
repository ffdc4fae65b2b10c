// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/fusion.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/graph/convolution_fold.h"
#include "core/graph/structures.h"
#include "core/ops/context.h"

namespace qscope::run {

namespace {

bool isFolded(const Graph& graph, const Node& node)
{
    return std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId out) {
        return !out.valid() || graph.value(out).constant.has_value();
    });
}

const Tensor* constantOf(const Graph& graph, ValueId id)
{
    return id.valid() && graph.value(id).constant ? &*graph.value(id).constant : nullptr;
}

/// A made-up node at the place and under the name of the last one it replaces.
Step stepFor(const Graph& graph, const Structure& s, std::string op, std::string domain, int64_t opset)
{
    Step step;
    step.nodes = s.nodes;
    step.id = s.nodes.back();
    step.node.name = graph.node(step.id).name;
    step.node.op = std::move(op);
    step.node.domain = std::move(domain);
    step.node.inputs = {s.inputs.front()};
    step.node.outputs = {s.output};
    step.opset = opset;
    return step;
}

std::optional<Step> activation(const Graph& graph, const Structure& s)
{
    if (s.inputs.size() != 1)
        return std::nullopt;
    switch (s.kind) {
    case StructureKind::Gelu: {
        if (s.gelu == GeluForm::Sigmoid)
            return stepFor(graph, s, "QuickGelu", "com.microsoft", 1);
        Step step = stepFor(graph, s, "Gelu", {}, 20);
        step.node.attributes["approximate"] = std::string(s.gelu == GeluForm::Tanh ? "tanh" : "none");
        return step;
    }
    case StructureKind::Silu: {
        Step step = stepFor(graph, s, "QuickGelu", "com.microsoft", 1);
        step.node.attributes["alpha"] = 1.F;
        return step;
    }
    case StructureKind::HardSwish: return stepFor(graph, s, "HardSwish", {}, 14);
    case StructureKind::Mish: return stepFor(graph, s, "Mish", {}, 18);
    default: return std::nullopt;
    }
}

/// Only over the last axis, with a scale.
std::optional<Step> layerNorm(const Graph& graph, const Structure& s)
{
    const Tensor* scale = constantOf(graph, s.scale);
    const Tensor* shift = constantOf(graph, s.shift);
    const auto isVector = [](const Tensor& t) { return t.rank() >= 1 && t.dim(t.rank() - 1) == t.size(); };
    if (s.inputs.size() != 1 || s.axes.size() != 1 || !scale || !isVector(*scale)
        || (s.shift.valid() && (!shift || shift->size() != scale->size() || !isVector(*shift))))
        return std::nullopt;
    Step step = stepFor(graph, s, "LayerNormalization", {}, 17);
    step.node.attributes["axis"] = int64_t(-1);
    step.node.attributes["epsilon"] = static_cast<float>(s.epsilon);
    step.node.inputs.push_back(s.scale);
    if (s.shift.valid())
        step.node.inputs.push_back(s.shift);
    return step;
}

/// The layer with its bias as third input, which MatMul takes here too.
std::optional<Step> biased(const Graph& graph, const Structure& s)
{
    const Node& layer = graph.node(s.layer);
    const Tensor* bias = constantOf(graph, s.shift);
    const bool isKnown = layer.domain.empty() && (layer.op == "MatMul" || layer.op == "Conv");
    if (!isKnown || layer.inputs.size() != 2 || !bias || bias->type() != DType::Float32
        || layer.inputs[0] == s.shift)
        return std::nullopt;
    Step step{layer, s.layer, s.nodes, {{}, {}, bias->reshaped({bias->size()})}, graph.opset(), false};
    step.node.inputs.push_back(s.shift);
    step.node.outputs = {s.output};
    return step;
}

/// A convolution with what follows it in its weight and bias.
Step foldedConvolution(const Graph& graph, const ConvolutionFold& fold)
{
    const Node& layer = graph.node(fold.layer());
    Step step{layer, fold.layer(), fold.nodes(), {{}, fold.sharedWeight(), fold.bias()}, graph.opset(), true};
    // The third input is a constant of the step's own, whatever it is called.
    step.node.inputs = {layer.inputs[0], layer.inputs[1], layer.inputs[1]};
    step.node.outputs = {fold.output()};
    return step;
}

std::optional<Step> fused(const Graph& graph, const Structure& s)
{
    if (s.isSingleOperator())
        return std::nullopt;
    switch (s.kind) {
    case StructureKind::LayerNorm: return layerNorm(graph, s);
    case StructureKind::BiasAdd: return biased(graph, s);
    default: return activation(graph, s);
    }
}

bool isKnown(const Step& step) { return ops::findOperator(step.node.domain, step.node.op) != nullptr; }

/// Folds first: the quantizers rely on them. Then larger structures before smaller ones.
std::vector<Step> structureSteps(const Graph& graph)
{
    std::vector<Structure> structures = findStructures(graph);
    std::stable_sort(structures.begin(), structures.end(),
                     [](const Structure& a, const Structure& b) { return a.nodes.size() > b.nodes.size(); });
    std::vector<bool> taken(graph.nodes.size(), false);
    std::vector<Step> steps;
    for (const ConvolutionFoldPtr& fold : findConvolutionFolds(graph)) {
        for (const NodeId id : fold->nodes())
            taken[id.index()] = true;
        steps.push_back(foldedConvolution(graph, *fold));
    }
    for (const Structure& s : structures) {
        const bool isFree = std::none_of(s.nodes.begin(), s.nodes.end(), [&](NodeId id) { return taken[id.index()]; });
        std::optional<Step> step = isFree ? fused(graph, s) : std::nullopt;
        if (!step || !isKnown(*step))
            continue;
        for (const NodeId id : s.nodes)
            taken[id.index()] = true;
        steps.push_back(std::move(*step));
    }
    return steps;
}

std::vector<Step> orderedSteps(const Graph& graph)
{
    std::vector<Step> made = structureSteps(graph);
    std::vector<Step*> endsAt(graph.nodes.size(), nullptr);
    std::vector<bool> inside(graph.nodes.size(), false);
    for (Step& step : made) {
        endsAt[step.nodes.back().index()] = &step;
        for (const NodeId id : step.nodes)
            inside[id.index()] = true;
    }
    std::vector<Step> steps;
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        if (node.body >= 0)
            continue; // runs with its owner
        if (endsAt[i])
            steps.push_back(std::move(*endsAt[i]));
        else if (!inside[i] && !isFolded(graph, node))
            steps.push_back({node, NodeId(i), {NodeId(i)}, {}, graph.opset(node.domain), false});
    }
    return steps;
}

/// Joins to convolutions, and to batch normalizations that no convolution took, what follows them.
class ConvolutionEnds {
public:
    ConvolutionEnds(const Graph& graph, std::vector<Step> steps)
        : m_graph(graph), m_steps(std::move(steps)), m_readers(graph.values.size()),
          m_isOutput(graph.values.size(), false), m_isResidual(graph.nodes.size(), false)
    {
        for (size_t i = 0; i < m_steps.size(); ++i) {
            for (const ValueId in : m_steps[i].node.inputs) {
                if (in.valid())
                    m_readers[in.index()].push_back(i);
            }
        }
        for (const ValueId out : graph.outputs)
            m_isOutput[out.index()] = true;
        for (const Structure& s : findStructures(graph)) {
            if (s.kind == StructureKind::ResidualAdd)
                m_isResidual[s.nodes.back().index()] = true;
        }
    }

    std::vector<Step> join()
    {
        std::vector<bool> gone(m_steps.size(), false);
        // From the back: of two convolutions that are added, the later takes the other's result as summand.
        for (size_t i = m_steps.size(); i-- > 0;) {
            const Node& node = m_steps[i].node;
            if (gone[i] || !node.domain.empty() || (node.op != "Conv" && node.op != "BatchNormalization")
                || node.outputs.size() != 1)
                continue;
            size_t at = i;
            for (size_t next = onlyReader(m_steps[at]); next < m_steps.size(); next = onlyReader(m_steps[at])) {
                if (gone[next] || !takesIn(m_steps[at], m_steps[next]))
                    break;
                // The joined step runs where the last of its nodes ran: everything it reads is there.
                m_steps[next] = std::move(m_steps[at]);
                gone[at] = true;
                at = next;
            }
        }
        std::vector<Step> kept;
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (!gone[i])
                kept.push_back(std::move(m_steps[i]));
        }
        return kept;
    }

private:
    size_t onlyReader(const Step& step) const
    {
        const ValueId out = step.node.outputs[0];
        if (!out.valid() || m_isOutput[out.index()] || m_readers[out.index()].size() != 1)
            return m_steps.size();
        return m_readers[out.index()][0];
    }

    /// Makes `conv` do the work of `next` too, if it can.
    bool takesIn(Step& conv, const Step& next) const
    {
        if (next.node.outputs.size() != 1 || conv.node.hasAttribute(ops::FusedActivation))
            return false;
        if (conv.node.op == "BatchNormalization" && (next.node.op != "Relu" || !next.node.domain.empty()))
            return false;
        const bool taken = next.node.op == "Add" ? takeSummand(conv, next) : takeActivation(conv, next);
        if (!taken)
            return false;
        conv.nodes.insert(conv.nodes.end(), next.nodes.begin(), next.nodes.end());
        conv.node.outputs = next.node.outputs;
        return true;
    }

    bool takeSummand(Step& conv, const Step& next) const
    {
        const auto& inputs = next.node.inputs;
        if (!next.node.domain.empty() || conv.node.inputs.size() > 3 || inputs.size() != 2
            || !m_isResidual[next.id.index()])
            return false;
        const ValueId other = inputs[0] == conv.node.outputs[0] ? inputs[1] : inputs[0];
        if (!other.valid() || m_graph.value(other).constant || other == conv.node.outputs[0])
            return false;
        conv.node.inputs.resize(3);
        conv.node.inputs.push_back(other);
        return true;
    }

    bool takeActivation(Step& conv, const Step& next) const
    {
        const Node& node = next.node;
        const bool isSwish = node.domain == "com.microsoft" && node.op == "QuickGelu";
        if (!isSwish && !node.domain.empty())
            return false;
        float alpha = 0;
        float beta = 0;
        if (isSwish) {
            alpha = node.floatAttribute("alpha", 1.702F);
        } else if (node.op == "LeakyRelu") {
            alpha = node.floatAttribute("alpha", 0.01F);
        } else if (node.op == "Clip") {
            if (!limitsOf(next, alpha, beta))
                return false;
        } else if (node.op != "Relu" && node.op != "HardSwish") {
            return false;
        }
        conv.node.attributes[std::string(ops::FusedActivation)] = node.op;
        conv.node.attributes[std::string(ops::FusedAlpha)] = alpha;
        conv.node.attributes[std::string(ops::FusedBeta)] = beta;
        return true;
    }

    bool limitsOf(const Step& clip, float& low, float& high) const
    {
        low = std::numeric_limits<float>::lowest();
        high = std::numeric_limits<float>::max();
        if (clip.opset < 11) {
            low = clip.node.floatAttribute("min", low);
            high = clip.node.floatAttribute("max", high);
        }
        for (size_t i = 1; clip.opset >= 11 && i < clip.node.inputs.size(); ++i) {
            const ValueId id = clip.node.inputs[i];
            if (!id.valid())
                continue;
            const Tensor* limit = constantOf(m_graph, id);
            if (!limit || limit->type() != DType::Float32 || limit->size() != 1)
                return false;
            (i == 1 ? low : high) = limit->data<float>()[0];
        }
        return low <= high;
    }

    const Graph& m_graph;
    std::vector<Step> m_steps;
    std::vector<std::vector<size_t>> m_readers; ///< by value: steps
    std::vector<bool> m_isOutput;               ///< by value
    std::vector<bool> m_isResidual;             ///< by node: the sum of a residual
};

/// Joins convolutions of which each alone reads what the one before it made.
class ConvolutionRows {
public:
    ConvolutionRows(const Graph& graph, std::vector<Step> steps)
        : m_steps(std::move(steps)), m_reads(graph.values.size(), 0), m_readBy(graph.values.size(), 0)
    {
        for (size_t i = 0; i < m_steps.size(); ++i) {
            for (const ValueId in : m_steps[i].node.inputs) {
                if (in.valid()) {
                    ++m_reads[in.index()];
                    m_readBy[in.index()] = i;
                }
            }
        }
        for (const ValueId out : graph.outputs)
            m_reads[out.index()] += 2;
    }

    std::vector<Step> join()
    {
        std::vector<bool> gone(m_steps.size(), false);
        for (size_t i = 0; i < m_steps.size(); ++i) {
            std::vector<size_t> row;
            for (size_t at = i; !gone[at] && isConvolution(m_steps[at]); at = next(at)) {
                row.push_back(at);
                if (!goesOn(at))
                    break;
            }
            if (row.size() < 2)
                continue;
            Step joined = joinedStep(row);
            for (const size_t at : row)
                gone[at] = true;
            // It runs where the last of them ran: everything it reads is there.
            gone[row.back()] = false;
            m_steps[row.back()] = std::move(joined);
        }
        std::vector<Step> kept;
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (!gone[i])
                kept.push_back(std::move(m_steps[i]));
        }
        return kept;
    }

private:
    static bool isConvolution(const Step& step)
    {
        return step.row.empty() && step.node.domain.empty() && step.node.op == "Conv" && step.node.outputs.size() == 1
               && step.node.outputs[0].valid() && step.node.inputs.size() >= 2 && step.node.inputs[0].valid();
    }
    size_t next(size_t at) const { return m_readBy[m_steps[at].node.outputs[0].index()]; }
    bool goesOn(size_t at) const
    {
        const ValueId out = m_steps[at].node.outputs[0];
        return m_reads[out.index()] == 1 && m_steps[next(at)].node.inputs[0] == out;
    }

    Step joinedStep(const std::vector<size_t>& row)
    {
        const Step& last = m_steps[row.back()];
        Step joined{last.node, last.id, {}, {}, last.opset, false};
        joined.node.attributes.clear();
        joined.node.inputs = {m_steps[row.front()].node.inputs[0]};
        joined.constants.resize(1);
        for (const size_t at : row) {
            Step& part = m_steps[at];
            joined.nodes.insert(joined.nodes.end(), part.nodes.begin(), part.nodes.end());
            joined.node.inputs.insert(joined.node.inputs.end(), part.node.inputs.begin() + 1, part.node.inputs.end());
            part.constants.resize(part.node.inputs.size());
            joined.constants.insert(joined.constants.end(), part.constants.begin() + 1, part.constants.end());
        }
        for (const size_t at : row)
            joined.row.push_back(std::move(m_steps[at]));
        return joined;
    }

    std::vector<Step> m_steps;
    std::vector<int> m_reads;     ///< by value
    std::vector<size_t> m_readBy; ///< by value: the last step that does
};

} // namespace

std::vector<Step> planSteps(const Graph& graph, Fusion fusion)
{
    std::vector<Step> steps = orderedSteps(graph);
    if (fusion == Fusion::Structures)
        return steps;
    return ConvolutionRows(graph, ConvolutionEnds(graph, std::move(steps)).join()).join();
}

std::vector<bool> hiddenValues(const Graph& graph)
{
    std::vector<bool> hidden(graph.values.size(), false);
    for (const Step& step : structureSteps(graph)) {
        for (const NodeId id : step.nodes) {
            for (const ValueId out : graph.node(id).outputs) {
                if (out.valid() && out != step.node.outputs[0])
                    hidden[out.index()] = true;
            }
        }
    }
    return hidden;
}

} // namespace qscope::run
