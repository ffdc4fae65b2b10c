// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/structures.h"

#include <algorithm>

#include "core/graph/graph_view.h"

namespace qscope {

std::string_view structureKindName(StructureKind kind)
{
    switch (kind) {
    case StructureKind::BatchNormFold: return "BatchNormFold";
    case StructureKind::BiasAdd: return "BiasAdd";
    case StructureKind::LayerNorm: return "LayerNorm";
    case StructureKind::RmsNorm: return "RmsNorm";
    case StructureKind::Gelu: return "Gelu";
    case StructureKind::Silu: return "Silu";
    case StructureKind::HardSwish: return "HardSwish";
    case StructureKind::Mish: return "Mish";
    case StructureKind::Softmax: return "Softmax";
    case StructureKind::Attention: return "Attention";
    case StructureKind::ResidualAdd: return "ResidualAdd";
    case StructureKind::SkipConcat: return "SkipConcat";
    }
    return "";
}

std::vector<Structure> findStructures(const Graph& graph)
{
    std::vector<Structure> found;
    findSingleOperators(graph, found);
    findFolds(graph, found);
    findActivations(graph, found);
    findNormalizations(graph, found);
    findDecomposedSoftmax(graph, found);
    findAttention(graph, found);
    findSkips(graph, found);
    std::stable_sort(found.begin(), found.end(), [](const Structure& a, const Structure& b) {
        return a.nodes.front() != b.nodes.front() ? a.nodes.front() < b.nodes.front()
                                                  : a.nodes.size() < b.nodes.size();
    });
    return found;
}

} // namespace qscope
