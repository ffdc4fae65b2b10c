// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/rewrite/model_rewriter.h"

/// Bias correction: rounding a layer's weights shifts the mean of its outputs by (Q(W) - W) E[x]; the bias takes it back.
/// **Source** Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, ICCV 2019, eq. 13-17.
namespace qscope::bias_correction {

/// Where E[x] comes from.
enum class MeanSource {
    Measured,  ///< channel means of the calibration
    BatchNorm, ///< analytically, where batch normalization, with or without Relu behind it, makes the input
    Best,      ///< BatchNorm where there is one, else Measured
};

/// Mean of max(0, x) for a normal x: gamma phi(-beta / gamma) + beta (1 - Phi(-beta / gamma)).
double meanAfterRelu(double beta, double gamma);

struct Corrected {
    size_t layer = 0;
    bool isAnalytic = false;
    double largest = 0;  ///< largest correction of an output channel
    double relative = 0; ///< and over the largest bias of the layer; 0 where that has none
};

/// (Q(W) - W) E[x] per output channel. **Shapes** mean: input channels.
std::vector<double> meanError(const Tensor& weight, const Tensor& quantized, const std::vector<double>& mean, const Graph& graph,
                              const Layer& layer);

/// Corrects every quantized layer whose input means are known.
/// **Errors** those of Analyzer::quantizers; Unsupported: no layer could be corrected.
Result<std::vector<Corrected>> correct(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                                       const quant::Config& config, MeanSource source,
                                       const std::vector<Structure>& structures, rewrite::ModelRewriter& rewriter);

} // namespace qscope::bias_correction
