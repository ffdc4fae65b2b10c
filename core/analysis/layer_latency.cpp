// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_latency.h"

#include <omp.h>

#include "core/base/text.h"
#include "core/ops/latency.h"

namespace qscope::analysis {

namespace {

/// Shapes of the two factors; empty where nobody has seen them.
std::vector<Shape> factors(const Graph& graph, const Node& node, const CalibrationResult& calibration)
{
    std::vector<Shape> shapes;
    for (size_t i = 0; i < 2 && i < node.inputs.size() && node.inputs[i].valid(); ++i) {
        const Value& value = graph.value(node.inputs[i]);
        const stats::TensorStats* stats = calibration.find(node.inputs[i]);
        if (!value.constant && !stats)
            return {};
        shapes.push_back(value.constant ? value.constant->shape() : stats->shape);
    }
    return shapes;
}

/// What the time depends on.
std::string kindOf(const Node& node, const std::vector<Shape>& shapes, bool constant)
{
    std::string kind = node.op + (constant ? " weights " : " ") + node.stringAttribute("auto_pad", "");
    for (const Shape& shape : shapes)
        kind += shapeText(shape);
    for (const char* key : {"strides", "pads", "dilations"})
        kind += shapeText(node.intsAttribute(key));
    for (const char* key : {"group", "transA", "transB"})
        kind += " " + std::to_string(node.intAttribute(key, -1));
    return kind;
}

} // namespace

Result<std::vector<std::optional<LayerLatency>>> measureLatencies(const Graph& graph, const std::vector<Layer>& layers,
                                                                  const CalibrationResult& calibration, int threads,
                                                                  const RunControl& control, KnownLatencies& known)
{
    const int used = threads > 0 ? threads : omp_get_num_procs();
    omp_set_num_threads(used);
    std::vector<std::optional<LayerLatency>> latencies;
    for (size_t i = 0; i < layers.size(); ++i) {
        if (control.stopRequested())
            return RunControl::cancelled();
        const Node& node = graph.node(layers[i].node);
        const bool constant = layers[i].weightInput == 1;
        const std::vector<Shape> shapes = factors(graph, node, calibration);
        const auto [it, isNew] = known.try_emplace(std::to_string(used) + " " + kindOf(node, shapes, constant));
        if (isNew && shapes.size() == 2) {
            if (const auto latency = ops::measureLatency(node, shapes, constant); latency.ok())
                it->second = LayerLatency{latency->floatMs, latency->int8Ms};
        }
        latencies.push_back(it->second);
        control.progress(static_cast<int64_t>(i) + 1, static_cast<int64_t>(layers.size()),
                         say("Analysis", "timing the layers"));
    }
    return latencies;
}

} // namespace qscope::analysis
