// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/quant/quantizer.h"

/// Calibration as other tools do it, oddities included, so that their figures can be reproduced and compared with.
/// Pure functions; nothing here is used to calibrate, except that the divergence loops are shared (divergence.h).
namespace qscope::quant::reference {

/// counts[i] values lie in [edges[i], edges[i + 1]); the last bin is closed.
struct Bins {
    std::vector<double> counts;
    std::vector<double> edges;
};

/// Scale and zero point as those tools print them.
struct Params {
    float scale = 1;
    float zeroPoint = 0;
};

// ---- Histograms ----

/// numpy.histogram of float32 data with equal bins on [lo, hi].
Bins numpyHistogram(std::span<const float> x, int bins, float lo, float hi);
/// torch.histc of float32 data; values outside are dropped.
Bins torchHistogram(std::span<const float> x, int bins, float lo, float hi);

/// NVIDIA toolkit, histograms of |x|: numpy mode (first batch on [min, max]) and torch mode (on [0, max]).
/// `bins` is empty for the first batch.
void nvidiaNumpyCollect(Bins& bins, std::span<const float> x, int count = 2048);
void nvidiaTorchCollect(Bins& bins, std::span<const float> x, int count = 2048);

/// ONNX Runtime, values on a range symmetric about zero that grows by whole bins to both sides.
struct OrtBins : Bins {
    float lo = 0; ///< smallest and largest value seen
    float hi = 0;
    float threshold = 0;
};
void ortCollect(OrtBins& bins, std::span<const float> x, int count);

/// AIMET: bins over the range of the first batch; when it widens, old counts are spread over the new bins.
void aimetCollect(Bins& bins, std::span<const float> x, int count = 2048);

// ---- Range to scale and zero point ----

/// ONNX Runtime `compute_scale_zp`.
Params ortParams(Range range, int qmin, int qmax, bool symmetric);
/// PPQ: symmetric step 2a / (qmax - qmin), not a / qmax.
Params ppqParams(Range range, int qmin, int qmax, bool symmetric);

// ---- Percentile ----

/// NVIDIA: left edge of the first bin at which the share of |x| reaches `percentile`.
double nvidiaPercentile(const Bins& bins, double percentile);
/// ONNX Runtime: symmetric on a histogram of |x|, asymmetric on one of values; clipped to what was seen.
Range ortPercentile(const Bins& bins, double percentile, bool symmetric, Range observed);
Range aimetPercentile(const Bins& bins, double percentile, int bits, bool symmetric);
/// PPQ: order statistics of each batch, averaged by the caller. `p` in (0, 1).
Range ppqPercentile(std::span<const float> x, double p);

// ---- Minimum and maximum ----

Range minMax(std::span<const float> x);
Range aimetMinMax(std::span<const float> x, int bits, bool symmetric);
/// new = old + c * (current - old). ONNX Runtime: c = 0.01; Q-Diffusion: c = 0.05.
Range movingAverage(Range old, Range current, double c);

// ---- Entropy ----

/// The divergence curve; D for i = start, start + stride, ... The first bin is replaced by the second before.
std::vector<double> nvidiaEntropyCurve(const Bins& bins, int bits, bool isUnsigned, int stride = 1, int start = 128);
double nvidiaEntropy(const Bins& bins, int bits, bool isUnsigned, int stride = 1, int start = 128);
/// Threshold before clipping to what was seen.
Range ortEntropy(const Bins& bins, int levels = 128);
/// PPQ, symmetric per tensor. Returns the scale for codes -2^(bits-1) .. 2^(bits-1) - 1.
double ppqEntropy(std::vector<double> counts, double binWidth, int bits);

// ---- Squared (or other) error ----

double nvidiaMse(const Bins& bins, int bits, bool isUnsigned, int stride = 1, int start = 128);
/// AIMET's signal-to-noise search on bin centres; errors of clipped bins count `gamma` times.
Range aimetSqnr(const Bins& bins, Range observed, int bits, bool symmetric, double gamma = 3);
/// PPQ, on a histogram over [min, max] (asymmetric) or of |x| over [0, max] (symmetric).
Range ppqMse(const Bins& bins, int qmin, int qmax, bool symmetric);

Params brecqMax(std::span<const float> x, int bits);
Params brecqMaxScale(std::span<const float> x, int bits);
Params brecqMse(std::span<const float> x, int bits);

enum class GenieForm { Asymmetric, SymmetricSigned, SymmetricUnsigned };
Params genieInit(std::span<const float> x, int bits, GenieForm form);

struct QdropResult {
    Range range;
    Params params;
};
/// QDrop's MSE observer with a range on one side or symmetric, and with a free position of zero.
QdropResult qdropMse1d(std::span<const float> x, int bits);
QdropResult qdropMse2d(std::span<const float> x, int bits);

/// RepQ-ViT's uniform quantizer: the best of three percentiles.
Params repqUniform(std::span<const float> x, int bits);
/// Its log-sqrt2 quantizer: likewise, of the upper ends alone. There is no zero point.
Params repqLogSqrt2(std::span<const float> x, int bits);

// ---- Fake quantization ----

/// NVIDIA's CPU form: round(x * bound / amax) / (bound / amax).
std::vector<float> nvidiaFakeQuantize(std::span<const float> x, float amax, int bits, bool isUnsigned, bool narrow);
/// s * (clip(round(x / s) + z, 0, 2^bits - 1) - z)
std::vector<float> affineFakeQuantize(std::span<const float> x, Params params, int bits);

} // namespace qscope::quant::reference
