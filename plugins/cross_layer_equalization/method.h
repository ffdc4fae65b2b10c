// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/onnx/reader.h"
#include "core/rewrite/model_rewriter.h"

/// Cross-layer equalization: of two layers with a ReLU or the like between them, output channel i of the first is divided by
/// s_i = sqrt(r1_i / r2_i) and input channel i of the second multiplied with it, where r are the largest weights of the channel;
/// then both have the same range. Repeated over all pairs until nothing changes.
/// **Source** Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, ICCV 2019, eq. 9-11, and
/// section 4.1.3 for absorbing high biases.
namespace qscope::cross_layer_equalization {

/// Two layers of which the second alone reads the first, past operators that keep the sign and the factor of every channel.
struct Pair {
    size_t first = 0, second = 0; ///< indices of layers
    ValueId middle;               ///< what the second reads
    bool hasRelu = false;         ///< one of the operators between is Relu, so a bias can be absorbed
};

/// Relu, LeakyRelu, MaxPool, AveragePool, GlobalAveragePool, Identity and Dropout may stand between. Clip (ReLU6) may not: it
/// is no multiple of itself.
std::vector<Pair> findPairs(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures);

/// Those of one layer: with the one that reads it, with the one it reads, or both.
/// **Errors** Unsupported: it has none; one sentence that says what stands behind it and before it. InvalidArgument: there is no
/// layer of this name.
Result<std::vector<Pair>> pairsOf(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures,
                                  const std::string& layer);

/// Largest size of the weights of every output channel.
std::vector<double> outputRanges(const Tensor& weight, const Graph& graph, const Layer& layer);
/// And of every input channel, groups taken into account.
std::vector<double> inputRanges(const Tensor& weight, const Graph& graph, const Layer& layer);

struct Equalized {
    Pair pair;
    double ratioBefore = 1, ratioAfter = 1; ///< of the first layer's weight: widest output channel over the median one
    double largestFactor = 1;
    double absorbed = 0; ///< largest bias moved into the next layer
};

/// Equalizes all pairs, at most 20 times over, until no factor is further from 1 than 0.01 %.
/// **Errors** Unsupported: the model has no pair.
Result<std::vector<Equalized>> equalize(const analysis::Analyzer& analyzer, const std::vector<Pair>& pairs,
                                        rewrite::ModelRewriter& rewriter);

/// Moves what the first layer of a pair adds beyond three standard deviations, c = max(0, beta - 3 gamma), into the bias of the
/// second. beta and gamma are mean and standard deviation of the channel before the ReLU as calibrated (with batch normalization
/// right there, those are its parameters). Exact wherever the channel stays above c; pairs whose second layer pads with zeros
/// are left out, as the padding does not get the bias.
void absorbBiases(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                  std::vector<Equalized>& equalized, rewrite::ModelRewriter& rewriter);

} // namespace qscope::cross_layer_equalization
