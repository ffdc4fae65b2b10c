// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/results.h"
#include "core/stats/order_free_sums.h"
#include "core/tensor/tensor.h"

namespace qscope::analysis {

/// Classes along the class axis: the last axis, or axis 1 when everything behind it has extent 1 ([N, C, 1, 1]).
/// **Shapes** [rows, classes]; the index of the largest entry of each row (the first of equals).
std::vector<int64_t> topClasses(const Tensor& output);

/// Streams pairs of (float, quantized) outputs into the figures of an Evaluation.
/// Neither the order of the samples nor their batches change a bit of any figure.
/// **Source** SQNR = 10 log10(sum y^2 / sum (y^ - y)^2), pooled over all outputs and samples.
class OutputMetrics {
public:
    /// `reference` and `actual`: outputs of the same samples, axis 0 = samples; `labels` of these samples or empty.
    void add(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t samples,
             std::span<const int64_t> labels);

    void merge(const OutputMetrics& other);

    int64_t samples() const { return m_samples; }
    double sqnrDb() const; ///< NaN when an output held NaN or Inf; so are mse and cosine
    double mse() const;
    double cosine() const;
    double agreement() const;
    std::optional<double> accuracyReference() const;
    std::optional<double> accuracyActual() const;

private:
    void addErrors(const Tensor& reference, const Tensor& actual, int64_t samples, bool first);
    void addClasses(const Tensor& reference, const Tensor& actual, int64_t samples, std::span<const int64_t> labels);

    int64_t m_samples = 0;
    int64_t m_notFinite = 0; ///< samples with a NaN or Inf
    int64_t m_elements = 0;
    stats::OrderFreeSums m_signal, m_noise, m_cosine;
    int64_t m_rows = 0;
    int64_t m_agreeing = 0;
    int64_t m_labelled = 0;
    int64_t m_rightReference = 0;
    int64_t m_rightActual = 0;
};

} // namespace qscope::analysis
