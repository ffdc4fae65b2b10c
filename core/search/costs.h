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

namespace qscope::search {

/// Bits of a layer's weights and activations; 32 is floating point.
struct Precision {
    int weights = 32;
    int activations = 32;

    bool isFloat() const { return weights == 32 && activations == 32; }
    bool operator==(const Precision&) const = default;
};

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
    /// None when it holds no such entry.
    std::optional<double> milliseconds(const std::string& layer, const Precision& precision) const;

private:
    std::map<std::string, std::vector<std::pair<Precision, double>>> m_entries;
};

} // namespace qscope::search
