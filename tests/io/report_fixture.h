// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/io/report_input.h"

namespace qscope::test {

/// A small model with everything a report can show: a Conv, a MatMul of two activations after a softmax, and
/// a Gemm that stays in floating point. Names hold what must be escaped.
class ReportFixture {
public:
    ReportFixture()
    {
        addTensor(plain("image,1", {1, 2, 2, 2}, 1, {-1, 2, 0.5F, 0.25F, -4, 8, 1, 3}));
        addTensor(softmax("attn"));
        addTensor(plain("v", {1, 2, 4}, -1, {-0.5F, 0.5F, 0.25F, 1}));
        addTensor(plain("x<y", {1, 4}, -1, {0, 0, 0, 0}));
        addLayer("conv \"a\"", "Conv", "", {0}, false);
        addLayer("/blocks.0/attn/MatMul", "MatMul", "blocks.0", {1, 2}, false);
        addLayer("</script><b>&", "Gemm", "", {3}, true);
        calibration.samples = 2;
        calibration.warnings = {"NaN in <x>"};
    }

    io::ReportInput input() const
    {
        return {graph, layers, calibration, config, quantizers, {}, {}, {}, "net <1>.onnx", "data.npz"};
    }

    io::ReportInput inputWithEverything() const
    {
        io::ReportInput all = input();
        analysis::Evaluation evaluation;
        evaluation.samples = 2;
        evaluation.sqnrDb = 20.5;
        evaluation.accuracyFloat = 0.5;
        evaluation.accuracyQuantized = 0.25;
        all.evaluation = evaluation;
        analysis::SensitivityResult only;
        only.layers = {{LayerId(0), 30, 1e-3, 1, 0.5},
                       {LayerId(1), 12.5, 1e-2, 0.5, 0.25},
                       {LayerId(2), std::numeric_limits<double>::infinity(), 0, 1, std::nullopt}};
        all.only = only;
        only.mode = analysis::SensitivityMode::AllButThis;
        all.except = only;
        return all;
    }

    Graph graph;
    std::vector<Layer> layers;
    analysis::CalibrationResult calibration;
    quant::Config config;
    std::vector<analysis::LayerQuantizers> quantizers;

private:
    static stats::TensorStats plain(const char* name, Shape shape, int channelAxis,
                                    const std::vector<float>& values)
    {
        stats::TensorStats tensor;
        tensor.name = name;
        tensor.nodeName = std::string("node of ") + name;
        tensor.op = "Relu";
        tensor.shape = std::move(shape);
        tensor.count = static_cast<int64_t>(values.size());
        const auto [lo, hi] = std::minmax_element(values.begin(), values.end());
        tensor.min = {*lo, 0, channelAxis < 0 ? -1 : 0, {0, 0, 0, 0}};
        tensor.max = {*hi, 1, channelAxis < 0 ? -1 : 1, {0, 1, 0, 1}};
        tensor.histogram.add(values, *lo, *hi);
        tensor.channelAxis = channelAxis;
        if (channelAxis >= 0) {
            tensor.channels.min = {-1, -4};
            tensor.channels.max = {2, 8};
            tensor.channels.mean = {0.4375, 2};
            tensor.channels.variance = {1, 4};
        }
        return tensor;
    }

    static stats::TensorStats softmax(const char* name)
    {
        stats::TensorStats tensor = plain(name, {1, 2, 1, 2}, -1, {0.125F, 0.875F, 0.5F, 0.5F});
        tensor.op = "Softmax";
        stats::SoftmaxStats s;
        s.log2Counts.assign(64, 0);
        s.log2Counts[0] = 1;
        s.log2Counts[4] = 2;
        s.log2Counts[12] = 1;
        s.headEntropyBits = {0.5, 1};
        s.maxEntropyBits = 1;
        s.shareNearOne = 0.25;
        s.rowLength = 2;
        tensor.softmax = s;
        return tensor;
    }

    void addTensor(stats::TensorStats tensor)
    {
        tensor.value = ValueId(graph.values.size());
        Value value;
        value.name = tensor.name;
        graph.values.push_back(value);
        calibration.indexByValue.push_back(static_cast<int32_t>(calibration.tensors.size()));
        calibration.tensors.push_back(std::move(tensor));
    }

    void addLayer(const char* name, const char* op, const char* block, const std::vector<int>& tensors,
                  bool isFloat)
    {
        Node node;
        node.name = name;
        node.op = op;
        Layer layer;
        layer.node = NodeId(graph.nodes.size());
        layer.name = name;
        layer.op = op;
        layer.block = block;
        analysis::LayerQuantizers quantizer;
        quantizer.isFloat = isFloat;
        for (const int tensor : tensors) {
            layer.activationInputs.push_back(node.inputs.size());
            node.inputs.emplace_back(static_cast<size_t>(tensor));
            quant::QuantParams params;
            params.scale = {0.03125F};
            params.zeroPoint = {128};
            if (!isFloat)
                quantizer.activations.push_back(params);
        }
        if (std::string(op) == "Conv") {
            layer.weightCount = 54;
            quantizer.weights = quant::QuantParams{4, true, -7, 7, {0.5F, 0.25F}, {0, 0}, 0};
        }
        graph.nodes.push_back(node);
        layers.push_back(layer);
        quantizers.push_back(quantizer);
    }
};

} // namespace qscope::test
