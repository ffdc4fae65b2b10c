// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "core/ops/checks.h"
#include "core/ops/plain_products.h"

namespace qscope::ops {

namespace {

using Table = std::map<std::string, OpEntry, std::less<>>;

/// The fast kernel or, for inputs it cannot do, the plain one.
Kernel withPlainKernel(Kernel fast, Kernel plain, bool (*isNeeded)(const Context&))
{
    return [fast = std::move(fast), plain = std::move(plain), isNeeded](Context& context) {
        return isNeeded(context) ? plain(context) : fast(context);
    };
}

using Make = Result<Kernel> (*)(const Node&, int64_t);

/// How the fast kernels of operators that also have a plain one are made.
std::map<std::string, Make, std::less<>>& fastKernels()
{
    static std::map<std::string, Make, std::less<>> instance;
    return instance;
}

Result<Kernel> makeWithPlainKernel(const Node& node, int64_t opset)
{
    const auto fast = fastKernels().find(node.op);
    for (const PlainKernel& plain : plainKernels()) {
        if (fast == fastKernels().end() || node.op != plain.op)
            continue;
        QS_ASSIGN(Kernel fastKernel, fast->second(node, opset));
        QS_ASSIGN(Kernel plainKernel, plain.make(node, opset));
        return withPlainKernel(std::move(fastKernel), std::move(plainKernel), plain.isNeeded);
    }
    return nodeError(node, ErrorCode::Internal, "is registered without a kernel");
}

void addPlainKernels(Table& table)
{
    for (const PlainKernel& plain : plainKernels()) {
        const auto it = table.find(plain.op);
        if (it == table.end())
            continue;
        fastKernels()[plain.op] = it->second.make;
        it->second.make = makeWithPlainKernel;
    }
}

const Table& table()
{
    static const Table instance = [] {
        Table t;
        for (auto list : {elementwiseOperators, shapeOperators, movementOperators, reductionOperators,
                          convolutionOperators, matmulOperators, poolingOperators, normalizationOperators,
                          resizeOperators, lossOperators, detectionOperators, gridOperators, recurrentOperators,
                          einsumOperators, signalOperators, linearAlgebraOperators, uniqueOperators, ngramOperators,
                          foldingOperators, refusedOperators, quantizedOperators, controlFlowOperators,
                          microsoftOperators, sequenceOperators}) {
            for (const auto& [name, entry] : list())
                t.emplace(name, entry);
        }
        addPlainKernels(t);
        return t;
    }();
    return instance;
}

} // namespace

const OpEntry* findOperator(std::string_view domain, std::string_view op)
{
    const bool isDefault = domain.empty() || domain == "ai.onnx";
    const std::string key = isDefault ? std::string(op) : std::string(domain) + "." + std::string(op);
    const auto it = table().find(key);
    return it == table().end() ? nullptr : &it->second;
}

std::vector<std::string> knownOperators()
{
    std::vector<std::string> names;
    for (const auto& [name, entry] : table())
        names.push_back(name);
    return names;
}

} // namespace qscope::ops
