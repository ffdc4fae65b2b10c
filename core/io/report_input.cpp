// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/report_input.h"

namespace qscope::io {

const stats::TensorStats* statsOf(const ReportInput& input, size_t layer, size_t activation)
{
    const Layer& l = input.layers[layer];
    if (activation >= l.activationInputs.size())
        return nullptr;
    const stats::TensorStats* stats =
        input.calibration.find(input.graph.node(l.node).inputs[l.activationInputs[activation]]);
    return stats && stats->count > 0 ? stats : nullptr;
}

const quant::QuantParams* paramsOf(const ReportInput& input, size_t layer, size_t activation)
{
    if (isFloat(input, layer) || activation >= input.quantizers[layer].activations.size())
        return nullptr;
    return &input.quantizers[layer].activations[activation];
}

const analysis::LayerSensitivity* sensitivityOf(const std::optional<analysis::SensitivityResult>& result,
                                                size_t layer)
{
    if (!result)
        return nullptr;
    for (const analysis::LayerSensitivity& figure : result->layers)
        if (figure.layer == LayerId(layer))
            return &figure;
    return nullptr;
}

bool isFloat(const ReportInput& input, size_t layer)
{
    return layer >= input.quantizers.size() || input.quantizers[layer].isFloat;
}

} // namespace qscope::io
