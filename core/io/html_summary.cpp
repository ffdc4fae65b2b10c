// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/html_parts.h"
#include "core/io/plot_softmax.h"
#include "core/io/plot_text.h"
#include "core/quant/config_fields.h"

namespace qscope::io {
namespace {

std::string granularityText(quant::Granularity granularity)
{
    switch (granularity) {
    case quant::Granularity::PerTensor: return say("Files", "per-tensor");
    case quant::Granularity::PerChannel: return say("Files", "per-channel");
    case quant::Granularity::PerBlock: return say("Files", "per-block");
    }
    return std::string(quant::granularityName(granularity));
}

std::string symmetryText(bool symmetric)
{
    return symmetric ? say("Files", "symmetric") : say("Files", "asymmetric");
}

std::string quantizerText(const quant::QuantizerSpec& spec)
{
    const bool even = spec.kind == quant::QuantizerKind::Uniform || spec.kind == quant::QuantizerKind::PowerOfTwo;
    std::string text = filled(say("Files", "%1-bit"), quant::bitsOf(spec)) + " ";
    if (spec.kind != quant::QuantizerKind::Uniform)
        text += std::string(quant::nameOf(spec.kind)) + " ";
    if (even)
        text += symmetryText(spec.symmetric) + " ";
    text += spec.granularity == quant::Granularity::PerBlock
                ? filled(say("Files", "per-block of %1"), spec.blockSize)
                : granularityText(spec.granularity);
    const std::string calibrator(quant::calibratorName(spec.calibrator));
    if (spec.calibrator == quant::Calibrator::Percentile)
        return text + ", " + calibrator + " " + compactNumber(spec.percentile);
    if (spec.calibrator == quant::Calibrator::Lp)
        return text + ", "
               + (spec.grid == quant::SearchGrid::Aimet
                      ? filled(say("Files", "%1 on AIMET's grid"), calibrator)
                      : filled(say("Files", "%1 of power %2"), calibrator, compactNumber(spec.exponent)));
    return text + ", " + calibrator;
}

std::string valueText(double value) { return compactNumber(value); }
std::string valueText(int value) { return std::to_string(value); }
std::string valueText(bool value) { return value ? "true" : "false"; }
std::string valueText(const quant::Range& range)
{
    return filled(say("Files", "%1 to %2"), compactNumber(range.lo), compactNumber(range.hi));
}
std::string valueText(const std::vector<double>& values)
{
    std::string text;
    for (size_t i = 0; i < values.size() && i < 4; ++i)
        text += (i > 0 ? ", " : "") + compactNumber(values[i]);
    return values.size() > 4 ? text + " ..." : text;
}
template <class E>
std::string valueText(E value)
{
    return std::string(quant::nameOf(value));
}

/// The fields that have no wording of their own, as the config has them.
std::string otherFields(quant::QuantizerPatch patch)
{
    patch.bits.reset();
    patch.symmetric.reset();
    patch.granularity.reset();
    patch.calibrator.reset();
    patch.percentile.reset();
    std::string text;
    quant::forEachField([&](std::string_view key, auto, auto inPatch) {
        if (patch.*inPatch)
            text += " " + std::string(key) + " " + valueText(*(patch.*inPatch));
    });
    return text;
}

std::string patchText(const quant::QuantizerPatch& patch)
{
    std::string text;
    if (patch.bits)
        text += " " + filled(say("Files", "%1-bit"), *patch.bits);
    if (patch.symmetric)
        text += " " + symmetryText(*patch.symmetric);
    if (patch.granularity)
        text += " " + granularityText(*patch.granularity);
    if (patch.calibrator)
        text += " " + std::string(quant::calibratorName(*patch.calibrator));
    if (patch.percentile)
        text += " percentile " + compactNumber(*patch.percentile);
    text += otherFields(patch);
    return text.substr(std::min<size_t>(1, text.size()));
}

std::string ruleText(const quant::Rule& rule)
{
    std::string text = std::string(quant::matchKindName(rule.match.kind)) + " \"" + rule.match.text + "\"";
    if (rule.isFloat)
        text +=
            "; " + (*rule.isFloat ? say("Files", "stays in floating point") : say("Files", "is quantized"));
    if (!rule.weights.empty())
        text += "; " + filled(say("Files", "weights: %1"), patchText(rule.weights));
    if (!rule.activations.empty())
        text += "; " + filled(say("Files", "activations: %1"), patchText(rule.activations));
    for (const auto& [input, patch] : rule.inputs)
        if (!patch.empty())
            text += "; " + filled(say("Files", "input %1: %2"), input, patchText(patch));
    return text;
}

std::string tile(const std::string& value, const std::string& label)
{
    return "<div class=\"tile\"><b>" + xmlEscaped(value) + "</b> <span>" + xmlEscaped(label)
           + "</span></div>\n";
}

std::string fixedText(double value, const char* unit)
{
    return compactNumber(std::round(value * 100) / 100) + " " + unit;
}

std::string evaluationTiles(const analysis::Evaluation& e)
{
    std::string html = tile(std::isinf(e.sqnrDb) ? say("Files", "identical") : fixedText(e.sqnrDb, "dB"),
                            say("Files", "output SQNR"));
    html += tile(fixedText(e.agreement * 100, "%"), say("Files", "same top class as float"));
    if (e.accuracyFloat)
        html += tile(fixedText(*e.accuracyFloat * 100, "%"), say("Files", "accuracy in float"));
    if (e.accuracyQuantized)
        html += tile(fixedText(*e.accuracyQuantized * 100, "%"), say("Files", "accuracy under the config"));
    html += tile(compactNumber(e.cosine), say("Files", "cosine of the first output"));
    html += tile(fixedText(e.weightBytes / 1e6, "MB"),
                 filled(say("Files", "weights (float: %1)"), fixedText(e.weightBytesFloat / 1e6, "MB")));
    return html;
}

std::string floatTile(const ReportInput& input)
{
    size_t count = 0;
    for (size_t i = 0; i < input.layers.size(); ++i)
        count += isFloat(input, i) ? 1 : 0;
    return tile(filled(say("Files", "%1 of %2"), count, input.layers.size()),
                say("Files", "layers in floating point"));
}

std::string configHtml(const quant::Config& config)
{
    std::string html =
        "<p>" + filled(say("Files", "Weights: %1."), xmlEscaped(quantizerText(config.weights))) + "<br>"
        + filled(say("Files", "Activations: %1."), xmlEscaped(quantizerText(config.activations))) + "</p>\n";
    if (config.rules.empty())
        return html;
    html += "<p>" + say("Files", "Rules, later ones override:") + "</p>\n<ul>\n";
    constexpr size_t MostRules = 50;
    for (size_t i = 0; i < std::min(config.rules.size(), MostRules); ++i)
        html += "<li>" + xmlEscaped(ruleText(config.rules[i])) + "</li>\n";
    if (config.rules.size() > MostRules)
        html += "<li>" + filled(say("Files", "and %1 more"), config.rules.size() - MostRules) + "</li>\n";
    return html + "</ul>\n";
}

} // namespace

std::string summaryHtml(const ReportInput& input)
{
    std::string html = "<header>\n<h1>" + xmlEscaped(input.modelName) + "</h1>\n<p class=\"sub\">"
                       + filled(say("Files", "%1 layers, calibrated on %2 samples of %3"),
                                input.layers.size(), input.calibration.samples, xmlEscaped(input.dataName))
                       + "</p>\n<div class=\"tiles\">\n";
    if (input.evaluation)
        html += evaluationTiles(*input.evaluation);
    html += floatTile(input) + "</div>\n";
    if (input.evaluation)
        html += "<p class=\"sub\">"
                + filled(say("Files", "Measured on %1 samples. SQNR is 10 log10 of signal power over error "
                                      "power, pooled over all "
                                      "outputs."),
                         input.evaluation->samples)
                + "</p>\n";
    html += configHtml(input.config);
    for (const std::string& warning : input.calibration.warnings)
        html += "<p class=\"warning\">" + xmlEscaped(warning) + "</p>\n";
    return html + "</header>\n";
}

std::string softmaxTableHtml(const ReportInput& input)
{
    const auto all = softmaxesOf(input);
    if (all.empty())
        return {};
    std::string html = "<div class=\"scroll\"><table><thead><tr><th><span>#</span></th><th class=\"t\"><span>"
                       + say("Files", "Softmax") + "</span></th>";
    for (const std::string& heading :
         {say("Files", "Row length"), say("Files", "Below 1/255"), say("Files", "Exactly 0"),
          say("Files", "Above 0.5"), say("Files", "Mean entropy (bits)"),
          say("Files", "Of a uniform row (bits)")})
        html += "<th><span>" + heading + "</span></th>";
    html += "</tr></thead>\n<tbody>\n";
    for (size_t i = 0; i < all.size(); ++i) {
        const stats::SoftmaxStats& s = *all[i]->softmax;
        double entropy = 0;
        for (const double bits : s.headEntropyBits)
            entropy += bits / static_cast<double>(s.headEntropyBits.size());
        const std::string name = all[i]->nodeName.empty() ? all[i]->name : all[i]->nodeName;
        html += "<tr><td>" + std::to_string(i) + "</td><td class=\"t name\" title=\"" + xmlEscaped(name)
                + "\">" + xmlEscaped(middleTruncated(name, 56)) + "</td><td>" + std::to_string(s.rowLength)
                + "</td><td>" + percentText(s.shareBelowStep) + "</td><td>"
                + percentText(static_cast<double>(s.zeros) / static_cast<double>(all[i]->count)) + "</td><td>"
                + percentText(s.shareNearOne) + "</td><td>" + compactNumber(entropy) + "</td><td>"
                + compactNumber(s.maxEntropyBits) + "</td></tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

} // namespace qscope::io
