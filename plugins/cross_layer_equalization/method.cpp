// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/cross_layer_equalization/method.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "core/base/text.h"

namespace qscope::cross_layer_equalization {

namespace {

constexpr int MostRounds = 20;
constexpr double Converged = 1e-4;

bool isDefaultDomain(const Node& node) { return node.domain.empty() || node.domain == "ai.onnx"; }

bool keepsFactors(const Node& node)
{
    static const std::set<std::string_view> names = {"Relu",     "LeakyRelu",         "MaxPool", "AveragePool",
                                                     "Identity", "GlobalAveragePool", "Dropout"};
    return isDefaultDomain(node) && names.contains(node.op) && !node.outputs.empty();
}

int64_t groupsOf(const Graph& graph, const Layer& layer)
{
    return std::max<int64_t>(graph.node(layer.node).intAttribute("group", 1), 1);
}

/// Conv, or a product that sums over the last axis.
bool isEqualizable(const Graph& graph, const Layer& layer)
{
    const Node& node = graph.node(layer.node);
    const bool isConv = isDefaultDomain(node) && node.op == "Conv" && layer.weightInput == size_t(1) && node.body < 0;
    return isConv || (node.body < 0 && rewrite::reductionAxis(graph, layer) && node.op != "Attention");
}

/// Where an element of the weight belongs.
struct Channels {
    size_t output, input;
};

/// Calls f(index, channels) for every element of the weight.
template <class F>
void forEachWeight(const Tensor& weight, const Graph& graph, const Layer& layer, F&& f)
{
    const bool isConv = graph.node(layer.node).op == "Conv";
    const bool isTurned = !isConv && *rewrite::reductionAxis(graph, layer) == 0; // [inputs, outputs]
    int64_t inner = 1;
    for (size_t a = 2; a < weight.rank(); ++a)
        inner *= weight.dim(a);
    const int64_t columns = weight.dim(1), perGroup = weight.dim(0) / groupsOf(graph, layer);
    for (int64_t i = 0; i < weight.size(); ++i) {
        const int64_t row = i / (inner * columns), column = i / inner % columns;
        const int64_t input = isConv ? row / std::max<int64_t>(perGroup, 1) * columns + column : column;
        f(i, isTurned ? Channels{static_cast<size_t>(column), static_cast<size_t>(row)}
                      : Channels{static_cast<size_t>(row), static_cast<size_t>(input)});
    }
}

size_t inputsOf(const Tensor& weight, const Graph& graph, const Layer& layer)
{
    if (graph.node(layer.node).op == "Conv")
        return static_cast<size_t>(weight.dim(1) * groupsOf(graph, layer));
    return static_cast<size_t>(weight.dim(*rewrite::reductionAxis(graph, layer)));
}

double widestOverMedian(std::vector<double> ranges)
{
    std::sort(ranges.begin(), ranges.end());
    const double median = ranges[ranges.size() / 2];
    return median > 0 ? ranges.back() / median : 1;
}

/// The layer with its bias and normalization: what leaves it.
ValueId endOf(const Graph& graph, const Layer& layer, const std::vector<Structure>& structures)
{
    for (const Structure& structure : structures)
        if (structure.kind == StructureKind::BiasAdd && structure.layer == layer.node)
            return structure.output;
    return outputOf(graph, layer);
}

/// The only node that reads a value which is no output of the model.
std::optional<NodeId> onlyReader(const Graph& graph, ValueId value)
{
    const auto& readers = graph.value(value).consumers;
    const bool isOutput = std::find(graph.outputs.begin(), graph.outputs.end(), value) != graph.outputs.end();
    return readers.size() == 1 && !isOutput ? std::optional(readers.front()) : std::nullopt;
}

bool padsWithZeros(const Node& node)
{
    const auto pads = node.intsAttribute("pads");
    const std::string mode = node.stringAttribute("auto_pad", "NOTSET");
    return std::any_of(pads.begin(), pads.end(), [](int64_t p) { return p != 0; }) || mode.starts_with("SAME");
}

/// One pair once; the largest change of a factor from 1.
double equalizePair(const Graph& graph, const std::vector<Layer>& layers, Equalized& e, rewrite::ModelRewriter& rewriter)
{
    const Layer &first = layers[e.pair.first], &second = layers[e.pair.second];
    Tensor a = rewriter.weight(e.pair.first).clone(), b = rewriter.weight(e.pair.second).clone();
    const auto r1 = outputRanges(a, graph, first), r2 = inputRanges(b, graph, second);
    std::vector<double> s(r1.size(), 1), extra = rewriter.bias(e.pair.first);
    double change = 0;
    for (size_t c = 0; c < s.size(); ++c) {
        if (r1[c] > 0 && r2[c] > 0)
            s[c] = std::sqrt(r1[c] / r2[c]);
        change = std::max(change, std::abs(s[c] - 1));
        e.largestFactor = std::max({e.largestFactor, s[c], 1 / s[c]});
        extra[c] *= 1 / s[c] - 1;
    }
    const auto scaled = [](float w, double factor) { return static_cast<float>(static_cast<double>(w) * factor); };
    float* w1 = a.data<float>();
    forEachWeight(a, graph, first, [&](int64_t i, Channels c) { w1[i] = scaled(w1[i], 1 / s[c.output]); });
    float* w2 = b.data<float>();
    forEachWeight(b, graph, second, [&](int64_t i, Channels c) { w2[i] = scaled(w2[i], s[c.input]); });
    rewriter.setWeight(e.pair.first, std::move(a));
    rewriter.setWeight(e.pair.second, std::move(b));
    if (std::any_of(extra.begin(), extra.end(), [](double x) { return x != 0; }))
        rewriter.addToBias(e.pair.first, extra);
    return change;
}

/// The pair whose first layer is number `i`. **Errors** Unsupported: what is in the way, without a full stop.
Result<Pair> pairFrom(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures, size_t i)
{
    const Graph& graph = analyzer.graph();
    const auto& layers = analyzer.layers();
    const auto refused = [](const std::string& why) { return Error{ErrorCode::Unsupported, why, {}}; };
    if (!isEqualizable(graph, layers[i]))
        return refused(filled(
            say("CrossLayerEqualization", "its operator %1 has no weight whose channels can be scaled"),
            layers[i].op));
    Pair pair{i, 0, endOf(graph, layers[i], structures), false};
    auto reader = onlyReader(graph, pair.middle);
    for (; reader && keepsFactors(graph.node(*reader)); reader = onlyReader(graph, pair.middle)) {
        pair.hasRelu = pair.hasRelu || graph.node(*reader).op == "Relu";
        pair.middle = graph.node(*reader).outputs.front();
    }
    if (!reader)
        return refused(graph.value(pair.middle).consumers.empty()
                           ? say("CrossLayerEqualization", "what it gives is an output of the model")
                           : say("CrossLayerEqualization", "more than one operator reads what it gives"));
    const Node& node = graph.node(*reader);
    const auto second = std::find_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.node == *reader; });
    if (second == layers.end() || !isEqualizable(graph, *second) || node.inputs.front() != pair.middle)
        return refused(
            filled(say("CrossLayerEqualization", "behind it stands '%1' (%2), which no factor passes"),
                   node.name, node.op));
    pair.second = static_cast<size_t>(second - layers.begin());
    const Tensor a = toPlain(weightOf(graph, layers[i])), b = weightOf(graph, *second);
    if (outputRanges(a, graph, layers[i]).size() != inputsOf(b, graph, *second))
        return refused(filled(
            say("CrossLayerEqualization", "'%1' behind it reads another number of channels"), second->name));
    return pair;
}

} // namespace

