// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/quant/quantizer_spec.h"
#include "core/stats/histogram.h"
#include "core/tensor/tensor.h"

namespace qscope::stats {
struct TensorStats;
}

namespace qscope::quant {

/// The quantizer itself. A *slice* is what shares one scale: the tensor, a channel, or a block of one.
///
/// - Uniform, PowerOfTwo: q = clip(round(x / scale) + zeroPoint, qmin, qmax), x^ = scale * (q - zeroPoint). The division
///   is done in float32, as the deployed operators do. PowerOfTwo differs in its scale only, which is 2^k.
///   | | signed | unsigned |
///   |---|---|---|
///   | asymmetric | -2^(b-1) .. 2^(b-1)-1 | 0 .. 2^b-1 |
///   | symmetric, zero point 0 | the same; -(2^(b-1)-1) .. when narrow | 0 .. 2^b-1: what is negative becomes 0 |
///   Narrow unsigned codes end at 2^b-2, narrow signed ones begin at -(2^(b-1)-1).
/// - Log2, LogSqrt2: k = round(-r log2(|x| / scale)), r = 1 or 2; x^ = scale * 2^(-k / r) for 0 <= k <= qmax. k below 0
///   counts as 0; above qmax x^ is 0. Unsigned: qmax = 2^b-1, negative values become 0. Signed: one bit is the sign,
///   qmax = 2^(b-1)-1 and the code is k, plus 2^(b-1) for negative values. Zero is a state beyond the b bits, as in the
///   published method; when narrow, qmax is one less and zero takes the code set free (see zeroCode).
///   **Source** RepQ-ViT, eq. 18-20 (LogSqrt2).
/// - TwinRange: h = 2^(b-1) codes for each of two ranges, one with steps of `scale`, the other with steps 2^m as large, where m
///   is `zeroPoint` (0 to b - 1, signed up to 16). Unsigned: x below h * scale is in the fine range, codes 0 .. h-1, everything
///   else in the coarse one, codes h .. 2h-1; negative values become 0. Signed: negative values are in the fine range.
///   **Source** Yuan et al., PTQ4ViT, ECCV 2022, section 3.2; here m has the least squared error, there a Hessian weighs it.
/// - Fp8E4m3, Fp8E5m2: x^ = scale * fp8(x / scale), saturating (OCP E4M3 without infinity: largest 448; E5M2: 57344).
///   Codes are the bit patterns 0 .. 255.
/// - Codebook: x^ is the nearest of 2^b entries, of two equally near ones the smaller; codes are their indices. The
///   border between two entries is their mean in float32.
/// - Uniform with a zeroFraction f: k = clip(round(x / scale), qmin - zeroPoint - f, qmax - zeroPoint - f), x^ = scale * k.
///   Real zero is no code, and the two ends lie between the codes; they count as the codes beyond them.
///   **Source** the released code of RepQ-ViT.
/// `rounding` says where halves go. NaN stays NaN; as a code it counts as zero.
struct QuantParams {
    int bits = 8;
    bool isSigned = false;
    int32_t qmin = 0;
    int32_t qmax = 255;
    std::vector<float> scale{1.F}; ///< one per slice; blocks of a channel lie side by side
    std::vector<int32_t> zeroPoint{0};
    int axis = -1; ///< the channels' axis; -1: per tensor
    QuantizerKind kind = QuantizerKind::Uniform;
    Rounding rounding = Rounding::HalfEven;
    int blockSize = 0;           ///< above 0: per block, see BlockGrid
    float zeroFraction = 0;      ///< in [0, 1), per tensor: what the zero point is above a whole number
    std::vector<float> codebook{}; ///< kind Codebook: 2^bits ascending entries per slice

