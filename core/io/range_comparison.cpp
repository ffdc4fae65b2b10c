// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/range_comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>

#include "core/base/text.h"
#include "core/io/quantized_tensors.h"
#include "core/io/strict_json.h"
#include "core/quant/expected_error.h"

namespace qscope::io {

namespace {

using quant::QuantParams;
using quant::QuantizerSpec;
using quant::Range;

double decibels(double signal, double noise)
{
    return noise > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
}

/// What the file does not say is taken from `ours`.
QuantizerSpec specOf(const ImportedTensor& tensor, QuantizerSpec ours)
{
    ours.bits = std::clamp(tensor.bits.value_or(ours.bits), 2, 16);
    ours.symmetric = tensor.symmetric.value_or(ours.symmetric);
    ours.kind = quant::QuantizerKind::Uniform;
    return ours;
}

Range widest(const QuantParams& params)
{
    Range range = params.representable();
    for (size_t c = 1; c < params.slices(); ++c) {
        const Range other = params.representable(c);
        if (other.hi - other.lo > range.hi - range.lo)
            range = other;
    }
    return range;
}

double activationSqnr(const stats::TensorStats& stats, const QuantParams& params)
{
    const double signal = stats.variance + stats.mean * stats.mean;
    if (params.isUniform() && params.slices() == 1)
        return decibels(signal, quant::ExpectedError(stats.histogram)
                                    .of(params.scale[0], params.zeroPoint[0] - params.qmin,
                                        static_cast<int64_t>(params.qmax) - params.qmin + 1));
    double noise = 0;
    const auto counts = stats.histogram.counts();
    for (size_t i = 0; i < counts.size(); ++i) {
        const auto x = static_cast<float>(stats.histogram.centre(i));
        const double error = static_cast<double>(quant::fakeQuantize(x, params)) - x;
        noise += static_cast<double>(counts[i]) * error * error;
    }
    return decibels(signal, noise / static_cast<double>(std::max<uint64_t>(stats.histogram.total(), 1)));
}

double weightSqnr(const Tensor& weights, const QuantParams& params)
{
    const Tensor plain = toPlain(weights);
    const Tensor quantized = quant::fakeQuantize(plain, params);
    double signal = 0;
    double noise = 0;
    for (int64_t i = 0; i < plain.size(); ++i) {
        const double x = plain.data<float>()[i];
        const double error = quantized.data<float>()[i] - x;
        signal += x * x;
        noise += error * error;
    }
    return decibels(signal, noise);
}

/// Compares the tensors of one model.
class Comparer {
public:
    Comparer(const ReportInput& input, std::vector<quant::LayerSpec> specs) : m_input(input), m_specs(std::move(specs))
    {
        for (size_t i = input.layers.size(); i-- > 0;) { // the first layer wins
            const Layer& layer = input.layers[i];
            for (size_t a = 0; a < layer.activationInputs.size(); ++a)
                m_reader[input.graph.node(layer.node).inputs[layer.activationInputs[a]]] = {i, a};
            if (!layer.weightInput)
                continue;
            m_weights[weightName(input.graph, layer)] = i;
            m_weights[input.graph.value(input.graph.node(layer.node).inputs[*layer.weightInput]).name] = i;
        }
    }

    Status add(const ImportedTensor& tensor)
    {
        if (const auto weight = m_weights.find(tensor.name); weight != m_weights.end())
            return addWeight(tensor, weight->second);
        const auto value = m_input.graph.findValue(tensor.name);
        const stats::TensorStats* stats = value ? m_input.calibration.find(*value) : nullptr;
        if (stats && stats->count > 0)
            return addActivation(tensor, *value, *stats);
        (value ? m_result.unrecorded : m_result.unknown).push_back(tensor.name);
        return {};
    }

    RangeComparisons finish()
    {
        std::stable_sort(m_order.begin(), m_order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& [place, comparison] : m_order)
            m_result.tensors.push_back(std::move(comparison));
        return std::move(m_result);
    }

private:
    struct Reader {
        size_t layer;
        size_t activation;
    };

