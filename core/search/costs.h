// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/results.h"
#include "core/graph/graph.h"
#include "core/graph/layers.h"
#include "core/quant/config.h"

namespace qscope::search {

/// Bits of a layer's weights and activations; 32 is floating point.
struct Precision {
    int weights = 32;
    int activations = 32;

    bool isFloat() const { return weights == 32 && activations == 32; }
    bool fitsInt8() const { return weights <= 8 && activations <= 8; }
    bool operator==(const Precision&) const = default;
};

/// Bits that run: those of the weights and of the activations; a product of two activations has theirs twice; 32 where the
/// layer is in floating point. The one definition for prices, searches and histories.
Precision precisionOf(bool hasWeight, const quant::LayerSpec& spec);

struct LayerCost {
    int64_t weights = 0; ///< elements
    double macs = 0;     ///< multiplications with addition, per sample; 0 when the shapes are not known
};

/// What each layer has to do, from the shapes of the tensors it was calibrated on: a convolution output elements times
/// weights per output channel, a product output elements times length of the sum. Biases are not counted.
std::vector<LayerCost> layerCosts(const Graph& graph, const std::vector<Layer>& layers,
                                  const analysis::CalibrationResult& calibration);

double modelBytes(const LayerCost& cost, const Precision& precision); ///< of the weights
/// MACs times bits times bits. **Source** HAWQ-V3; AIMET counts alike.
double bitOperations(const LayerCost& cost, const Precision& precision);

/// Measured or looked-up times of layers, e.g. from a device.
class LatencyTable {
public:
    void set(const std::string& layer, const Precision& precision, double milliseconds);
    /// For all precisions that `set` says nothing about: int8 kernels take what has up to 8 bits on both sides, float32
    /// kernels everything else.
    void setKernels(const std::string& layer, double floatMs, double int8Ms);
    /// None when nothing is known of the layer.
    std::optional<double> milliseconds(const std::string& layer, const Precision& precision) const;

private:
    struct Kernels {
        double floatMs = 0;
        double int8Ms = 0;
    };

    std::map<std::string, std::vector<std::pair<Precision, double>>> m_entries;
    std::map<std::string, Kernels> m_kernels;
};

} // namespace qscope::search
