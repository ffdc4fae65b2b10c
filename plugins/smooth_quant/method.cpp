// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/smooth_quant/method.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "core/base/text.h"
#include "core/rewrite/model_rewriter.h"

namespace qscope::smooth_quant {

namespace {

double square(double x) { return x * x; }

/// The weight as [channels, outputs].
Tensor matrixOf(const analysis::Analyzer& analyzer, const Layer& layer)
{
    const Tensor w = toPlain(weightOf(analyzer.graph(), layer));
    if (*rewrite::reductionAxis(analyzer.graph(), layer) == 0)
        return w;
    Tensor turned(DType::Float32, {w.dim(1), w.dim(0)});
    for (int64_t r = 0; r < w.dim(0); ++r)
        for (int64_t c = 0; c < w.dim(1); ++c)
            turned.data<float>()[c * w.dim(0) + r] = w.data<float>()[r * w.dim(1) + c];
    return turned;
}

std::optional<ChannelFigures> figuresOf(const rewrite::NormalizationSite& site, const analysis::Analyzer& analyzer,
                                        const analysis::CalibrationResult& calibration, const std::vector<Tensor>& weights)
{
    const Layer& reader = analyzer.layers()[site.layers.front()];
    const ValueId input = analyzer.graph().node(reader.node).inputs[reader.activationInputs.front()];
    const stats::TensorStats* stats = calibration.find(input);
    const auto channels = static_cast<size_t>(site.channels);
    if (!stats || stats->channels.count() != channels)
        return std::nullopt;
    ChannelFigures f;
    f.lo.assign(stats->channels.min.begin(), stats->channels.min.end());
    f.hi.assign(stats->channels.max.begin(), stats->channels.max.end());
    f.weightMax.resize(channels);
    f.weightSquare.resize(channels);
    for (size_t c = 0; c < channels; ++c) {
        f.meanSquare.push_back(stats->channels.variance[c] + square(stats->channels.mean[c]));
        for (const Tensor& w : weights) {
            for (int64_t o = 0; o < w.dim(1); ++o) {
                const auto value = static_cast<double>(w.data<float>()[static_cast<int64_t>(c) * w.dim(1) + o]);
                f.weightMax[c] = std::max(f.weightMax[c], std::abs(value));
                f.weightSquare[c] += square(value);
            }
        }
    }
    return f;
}

double widestOverMedian(const ChannelFigures& f, const std::vector<double>& s)
{
    std::vector<double> widths;
    for (size_t c = 0; c < s.size(); ++c)
        widths.push_back((f.hi[c] - f.lo[c]) / s[c]);
    std::sort(widths.begin(), widths.end());
    return widths.back() / widths[widths.size() / 2];
}

double bestAlpha(const ChannelFigures& f, const std::vector<Tensor>& weights, int weightBits, int activationBits)
{
    double best = 0, least = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 20; ++i) {
        const double noise = expectedNoise(f, weights, smoothing(f, i * 0.05), weightBits, activationBits);
        if (noise < least) {
            least = noise;
            best = i * 0.05;
        }
    }
    return best;
}

bool isNormalization(const Structure& structure)
{
    return structure.kind == StructureKind::LayerNorm || structure.kind == StructureKind::RmsNorm;
}

/// Number of the structure whose channels a layer reads, past operators that only rearrange.
Result<size_t> normalizationBefore(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures,
                                   const std::string& name)
{
    static const std::set<std::string_view> moves = {"Identity", "Cast", "Dropout", "Reshape", "Transpose", "Slice", "Gather"};
    const Graph& graph = analyzer.graph();
    const auto& layers = analyzer.layers();
    const auto layer = std::find_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.name == name; });
    if (layer == layers.end())
        return Error{ErrorCode::InvalidArgument, filled(say("SmoothQuant", "there is no layer '%1'"), name),
                     analyzer.path()};
    const auto refused = [&](const std::string& why) {
        return Error{
            ErrorCode::Unsupported,
            filled(say("SmoothQuant", "SmoothQuant moves scales from a normalization into '%1', but %2"),
                   name, why),
            {}};
    };
    if (!rewrite::reductionAxis(graph, *layer))
        return refused(
            filled(say("SmoothQuant", "its operator %1 has no weight that takes them along its last axis"),
                   layer->op));
    ValueId value = graph.node(layer->node).inputs[layer->activationInputs.front()];
    while (true) {
        const auto found = std::find_if(structures.begin(), structures.end(), [&](const Structure& s) {
            return isNormalization(s) && s.output == value;
        });
        if (found != structures.end())
            return static_cast<size_t>(found - structures.begin());
        const NodeId producer = graph.value(value).producer;
        if (!producer.valid())
            return refused(say("SmoothQuant", "it reads an input of the model"));
        const Node& node = graph.node(producer);
        if (!moves.contains(node.op))
            return refused(
                filled(say("SmoothQuant", "it reads '%1' (%2), which is none"), node.name, node.op));
        value = node.inputs.front();
    }
}

} // namespace

