// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/search/choice_table.h"
#include "core/search/configs.h"
#include "core/search/costs.h"
#include "core/search/partial_quantization.h"

namespace qscope::search {

/// What a search asks of the real model; whoever runs the model provides it.
struct Measurements {
    std::function<Result<analysis::Evaluation>(const quant::Config&, const RunControl&)> evaluate;
    std::function<Result<analysis::SensitivityResult>(const quant::Config&, analysis::SensitivityMode, const RunControl&)>
        sensitivity;
};

/// A model under a config, as far as a search has to know it.
struct Subject {
    const std::vector<Layer>& layers;
    std::vector<LayerCost> costs;
    quant::Config config;
    const LatencyTable* latency = nullptr; ///< for TargetKind::Latency
};

enum class Method {
    Order,       ///< by one-at-a-time sensitivity (Wu et al.; with bits: AIMET's two phases)
    Greedy,      ///< the best layer each time (with a budget: descent on the table)
    Genetic,     ///< of BRECQ, on the table; budgets only
    Ilp,         ///< the integer program on measured sensitivities
    Recommended, ///< the best that the others find
};
std::string_view methodName(Method method); ///< "order", "greedy", "genetic", "ilp", "recommended"
std::optional<Method> methodFromName(std::string_view name);

struct Question {
    Target target;
    Method method = Method::Recommended;
    std::vector<int> bits;   ///< mixed precision over these (2 to 16, 32: floating point); empty: layers are as in the config
                             ///< or in floating point
    bool pairwise = false;   ///< measure pairs of layers of a block at the fewest bits too (BRECQ); budgets only
    bool wholeCurve = false; ///< Order and Greedy: go on behind the target
};

/// What was found.
struct Answer {
    quant::Config config;            ///< the given one with rules for the layers
    std::vector<Precision> precisions; ///< per layer
    FloatSet floatLayers;
    analysis::Evaluation evaluation; ///< of `config`, measured
    std::string method;              ///< which strategy it was
    double bytes = 0;                ///< of the layers' weights
    double bitOperations = 0;        ///< per sample
    std::optional<double> milliseconds; ///< per sample, when the subject has latencies of all layers
    std::optional<Curve> curve;      ///< of the sensitivity order or of the greedy search
    std::optional<size_t> orderNeeds; ///< layers in floating point that the order of Wu et al. needs
    std::optional<double> predictedLoss; ///< noise over signal, from the table
    int64_t evaluations = 0;
};

/// Layers to keep in floating point, or bits for every layer, that reach a target. Every answer is measured on the real
/// model before it is given.
///
/// Tables hold noise over signal of the output with one layer quantized; with a metric as the target the least costs (few
/// layers in floating point; with bits, few bytes and bit operations) that meet it are looked for, with a budget the least
/// noise within it.
/// **Errors** those of the measurements; InvalidArgument: the target cannot be met, a method that does not fit the target,
/// bits outside 2..16 and 32, latencies that are not known; Cancelled.
Result<Answer> find(const Subject& subject, const Question& question, const Measurements& measure,
                    const RunControl& control);

} // namespace qscope::search
