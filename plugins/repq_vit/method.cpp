// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/method.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/rewrite/model_rewriter.h"

namespace qscope::repq_vit {

namespace {

using quant::Calibrator;
using quant::Config;
using quant::Granularity;
using quant::QuantizerKind;
using quant::QuantizerSpec;
using quant::Rule;

constexpr int ImageBits = 8;

Rule ruleFor(const Layer& layer)
{
    Rule rule;
    rule.match = {quant::MatchKind::Name, layer.name};
    return rule;
}

QuantizerSpec published(int bits, Granularity granularity)
{
    QuantizerSpec spec;
    spec.bits = bits;
    spec.granularity = granularity;
    spec.calibrator = Calibrator::Quantile;
    return spec;
}

/// Everything but where layers stay in floating point is the method's business.
Config baseConfig(const analysis::Analyzer& analyzer, const Config& given, const Settings& settings,
                  std::vector<std::string>& warnings)
{
    const int weightBits = settings.weightBits > 0 ? settings.weightBits : given.weights.bits;
    const int activationBits = settings.activationBits > 0 ? settings.activationBits : given.activations.bits;
    Config config;
    config.weights = published(weightBits, Granularity::PerChannel);
    config.activations = published(activationBits, Granularity::PerTensor);
    for (const Layer& layer : analyzer.layers()) {
        const auto& inputs = analyzer.graph().inputs;
        const bool readsImage = layer.op == "Conv" && !layer.activationInputs.empty()
                                && std::find(inputs.begin(), inputs.end(),
                                             analyzer.graph().node(layer.node).inputs[layer.activationInputs.front()])
                                       != inputs.end();
        if (!readsImage)
            continue;
        config.rules.push_back(ruleFor(layer));
        config.rules.back().activations.bits = ImageBits;
    }
    bool dropped = false;
    for (const Rule& rule : given.rules) {
        Rule kept;
        kept.match = rule.match;
        kept.isFloat = rule.isFloat;
        dropped = dropped || !(kept == rule);
        if (kept.isFloat)
            config.rules.push_back(kept);
    }
    if (dropped)
        warnings.push_back(
            say("RepQ-ViT", "rules of the config about quantizers were left out, as RepQ-ViT sets its own; "
                            "those about floating point stay"));
    return config;
}

/// All readers read the same channels; those that read all of them know their ranges.
const stats::TensorStats* statsOf(const rewrite::NormalizationSite& site, const analysis::Analyzer& analyzer,
                                  const analysis::CalibrationResult& calibration)
{
    const stats::TensorStats* found = nullptr;
    for (const size_t index : site.layers) {
        const Layer& layer = analyzer.layers()[index];
        const ValueId input = analyzer.graph().node(layer.node).inputs[layer.activationInputs.front()];
        const stats::TensorStats* here = calibration.find(input);
        if (here && here->channels.histograms.size() == static_cast<size_t>(site.channels)
            && (!found || here->count > found->count))
            found = here;
    }
    return found;
}

Status addSite(const rewrite::NormalizationSite& site, const analysis::Analyzer& analyzer,
               const analysis::CalibrationResult& calibration, Plan& plan)
{
    const stats::TensorStats* stats = statsOf(site, analyzer, calibration);
    if (!stats) {
        plan.notes.push_back(filled(
            say("RepQ-ViT", "normalization '%1' has no histograms per channel (above 4096 channels, or no "
                            "sample reached it)"),
            site.name));
        return {};
    }
    QS_ASSIGN(auto params, quant::quantizerForActivations(
                               *stats, published(plan.base.activations.bits, Granularity::PerChannel)));
    const SharedGrid shared = sharedGrid(channelGridOf(params), plan.settings.wholeZeroPoints);
    plan.sites.push_back({site, std::move(params), shared});
    return {};
}

} // namespace

std::string_view variantName(Variant variant)
{
    switch (variant) {
    case Variant::LayerWise: return "layer-wise";
    case Variant::ChannelWise: return "channel-wise";
    case Variant::Reparameterised: return "reparameterised";
    }
    return {};
}

std::string shownName(std::string_view name)
{
    if (name == "layer-wise")
        return say("RepQ-ViT", "layer-wise");
    if (name == "channel-wise")
        return say("RepQ-ViT", "channel-wise");
    if (name == "reparameterised")
        return say("RepQ-ViT", "reparameterised");
    if (name == "uniform")
        return say("RepQ-ViT", "uniform");
    if (name == "twin-range")
        return say("RepQ-ViT", "twin-range");
    if (name == "log-sqrt2 in base 2")
        return say("RepQ-ViT", "log-sqrt2 in base 2");
    return std::string(name); // log2, log-sqrt2
}

analysis::CalibrationOptions recordingFor(const analysis::Analyzer& analyzer)
{
    analysis::CalibrationOptions options;
    for (const rewrite::NormalizationSite& site : findSites(analyzer, findStructures(analyzer.graph()), true).normalizations) {
        for (const size_t index : site.layers) {
            const Layer& layer = analyzer.layers()[index];
            const ValueId input = analyzer.graph().node(layer.node).inputs[layer.activationInputs.front()];
            options.channelsOf.push_back(analyzer.graph().value(input).name);
        }
    }
    options.channelHistograms = !options.channelsOf.empty();
    return options;
}

Result<Plan> makePlan(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                      const quant::Config& config, const Settings& settings)
{
    Plan plan;
    plan.settings = settings;
    plan.base = baseConfig(analyzer, config, settings, plan.warnings);
    plan.structures = findStructures(analyzer.graph());
    Sites sites = findSites(analyzer, plan.structures, settings.withFinal);
    plan.notes = std::move(sites.refusals);
    plan.softmaxes = std::move(sites.softmaxes);
    QS_ASSIGN(const auto specs, quant::resolve(plan.base, analyzer.layers()));
    for (const rewrite::NormalizationSite& site : sites.normalizations) {
        const bool allFloat = std::all_of(site.layers.begin(), site.layers.end(), [&](size_t l) { return specs[l].isFloat; });
        if (!allFloat)
            QS_RETURN_IF_ERROR(addSite(site, analyzer, calibration, plan));
    }
    if (plan.sites.empty() && plan.softmaxes.empty())
        return Error{
            ErrorCode::Unsupported,
            plan.notes.empty()
                ? say("RepQ-ViT",
                      "there is nothing for RepQ-ViT to do: no normalization's scale can be moved, and no "
                      "softmax is seen")
                : filled(
                    say("RepQ-ViT",
                        "there is nothing for RepQ-ViT to do: no normalization's scale can be moved, and no "
                        "softmax is seen; %1"),
                    plan.notes.front()),
            analyzer.path()};
    return plan;
}

quant::Config configOf(const Plan& plan, Variant variant, const analysis::Analyzer& analyzer)
{
    Config config = plan.base;
    for (const ReparameterisedSite& site : plan.sites) {
        for (const size_t layer : site.site.layers) {
            Rule rule = ruleFor(analyzer.layers()[layer]);
            if (variant == Variant::ChannelWise)
                rule.activations.granularity = Granularity::PerChannel;
            if (variant == Variant::Reparameterised) {
                rule.activations.calibrator = Calibrator::Given;
                rule.activations.scales = std::vector<double>{site.shared.scale};
                rule.activations.zeroPoints = std::vector<double>{site.shared.zeroPoint};
            }
            if (!rule.empty())
                config.rules.push_back(std::move(rule));
        }
    }
    if (plan.settings.softmax == QuantizerKind::Uniform)
        return config;
    for (const SoftmaxSite& site : plan.softmaxes) {
        Rule rule = ruleFor(analyzer.layers()[site.layer]);
        rule.inputs[site.input].kind = plan.settings.softmax;
        rule.inputs[site.input].sign = quant::Signedness::Unsigned;
        config.rules.push_back(std::move(rule));
    }
    return config;
}

Result<onnxio::Model> reparameterise(const Plan& plan, const analysis::Analyzer& analyzer)
{
    rewrite::ModelRewriter rewriter(analyzer.model(), analyzer.graph(), analyzer.layers(), plan.structures);
    for (const ReparameterisedSite& site : plan.sites)
        rewriter.apply(site.site, channelMap(channelGridOf(site.channels), site.shared));
    return rewriter.finish();
}

} // namespace qscope::repq_vit
