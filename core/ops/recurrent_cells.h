// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/recurrent_activation.h"

/// The arithmetic of one step of LSTM, GRU and RNN, for float and double.
namespace qscope::ops {

enum class Cell { Lstm, Gru, Rnn };

struct RecurrentNode {
    Cell cell = Cell::Lstm;
    int64_t gates = 4;
    std::string direction = "forward";
    bool batchFirst = false; ///< layout = 1
    bool coupled = false;    ///< input_forget: the forget gate is one minus the input gate
    bool resetAfter = false; ///< linear_before_reset
    float clip = 0.0f;       ///< 0: none
    std::vector<RecurrentActivation> activations;

    int64_t directions() const { return direction == "bidirectional" ? 2 : 1; }
};

/// The parameters of one direction.
template <class T>
struct Direction {
    std::vector<T> recurrent; ///< R transposed: [hidden, gates * hidden]
    std::vector<T> inputBias; ///< [gates * hidden]
    std::vector<T> recurrentBias;
    std::vector<T> peepholes; ///< [3 * hidden], or empty
    const RecurrentActivation* activations = nullptr;
    bool backward = false;
};

/// y[b, :] += sum over k of h[b, k] * r[k, :]. The order of every sum depends on `hidden` alone.
/// **Shapes** h: [batch, hidden]; r: [hidden, columns]; y: [batch, columns].
template <class T>
void addRecurrent(const T* h, const T* r, T* y, int64_t batch, int64_t hidden, int64_t columns);

/// One step of one sequence: h and c (LSTM only) become the next ones.
/// `x`: the input's products with W and their biases, overwritten; `r`: the state's with R and theirs.
/// Gates in ONNX's order: i, o, f, c; z, r, h; i.
template <class T>
void cellStep(const RecurrentNode& node, const Direction<T>& d, int64_t hidden, T* x, const T* r, T* h, T* c);

} // namespace qscope::ops
