// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/config_check.h"

#include <cmath>
#include <limits>
#include <sstream>

#include "core/base/text.h"
#include "core/quant/code_range.h"
#include "core/quant/config_fields.h"

namespace qscope::quant {
namespace {

Error invalid(const std::string& path, const std::string& message)
{
    return {ErrorCode::InvalidArgument, path + ": " + message, {}};
}

std::string numberText(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

template <class T>
Status checkLimits(const std::optional<T>& value, double lowest, double highest, const std::string& path)
{
    if (!value || (static_cast<double>(*value) >= lowest && static_cast<double>(*value) <= highest))
        return {};
    return invalid(path,
                   filled(say("Quantization", "%1 is outside %2 to %3"),
                          numberText(static_cast<double>(*value)), numberText(lowest), numberText(highest)));
}

Status checkGrid(const QuantizerPatch& patch, const std::string& path)
{
    for (const double scale : patch.scales.value_or(std::vector<double>()))
        if (!(scale >= std::numeric_limits<float>::min() && scale <= std::numeric_limits<float>::max()))
            return invalid(path + ".scales",
                           filled(say("Quantization", "%1 is no scale: a number above 0 that float32 holds"),
                                  numberText(scale)));
    for (const double zeroPoint : patch.zeroPoints.value_or(std::vector<double>()))
        if (!(std::abs(zeroPoint) <= FarthestZeroPoint))
            return invalid(path + ".zeroPoints",
                           filled(say("Quantization", "%1 is outside %2 to %3"), numberText(zeroPoint),
                                  numberText(-FarthestZeroPoint), numberText(FarthestZeroPoint)));
    return {};
}

Status checkRange(const std::optional<Range>& range, const std::string& path)
{
    if (!range || (std::isfinite(range->lo) && std::isfinite(range->hi) && range->lo < range->hi))
        return {};
    return invalid(path,
                   filled(say("Quantization", "[%1, %2] is no range: two finite numbers, the smaller first"),
                          numberText(range->lo), numberText(range->hi)));
}

} // namespace

Status checkPatch(const QuantizerPatch& patch, Role role, const std::string& path)
{
    QS_RETURN_IF_ERROR(checkLimits(patch.bits, 2, 16, path + ".bits"));
    if (patch.percentile && !(*patch.percentile > 50 && *patch.percentile <= 100))
        return invalid(path + ".percentile",
                       filled(say("Quantization", "%1 is outside (50, 100]"), numberText(*patch.percentile)));
    if (role == Role::Activations && patch.granularity == Granularity::PerBlock)
        return invalid(
            path + ".granularity",
            say("Quantization", "activations have no blocks, they can be per-tensor or per-channel"));
    QS_RETURN_IF_ERROR(checkLimits(patch.blockSize, 16, 256, path + ".blockSize"));
    if (patch.averaging && !(*patch.averaging > 0 && *patch.averaging <= 1))
        return invalid(path + ".averaging",
                       filled(say("Quantization", "%1 is outside (0, 1]"), numberText(*patch.averaging)));
    QS_RETURN_IF_ERROR(checkLimits(patch.exponent, 0.5, 8, path + ".exponent"));
    QS_RETURN_IF_ERROR(checkLimits(patch.gamma, 0.01, 1000, path + ".gamma"));
    QS_RETURN_IF_ERROR(checkGrid(patch, path));
    return checkRange(patch.range, path + ".range");
}

namespace {

bool isWhole(double value) { return value == std::nearbyint(value); }

Status checkGiven(const QuantizerSpec& spec, Role role, const std::string& path)
{
    if (role == Role::Weights)
        return invalid(path, say("Quantization",
                                 "the calibrator given is for activations, weights have their own scales"));
    if (spec.kind == QuantizerKind::Codebook)
        return invalid(path, say("Quantization", "a codebook has no scale that could be given"));
    if (spec.scales.empty())
        return invalid(path, say("Quantization", "the calibrator given needs scales"));
    if (spec.granularity == Granularity::PerTensor && spec.scales.size() != 1)
        return invalid(path, filled(say("Quantization", "a quantizer per tensor takes one scale, not %1"),
                                    spec.scales.size()));
    if (!spec.zeroPoints.empty() && spec.zeroPoints.size() != spec.scales.size())
        return invalid(path, filled(say("Quantization", "there are %1 scales and %2 zero points"),
                                    spec.scales.size(), spec.zeroPoints.size()));
    const bool isUniform = spec.kind == QuantizerKind::Uniform || spec.kind == QuantizerKind::PowerOfTwo;
    for (const double zeroPoint : spec.zeroPoints) {
        if (zeroPoint != 0 && (spec.symmetric || !isUniform))
            return invalid(path,
                           say("Quantization",
                               "a symmetric quantizer and one that is not evenly spaced have no zero point"));
        if (!isWhole(zeroPoint) && spec.granularity == Granularity::PerChannel)
            return invalid(path,
                           filled(say("Quantization", "zero points per channel are whole numbers, not %1"),
                                  numberText(zeroPoint)));
    }
    return {};
}

} // namespace

Status checkSpec(const QuantizerSpec& spec, Role role, const std::string& path)
{
    if (spec.calibrator == Calibrator::Manual && spec.range == Range{})
        return invalid(path, say("Quantization", "the calibrator manual needs a range"));
    if (spec.calibrator == Calibrator::Given)
        QS_RETURN_IF_ERROR(checkGiven(spec, role, path));
    if (spec.kind != QuantizerKind::Codebook)
        return {};
    if (spec.bits > 8)
        return invalid(path, filled(say("Quantization", "a codebook has 2 to 8 bits, not %1"), spec.bits));
    if (spec.granularity == Granularity::PerBlock)
        return invalid(path,
                       say("Quantization",
                           "a codebook is per-tensor or per-channel, it would be larger than its block"));
    if (role == Role::Activations && spec.granularity == Granularity::PerChannel)
        return invalid(path, say("Quantization", "activations can have a codebook per tensor only"));
    return {};
}

Status checkLayer(const LayerSpec& spec, const std::string& name)
{
    QS_RETURN_IF_ERROR(
        checkSpec(spec.weights, Role::Weights, filled(say("Quantization", "weights of layer '%1'"), name)));
    QS_RETURN_IF_ERROR(checkSpec(spec.activations, Role::Activations,
                                 filled(say("Quantization", "activations of layer '%1'"), name)));
    for (const auto& [input, own] : spec.inputs)
        QS_RETURN_IF_ERROR(checkSpec(own, Role::Activations,
                                     filled(say("Quantization", "input %1 of layer '%2'"), input, name)));
    return {};
}

namespace {

Status checkDefault(const QuantizerSpec& spec, Role role, const std::string& path)
{
    QuantizerPatch patch = everythingOf(spec);
    if (spec.range == Range{}) // none given
        patch.range.reset();
    return checkPatch(patch, role, path);
}

} // namespace

Status checkConfig(const Config& config)
{
    QS_RETURN_IF_ERROR(checkDefault(config.weights, Role::Weights, "default.weights"));
    QS_RETURN_IF_ERROR(checkDefault(config.activations, Role::Activations, "default.activations"));
    for (size_t i = 0; i < config.rules.size(); ++i) {
        const std::string path = "rules[" + std::to_string(i) + "]";
        QS_RETURN_IF_ERROR(checkPatch(config.rules[i].weights, Role::Weights, path + ".weights"));
        QS_RETURN_IF_ERROR(checkPatch(config.rules[i].activations, Role::Activations, path + ".activations"));
        for (const auto& [input, patch] : config.rules[i].inputs)
            QS_RETURN_IF_ERROR(checkPatch(patch, Role::Activations, path + ".inputs." + std::to_string(input)));
    }
    return {};
}

} // namespace qscope::quant
