// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/bias_correction/method.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/text.h"

namespace qscope::bias_correction {

namespace {

bool isDefaultDomain(const Node& node) { return node.domain.empty() || node.domain == "ai.onnx"; }

bool isConv(const Graph& graph, const Layer& layer)
{
    const Node& node = graph.node(layer.node);
    return isDefaultDomain(node) && node.op == "Conv" && layer.weightInput == size_t(1);
}

size_t inputChannels(const Graph& graph, const Layer& layer, const Tensor& weight)
{
    if (isConv(graph, layer))
        return static_cast<size_t>(weight.dim(1) * std::max<int64_t>(graph.node(layer.node).intAttribute("group", 1), 1));
    return static_cast<size_t>(weight.dim(*rewrite::reductionAxis(graph, layer)));
}

/// beta and gamma of the batch normalization that makes a value, and whether Relu follows it.
std::optional<std::vector<double>> analyticMean(const Graph& graph, ValueId value, const std::vector<Structure>& structures)
{
    bool hasRelu = false;
    const NodeId producer = graph.value(value).producer;
    if (producer.valid() && graph.node(producer).op == "Relu" && isDefaultDomain(graph.node(producer))) {
        hasRelu = true;
        value = graph.node(producer).inputs.front();
    }
    for (const Structure& s : structures) {
        const bool isIt = s.kind == StructureKind::BatchNormFold && s.output == value && s.scale.valid() && s.shift.valid()
                          && s.mean.valid(); // the decomposed form hides its statistics
        if (!isIt)
            continue;
        const auto gamma = toDoubles(*graph.value(s.scale).constant), beta = toDoubles(*graph.value(s.shift).constant);
        std::vector<double> mean;
        for (size_t c = 0; c < beta.size(); ++c)
            mean.push_back(hasRelu ? meanAfterRelu(beta[c], std::abs(gamma[c])) : beta[c]);
        return mean;
    }
    return std::nullopt;
}

std::optional<std::vector<double>> measuredMean(const analysis::CalibrationResult& calibration, ValueId value)
{
    const stats::TensorStats* stats = calibration.find(value);
    if (!stats || stats->channels.count() == 0)
        return std::nullopt;
    return stats->channels.mean;
}

} // namespace

double meanAfterRelu(double beta, double gamma)
{
    if (gamma == 0)
        return std::max(beta, 0.0);
    const double t = beta / gamma;
    const double density = std::exp(-t * t / 2) / std::sqrt(2 * std::numbers::pi);
    return gamma * density + beta * 0.5 * std::erfc(-t / std::numbers::sqrt2);
}

std::vector<double> meanError(const Tensor& weight, const Tensor& quantized, const std::vector<double>& mean, const Graph& graph,
                              const Layer& layer)
{
    const bool conv = isConv(graph, layer);
    const bool isTurned = !conv && *rewrite::reductionAxis(graph, layer) == 0; // [inputs, outputs]
    int64_t inner = 1;
    for (size_t a = 2; a < weight.rank(); ++a)
        inner *= weight.dim(a);
    const int64_t columns = weight.dim(1);
    const int64_t groups = conv ? std::max<int64_t>(graph.node(layer.node).intAttribute("group", 1), 1) : 1;
    const int64_t perGroup = std::max<int64_t>(weight.dim(0) / groups, 1);
    std::vector<double> error(static_cast<size_t>(weight.dim(static_cast<size_t>(layer.weightAxis))));
    for (int64_t i = 0; i < weight.size(); ++i) {
        const int64_t row = i / (inner * columns), column = i / inner % columns;
        const int64_t input = isTurned ? row : conv ? row / perGroup * columns + column : column;
        const double difference =
            static_cast<double>(quantized.data<float>()[i]) - static_cast<double>(weight.data<float>()[i]);
        error[static_cast<size_t>(isTurned ? column : row)] += difference * mean[static_cast<size_t>(input)];
    }
    return error;
}

Result<std::vector<Corrected>> correct(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                                       const quant::Config& config, MeanSource source,
                                       const std::vector<Structure>& structures, rewrite::ModelRewriter& rewriter)
{
    const Graph& graph = analyzer.graph();
    QS_ASSIGN(const auto quantizers, analyzer.quantizers(calibration, config));
    std::vector<Corrected> all;
    for (size_t i = 0; i < quantizers.size(); ++i) {
        const Layer& layer = analyzer.layers()[i];
        const bool isKnown = (isConv(graph, layer) || rewrite::reductionAxis(graph, layer)) && graph.node(layer.node).body < 0;
        if (quantizers[i].isFloat || !quantizers[i].weights || !isKnown)
            continue;
        const ValueId input = graph.node(layer.node).inputs.front();
        auto mean = source == MeanSource::Measured ? std::nullopt : analyticMean(graph, input, structures);
        const bool isAnalytic = mean.has_value();
        if (!mean && source != MeanSource::BatchNorm)
            mean = measuredMean(calibration, input);
        const Tensor weight = toPlain(weightOf(graph, layer));
        if (!mean || mean->size() != inputChannels(graph, layer, weight))
            continue;
        std::vector<double> error =
            meanError(weight, quant::fakeQuantize(weight, *quantizers[i].weights), *mean, graph, layer);
        Corrected corrected{i, isAnalytic, 0, 0};
        double largestBias = 0;
        for (const double b : rewriter.bias(i))
            largestBias = std::max(largestBias, std::abs(b));
        for (double& e : error) {
            corrected.largest = std::max(corrected.largest, std::abs(e));
            e = -e;
        }
        corrected.relative = largestBias > 0 ? corrected.largest / largestBias : 0;
        rewriter.addToBias(i, error);
        all.push_back(corrected);
    }
    if (all.empty())
        return Error{
            ErrorCode::Unsupported,
            source == MeanSource::BatchNorm
                ? say("BiasCorrection", "no quantized layer reads what a batch normalization makes")
                : say("BiasCorrection", "no quantized layer has weights and known means of its input"),
            analyzer.path()};
    return all;
}

} // namespace qscope::bias_correction
