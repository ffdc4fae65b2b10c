// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/inner_operator.h"

#include "core/ops/checks.h"

namespace qscope::ops {

Result<InnerOperator> InnerOperator::make(const Node& outer, const std::string& op, Attributes attributes,
                                          int64_t opset, const std::string& domain)
{
    const OpEntry* entry = findOperator(domain, op);
    if (!entry)
        return nodeError(outer, ErrorCode::Unsupported, "contains the unknown operator " + op);
    auto node = std::make_shared<Node>();
    node->name = outer.op == op ? outer.name : outer.name + "', step '" + op;
    node->op = op; // kernels of several operators ask for it
    node->domain = domain;
    node->outputs.push_back(ValueId(0));
    node->attributes = std::move(attributes);
    InnerOperator inner;
    QS_ASSIGN(Kernel kernel, entry->make(*node, opset));
    inner.m_kernel = std::make_shared<Kernel>(std::move(kernel));
    inner.m_node = std::move(node);
    inner.m_anyLayout = entry->anyLayout;
    return inner;
}

Result<Tensor> InnerOperator::run(Context& outer, std::vector<Tensor> inputs, std::vector<bool> constant) const
{
    Context context(*m_node, outer.pool());
    for (Tensor& input : inputs)
        input = m_anyLayout ? input : toPlain(input);
    context.reusable.assign(inputs.size(), false);
    context.constant = std::move(constant);
    context.constant.resize(inputs.size(), false);
    context.inputs = std::move(inputs);
    context.outputs.resize(1);
    QS_RETURN_IF_ERROR((*m_kernel)(context));
    return std::move(context.outputs.front());
}

} // namespace qscope::ops
