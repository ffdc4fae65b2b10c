// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/onnx/reader.h"
#include "core/quant/config.h"
#include "plugins/repq_vit/reparameterisation.h"
#include "plugins/repq_vit/sites.h"

/// RepQ-ViT on an ONNX model.
///
/// What is done as published: quantizers by the best of three quantiles, per channel after normalizations, log-sqrt2 after
/// softmax, scales moved into the normalizations and the layers behind them, weights calibrated again; 8 bits for the input
/// of a convolution that reads the image. What is not: every quantizer is calibrated on the float model, not on a model
/// whose earlier layers are quantized already, and quantiles of activations come from histograms of 2048 bins.
/// **Source** Li et al., RepQ-ViT: Scale Reparameterization for Post-Training Quantization of Vision Transformers, ICCV 2023.
namespace qscope::repq_vit {

struct Settings {
    int weightBits = 0;     ///< 0: as the config says
    int activationBits = 0; ///< 0: as the config says
    bool wholeZeroPoints = true; ///< false: the mean zero point is not rounded, as in the released code
    bool withFinal = false;      ///< see findSites
    quant::QuantizerKind softmax = quant::QuantizerKind::LogSqrt2;
};

/// How the activations after a normalization are quantized.
enum class Variant { LayerWise, ChannelWise, Reparameterised };
std::string_view variantName(Variant variant); ///< "layer-wise", in every language

/// A variant or a quantizer, named as variantName and quant::nameOf do, in the language of the moment: for
/// reports.
std::string shownName(std::string_view name);

/// A site with its quantizers.
struct ReparameterisedSite {
    rewrite::NormalizationSite site;
    quant::QuantParams channels; ///< one per channel
    SharedGrid shared;
};

/// What calibration has to say, before anything is changed.
struct Plan {
    Settings settings;
    quant::Config base; ///< without the rules of any variant
    std::vector<ReparameterisedSite> sites;
    std::vector<SoftmaxSite> softmaxes;
    std::vector<Structure> structures;
    std::vector<std::string> notes;    ///< normalizations that stay as they are, and why
    std::vector<std::string> warnings;
};

/// What a calibration has to record for makePlan: histograms per channel of what stands behind normalizations, and of nothing
/// else, for they are what makes a pass slow.
analysis::CalibrationOptions recordingFor(const analysis::Analyzer& analyzer);

/// Finds the sites and their quantizers. `calibration` needs histograms per channel there, see recordingFor.
/// **Errors** Unsupported: the model has no site at all.
Result<Plan> makePlan(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                      const quant::Config& config, const Settings& settings);

/// The config of a variant. LayerWise and ChannelWise fit the original model, Reparameterised the rewritten one.
quant::Config configOf(const Plan& plan, Variant variant, const analysis::Analyzer& analyzer);

/// The model with the scales of all sites moved.
/// **Errors** those of rewrite::ModelRewriter::finish.
Result<onnxio::Model> reparameterise(const Plan& plan, const analysis::Analyzer& analyzer);

} // namespace qscope::repq_vit