    void addComparison(size_t place, RangeComparison comparison, const QuantParams& ours, const QuantParams& theirs)
    {
        comparison.ours = widest(ours);
        comparison.theirs = widest(theirs);
        comparison.slices = theirs.slices();
        const double width = comparison.ours.hi - comparison.ours.lo;
        comparison.ratio = width > 0 ? (comparison.theirs.hi - comparison.theirs.lo) / width : 0;
        m_order.emplace_back(place, std::move(comparison));
    }

    const QuantizerSpec& ownSpec(const Reader& reader) const
    {
        return m_specs[reader.layer].activation(m_input.layers[reader.layer].activationInputs[reader.activation]);
    }

    Status addActivation(const ImportedTensor& tensor, ValueId value, const stats::TensorStats& stats)
    {
        const auto reader = m_reader.find(value);
        const bool isRead = reader != m_reader.end();
        const QuantizerSpec spec = isRead ? ownSpec(reader->second) : m_input.config.activations;
        QS_ASSIGN(QuantParams ours, quant::quantizerForActivations(stats, spec));
        if (const QuantParams* used = isRead ? paramsOf(m_input, reader->second.layer, reader->second.activation) : nullptr)
            ours = *used;
        if (tensor.ranges.size() != 1) {
            m_result.unrecorded.push_back(filled(say("Files", "%1 (per channel)"), tensor.name));
            return {};
        }
        QuantizerSpec whole = specOf(tensor, spec);
        whole.granularity = quant::Granularity::PerTensor;
        const QuantParams theirs = quant::paramsFromRange(tensor.ranges.front(), whole);
        RangeComparison comparison;
        comparison.tensor = tensor.name;
        comparison.layer = isRead ? m_input.layers[reader->second.layer].name : std::string();
        comparison.sqnrOursDb = activationSqnr(stats, ours);
        comparison.sqnrTheirsDb = activationSqnr(stats, theirs);
        addComparison(value.index(), std::move(comparison), ours, theirs);
        return {};
    }

    Status addWeight(const ImportedTensor& tensor, size_t index)
    {
        const Layer& layer = m_input.layers[index];
        const Tensor weights = weightOf(m_input.graph, layer);
        const QuantizerSpec spec = specOf(tensor, m_specs[index].weights);
        const QuantParams ours = quant::quantizerForWeights(weights, m_specs[index].weights, layer.weightAxis);
        const auto axis = static_cast<size_t>(layer.weightAxis);
        const bool perChannel = tensor.ranges.size() > 1;
        if (perChannel && static_cast<int64_t>(tensor.ranges.size()) != weights.dim(axis)) {
            m_result.unrecorded.push_back(filled(say("Files", "%1 (%2 ranges for %3 channels)"), tensor.name,
                                                 tensor.ranges.size(), weights.dim(axis)));
            return {};
        }
        QuantizerSpec form = spec;
        form.granularity = perChannel ? quant::Granularity::PerChannel : quant::Granularity::PerTensor;
        const QuantParams theirs = perChannel ? quant::paramsFromRanges(tensor.ranges, form, layer.weightAxis)
                                              : quant::paramsFromRange(tensor.ranges.front(), form);
        RangeComparison comparison;
        comparison.tensor = tensor.name;
        comparison.layer = layer.name;
        comparison.isWeight = true;
        comparison.sqnrOursDb = weightSqnr(weights, ours);
        comparison.sqnrTheirsDb = weightSqnr(weights, theirs);
        addComparison(m_input.graph.values.size() + index, std::move(comparison), ours, theirs);
        return {};
    }

