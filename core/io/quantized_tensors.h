// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/io/report_input.h"

namespace qscope::io {

/// A tensor with its quantizer, as formats see it that know tensors and not layers.
struct QuantizedTensor {
    std::string name;
    std::string layer; ///< the first that quantizes it
    bool isWeight = false;
    quant::QuantParams params;
};

/// Name of a layer's weight as the file calls it.
std::string weightName(const Graph& graph, const Layer& layer);

/// Those of all layers that are not in floating point: activations in execution order, then weights; each once.
/// **Errors** InvalidArgument: two layers quantize one tensor differently, which such formats cannot say.
Result<std::vector<QuantizedTensor>> quantizedTensors(const ReportInput& input);

/// Names of the nodes that stay in floating point.
std::vector<std::string> floatNodes(const ReportInput& input);

} // namespace qscope::io
