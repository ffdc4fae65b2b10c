// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/base/text.h"
#include "core/io/html_parts.h"
#include "core/io/plot_text.h"
#include "core/io/strict_json.h"

namespace qscope::io {
namespace {

constexpr size_t MostBins = 160;

std::string headCell(const std::string& text, bool left = false)
{
    return std::string("<th") + (left ? " class=\"t\"" : "") + "><button type=\"button\">" + text
           + "</button></th>";
}

std::string textCell(const std::string& text, size_t limit)
{
    return "<td class=\"t name\" title=\"" + xmlEscaped(text) + "\">"
           + xmlEscaped(middleTruncated(text, limit)) + "</td>";
}

/// A number with the value to sort by; unknown ones are empty and sort last.
std::string numberCell(std::optional<double> value, const std::string& text = {})
{
    if (!value || std::isnan(*value))
        return "<td data-v=\"\"></td>";
    const std::string key = std::isinf(*value) ? (*value > 0 ? "1e999" : "-1e999") : compactNumber(*value);
    return "<td data-v=\"" + key + "\">" + (text.empty() ? compactNumber(*value) : xmlEscaped(text))
           + "</td>";
}

std::string statsCells(const stats::TensorStats* stats)
{
    if (!stats)
        return "<td></td>" + numberCell({}) + numberCell({}) + numberCell({}) + numberCell({})
               + numberCell({});
    std::string html = "<td>" + xmlEscaped(shapeText(stats->shape)) + "</td>";
    html += numberCell(stats->min.value);
    const bool known = !stats->histogram.empty();
    html += numberCell(known ? std::optional<double>(stats->histogram.quantile(1e-4)) : std::nullopt);
    html += numberCell(known ? std::optional<double>(stats->histogram.quantile(1 - 1e-4)) : std::nullopt);
    html += numberCell(stats->max.value);
    return html
           + numberCell(stats->channelAxis >= 0 ? std::optional<double>(stats->interChannelRatio())
                                                : std::nullopt);
}

std::string quantizerCells(const ReportInput& input, size_t layer)
{
    if (isFloat(input, layer))
        return numberCell(32, say("Files", "float")) + numberCell(32, say("Files", "float")) + numberCell({});
    const auto& weights = input.quantizers[layer].weights;
    const auto* activation = paramsOf(input, layer);
    return numberCell(weights ? std::optional<double>(weights->bits) : std::nullopt)
           + numberCell(activation ? std::optional<double>(activation->bits) : std::nullopt)
           + numberCell(activation ? std::optional<double>(activation->scale.front()) : std::nullopt);
}

std::string sensitivityCell(const std::optional<analysis::SensitivityResult>& result, size_t layer)
{
    if (!result)
        return {};
    const auto* figure = sensitivityOf(result, layer);
    return numberCell(figure ? std::optional<double>(figure->sqnrDb) : std::nullopt);
}

std::string rowHtml(const ReportInput& input, size_t i)
{
    const Layer& layer = input.layers[i];
    std::string html = "<tr tabindex=\"0\" data-index=\"" + std::to_string(i) + "\">"
                       + numberCell(static_cast<double>(i), std::to_string(i)) + textCell(layer.name, 48)
                       + textCell(layer.op, 24) + textCell(layer.block, 24) + statsCells(statsOf(input, i))
                       + quantizerCells(input, i) + sensitivityCell(input.only, i)
                       + sensitivityCell(input.except, i);
    return html + "</tr>\n";
}

/// At most MostBins bins by adding up neighbours.
Json histogramJson(const stats::Histogram& histogram)
{
    const auto counts = histogram.counts();
    const size_t group = (counts.size() + MostBins - 1) / MostBins;
    Json merged = Json::array();
    for (size_t i = 0; i < counts.size(); i += group) {
        uint64_t sum = 0;
        for (size_t k = i; k < std::min(i + group, counts.size()); ++k)
            sum += counts[k];
        merged.push_back(sum);
    }
    Json object;
    object["first"] = jsonNumber(histogram.firstEdge());
    object["width"] = jsonNumber(histogram.binWidth() * static_cast<double>(group));
    object["counts"] = std::move(merged);
    return object;
}

std::string inputText(const stats::TensorStats& stats, const quant::QuantParams* params)
{
    if (!params)
        return filled(say("Files", "mean %1, standard deviation %2, stays in floating point"),
                      compactNumber(stats.mean), compactNumber(stats.std()));
    return filled(say("Files", "mean %1, standard deviation %2, %3 bits, scale %4, zero point %5"),
                  compactNumber(stats.mean), compactNumber(stats.std()), params->bits,
                  compactNumber(params->scale.front()), params->zeroPoint.front());
}

Json inputJson(const ReportInput& input, size_t layer, size_t activation)
{
    const stats::TensorStats* stats = statsOf(input, layer, activation);
    const quant::QuantParams* params = paramsOf(input, layer, activation);
    Json object;
    object["name"] = stats->name;
    object["text"] = inputText(*stats, params);
    if (stats->histogram.empty())
        return object;
    object["histogram"] = histogramJson(stats->histogram);
    if (params) {
        const quant::Range clip = params->representable();
        object["histogram"]["clip"] = {jsonNumber(clip.lo), jsonNumber(clip.hi)};
    }
    return object;
}

} // namespace

std::string insideScript(const std::string& json)
{
    std::string result;
    for (const char c : json)
        result += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : c == '&' ? "\\u0026" : std::string(1, c);
    return result;
}

std::string layerTableHtml(const ReportInput& input)
{
    std::string html = "<div class=\"scroll\"><table id=\"layers\"><thead><tr>";
    html += headCell("#") + headCell(say("Files", "Layer"), true) + headCell(say("Files", "Op"), true)
            + headCell(say("Files", "Block"), true) + headCell(say("Files", "Input shape"))
            + headCell(say("Files", "Min")) + headCell("p0.01") + headCell("p99.99")
            + headCell(say("Files", "Max")) + headCell(say("Files", "Ch. ratio"))
            + headCell(say("Files", "W bits")) + headCell(say("Files", "A bits"))
            + headCell(say("Files", "Scale"));
    if (input.only)
        html += headCell(say("Files", "Only (dB)"));
    if (input.except)
        html += headCell(say("Files", "All but (dB)"));
    html += "</tr></thead>\n<tbody>\n";
    for (size_t i = 0; i < input.layers.size(); ++i)
        html += rowHtml(input, i);
    return html + "</tbody></table></div>\n";
}

std::string histogramData(const ReportInput& input)
{
    Json layers = Json::array();
    for (size_t i = 0; i < input.layers.size(); ++i) {
        Json layer;
        layer["name"] = input.layers[i].name;
        layer["inputs"] = Json::array();
        for (size_t a = 0; a < input.layers[i].activationInputs.size(); ++a)
            if (statsOf(input, i, a))
                layer["inputs"].push_back(inputJson(input, i, a));
        layers.push_back(std::move(layer));
    }
    return insideScript(layers.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace qscope::io
