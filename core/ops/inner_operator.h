// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

namespace qscope::ops {

/// One of the engine's operators as a step of another one: FusedConv is a Conv with something after it. It has the
/// name of the outer node in its errors and keeps what a kernel keeps between runs.
class InnerOperator {
public:
    using Attributes = std::map<std::string, AttributeValue, std::less<>>;

    InnerOperator() = default;
    /// **Errors** Unsupported when there is no such operator; those of its kernel.
    static Result<InnerOperator> make(const Node& outer, const std::string& op, Attributes attributes,
                                      int64_t opset = 17, const std::string& domain = {});

    bool valid() const { return m_node != nullptr; }
    /// `constant` is asked like Context::isConstant; missing entries are false. The first output, as the operator laid
    /// it out.
    Result<Tensor> run(Context& outer, std::vector<Tensor> inputs, std::vector<bool> constant = {}) const;

private:
    std::shared_ptr<const Node> m_node;
    std::shared_ptr<Kernel> m_kernel;
    bool m_anyLayout = false;
};

} // namespace qscope::ops
