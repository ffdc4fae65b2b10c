// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/training_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/run/fusion.h"

namespace qscope::analysis {

namespace {

bool isOneOf(const Node& node, std::initializer_list<std::string_view> ops)
{
    return node.domain.empty() && std::find(ops.begin(), ops.end(), node.op) != ops.end();
}

bool hasWeights(const Node& node) { return isOneOf(node, {"Conv", "ConvTranspose", "MatMul", "Gemm"}); }

/// By value: layers with weights on the longest way from the input; -1: does not come from it.
std::vector<int> layersBefore(const Graph& graph, ValueId input)
{
    std::vector<int> depth(graph.values.size(), -1);
    depth[input.index()] = 0;
    for (const Node& node : graph.nodes) {
        int most = -1;
        for (const ValueId in : node.inputs)
            if (in.valid())
                most = std::max(most, depth[in.index()]);
        if (most < 0)
            continue;
        for (const ValueId out : node.outputs)
            if (out.valid())
                depth[out.index()] = most + (hasWeights(node) ? 1 : 0);
    }
    return depth;
}

std::optional<std::array<std::vector<double>, 4>> parametersOf(const Graph& graph, const Node& node)
{
    std::array<std::vector<double>, 4> parameters;
    if (node.inputs.size() < 5 || node.intAttribute("training_mode", 0) != 0)
        return std::nullopt;
    for (size_t i = 0; i < 4; ++i) {
        const auto& constant = graph.value(node.inputs[i + 1]).constant;
        if (!constant)
            return std::nullopt;
        parameters[i] = toDoubles(*constant);
        if (parameters[i].empty() || parameters[i].size() != parameters[0].size())
            return std::nullopt;
    }
    return parameters;
}

std::optional<TrainingStatistics> statisticsOf(const Graph& graph, const Node& node)
{
    const auto parameters = parametersOf(graph, node);
    if (!parameters)
        return std::nullopt;
    const auto& [scale, bias, mean, variance] = *parameters;
    const auto all = [](const std::vector<double>& values, double value) {
        return std::all_of(values.begin(), values.end(),
                           [=](double v) { return std::abs(v - value) < 1e-3; });
    };
    if (all(mean, 0) && all(variance, 1))
        return std::nullopt;
    const double epsilon = node.floatAttribute("epsilon", 1e-5F);
    TrainingStatistics result;
    result.value = node.outputs.front();
    result.mean = bias;
    double widest = 0;
    for (size_t c = 0; c < scale.size(); ++c) {
        // A channel that was silent in training would be infinitely surprised by anything.
        const bool alive = variance[c] > 100 * epsilon;
        result.std.push_back(alive ? std::abs(scale[c]) * std::sqrt(variance[c] / (variance[c] + epsilon))
                                   : 0);
        widest = std::max(widest, result.std.back());
    }
    for (double& std : result.std)
        std = std < 1e-3 * widest ? 0 : std;
    return widest > 0 ? std::optional(result) : std::nullopt;
}

} // namespace

void ChannelMoments::add(const Tensor& x)
{
    const size_t channels = m_sums.size();
    const auto outer = static_cast<size_t>(x.dim(0));
    const size_t inner = static_cast<size_t>(x.size()) / (outer * channels);
    const float* values = x.data<float>();
    for (size_t o = 0; o < outer; ++o)
        for (size_t c = 0; c < channels; ++c)
            for (size_t i = 0; i < inner; ++i, ++values) {
                m_sums[c] += *values;
                m_squares[c] += double(*values) * *values;
            }
    m_count += static_cast<double>(outer * inner);
}

void ChannelMoments::add(const ChannelMoments& other)
{
    for (size_t c = 0; c < m_sums.size(); ++c) {
        m_sums[c] += other.m_sums[c];
        m_squares[c] += other.m_squares[c];
    }
    m_count += other.m_count;
}

double ChannelMoments::variance(size_t c) const
{
    return std::max(0.0, m_squares[c] / m_count - mean(c) * mean(c));
}

double TrainingStatistics::misfit(const ChannelMoments& moments) const
{
    if (moments.empty())
        return 0;
    double sum = 0;
    int channels = 0;
    for (size_t c = 0; c < std.size(); ++c) {
        if (std[c] == 0)
            continue;
        const double z = (moments.mean(c) - mean[c]) / std[c];
        const double ratio = std::max(1e-12, moments.variance(c) / (std[c] * std[c]));
        const double nats = (ratio + z * z - 1 - std::log(ratio)) / 2;
        sum += std::isfinite(nats) ? std::min(4.0, nats) : 4.0;
        ++channels;
    }
    return channels > 0 ? sum / channels : 0;
}

std::optional<TrainingStatistics> findTrainingStatistics(const Graph& graph, ValueId input)
{
    const std::vector<int> depth = layersBefore(graph, input);
    const std::vector<bool> hidden = run::hiddenValues(graph);
    for (const Node& node : graph.nodes) {
        if (!isOneOf(node, {"BatchNormalization"}) || node.body >= 0 || hidden[node.outputs.front().index()])
            continue;
        const int layers = depth[node.outputs.front().index()];
        if (layers < 0 || layers > 1)
            continue;
        if (auto found = statisticsOf(graph, node))
            return found;
    }
    return std::nullopt;
}

bool scalesItself(const Graph& graph, ValueId input)
{
    const std::vector<int> depth = layersBefore(graph, input);
    return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) {
        return isOneOf(node, {"Add", "Sub", "Mul", "Div", "BatchNormalization", "InstanceNormalization"})
               && depth[node.outputs.front().index()] == 0;
    });
}

} // namespace qscope::analysis