    bool operator==(const QuantParams&) const = default;
    bool perChannel() const { return axis >= 0 && blockSize == 0; } ///< one slice per channel
    bool perBlock() const { return blockSize > 0; }
    /// Whether codes are whole multiples of the scale: Uniform or PowerOfTwo.
    bool isUniform() const { return kind == QuantizerKind::Uniform || kind == QuantizerKind::PowerOfTwo; }
    size_t slices() const { return scale.size(); }
    /// Smallest and largest code less the zero point.
    float lowest(size_t c) const { return static_cast<float>(qmin - zeroPoint[c]) - zeroFraction; }
    float highest(size_t c) const { return static_cast<float>(qmax - zeroPoint[c]) - zeroFraction; }
    /// Smallest and largest representable value of slice c.
    Range representable(size_t c = 0) const;
    /// All representable values of slice c, ascending, without repetition. **Cost** 2^bits.
    std::vector<float> levels(size_t c = 0) const;
    float coarse(size_t c) const; ///< kind TwinRange: the larger step
    /// The code that stands for the value 0 of slice c.
    int32_t zeroCode(size_t c = 0) const;
};

/// Blocks along the reduction of a weight: the elements of one output channel in the order of memory, `blockSize` at a
/// time; a channel's last block may be shorter. So [O, I, kh, kw] with axis 0 is cut like [O, I * kh * kw], and [K, N]
/// with axis 1 every `blockSize` rows. Slice of element r of channel c: c * perChannel + r / blockSize.
struct BlockGrid {
    int64_t channels = 1;
    int64_t perChannel = 1; ///< blocks of a channel
    static BlockGrid of(const Shape& shape, int axis, int blockSize);
};

/// Scale and zero point for a range. Real zero is forced into the range; a range that is zero or too small for a
/// normal float32 scale gives scale 1 and zero point 0 (ONNX Runtime's rule). Float64 arithmetic, scale cast last.
/// - Symmetric: the smallest scale with which the codes reach lo and hi; unsigned, hi alone counts.
/// - PowerOfTwo: the next power of two from there on up.
/// - Calibrator::Quantile, asymmetric: zero is not forced in, and the zero point may lie outside the codes (at most 2^20
///   away). A range of one value c that is not 0 gives scale |c|, so that c is a code.
/// - Log and fp8 kinds: the largest size in the range is the scale (divided by 448 or 57344 for fp8).
/// - TwinRange: the coarse range reaches the upper end; unsigned the fine one covers the first coarse step, signed it just
///   reaches the lower end. quantizerForActivations looks for the best ratio of the two.
/// - Codebook: not made from a range, see quantizerForActivations; here the entries are evenly spaced from lo to hi.
/// **Source** methods of ONNX Runtime `compute_scale_zp`, symmetric form narrow.
QuantParams paramsFromRange(Range range, const QuantizerSpec& spec);
/// One range per slice: channels along `axis`, or blocks where the spec says so.
QuantParams paramsFromRanges(std::span<const Range> ranges, const QuantizerSpec& spec, int axis);
/// The uniform quantizer with everything else left as it is by default.
QuantParams paramsFromRange(Range range, int bits, bool symmetric);
QuantParams paramsFromRanges(std::span<const Range> ranges, int bits, bool symmetric, int axis);

/// The range a calibrator picks from a recorded histogram, never wider than what was seen (but for Manual, and by less
/// than a step for AIMET's grid). It is not yet forced to contain zero; for symmetric quantizers the larger side counts.
/// - Max: smallest and largest value.
/// - MovingAverage: as Max, a histogram does not know in which order its data came (see the form for TensorStats).
/// - Percentile p: asymmetric, (100 - p)/2 percent are clipped on each side (as ONNX Runtime does); symmetric, p
///   percent of |x| are kept (as NVIDIA does). Linear inside a bin, so the **error** is at most one bin width.
/// - Entropy: least Kullback-Leibler divergence on 2^(bits - 1) levels. NVIDIA's form on |x|, threshold from the 128th
///   bin on. ONNX Runtime's form on bins reaching equally far to both sides of zero; it yields an almost symmetric
///   range, so it is clipped to what was seen, which is what makes it right for ReLU outputs. Our bins number 2048, so
///   there is something to choose from: with ONNX Runtime's default of 128 bins for 128 levels the full range is the
///   only candidate.
/// - Mse: least expected squared error of this very quantizer (see expected_error.h).
/// - Lp: least expected |error|^exponent over the clipped ranges a published search tries: BRECQ 80 (1.00 to 0.21 of
///   what was seen), GENIE 100 (1.00 to 0.01). AIMET: its scales and offsets, squared error, clipped values counted
///   gamma times.
/// - Sqnr: least noise by the analytic model: scale^2 / 12 for every value inside the range, the squared distance to it
///   for every value outside.
/// - Quantile: [quantile 1 - p, quantile p] for p = 0.999, 0.9999, 0.99999, the first with the least squared error.
///   **Source** RepQ-ViT (released code).
/// - Manual: the range of the spec. Given: what its first scale reaches.
/// **Cost** for 2048 bins: microseconds for Max and Percentile; see tests/bench/bench_calibrators for the others.
Range calibrate(const stats::Histogram& histogram, const QuantizerSpec& spec);

/// The same for a recorded tensor, as a whole. MovingAverage: of the smallest and largest values of consecutive groups
/// of samples, new = old + averaging * (current - old), beginning with the first group.
Range calibrate(const stats::TensorStats& tensor, const QuantizerSpec& spec);

/// Range(s) of a weight tensor: one, one per channel along `axis`, or one per block, by the same calibrators on a
/// histogram of the weights (exact minimum and maximum for Calibrator::Max and MovingAverage).
std::vector<Range> calibrateWeights(const Tensor& weights, const QuantizerSpec& spec, int axis);

/// The quantizer of a recorded tensor. Per channel: each channel by its own histogram where they were recorded, else by
/// its smallest and largest value, whatever the calibrator. Given: as the spec says.
/// **Errors** InvalidArgument: per channel, but the tensor has no channel figures; another number of given scales than
/// there are channels.
Result<QuantParams> quantizerForActivations(const stats::TensorStats& tensor, const QuantizerSpec& spec);

/// The quantizer of a weight. A codebook's entries come from k-means on the weights themselves (see codebook.h).
QuantParams quantizerForWeights(const Tensor& weights, const QuantizerSpec& spec, int axis);

/// Whether the quantizer fits a tensor of that shape.
/// **Errors** ShapeMismatch, naming the axis and both numbers.
Status checkFits(const QuantParams& params, const Shape& shape);

/// x^ for every element; a fresh tensor with the layout of `x`. NaN stays NaN. Vectorised, threads by OpenMP.
Tensor fakeQuantize(const Tensor& x, const QuantParams& params);
/// The same into existing memory (may be x itself).
void fakeQuantizeInto(const Tensor& x, const QuantParams& params, Tensor& out);
/// Code less zero point for every element, as float32, of a uniform quantizer: x^ without the multiplication by the scale.
Tensor centredCodes(const Tensor& x, const QuantParams& params);
/// The same for one value of slice c.
float fakeQuantize(float x, const QuantParams& params, size_t c = 0);
/// Codes, as int32, row-major. **Cost** meant for weights; nothing is vectorised.
std::vector<int32_t> quantizeToCodes(const Tensor& x, const QuantParams& params);
/// What a code of slice c stands for.
float valueOfCode(int32_t code, const QuantParams& params, size_t c = 0);

} // namespace qscope::quant