std::vector<Pair> findPairs(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures)
{
    std::vector<Pair> pairs;
    for (size_t i = 0; i < analyzer.layers().size(); ++i)
        if (const auto pair = pairFrom(analyzer, structures, i); pair.ok())
            pairs.push_back(*pair);
    return pairs;
}

Result<std::vector<Pair>> pairsOf(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures,
                                  const std::string& layer)
{
    const auto& layers = analyzer.layers();
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.name == layer; });
    if (found == layers.end())
        return Error{ErrorCode::InvalidArgument,
                     filled(say("CrossLayerEqualization", "there is no layer '%1'"), layer), analyzer.path()};
    const auto index = static_cast<size_t>(found - layers.begin());
    std::vector<Pair> pairs = findPairs(analyzer, structures);
    std::erase_if(pairs, [&](const Pair& pair) { return pair.first != index && pair.second != index; });
    if (!pairs.empty())
        return pairs;
    const auto behind = pairFrom(analyzer, structures, index);
    return Error{
        ErrorCode::Unsupported,
        filled(say("CrossLayerEqualization",
                   "cross-layer equalization needs a neighbour that shares channels with '%1' alone: %2, "
                   "and no layer before it passes its channels on to it alone"),
               layer, behind.ok() ? std::string() : behind.error().message),
        {}};
}

