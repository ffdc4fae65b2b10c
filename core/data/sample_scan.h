// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace qscope::data {

/// Extremes and moments of finite values.
struct ValueFigures {
    float lo = std::numeric_limits<float>::infinity();
    float hi = -std::numeric_limits<float>::infinity();
    double sum = 0, squares = 0;
    int64_t count = 0;

    void add(float value);
    double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
    double std() const; ///< of the population
};

/// One model input over all samples.
struct InputFigures {
    InputSpec spec;
    Shape shape; ///< of the first sample, batch axis 1
    ValueFigures values;
    std::vector<ValueFigures> channels; ///< of an image
    int64_t nanCount = 0;
    int64_t infCount = 0;
    int64_t firstBad = -1; ///< sample with a NaN or Inf; -1: none
};

/// One sample, as its main input shows it.
struct SampleFigures {
    uint64_t hash = 0; ///< of the bytes of all inputs (XXH3, 64 bits)
    float lo = 0, hi = 0;
    float atLo = 0, atHi = 0; ///< share of the elements that equal `lo`, `hi`
    bool bad = false;         ///< some input holds a NaN or Inf
    bool constant() const { return lo == hi; }
};

/// Reads samples one after another and remembers what is needed to judge them.
///
/// The main input is the image (see imageChannelAxis), else the floating-point input with most elements.
/// **Memory** 32 bytes per sample.
class SampleScan {
public:
    explicit SampleScan(std::vector<InputSpec> inputs);

    /// One sample: axis 0 of extent 1, or of the batch that the model is fixed to.
    void add(const std::vector<Tensor>& inputs);

    const std::vector<InputFigures>& inputs() const { return m_inputs; }
    /// Index of the main input; none: all are integers, and none is an image.
    std::optional<size_t> mainInput() const { return m_main; }
    const std::vector<SampleFigures>& samples() const { return m_samples; }

private:
    void addValues(InputFigures& input, const Tensor& tensor, int64_t sample);
    void addMain(SampleFigures& figures, const Tensor& tensor) const;
    void chooseMain(const std::vector<Tensor>& inputs);

    std::vector<InputFigures> m_inputs;
    std::vector<SampleFigures> m_samples;
    std::optional<size_t> m_main;
};

/// 1 or 3 when the input is an image of 1 or 3 channels at that axis (rank 4); -1: it is none.
int imageChannelAxis(const InputSpec& input);

} // namespace qscope::data
