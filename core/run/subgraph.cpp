// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/subgraph.h"

#include "core/run/instance.h"

namespace qscope::run {

namespace {

Result<std::vector<Tensor>> runInner(Instance& instance, const ops::Context& context, std::span<const Tensor> formal)
{
    std::vector<Tensor> inputs(formal.begin(), formal.end());
    for (const Capture& capture : instance.graph().captures)
        inputs.push_back(toPlain(context.input(capture.outerInput)));
    QS_ASSIGN(const Values values, instance.run(inputs));
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

void Subgraphs::install(ops::Context& context) const
{
    if (m_instances.empty())
        return;
    context.runSubgraph = [this, &context](std::string_view attribute,
                                           std::span<const Tensor> formal) -> Result<std::vector<Tensor>> {
        const auto it = m_instances.find(attribute);
        if (it == m_instances.end())
            return context.error(ErrorCode::InvalidArgument, "has no graph '" + std::string(attribute) + "'");
        return runInner(*it->second, context, formal);
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
