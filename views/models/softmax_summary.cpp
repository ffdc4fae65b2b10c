// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/softmax_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace qscope::views {

std::vector<SoftmaxTensor> softmaxTensors(const Snapshot& snapshot)
{
    std::vector<SoftmaxTensor> tensors;
    if (!snapshot.calibration)
        return tensors;
    std::unordered_map<ValueId, SoftmaxTensor> consumers;
    for (size_t i = 0; i < snapshot.layerCount(); ++i) {
        const auto values = snapshot.activations(LayerId(i));
        for (size_t k = 0; k < values.size(); ++k)
            consumers.try_emplace(values[k], SoftmaxTensor{values[k], LayerId(i), k});
    }
    for (const auto& tensor : snapshot.calibration->tensors) {
        if (!tensor.softmax)
            continue;
        const auto consumer = consumers.find(tensor.value);
        tensors.push_back(consumer == consumers.end() ? SoftmaxTensor{tensor.value, {}, 0}
                                                      : consumer->second);
    }
    return tensors;
}

double shareBelow(const stats::SoftmaxStats& stats, double threshold)
{
    const auto& counts = stats.log2Counts;
    const double total = std::accumulate(counts.begin(), counts.end(), static_cast<double>(stats.zeros));
    if (total <= 0)
        return 0;
    const double position = -4 * std::log2(threshold); // in bins
    double below = static_cast<double>(stats.zeros);
    for (size_t i = 0; i < counts.size(); ++i) {
        const double part = std::clamp(static_cast<double>(i) + 1 - position, 0.0, 1.0);
        below += part * static_cast<double>(counts[i]);
    }
    return below / total;
}

bool sameShares(const stats::SoftmaxStats& a, const stats::SoftmaxStats& b)
{
    const auto total = [](const stats::SoftmaxStats& s) {
        return std::max(
            std::accumulate(s.log2Counts.begin(), s.log2Counts.end(), static_cast<double>(s.zeros)), 1.0);
    };
    return std::equal(a.log2Counts.begin(), a.log2Counts.end(), b.log2Counts.begin(), b.log2Counts.end(),
                      [one = total(a), other = total(b)](uint64_t x, uint64_t y) {
                          return std::abs(static_cast<double>(x) / one - static_cast<double>(y) / other)
                                 <= 1e-4;
                      });
}

namespace {

double sqnrOf(const stats::SoftmaxStats& softmax, const quant::QuantParams& quantizer)
{
    constexpr int PointsPerBin = 4;
    double signal = 0, noise = 0;
    for (size_t bin = 0; bin < softmax.log2Counts.size(); ++bin)
        for (int point = 0; point < PointsPerBin; ++point) {
            const double p = std::exp2(-(static_cast<double>(bin) + (point + 0.5) / PointsPerBin) / 4);
            const double error =
                static_cast<double>(quant::fakeQuantize(static_cast<float>(p), quantizer)) - p;
            const auto count = static_cast<double>(softmax.log2Counts[bin]) / PointsPerBin;
            signal += count * p * p;
            noise += count * error * error;
        }
    return signal > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::quiet_NaN();
}

double sqnrOfKind(const stats::TensorStats& tensor, quant::QuantizerKind kind, int bits)
{
    quant::QuantizerSpec spec;
    spec.bits = bits;
    spec.kind = kind;
    const auto quantizer = quant::quantizerForActivations(tensor, spec);
    return quantizer.ok() ? sqnrOf(*tensor.softmax, *quantizer) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

SoftmaxErrors softmaxErrors(const stats::TensorStats& tensor, int bits)
{
    if (!tensor.softmax) {
        const double none = std::numeric_limits<double>::quiet_NaN();
        return {none, none, none};
    }
    return {sqnrOfKind(tensor, quant::QuantizerKind::Uniform, bits),
            sqnrOfKind(tensor, quant::QuantizerKind::Log2, bits),
            sqnrOfKind(tensor, quant::QuantizerKind::LogSqrt2, bits)};
}

double smallestStep(const quant::QuantParams& quantizer)
{
    if (quantizer.isUniform())
        return uniformStep(quantizer.bits);
    const std::vector<float> levels = quantizer.levels();
    const auto first = std::upper_bound(levels.begin(), levels.end(), 0.F);
    return first == levels.end() ? 1.0 : static_cast<double>(*first);
}

std::optional<SoftmaxUse> softmaxUse(const stats::TensorStats& tensor, const quant::QuantParams* quantizer)
{
    if (!tensor.softmax || !quantizer || quantizer->slices() > 1)
        return std::nullopt;
    return SoftmaxUse{shareBelow(*tensor.softmax, smallestStep(*quantizer)),
                      sqnrOf(*tensor.softmax, *quantizer), quant::codeUsage(*tensor.softmax, *quantizer)};
}

double uniformStep(int bits) { return 1 / (std::exp2(bits) - 1); }

} // namespace qscope::views