std::vector<double> outputRanges(const Tensor& weight, const Graph& graph, const Layer& layer)
{
    std::vector<double> ranges(static_cast<size_t>(weight.dim(static_cast<size_t>(layer.weightAxis))));
    forEachWeight(weight, graph, layer, [&](int64_t i, Channels c) {
        ranges[c.output] = std::max(ranges[c.output], std::abs(static_cast<double>(weight.data<float>()[i])));
    });
    return ranges;
}

std::vector<double> inputRanges(const Tensor& weight, const Graph& graph, const Layer& layer)
{
    std::vector<double> ranges(inputsOf(weight, graph, layer));
    forEachWeight(weight, graph, layer, [&](int64_t i, Channels c) {
        ranges[c.input] = std::max(ranges[c.input], std::abs(static_cast<double>(weight.data<float>()[i])));
    });
    return ranges;
}

Result<std::vector<Equalized>> equalize(const analysis::Analyzer& analyzer, const std::vector<Pair>& pairs,
                                        rewrite::ModelRewriter& rewriter)
{
    if (pairs.empty())
        return Error{ErrorCode::Unsupported,
                     say("CrossLayerEqualization",
                         "no two layers follow each other with nothing but a ReLU or pooling between them"),
                     analyzer.path()};
    const Graph& graph = analyzer.graph();
    const auto ratio = [&](const Pair& pair) {
        return widestOverMedian(outputRanges(rewriter.weight(pair.first), graph, analyzer.layers()[pair.first]));
    };
    std::vector<Equalized> all;
    for (const Pair& pair : pairs)
        all.push_back({pair, ratio(pair), 1, 1, 0});
    for (int round = 0; round < MostRounds; ++round) {
        double change = 0;
        for (Equalized& e : all)
            change = std::max(change, equalizePair(graph, analyzer.layers(), e, rewriter));
        if (change < Converged)
            break;
    }
    for (Equalized& e : all)
        e.ratioAfter = ratio(e.pair);
    return all;
}

void absorbBiases(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                  std::vector<Equalized>& equalized, rewrite::ModelRewriter& rewriter)
{
    const Graph& graph = analyzer.graph();
    for (Equalized& e : equalized) {
        const Layer &first = analyzer.layers()[e.pair.first], &second = analyzer.layers()[e.pair.second];
        const stats::TensorStats* before = calibration.find(endOf(graph, first, findStructures(graph)));
        if (!e.pair.hasRelu || padsWithZeros(graph.node(second.node)) || !before)
            continue;
        const Tensor original = toPlain(weightOf(graph, first)), a = rewriter.weight(e.pair.first);
        const auto was = outputRanges(original, graph, first), is = outputRanges(a, graph, first);
        if (before->channels.count() != was.size())
            continue;
        std::vector<double> c(was.size()), less(was.size());
        for (size_t i = 0; i < c.size(); ++i) {
            const double factor = was[i] > 0 ? is[i] / was[i] : 1; // what equalization made of the channel
            c[i] = std::max(0.0, before->channels.mean[i] - 3 * std::sqrt(before->channels.variance[i])) * factor;
            less[i] = -c[i];
            e.absorbed = std::max(e.absorbed, c[i]);
        }
        if (e.absorbed == 0)
            continue;
        const Tensor b = rewriter.weight(e.pair.second);
        std::vector<double> more(rewriter.bias(e.pair.second).size());
        forEachWeight(b, graph, second, [&](int64_t i, Channels ch) {
            more[ch.output] += static_cast<double>(b.data<float>()[i]) * c[ch.input];
        });
        rewriter.addToBias(e.pair.first, less);
        rewriter.addToBias(e.pair.second, more);
    }
}

} // namespace qscope::cross_layer_equalization
