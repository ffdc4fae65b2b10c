// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/config_check.h"

#include <sstream>

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

QuantizerPatch everythingOf(const QuantizerSpec& spec)
{
    return {spec.bits, spec.symmetric, spec.granularity, spec.calibrator, spec.percentile};
}

} // namespace

Status checkPatch(const QuantizerPatch& patch, Role role, const std::string& path)
{
    if (patch.bits && (*patch.bits < 2 || *patch.bits > 16))
        return invalid(path + ".bits", std::to_string(*patch.bits) + " is outside 2 to 16");
    if (patch.percentile && !(*patch.percentile > 50 && *patch.percentile <= 100))
        return invalid(path + ".percentile", numberText(*patch.percentile) + " is outside (50, 100]");
    if (role == Role::Activations && patch.granularity == Granularity::PerChannel)
        return invalid(
            path + ".granularity",
            "activations cannot be quantized per channel, integer kernels need one scale per tensor");
    return {};
}

Status checkConfig(const Config& config)
{
    QS_RETURN_IF_ERROR(checkPatch(everythingOf(config.weights), Role::Weights, "default.weights"));
    QS_RETURN_IF_ERROR(
        checkPatch(everythingOf(config.activations), Role::Activations, "default.activations"));
    for (size_t i = 0; i < config.rules.size(); ++i) {
        const std::string path = "rules[" + std::to_string(i) + "]";
        QS_RETURN_IF_ERROR(checkPatch(config.rules[i].weights, Role::Weights, path + ".weights"));
        QS_RETURN_IF_ERROR(checkPatch(config.rules[i].activations, Role::Activations, path + ".activations"));
    }
    return {};
}

} // namespace qscope::quant
