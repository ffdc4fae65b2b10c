// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/stats/histogram.h"
#include "core/tensor/tensor.h"

namespace qscope::quant {

enum class Granularity { PerTensor, PerChannel };
enum class Calibrator { Max, Percentile, Entropy, Mse };

std::string_view granularityName(Granularity); ///< "per-tensor", "per-channel"
std::string_view calibratorName(Calibrator);   ///< "max", "percentile", "entropy", "mse"
std::optional<Granularity> granularityFromName(std::string_view);
std::optional<Calibrator> calibratorFromName(std::string_view);
/// One sentence for people on what the calibrator does.
std::string_view calibratorDescription(Calibrator);

/// What is asked of one quantizer.
struct QuantizerSpec {
    int bits = 8;           ///< 2 to 16
    bool symmetric = false;
    Granularity granularity = Granularity::PerTensor;
    Calibrator calibrator = Calibrator::Max;
    double percentile = 99.99; ///< in (50, 100]; used by Calibrator::Percentile

    bool operator==(const QuantizerSpec&) const = default;
};

/// A range in real values that the quantizer must cover; lo <= 0 <= hi after forceZero.
struct Range {
    double lo = 0;
    double hi = 0;
    bool operator==(const Range&) const = default;
};

/// The quantizer itself: q = clip(round_half_even(x / scale) + zeroPoint, qmin, qmax), x^ = scale * (q - zeroPoint).
/// Asymmetric: unsigned codes 0 .. 2^b - 1. Symmetric: signed narrow codes -(2^(b-1)-1) .. 2^(b-1)-1, zero point 0.
struct QuantParams {
    int bits = 8;
    bool isSigned = false;
    int32_t qmin = 0;
    int32_t qmax = 255;
    std::vector<float> scale{1.F};      ///< one, or one per channel along `axis`
    std::vector<int32_t> zeroPoint{0};
    int axis = -1; ///< -1: per tensor

    bool operator==(const QuantParams&) const = default;
    bool perChannel() const { return axis >= 0; }
    /// Smallest and largest representable value of channel c.
    Range representable(size_t c = 0) const;
};

/// Scale and zero point for a range. Real zero is forced into the range; a range that is zero or too small for a
/// normal float32 scale gives scale 1 and zero point 0 (ONNX Runtime's rule). Float64 arithmetic, scale cast last.
/// **Source** methods of ONNX Runtime `compute_scale_zp`, symmetric form narrow.
QuantParams paramsFromRange(Range range, int bits, bool symmetric);
QuantParams paramsFromRanges(std::span<const Range> ranges, int bits, bool symmetric, int axis);

/// The range a calibrator picks from a recorded histogram, never wider than what was seen. It is not yet forced to
/// contain zero; for symmetric quantizers the larger side counts.
/// - Max: smallest and largest value.
/// - Percentile p: asymmetric, (100 - p)/2 percent are clipped on each side (as ONNX Runtime does); symmetric, p
///   percent of |x| are kept (as NVIDIA does). Linear inside a bin, so the **error** is at most one bin width.
/// - Entropy: least Kullback-Leibler divergence on 2^(bits - 1) levels. Symmetric, NVIDIA's form on |x|, threshold
///   from the 128th bin on. Asymmetric, ONNX Runtime's form on bins reaching equally far to both sides of zero; it
///   yields an almost symmetric range, so it is clipped to what was seen, which is what makes it right for ReLU
///   outputs. Our bins number 2048, so there is something to choose from: with ONNX Runtime's default of 128 bins for
///   128 levels the full range is the only candidate.
/// - Mse: least expected squared error of this very quantizer (see expected_error.h).
/// **Cost** for 2048 bins: microseconds for Max and Percentile, 0.2 ms for Mse, up to 1.5 ms for Entropy.
Range calibrate(const stats::Histogram& histogram, const QuantizerSpec& spec);

/// Range(s) of a weight tensor: one, or one per channel along `axis` for PerChannel, by the same calibrators on a
/// histogram of the weights (exact minimum and maximum for Calibrator::Max).
std::vector<Range> calibrateWeights(const Tensor& weights, const QuantizerSpec& spec, int axis);

/// x^ for every element; a fresh tensor with the layout of `x`. NaN stays NaN. Vectorised, threads by OpenMP.
Tensor fakeQuantize(const Tensor& x, const QuantParams& params);
/// The same into existing memory (may be x itself).
void fakeQuantizeInto(const Tensor& x, const QuantParams& params, Tensor& out);
/// Integer codes, as int32, row-major.
std::vector<int32_t> quantizeToCodes(const Tensor& x, const QuantParams& params);

} // namespace qscope::quant
