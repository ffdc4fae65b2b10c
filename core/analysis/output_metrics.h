// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/resampling.h"
#include "core/analysis/results.h"
#include "core/tensor/tensor.h"

namespace qscope::analysis {

/// Classes along the class axis: the last axis, or axis 1 when everything behind it has extent 1 ([N, C, 1, 1]).
/// **Shapes** [rows, classes]; the index of the largest entry of each row (the first of equals).
std::vector<int64_t> topClasses(const Tensor& output);

/// A person's own figure, e.g. from a plugin. Any thread.
class SampleMetric {
public:
    virtual ~SampleMetric() = default;
    virtual std::string name() const = 0;
    /// A finite number for one sample; the figure is their mean. The outputs hold that sample alone, axis 0 of extent 1
    /// where axis 0 holds samples; `label` -1: unknown.
    virtual double measure(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t label) const = 0;
};

/// What is remembered of one sample. Errors count all outputs, classes and directions the first one.
struct SampleFigures {
    int64_t sample = 0;  ///< index into the data
    double signal = 0;   ///< sum of y^2
    double noise = 0;    ///< sum of (y^ - y)^2
    double cosine = 1;
    double kl = 0;       ///< nats; mean over the rows of KL(softmax y || softmax y^)
    double user = 0;     ///< of the SampleMetric
    int64_t elements = 0;
    int32_t rows = 0;    ///< of classes: 1 for a classifier, more for an output per token
    int32_t sameTop = 0; ///< rows with the same top class
    int32_t inTop5 = 0;  ///< rows whose top class is among the five largest of the quantized output
    int8_t isFinite = 1; ///< 0: NaN or Inf in an output
    int8_t rightReference = -1; ///< 1: the float model finds the label, 0: not, -1: no label
    int8_t rightActual = -1;
};

/// Streams pairs of (float, quantized) outputs into the figures of an Evaluation. Samples may come in any order and in any
/// batches; every sample counts once.
/// **Source** SQNR = 10 log10(sum y^2 / sum (y^ - y)^2), pooled over all outputs and samples. Rows that are probabilities
/// already (not negative, sum 1) are compared as they are by KL.
/// **Memory** 72 bytes per sample.
class OutputMetrics {
public:
    explicit OutputMetrics(const SampleMetric* metric = nullptr) : m_metric(metric) {}

    /// `reference` and `actual`: outputs of samples [first, first + count) of the data, axis 0 = samples; `labels` of
    /// these samples or empty.
    void add(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t first, int64_t count,
             std::span<const int64_t> labels);
    /// What was found out about one sample elsewhere.
    void add(const SampleFigures& figures);
    /// Those of other samples.
    void merge(const OutputMetrics& other);

    int64_t samples() const { return static_cast<int64_t>(m_figures.size()); }
    const std::vector<SampleFigures>& figures() const { return m_figures; } ///< ordered by sample

    double sqnrDb() const; ///< NaN when an output held NaN or Inf; so are nsr, mse, cosine and kl. +inf when equal
    double nsr() const;    ///< mean over samples of noise / (signal + 1e-7); smaller is better
    double mse() const;    ///< mean over all elements
    double cosine() const; ///< mean over samples
    double kl() const;     ///< mean over samples, nats
    double agreement() const;
    double agreementTop5() const;
    std::optional<double> accuracyReference() const;
    std::optional<double> accuracyActual() const;
    std::optional<double> user() const; ///< with a SampleMetric

private:
    bool allFinite() const;

    const SampleMetric* m_metric;
    std::vector<SampleFigures> m_figures;
};

/// All figures with their intervals; those about layers and weights are left alone. `resampling` for as many samples.
void estimate(const OutputMetrics& metrics, const Resampling& resampling, Evaluation& evaluation);

/// By how many dB the SQNR of `after` is above that of `before`, both of the same samples against the same reference: the
/// ratio of the noises, on the same draws. **Range** 0 when both are equal, also when there is no noise; +-inf.
Estimate gainDb(const OutputMetrics& before, const OutputMetrics& after, const Resampling& resampling);

} // namespace qscope::analysis
