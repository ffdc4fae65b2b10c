// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/subgraph.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/run/instance.h"

namespace qscope::run {

namespace {

/// What a run of a body takes over from the run around it.
struct InnerOptions {
    InnerOptions(const RunOptions& outer, const Surroundings& here) : around(here)
    {
        options.control = outer.control;
        if (here.body < 0)
            return; // nobody shows it
        options.around = &around;
        const Body& body = here.graph->bodies[static_cast<size_t>(here.body)];
        if (here.watch) {
            watch = [this, &body](ValueId id, const Tensor& tensor) {
                const ValueId shown = body.values[id.index()];
                const bool isOwn = around.graph->value(shown).body == around.body; // others have been seen outside
                return isOwn ? (*around.watch)(shown, tensor) : Status{};
            };
            options.watch = &watch;
        }
        if (here.overrides) {
            for (const NodeId node : body.nodes)
                overrides.push_back(node.index() < here.overrides->size() ? (*here.overrides)[node.index()] : nullptr);
            options.overrides = &overrides;
        }
    }
    InnerOptions(const InnerOptions&) = delete;
    InnerOptions& operator=(const InnerOptions&) = delete;

    Surroundings around;
    Watch watch;
    Overrides overrides;
    RunOptions options;
};

/// The body of `owner` (a node of the graph that `options` run) that is shown in the outermost graph.
Surroundings surroundingsOf(const Graph& graph, NodeId owner, std::string_view attribute, const RunOptions& options)
{
    Surroundings around =
        options.around ? *options.around : Surroundings{&graph, -1, options.overrides, options.watch};
    const NodeId shown =
        around.body < 0 ? owner : around.graph->bodies[static_cast<size_t>(around.body)].nodes[owner.index()];
    const auto& bodies = around.graph->bodies;
    const auto it = std::find_if(bodies.begin(), bodies.end(), [&](const Body& body) {
        return body.owner == shown && body.attribute == attribute;
    });
    around.body = it == bodies.end() ? -1 : static_cast<int32_t>(it - bodies.begin());
    return around;
}

Result<std::vector<Tensor>> runInner(Instance& instance, const ops::Context& context, std::span<const Tensor> formal,
                                     const RunOptions& options)
{
    if (options.control && options.control->stopRequested())
        return RunControl::cancelled();
    std::vector<Tensor> inputs(formal.begin(), formal.end());
    for (const Capture& capture : instance.graph().captures)
        inputs.push_back(toPlain(context.input(capture.outerInput)));
    QS_ASSIGN(const Values values, instance.run(inputs, options));
    std::vector<Tensor> outputs;
    for (const ValueId out : instance.graph().outputs)
        outputs.push_back(values[out.index()]);
    return outputs;
}

} // namespace

Subgraphs::Subgraphs() = default;
Subgraphs::~Subgraphs() = default;
Subgraphs::Subgraphs(Subgraphs&&) noexcept = default;
Subgraphs& Subgraphs::operator=(Subgraphs&&) noexcept = default;

Result<Subgraphs> Subgraphs::create(const Node& node, int threads)
{
    Subgraphs all;
    for (const auto& [name, value] : node.attributes) {
        if (const auto* graph = std::get_if<SubgraphPtr>(&value)) {
            QS_ASSIGN(all.m_instances[name], Instance::create(*graph, threads));
        }
    }
    return all;
}

int64_t Subgraphs::touched() const
{
    int64_t sum = 0;
    for (const auto& [attribute, instance] : m_instances)
        sum += instance->touched();
    return sum;
}

void Subgraphs::install(ops::Context& context, const Graph& graph, NodeId owner, const RunOptions& options) const
{
    if (m_instances.empty())
        return;
    context.runSubgraph = [this, &context, &graph, owner, &options](
                              std::string_view attribute,
                              std::span<const Tensor> formal) -> Result<std::vector<Tensor>> {
        const auto it = m_instances.find(attribute);
        if (it == m_instances.end())
            return context.error(ErrorCode::InvalidArgument,
                                 filled(say("Engine", "has no graph '%1'"), attribute));
        const InnerOptions inner(options, surroundingsOf(graph, owner, attribute, options));
        return runInner(*it->second, context, formal, inner.options);
    };
}

Status foldSubgraphs(const Graph& graph, Node& node)
{
    for (auto& [name, value] : node.attributes) {
        auto* pointer = std::get_if<SubgraphPtr>(&value);
        if (!pointer)
            continue;
        auto inner = std::make_shared<Graph>(**pointer);
        std::vector<Capture> captures;
        inner->inputs.resize(inner->inputs.size() - inner->captures.size());
        for (const Capture& capture : inner->captures) {
            const auto& constant = graph.value(node.inputs[capture.outerInput]).constant;
            inner->value(capture.inner).constant = constant;
            if (constant)
                continue;
            captures.push_back(capture);
            inner->inputs.push_back(capture.inner);
        }
        inner->captures = std::move(captures);
        QS_RETURN_IF_ERROR(foldConstants(*inner));
        *pointer = std::move(inner);
    }
    return {};
}

} // namespace qscope::run
