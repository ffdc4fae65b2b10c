// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_report.h"

#include <algorithm>
#include <optional>

#include "core/io/csv_row.h"
#include "core/io/price_report.h"

namespace qscope::io {
namespace {

std::string headingOf(const ReportInput& input)
{
    std::string heading =
        "index,name,op,block,input,input_shape,min,max,p0.01,p99.99,inter_channel_ratio,weight_count,"
        "weight_bits,activation_bits,float,scale,zero_point,clip_lo,clip_hi";
    if (input.only)
        heading += ",sqnr_db_only";
    if (input.except)
        heading += ",sqnr_db_except";
    return heading + "\r\n";
}

void addStats(CsvRow& row, const stats::TensorStats* stats)
{
    if (!stats) {
        row.empty().empty().empty().empty().empty().empty();
        return;
    }
    row.text(shapeText(stats->shape)).number(stats->min.value).number(stats->max.value);
    if (stats->histogram.empty())
        row.empty().empty();
    else
        row.number(stats->histogram.quantile(1e-4)).number(stats->histogram.quantile(1 - 1e-4));
    if (stats->channelAxis < 0)
        row.empty();
    else
        row.number(stats->interChannelRatio());
}

void addQuantizers(CsvRow& row, const ReportInput& input, size_t layer)
{
    const bool stays = isFloat(input, layer);
    const quant::QuantParams* activation = paramsOf(input, layer);
    row.number(input.layers[layer].weightCount);
    if (stays)
        row.number(32).number(32).text("true");
    else
        row.optional(input.quantizers[layer].weights
                         ? std::optional<int>(input.quantizers[layer].weights->bits)
                         : std::nullopt)
            .optional(activation ? std::optional<int>(activation->bits) : std::nullopt)
            .text("false");
    if (!activation) {
        row.empty().empty().empty().empty();
        return;
    }
    const quant::Range clip = activation->representable();
    row.number(activation->scale.front())
        .number(activation->zeroPoint.front())
        .number(clip.lo)
        .number(clip.hi);
}

void addSensitivity(CsvRow& row, const std::optional<analysis::SensitivityResult>& result, size_t layer)
{
    if (!result)
        return;
    const analysis::LayerSensitivity* figure = sensitivityOf(result, layer);
    row.optional(figure ? std::optional<double>(figure->sqnrDb) : std::nullopt);
}

/// The figure and the ends of its interval; what is unknown is empty.
void addEstimate(CsvRow& row, const std::optional<analysis::Estimate>& estimate)
{
    if (!estimate) {
        row.empty().empty().empty();
        return;
    }
    row.number(estimate->value);
    if (estimate->hasInterval())
        row.number(estimate->low).number(estimate->high);
    else
        row.empty().empty();
}

/// By layer: its place in the ranking, counted from 0.
std::vector<size_t> placesOf(const analysis::SensitivityResult& result)
{
    std::vector<size_t> places(result.layers.size(), result.ranking.size());
    for (size_t place = 0; place < result.ranking.size(); ++place)
        places[result.ranking[place].index()] = place;
    return places;
}

void addPlace(CsvRow& row, const analysis::SensitivityResult& result, size_t place)
{
    if (place >= result.ranking.size())
        row.empty().empty();
    else
        row.number(place + 1).text(place < result.tiedWithNext.size() && result.tiedWithNext[place] ? "true" : "false");
}

std::string inputName(const ReportInput& input, const Layer& layer)
{
    if (layer.activationInputs.empty())
        return {};
    return input.graph.value(input.graph.node(layer.node).inputs[layer.activationInputs.front()]).name;
}

} // namespace

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

std::string layersCsv(const ReportInput& input)
{
    std::string csv = headingOf(input);
    for (size_t i = 0; i < input.layers.size(); ++i) {
        const Layer& layer = input.layers[i];
        CsvRow row;
        row.number(i).text(layer.name).text(layer.op).text(layer.block).text(inputName(input, layer));
        addStats(row, statsOf(input, i));
        addQuantizers(row, input, i);
        addSensitivity(row, input.only, i);
        addSensitivity(row, input.except, i);
        csv += row.finish();
    }
    return csv;
}

std::string sensitivityCsv(const analysis::SensitivityResult& result, const std::vector<Layer>& layers,
                           const PricedLayers* prices)
{
    std::string csv = "index,name,op,block";
    for (const char* figure : {"sqnr_db", "mse", "cosine", "kl", "agreement", "agreement_top5", "accuracy"})
        csv += std::string(",") + figure + "," + figure + "_low," + figure + "_high";
    const bool hasUser = std::any_of(result.layers.begin(), result.layers.end(), [](const auto& f) { return f.user.has_value(); });
    if (hasUser)
        csv += ",user,user_low,user_high";
    csv += ",rank,tied_with_next";
    csv += prices ? priceColumns(*prices) + "\r\n" : "\r\n";
    const std::vector<size_t> places = placesOf(result);
    for (const analysis::LayerSensitivity& figure : result.layers) {
        const Layer& layer = layers[figure.layer.index()];
        CsvRow row;
        row.number(figure.layer.index()).text(layer.name).text(layer.op).text(layer.block);
        for (const auto& estimate : {figure.sqnrDb, figure.mse, figure.cosine, figure.kl, figure.agreement,
                                     figure.agreementTop5})
            addEstimate(row, estimate);
        addEstimate(row, figure.accuracy);
        if (hasUser)
            addEstimate(row, figure.user);
        addPlace(row, result, places[figure.layer.index()]);
        if (prices)
            addPrice(row, *prices, figure.layer.index());
        csv += row.finish();
    }
    return csv;
}

std::string depthErrorsCsv(const analysis::DepthErrors& errors, const std::vector<Layer>& layers)
{
    std::string csv = "index,name,op,block,local_db,local_db_low,local_db_high,accumulated_db,accumulated_db_low,"
                      "accumulated_db_high,local_nsr,accumulated_nsr\r\n";
    for (const analysis::DepthError& error : errors.layers) {
        const Layer& layer = layers[error.layer.index()];
        CsvRow row;
        row.number(error.layer.index()).text(layer.name).text(layer.op).text(layer.block);
        addEstimate(row, error.localDb);
        addEstimate(row, error.accumulatedDb);
        csv += row.number(error.localNsr).number(error.accumulatedNsr).finish();
    }
    return csv;
}

} // namespace qscope::io
