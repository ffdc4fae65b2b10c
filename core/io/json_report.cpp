// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json_report.h"

#include <cmath>

#include "core/analysis/evaluation_figures.h"
#include "core/io/strict_json.h"

namespace qscope::io {
namespace {

constexpr std::pair<const char*, double> Percentiles[] = {
    {"0.01", 1e-4}, {"0.1", 1e-3}, {"1", 0.01},     {"25", 0.25},      {"50", 0.5},
    {"75", 0.75},   {"99", 0.99},  {"99.9", 0.999}, {"99.99", 0.9999},
};

template <class T>
Json listOf(const std::vector<T>& values)
{
    Json list = Json::array();
    for (const T& value : values)
        list.push_back(jsonNumber(value));
    return list;
}

Json percentilesJson(const stats::TensorStats& tensor)
{
    Json object = Json::object();
    for (const auto& [name, share] : Percentiles)
        object[name] =
            tensor.histogram.empty() ? Json(nullptr) : jsonNumber(tensor.histogram.quantile(share));
    return object;
}

Json extremeJson(const stats::Extreme& extreme)
{
    if (extreme.sample < 0)
        return nullptr;
    Json object;
    object["sample"] = extreme.sample;
    object["channel"] = extreme.channel < 0 ? Json(nullptr) : Json(extreme.channel);
    object["position"] = extreme.position;
    return object;
}

Json softmaxJson(const stats::SoftmaxStats& softmax)
{
    Json object;
    object["row_length"] = softmax.rowLength;
    object["below_step"] = jsonNumber(softmax.shareBelowStep);
    object["near_one"] = jsonNumber(softmax.shareNearOne);
    object["head_entropy_bits"] = listOf(softmax.headEntropyBits);
    object["max_entropy_bits"] = jsonNumber(softmax.maxEntropyBits);
    object["zeros"] = softmax.zeros;
    object["log2_counts"] = softmax.log2Counts;
    return object;
}

Json channelStd(const stats::ChannelStats& channels)
{
    Json list = Json::array();
    for (const double variance : channels.variance)
        list.push_back(jsonNumber(std::sqrt(variance)));
    return list;
}

/// One list per percentile, an entry per channel.
Json channelPercentiles(const stats::ChannelStats& channels)
{
    Json object;
    for (const auto& [name, share] : Percentiles) {
        Json list = Json::array();
        for (const stats::Histogram& histogram : channels.histograms)
            list.push_back(histogram.empty() ? Json(nullptr) : jsonNumber(histogram.quantile(share)));
        object[name] = list;
    }
    return object;
}

void addChannels(Json& object, const stats::TensorStats& tensor)
{
    const bool known = tensor.channelAxis >= 0;
    object["channel_axis"] = known ? Json(tensor.channelAxis) : Json(nullptr);
    object["channel_min"] = known ? listOf(tensor.channels.min) : Json(nullptr);
    object["channel_max"] = known ? listOf(tensor.channels.max) : Json(nullptr);
    object["channel_mean"] = known ? listOf(tensor.channels.mean) : Json(nullptr);
    object["channel_std"] = known ? channelStd(tensor.channels) : Json(nullptr);
    if (known && !tensor.channels.histograms.empty())
        object["channel_percentiles"] = channelPercentiles(tensor.channels);
    object["inter_channel_ratio"] = known ? jsonNumber(tensor.interChannelRatio()) : Json(nullptr);
}

Json tensorJson(const stats::TensorStats& tensor)
{
    const bool known = tensor.count > 0;
    Json object;
    object["name"] = tensor.name;
    object["node"] = tensor.nodeName;
    object["op"] = tensor.op;
    object["shape"] = tensor.shape;
    object["count"] = tensor.count;
    object["nan_count"] = tensor.nanCount;
    object["inf_count"] = tensor.infCount;
    object["min"] = known ? jsonNumber(tensor.min.value) : Json(nullptr);
    object["max"] = known ? jsonNumber(tensor.max.value) : Json(nullptr);
    object["min_at"] = extremeJson(tensor.min);
    object["max_at"] = extremeJson(tensor.max);
    object["mean"] = known ? jsonNumber(tensor.mean) : Json(nullptr);
    object["std"] = known ? jsonNumber(tensor.std()) : Json(nullptr);
    object["percentiles"] = percentilesJson(tensor);
    addChannels(object, tensor);
    if (tensor.softmax)
        object["softmax"] = softmaxJson(*tensor.softmax);
    return object;
}

Json optionalNumber(const std::optional<double>& value) { return value ? jsonNumber(*value) : Json(nullptr); }

} // namespace

std::string tensorsJson(const analysis::CalibrationResult& calibration)
{
    Json list = Json::array();
    for (const stats::TensorStats& tensor : calibration.tensors)
        list.push_back(tensorJson(tensor));
    return formatJson(list, 2);
}

std::string evaluationJson(const analysis::Evaluation& evaluation)
{
    Json object, intervals = Json::object();
    analysis::forEachEstimate(evaluation, [&](const char* name, const std::optional<analysis::Estimate>& figure) {
        object[name] = optionalNumber(figure);
        if (figure && figure->hasInterval())
            intervals[name] = {jsonNumber(figure->low), jsonNumber(figure->high)};
    });
    if (std::isinf(evaluation.sqnrDb) && evaluation.sqnrDb > 0)
        object["identical"] = true;
    object["intervals_95"] = intervals;
    object["samples"] = evaluation.samples;
    object["layers_float"] = evaluation.layersFloat;
    object["layers_quantized"] = evaluation.layersQuantized;
    object["weight_bytes"] = jsonNumber(evaluation.weightBytes);
    object["weight_bytes_float"] = jsonNumber(evaluation.weightBytesFloat);
    return formatJson(object, 1);
}

} // namespace qscope::io
