// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/onnx/reader.h"
#include "core/rewrite/normalization_site.h"

/// SmoothQuant: what is hard to quantize moves from the activations after a normalization into the weights behind,
/// s_j = max|x_j|^alpha / max|W_j|^(1 - alpha), x'_j = x_j / s_j, W'_j = s_j W_j.
/// **Source** Xiao et al., SmoothQuant, ICML 2023, eq. 4. There alpha is one number for the model; here it is searched for
/// every normalization.
namespace qscope::smooth_quant {

/// What is known of the channels of a site.
struct ChannelFigures {
    std::vector<double> lo, hi;         ///< seen
    std::vector<double> meanSquare;     ///< of the activations
    std::vector<double> weightMax;      ///< largest size of the weights that a channel meets
    std::vector<double> weightSquare;   ///< sum of their squares
};

/// s_j by the formula; channels that are always 0, or meet weights of 0, keep 1.
std::vector<double> smoothing(const ChannelFigures& channels, double alpha);

/// The noise expected in the outputs of the layers behind, by the bits of the quantizers: rounding of the activations with one
/// step for all channels, step^2 / 12, and rounding of the weights with a step per output channel, as if channels were
/// independent. `weights`: the layers' matrices as [channels, outputs].
double expectedNoise(const ChannelFigures& channels, const std::vector<Tensor>& weights, const std::vector<double>& s,
                     int weightBits, int activationBits);

struct SmoothedSite {
    rewrite::NormalizationSite site;
    double alpha = 0;
    double ratioBefore = 1, ratioAfter = 1; ///< widest channel over the median one
    double gainDb = 0;                      ///< by expectedNoise
    rewrite::ChannelMap map;
};

struct Plan {
    std::vector<SmoothedSite> sites;
    std::vector<Structure> structures;
    std::vector<std::string> notes; ///< normalizations that stay as they are, and why
};

/// `alpha`: none to search 0, 0.05, ..., 1 for the least expected noise at the bits of the config. `layer`: only the
/// normalization that the layer of this name reads; empty: all.
/// **Errors** Unsupported: the model has no normalization whose channels can be rescaled, or the layer reads none; one sentence
/// that says why. InvalidArgument: there is no such layer.
Result<Plan> makePlan(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                      const quant::Config& config, std::optional<double> alpha, const std::string& layer = {});

/// **Errors** those of rewrite::ModelRewriter::finish.
Result<onnxio::Model> apply(const Plan& plan, const analysis::Analyzer& analyzer);

} // namespace qscope::smooth_quant
