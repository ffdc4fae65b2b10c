// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/models/snapshot.h"

namespace qscope::views::synthetic {

/// What a made-up snapshot holds. Layers repeat in fives: Conv or MatMul with a weight, MatMul with a weight,
/// MatMul of two activations, MatMul of a softmax and an activation, Gemm with a weight.
struct Options {
    int layers = 50;
    int channels = 64;
    int bits = 8;
    bool calibrated = true;
    bool measured = true; ///< both sensitivities
    bool evaluated = true;
    bool labelled = true;
    bool longNames = false;
    bool broken = false; ///< NaN and Inf here and there: statistics, sensitivities, a constant tensor
    std::vector<int> floatLayers;
};

/// The same for the same options.
std::shared_ptr<Snapshot> snapshot(const Options& options = {});

/// A copy of `before` with other layers in floating point; model and calibration are shared.
std::shared_ptr<Snapshot> withFloat(const Snapshot& before, const std::vector<int>& floatLayers);

/// Layers of each kind, by their number within a five.
enum Kind { WeightedInput, Weighted, TwoActivations, AfterSoftmax, Fully };

/// True for the layers whose first activation input has one value far out: kind Weighted in even blocks.
bool hasOutlier(int layer);

} // namespace qscope::views::synthetic
