// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/operator_counts.h"

#include <algorithm>
#include <cstdlib>

#include "core/onnx/wire_model.h"

namespace qscope::onnxio {

namespace {

using Counts = std::map<std::string, int64_t>;

void countNodes(const ::google::protobuf::RepeatedPtrField<::onnx::NodeProto>& nodes, Counts& counts)
{
    for (const auto& node : nodes) {
        const bool isDefault = node.domain().empty() || node.domain() == "ai.onnx";
        ++counts[isDefault ? node.op_type() : node.domain() + "." + node.op_type()];
        for (const auto& attribute : node.attribute()) {
            if (attribute.has_g())
                countNodes(attribute.g().node(), counts);
            for (const auto& body : attribute.graphs())
                countNodes(body.node(), counts);
        }
    }
}

} // namespace

Counts operatorCounts(const Model& model)
{
    Counts counts;
    countNodes(model.wire->proto.graph().node(), counts);
    for (const auto& function : model.wire->proto.functions())
        countNodes(function.node(), counts);
    return counts;
}

std::vector<OperatorChange> operatorChanges(const Model& before, const Model& after)
{
    std::map<std::string, OperatorChange> all;
    for (const auto& [op, count] : operatorCounts(before))
        all[op] = {op, count, 0};
    for (const auto& [op, count] : operatorCounts(after)) {
        all[op].op = op;
        all[op].after = count;
    }
    std::vector<OperatorChange> changes;
    for (const auto& [op, change] : all)
        if (change.before != change.after)
            changes.push_back(change);
    std::stable_sort(changes.begin(), changes.end(), [](const OperatorChange& a, const OperatorChange& b) {
        return std::abs(a.after - a.before) > std::abs(b.after - b.before);
    });
    return changes;
}

} // namespace qscope::onnxio
