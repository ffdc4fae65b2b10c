// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

/// What curvature says of a layer's weights: how much the task's loss grows when they move. The derivatives are the
/// caller's, for the engine has none; the figures fill a ChoiceTable as measured noise does.
namespace qscope::search {

/// H v for a vector as long as the weights. H is the matrix of second derivatives of the mean loss.
using HessianVectorProduct = std::function<std::vector<double>(std::span<const double> vector)>;

/// Estimates of the trace of H, one per vector: v' H v. Their mean is the estimate; over all vectors of independent signs
/// it is exact.
/// **Shapes** signs: as many vectors of `n` numbers -1 or 1 behind each other as fit.
/// **Cost** one product per vector. **Source** Hutchinson's estimator, as HAWQ-V2 (arXiv 1911.03852) uses it.
std::vector<double> hutchinsonTraces(const HessianVectorProduct& product, std::span<const double> signs, size_t n);

/// The diagonal of the empirical Fisher information: the mean over samples of squared gradients. It takes the place of H
/// where second derivatives are not to be had; it is not H (the labels' own share of the noise is in it).
/// **Shapes** gradients: of one sample after the other, `n` numbers each.
std::vector<double> fisherDiagonal(std::span<const double> gradients, size_t n);

/// trace / elements * squaredError: what a layer adds to the loss when its weights move by |W - Q(W)|^2 = squaredError.
/// **Source** HAWQ-V2, eq. 8.
double curvatureLoss(double trace, int64_t elements, double squaredError);

} // namespace qscope::search
