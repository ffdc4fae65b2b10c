// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/search/prices.h"

namespace qscope::search {

/// What may help a layer that is quantized badly.
enum class CureKind {
    KeepFloat,
    ActivationBits, ///< the next of 4, 8 and 16 above those it has
    WeightBits,
    ActivationsPerChannel, ///< from the smallest to the largest value of every channel
    WeightsPerChannel,
    WeightsPerBlock,
    ActivationCalibrator,
    WeightCalibrator,
    SoftmaxQuantizer, ///< log2 or log-sqrt2 for the inputs that a softmax makes
    Equalization,     ///< a method rewrites the model around the layer: see CureMethod
};

/// A method that evens out channels between a layer and its neighbours, and how it is to be run.
struct CureMethod {
    std::string name;  ///< of the plugin
    std::string title; ///< for people
    std::map<std::string, std::string> settings{};
};

/// One change of one layer, and what it does to the model's output.
struct Cure {
    CureKind kind = CureKind::KeepFloat;
    int bits = 0;                                    ///< of the kinds that change them
    std::optional<quant::Calibrator> calibrator{};   ///< of the kinds that change it
    std::optional<quant::QuantizerKind> quantizer{}; ///< of SoftmaxQuantizer
    std::optional<CureMethod> method{};              ///< of Equalization, which leaves the config as it is
    quant::Config config{};                          ///< the one it was measured against, with this change
    analysis::Evaluation evaluation{};
    analysis::Estimate gainDb{}; ///< SQNR of the model's output above what it is without the change
    Price change{};              ///< what the model grows by
};

/// In one or two words: "activations: 16 bits".
std::string cureName(const Cure& cure);

/// The changes that can be made to a layer, not measured yet: those that change nothing are not among them.
/// **Errors** those of quant::resolve; InvalidArgument: no such layer, or it is in floating point already.
Result<std::vector<Cure>> possibleCures(const Graph& graph, const std::vector<Layer>& layers,
                                        const analysis::CalibrationResult& calibration,
                                        const quant::Config& config, LayerId layer);

/// The cures of one layer by measured gain.
struct CureTable {
    LayerId layer;
    quant::Config config;     ///< what they are compared with
    analysis::Evaluation now; ///< of that
    std::vector<Cure> cures;  ///< the greatest gain first; of equal ones the cheaper
    /// Why a cure that somebody might look for is not among them, one sentence each without a full stop.
    std::vector<std::string> missing{};
};

/// Orders the cures of a table.
void rankCures(CureTable& table);

/// Measures every possible cure of a layer in one pass of what-if runs. `known`: latencies for the prices;
/// empty: none.
/// **Errors** those of possibleCures and Analyzer::compareAll. **Cost** one what-if evaluation per cure: what
/// lies before the layer is not run again.
Result<CureTable> measureCures(analysis::Analyzer& analyzer, data::Dataset& dataset,
                               const std::vector<int64_t>& labels,
                               const analysis::CalibrationResult& calibration, const quant::Config& config,
                               LayerId layer, const PriceList& prices, const RunControl& control);

} // namespace qscope::search