std::vector<double> smoothing(const ChannelFigures& channels, double alpha)
{
    std::vector<double> s;
    for (size_t c = 0; c < channels.lo.size(); ++c) {
        const double x = std::max(std::abs(channels.lo[c]), std::abs(channels.hi[c]));
        const double value = std::pow(x, alpha) / std::pow(channels.weightMax[c], 1 - alpha);
        s.push_back(x > 0 && channels.weightMax[c] > 0 && std::isfinite(value) && value > 0 ? value : 1);
    }
    return s;
}

double expectedNoise(const ChannelFigures& channels, const std::vector<Tensor>& weights, const std::vector<double>& s,
                     int weightBits, int activationBits)
{
    double lo = 0, hi = 0, reach = 0;
    for (size_t c = 0; c < s.size(); ++c) {
        lo = std::min(lo, channels.lo[c] / s[c]);
        hi = std::max(hi, channels.hi[c] / s[c]);
        reach += square(s[c]) * channels.weightSquare[c];
    }
    double noise = square((hi - lo) / (std::exp2(activationBits) - 1)) / 12 * reach;
    double power = 0;
    for (size_t c = 0; c < s.size(); ++c)
        power += channels.meanSquare[c] / square(s[c]);
    for (const Tensor& w : weights) {
        for (int64_t o = 0; o < w.dim(1); ++o) {
            double largest = 0;
            for (size_t c = 0; c < s.size(); ++c)
                largest = std::max(largest, std::abs(s[c] * static_cast<double>(w.data<float>()[static_cast<int64_t>(c) * w.dim(1) + o])));
            noise += square(largest / (std::exp2(weightBits - 1) - 1)) / 12 * power;
        }
    }
    return noise;
}

Result<Plan> makePlan(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                      const quant::Config& config, std::optional<double> alpha, const std::string& layer)
{
    Plan plan;
    plan.structures = findStructures(analyzer.graph());
    QS_ASSIGN(const auto specs, quant::resolve(config, analyzer.layers()));
    std::optional<size_t> only;
    if (!layer.empty()) {
        QS_ASSIGN(only, normalizationBefore(analyzer, plan.structures, layer));
    }
    for (size_t i = 0; i < plan.structures.size(); ++i) {
        if (only && i != *only)
            continue;
        if (!isNormalization(plan.structures[i]))
            continue;
        auto site = rewrite::normalizationSite(analyzer.graph(), analyzer.layers(), plan.structures, i);
        if (!site.ok()) {
            plan.notes.push_back(site.error().text());
            continue;
        }
        std::vector<Tensor> weights;
        for (const size_t reader : site->layers)
            weights.push_back(matrixOf(analyzer, analyzer.layers()[reader]));
        const auto figures = figuresOf(*site, analyzer, calibration, weights);
        const quant::LayerSpec& spec = specs[site->layers.front()];
        if (!figures || spec.isFloat) {
            plan.notes.push_back(filled(
                say("SmoothQuant", "normalization '%1' feeds layers in floating point, or none that was "
                                   "reached"),
                site->name));
            continue;
        }
        SmoothedSite smoothed;
        smoothed.alpha = alpha ? *alpha : bestAlpha(*figures, weights, spec.weights.bits, spec.activations.bits);
        const std::vector<double> s = smoothing(*figures, smoothed.alpha), ones(s.size(), 1);
        smoothed.ratioBefore = widestOverMedian(*figures, ones);
        smoothed.ratioAfter = widestOverMedian(*figures, s);
        smoothed.gainDb = 10 * std::log10(expectedNoise(*figures, weights, ones, spec.weights.bits, spec.activations.bits)
                                          / expectedNoise(*figures, weights, s, spec.weights.bits, spec.activations.bits));
        if (!alpha && smoothed.gainDb <= 0) {
            plan.notes.push_back(
                filled(say("SmoothQuant", "normalization '%1' gains nothing, whatever alpha"), site->name));
            continue;
        }
        smoothed.map = {s, std::vector<double>(s.size(), 0)};
        smoothed.site = std::move(*site);
        plan.sites.push_back(std::move(smoothed));
    }
    if (plan.sites.empty() && only)
        return Error{ErrorCode::Unsupported, plan.notes.front(), {}};
    if (plan.sites.empty())
        return Error{ErrorCode::Unsupported,
                     plan.notes.empty()
                         ? say("SmoothQuant", "the model has no normalization whose channels can be rescaled")
                         : filled(say("SmoothQuant",
                                      "the model has no normalization whose channels can be rescaled; %1"),
                                  plan.notes.front()),
                     analyzer.path()};
    return plan;
}

Result<onnxio::Model> apply(const Plan& plan, const analysis::Analyzer& analyzer)
{
    rewrite::ModelRewriter rewriter(analyzer.model(), analyzer.graph(), analyzer.layers(), plan.structures);
    for (const SmoothedSite& site : plan.sites)
        rewriter.apply(site.site, site.map);
    return rewriter.finish();
}

} // namespace qscope::smooth_quant
