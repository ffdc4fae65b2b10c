// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/io/html_parts.h"
#include "core/io/plot_softmax.h"
#include "core/io/plot_text.h"
#include "core/quant/config_fields.h"

namespace qscope::io {
namespace {

std::string quantizerText(const quant::QuantizerSpec& spec)
{
    const bool even = spec.kind == quant::QuantizerKind::Uniform || spec.kind == quant::QuantizerKind::PowerOfTwo;
    std::string text = std::to_string(quant::bitsOf(spec)) + "-bit ";
    if (spec.kind != quant::QuantizerKind::Uniform)
        text += std::string(quant::nameOf(spec.kind)) + " ";
    if (even)
        text += spec.symmetric ? "symmetric " : "asymmetric ";
    text += std::string(quant::granularityName(spec.granularity));
    if (spec.granularity == quant::Granularity::PerBlock)
        text += " of " + std::to_string(spec.blockSize);
    text += ", " + std::string(quant::calibratorName(spec.calibrator));
    if (spec.calibrator == quant::Calibrator::Percentile)
        text += " " + compactNumber(spec.percentile);
    if (spec.calibrator == quant::Calibrator::Lp)
        text += spec.grid == quant::SearchGrid::Aimet ? " on AIMET's grid" : " of power " + compactNumber(spec.exponent);
    return text;
}

std::string valueText(double value) { return compactNumber(value); }
std::string valueText(int value) { return std::to_string(value); }
std::string valueText(bool value) { return value ? "true" : "false"; }
std::string valueText(const quant::Range& range) { return compactNumber(range.lo) + " to " + compactNumber(range.hi); }
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

std::string patchText(const char* what, const quant::QuantizerPatch& patch)
{
    if (patch.empty())
        return {};
    std::string text = std::string("; ") + what + ":";
    if (patch.bits)
        text += " " + std::to_string(*patch.bits) + "-bit";
    if (patch.symmetric)
        text += *patch.symmetric ? " symmetric" : " asymmetric";
    if (patch.granularity)
        text += " " + std::string(quant::granularityName(*patch.granularity));
    if (patch.calibrator)
        text += " " + std::string(quant::calibratorName(*patch.calibrator));
    if (patch.percentile)
        text += " percentile " + compactNumber(*patch.percentile);
    return text + otherFields(patch);
}

std::string ruleText(const quant::Rule& rule)
{
    std::string text = std::string(quant::matchKindName(rule.match.kind)) + " \"" + rule.match.text + "\"";
    if (rule.isFloat)
        text += *rule.isFloat ? "; stays in floating point" : "; is quantized";
    text += patchText("weights", rule.weights) + patchText("activations", rule.activations);
    for (const auto& [input, patch] : rule.inputs)
        text += patchText(("input " + std::to_string(input)).c_str(), patch);
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
    std::string html = tile(std::isinf(e.sqnrDb) ? "identical" : fixedText(e.sqnrDb, "dB"), "output SQNR");
    html += tile(fixedText(e.agreement * 100, "%"), "same top class as float");
    if (e.accuracyFloat)
        html += tile(fixedText(*e.accuracyFloat * 100, "%"), "accuracy in float");
    if (e.accuracyQuantized)
        html += tile(fixedText(*e.accuracyQuantized * 100, "%"), "accuracy under the config");
    html += tile(compactNumber(e.cosine), "cosine of the first output");
    html += tile(fixedText(e.weightBytes / 1e6, "MB"),
                 "weights (float: " + fixedText(e.weightBytesFloat / 1e6, "MB") + ")");
    return html;
}

std::string floatTile(const ReportInput& input)
{
    size_t count = 0;
    for (size_t i = 0; i < input.layers.size(); ++i)
        count += isFloat(input, i) ? 1 : 0;
    return tile(std::to_string(count) + " of " + std::to_string(input.layers.size()),
                "layers in floating point");
}

std::string configHtml(const quant::Config& config)
{
    std::string html = "<p>Weights: " + xmlEscaped(quantizerText(config.weights))
                       + ".<br>Activations: " + xmlEscaped(quantizerText(config.activations)) + ".</p>\n";
    if (config.rules.empty())
        return html;
    html += "<p>Rules, later ones override:</p>\n<ul>\n";
    constexpr size_t MostRules = 50;
    for (size_t i = 0; i < std::min(config.rules.size(), MostRules); ++i)
        html += "<li>" + xmlEscaped(ruleText(config.rules[i])) + "</li>\n";
    if (config.rules.size() > MostRules)
        html += "<li>and " + std::to_string(config.rules.size() - MostRules) + " more</li>\n";
    return html + "</ul>\n";
}

} // namespace

std::string summaryHtml(const ReportInput& input)
{
    std::string html = "<header>\n<h1>" + xmlEscaped(input.modelName) + "</h1>\n<p class=\"sub\">"
                       + std::to_string(input.layers.size()) + " layers, calibrated on "
                       + std::to_string(input.calibration.samples) + " samples of "
                       + xmlEscaped(input.dataName) + "</p>\n<div class=\"tiles\">\n";
    if (input.evaluation)
        html += evaluationTiles(*input.evaluation);
    html += floatTile(input) + "</div>\n";
    if (input.evaluation)
        html +=
            "<p class=\"sub\">Measured on " + std::to_string(input.evaluation->samples)
            + " samples. SQNR is 10 log10 of signal power over error power, pooled over all outputs.</p>\n";
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
    std::string html =
        "<div class=\"scroll\"><table><thead><tr><th><span>#</span></th><th "
        "class=\"t\"><span>Softmax</span></th>"
        "<th><span>Row length</span></th><th><span>Below 1/255</span></th><th><span>Exactly 0</span></th>"
        "<th><span>Above 0.5</span></th><th><span>Mean entropy (bits)</span></th>"
        "<th><span>Of a uniform row (bits)</span></th></tr></thead>\n<tbody>\n";
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