    const ReportInput& m_input;
    std::vector<quant::LayerSpec> m_specs;
    std::map<ValueId, Reader> m_reader;
    std::map<std::string, size_t> m_weights; ///< name -> layer
    std::vector<std::pair<size_t, RangeComparison>> m_order;
    RangeComparisons m_result;
};

Json numberOrText(double value)
{
    return std::isinf(value) ? Json(value > 0 ? "inf" : "-inf") : jsonNumber(value);
}

Json rangeJson(const Range& range) { return Json::array({jsonNumber(range.lo), jsonNumber(range.hi)}); }

std::string line(const char* format, const RangeComparison& c)
{
    char text[512];
    std::snprintf(text, sizeof text, format, c.ours.lo, c.ours.hi, c.theirs.lo, c.theirs.hi, c.ratio, c.sqnrOursDb,
                  c.sqnrTheirsDb);
    return text;
}

} // namespace

Result<RangeComparisons> compareRanges(const ReportInput& input, const ImportedRanges& imported)
{
    QS_ASSIGN(auto specs, quant::resolve(input.config, input.layers));
    Comparer comparer(input, std::move(specs));
    for (const ImportedTensor& tensor : imported.tensors)
        QS_RETURN_IF_ERROR(comparer.add(tensor));
    RangeComparisons result = comparer.finish();
    if (result.tensors.empty() && result.unrecorded.empty())
        return Error{
            ErrorCode::InvalidArgument,
            filled(say("Files", "none of the %1 tensors is one of the model's: %2"), result.unknown.size(),
                   result.unknown.empty() ? std::string()
                                          : filled(say("Files", "'%1' and so on"), result.unknown.front())),
            {}};
    return result;
}

namespace {

quant::QuantizerPatch patchOf(const ImportedTensor& tensor)
{
    quant::QuantizerPatch patch;
    patch.calibrator = quant::Calibrator::Manual;
    patch.range = tensor.ranges.front();
    if (tensor.bits && *tensor.bits <= 16)
        patch.bits = tensor.bits;
    patch.symmetric = tensor.symmetric;
    return patch;
}

} // namespace

quant::Config configWithRanges(const quant::Config& config, const Graph& graph, const std::vector<Layer>& layers,
                               const ImportedRanges& imported)
{
    std::map<std::string, const ImportedTensor*> byName;
    for (const ImportedTensor& tensor : imported.tensors)
        if (!tensor.isWeight && tensor.ranges.size() == 1 && tensor.ranges[0].lo < tensor.ranges[0].hi)
            byName[tensor.name] = &tensor;
    quant::Config result = config;
    for (const Layer& layer : layers) {
        quant::Rule rule;
        rule.match = {quant::MatchKind::Name, layer.name};
        for (const size_t input : layer.activationInputs) {
            const auto it = byName.find(graph.value(graph.node(layer.node).inputs[input]).name);
            if (it != byName.end())
                rule.inputs[input] = patchOf(*it->second);
        }
        // Said of all inputs where that is the same.
        const bool isAll = rule.inputs.size() == layer.activationInputs.size() && !rule.inputs.empty()
                           && std::all_of(rule.inputs.begin(), rule.inputs.end(),
                                          [&](const auto& input) { return input.second == rule.inputs.begin()->second; });
        if (isAll) {
            rule.activations = rule.inputs.begin()->second;
            rule.inputs.clear();
        }
        if (!rule.empty())
            result.rules.push_back(std::move(rule));
    }
    return result;
}

std::string comparisonText(const RangeComparisons& comparisons)
{
    std::string text = "             ours                    theirs         ratio  SQNR ours   theirs  tensor\n";
    for (const RangeComparison& c : comparisons.tensors)
        text += line("%10.4g .. %-10.4g %10.4g .. %-10.4g %6.3f %8.2f dB %8.2f dB  ", c) + c.tensor
                + (c.isWeight ? " (weight)\n" : "\n");
    const auto list = [&](const char* heading, const std::vector<std::string>& names) {
        for (const std::string& name : names)
            text += heading + name + "\n";
    };
    list("not in the model: ", comparisons.unknown);
    list("without statistics: ", comparisons.unrecorded);
    return text;
}

std::string comparisonJson(const RangeComparisons& comparisons)
{
    Json document;
    document["tensors"] = Json::array();
    for (const RangeComparison& c : comparisons.tensors) {
        Json object;
        object["tensor"] = c.tensor;
        object["layer"] = c.layer;
        object["weight"] = c.isWeight;
        object["slices"] = c.slices;
        object["ours"] = rangeJson(c.ours);
        object["theirs"] = rangeJson(c.theirs);
        object["ratio"] = jsonNumber(c.ratio);
        object["sqnr_db_ours"] = numberOrText(c.sqnrOursDb);
        object["sqnr_db_theirs"] = numberOrText(c.sqnrTheirsDb);
        document["tensors"].push_back(std::move(object));
    }
    document["unknown"] = comparisons.unknown;
    document["unrecorded"] = comparisons.unrecorded;
    return formatJson(document, 2);
}

} // namespace qscope::io
