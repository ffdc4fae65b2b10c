// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "core/ops/context.h"

namespace qscope::ops {

namespace {

using Table = std::map<std::string, OpEntry, std::less<>>;

const Table& table()
{
    static const Table instance = [] {
        Table t;
        for (auto list : {elementwiseOperators, shapeOperators, movementOperators, reductionOperators,
                          convolutionOperators, matmulOperators, poolingOperators, normalizationOperators,
                          resizeOperators, quantizedOperators, controlFlowOperators,
                          microsoftOperators, sequenceOperators}) {
            for (const auto& [name, entry] : list())
                t.emplace(name, entry);
        }
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
