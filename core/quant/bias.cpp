// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/bias.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::quant {

namespace {

constexpr double LargestCode = std::numeric_limits<int32_t>::max();
constexpr double Margin = 1.0001; ///< for what the scales lose when they are rounded to float32

/// The index of the weights' scale that belongs to element i of the bias.
size_t scaleIndex(const QuantParams& weights, size_t i) { return i % weights.scale.size(); }

bool haveIntegers(const QuantParams& activation, const QuantParams& weights)
{
    const bool areWhole = activation.zeroFraction == 0 && weights.zeroFraction == 0;
    return areWhole && activation.isUniform() && !activation.perChannel() && weights.isUniform() && !weights.perBlock();
}

} // namespace

std::optional<QuantParams> biasParams(const Tensor& bias, const QuantParams& activation, const QuantParams& weights)
{
    const auto count = static_cast<size_t>(bias.size());
    if (!haveIntegers(activation, weights) || weights.scale.empty() || count % weights.scale.size() != 0)
        return std::nullopt;
    QuantParams params;
    params.bits = 32;
    params.isSigned = true;
    params.qmin = std::numeric_limits<int32_t>::min();
    params.qmax = std::numeric_limits<int32_t>::max();
    params.axis = weights.perChannel() ? 0 : -1;
    params.scale.clear();
    for (size_t i = 0; i < (weights.perChannel() ? count : 1); ++i) {
        const float step = activation.scale.front() * weights.scale[scaleIndex(weights, i)];
        if (!(step >= std::numeric_limits<float>::min()) || !std::isfinite(step))
            return std::nullopt;
        params.scale.push_back(step);
    }
    params.zeroPoint.assign(params.scale.size(), 0);
    return params;
}

std::optional<std::vector<float>> productUnit(const QuantParams& activation, const QuantParams& other)
{
    constexpr int Byte = 8;
    if (!haveIntegers(activation, other) || activation.bits > Byte || other.bits > Byte)
        return std::nullopt;
    std::vector<float> unit;
    for (const float scale : other.scale) {
        unit.push_back(activation.scale.front() * scale);
        if (!(unit.back() >= std::numeric_limits<float>::min()) || !std::isfinite(unit.back()))
            return std::nullopt;
    }
    return unit;
}

QuantParams weightsThatFit(const Tensor& bias, const QuantParams& activation, QuantParams weights)
{
    if (!haveIntegers(activation, weights))
        return weights;
    const auto values = bias.span<float>();
    for (size_t i = 0; i < values.size(); ++i) {
        float& scale = weights.scale[scaleIndex(weights, i)];
        const double needed = Margin * std::abs(values[i]) / (LargestCode * activation.scale.front());
        if (needed > scale && std::isfinite(static_cast<float>(needed)))
            scale = static_cast<float>(needed);
    }
    return weights;
}

std::vector<int32_t> biasCodes(const Tensor& bias, const QuantParams& params)
{
    const auto values = bias.span<float>();
    std::vector<int32_t> codes(values.size());
    for (size_t i = 0; i < codes.size(); ++i) {
        const double code = std::nearbyint(values[i] / static_cast<double>(params.scale[scaleIndex(params, i)]));
        codes[i] = std::isnan(code) ? 0 : static_cast<int32_t>(std::clamp(code, -LargestCode - 1, LargestCode));
    }
    return codes;
}

Tensor fakeQuantizeBias(const Tensor& bias, const QuantParams& params)
{
    const auto codes = biasCodes(bias, params);
    Tensor result(DType::Float32, bias.shape());
    for (size_t i = 0; i < codes.size(); ++i)
        result.data<float>()[i] = static_cast<float>(codes[i]) * params.scale[scaleIndex(params, i)];
    return result;
}

} // namespace qscope::quant
