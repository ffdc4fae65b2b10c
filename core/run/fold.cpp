// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/run/fold_later.h"
#include "core/run/instance.h"

namespace qscope::run {

namespace {

constexpr size_t kLargestFolded = size_t(64) << 20;

/// The constants a node reads, or false when it reads anything else.
bool collectConstants(const Graph& graph, const Node& node, ops::Context& ctx, size_t& inputBytes)
{
    for (const ValueId in : node.inputs) {
        ctx.inputs.emplace_back();
        if (!in.valid())
            continue;
        const auto& constant = graph.value(in).constant;
        if (!constant)
            return false;
        ctx.inputs.back() = *constant;
        inputBytes += constant->bytes();
    }
    return true;
}

/// A run can be stopped, folding cannot: loops that may take long are left to the run.
bool isLongLoop(const Graph& graph, const Node& node)
{
    constexpr int64_t longest = 1000;
    if (node.op != "Loop")
        return false;
    const auto* limit = !node.inputs.empty() && node.inputs[0].valid() ? &graph.value(node.inputs[0]).constant : nullptr;
    return !limit || !*limit || (*limit)->type() != DType::Int64 || (*limit)->size() != 1
           || (*limit)->data<int64_t>()[0] > longest;
}

bool keepsAtRunTime(const Graph& graph, const Node& node)
{
    if (node.op.rfind("Random", 0) == 0 || node.op == "Multinomial" || node.op == "Bernoulli"
        || isLongLoop(graph, node))
        return true;
    for (const SubgraphPtr& inner : node.subgraphs()) {
        const auto keeps = [&](const Node& n) {
            const bool nested = node.op != "If" && !n.subgraphs().empty();
            return nested || keepsAtRunTime(*inner, n);
        };
        if (!unknownOperators(*inner).empty() || std::any_of(inner->nodes.begin(), inner->nodes.end(), keeps))
            return true;
    }
    return false;
}

size_t bytesOf(const std::vector<Tensor>& tensors)
{
    size_t bytes = 0;
    for (const Tensor& t : tensors)
        bytes += t.absent() ? 0 : t.bytes();
    return bytes;
}

/// Makes the node's outputs constants.
void store(const ops::Context& ctx, Graph& graph, const Node& node)
{
    for (size_t i = 0; i < node.outputs.size(); ++i) {
        if (!node.outputs[i].valid() || ctx.outputs[i].absent())
            continue;
        Value& value = graph.value(node.outputs[i]);
        value.constant = toPlain(ctx.outputs[i]);
        value.type = value.constant->type();
        value.typeKnown = true;
    }
}

} // namespace

Status foldConstants(Graph& graph)
{
    ops::BufferPool pool;
    size_t grown = 0; ///< bytes of what is folded later and larger than what it comes from
    for (size_t n = 0; n < graph.nodes.size(); ++n) {
        QS_RETURN_IF_ERROR(foldSubgraphs(graph, graph.nodes[n]));
        const Node& node = graph.nodes[n];
        const ops::OpEntry* entry = ops::findOperator(node.domain, node.op);
        ops::Context ctx(node, pool);
        size_t inputBytes = 0;
        if (!entry || keepsAtRunTime(graph, node) || !collectConstants(graph, node, ctx, inputBytes))
            continue;
        ctx.outputs.resize(node.outputs.size());
        if (auto later = foldLater(node, graph.opset(node.domain), ctx.inputs)) {
            const size_t more = later->bytes() > inputBytes ? later->bytes() : 0;
            if (grown + more > static_cast<size_t>(memoryLimit() / 2))
                continue;
            grown += more;
            ctx.outputs[0] = std::move(*later);
            store(ctx, graph, node);
            continue;
        }
        ctx.reusable.assign(ctx.inputs.size(), false);
        ctx.constant.assign(ctx.inputs.size(), true);
        QS_ASSIGN(ops::Kernel kernel, entry->make(node, graph.opset(node.domain)));
        QS_ASSIGN(const Subgraphs inner, Subgraphs::create(node, 1));
        const RunOptions plain;
        inner.install(ctx, graph, NodeId(n), plain);
        QS_RETURN_IF_ERROR(kernel(ctx));
        if (bytesOf(ctx.outputs) <= std::max(kLargestFolded, inputBytes))
            store(ctx, graph, node);
    }
    return {};
}

} // namespace qscope::run
