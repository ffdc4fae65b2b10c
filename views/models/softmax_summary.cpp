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

namespace {

double sqnrOf(const stats::TensorStats& tensor, quant::QuantizerKind kind, int bits)
{
    constexpr int PointsPerBin = 4;
    quant::QuantizerSpec spec;
    spec.bits = bits;
    spec.kind = kind;
    const auto quantizer = quant::quantizerForActivations(tensor, spec);
    double signal = 0, noise = 0;
    for (size_t bin = 0; quantizer.ok() && bin < tensor.softmax->log2Counts.size(); ++bin)
        for (int point = 0; point < PointsPerBin; ++point) {
            const double p = std::exp2(-(static_cast<double>(bin) + (point + 0.5) / PointsPerBin) / 4);
            const double error = static_cast<double>(quant::fakeQuantize(static_cast<float>(p), *quantizer)) - p;
            const auto count = static_cast<double>(tensor.softmax->log2Counts[bin]) / PointsPerBin;
            signal += count * p * p;
            noise += count * error * error;
        }
    return signal > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

SoftmaxErrors softmaxErrors(const stats::TensorStats& tensor, int bits)
{
    if (!tensor.softmax) {
        const double none = std::numeric_limits<double>::quiet_NaN();
        return {none, none, none};
    }
    return {sqnrOf(tensor, quant::QuantizerKind::Uniform, bits), sqnrOf(tensor, quant::QuantizerKind::Log2, bits),
            sqnrOf(tensor, quant::QuantizerKind::LogSqrt2, bits)};
}

double uniformStep(int bits) { return 1 / (std::exp2(bits) - 1); }

} // namespace qscope::views
