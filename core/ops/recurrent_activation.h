// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace qscope::ops {

/// A function between the gates of LSTM, GRU and RNN, applied in place.
/// **Source** ONNX LSTM, all opsets: Relu, Tanh, Sigmoid, Affine, LeakyRelu, ThresholdedRelu, ScaledTanh,
/// HardSigmoid, Elu, Softsign, Softplus; names in any case.
class RecurrentActivation {
public:
    void apply(float* values, int64_t count) const;
    void apply(double* values, int64_t count) const;

    /// All activations of a node, `perDirection` for each of its directions, with their parameters.
    /// **Errors** Unsupported for an unknown name, InvalidArgument for too few names.
    static Result<std::vector<RecurrentActivation>> read(const Node& node, size_t directions,
                                                         std::vector<std::string> defaults);

private:
    size_t m_function = 0;
    float m_alpha = 0.0f, m_beta = 0.0f;
};

} // namespace qscope::ops
