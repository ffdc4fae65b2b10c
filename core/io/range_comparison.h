// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/io/imported_ranges.h"
#include "core/io/report_input.h"

namespace qscope::io {

/// One tensor under our quantizer and under an imported one.
struct RangeComparison {
    std::string tensor;
    std::string layer; ///< the first that quantizes it; empty: none does
    bool isWeight = false;
    size_t slices = 1;  ///< channels of the imported quantizer
    quant::Range ours;  ///< representable; of several channels the widest
    quant::Range theirs;
    double ratio = 1; ///< width of theirs over that of ours
    double sqnrOursDb = 0;
    double sqnrTheirsDb = 0;
};

struct RangeComparisons {
    std::vector<RangeComparison> tensors; ///< activations in execution order, then weights
    std::vector<std::string> unknown;     ///< names in the file that the model does not have
    std::vector<std::string> unrecorded;  ///< the model has them, the calibration has no statistics of them
};

/// Compares by name. What the file does not say of a quantizer (bits, symmetry) is that of ours. A tensor that no layer
/// quantizes is taken to be quantized as activations are by default.
/// SQNRs are expected ones: from the histogram for activations, from the weights themselves for weights.
/// **Errors** InvalidArgument: no name of the file is one of the model.
Result<RangeComparisons> compareRanges(const ReportInput& input, const ImportedRanges& imported);

/// The config with the imported ranges as manual ones: a rule per layer of which an activation input has one.
quant::Config configWithRanges(const quant::Config& config, const Graph& graph, const std::vector<Layer>& layers,
                               const ImportedRanges& imported);

/// For people: a table, then the unknown names.
std::string comparisonText(const RangeComparisons& comparisons);
std::string comparisonJson(const RangeComparisons& comparisons);

} // namespace qscope::io
