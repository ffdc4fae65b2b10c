// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/quantizer_spec.h"

namespace qscope::quant {

namespace {

constexpr Choice<QuantizerKind> Kinds[] = {
    {QuantizerKind::Uniform, "uniform", "Evenly spaced codes with a scale and a zero point."},
    {QuantizerKind::PowerOfTwo, "power-of-two",
     "Evenly spaced codes whose scale is a power of two, so that rescaling is a shift."},
    {QuantizerKind::Log2, "log2", "Sizes in powers of two below the largest one: fine near zero, coarse at the top."},
    {QuantizerKind::LogSqrt2, "log-sqrt2",
     "Sizes in powers of the square root of two below the largest one, made for softmax outputs."},
    {QuantizerKind::TwinRange, "twin-range",
     "Two evenly spaced ranges with a bit that says which: small and large values of a softmax, negative and positive ones of "
     "a GELU (PTQ4ViT)."},
    {QuantizerKind::Fp8E4m3, "fp8-e4m3", "8-bit floats with 4 exponent and 3 mantissa bits, scaled to reach 448."},
    {QuantizerKind::Fp8E5m2, "fp8-e5m2", "8-bit floats with 5 exponent and 2 mantissa bits, scaled to reach 57344."},
    {QuantizerKind::Codebook, "codebook",
     "A table of 2^bits values placed by k-means where the data are; kernels look each code up."},
};

constexpr Choice<Granularity> Granularities[] = {
    {Granularity::PerTensor, "per-tensor", "One scale for the whole tensor."},
    {Granularity::PerChannel, "per-channel", "One scale per channel: output channels of weights, channels of activations."},
    {Granularity::PerBlock, "per-block", "Weights: one scale per blockSize weights of an output channel."},
};

constexpr Choice<Signedness> Signs[] = {
    {Signedness::Auto, "auto", "Signed codes where symmetric, unsigned ones where not."},
    {Signedness::Signed, "signed", "Codes from -2^(bits-1) on."},
    {Signedness::Unsigned, "unsigned", "Codes from 0 on; a symmetric quantizer turns negative values into 0."},
};

constexpr Choice<NarrowRange> Narrow[] = {
    {NarrowRange::Auto, "auto", "Narrow where symmetric and signed."},
    {NarrowRange::On, "on", "One code stays unused, so that a symmetric grid reaches equally far to both sides."},
    {NarrowRange::Off, "off", "All codes are used."},
};

constexpr Choice<Rounding> Roundings[] = {
    {Rounding::HalfEven, "half-even", "Halves go to the even code, as in ONNX, PyTorch and NumPy."},
    {Rounding::HalfAway, "half-away", "Halves go away from zero, as in TensorFlow Lite and gemmlowp."},
};

constexpr Choice<Calibrator> Calibrators[] = {
    {Calibrator::Max, "max", "Covers every value seen, so nothing is clipped and outliers make all steps coarser."},
    {Calibrator::MovingAverage, "moving-average",
     "Covers an exponential average of the extremes of consecutive samples, so single outliers count little."},
    {Calibrator::Percentile, "percentile", "Clips the given share of the most extreme values."},
    {Calibrator::Entropy, "entropy",
     "Clips where the quantized distribution differs least from the real one (Kullback-Leibler divergence)."},
    {Calibrator::Mse, "mse", "Clips where the squared error of rounding and clipping together is smallest."},
    {Calibrator::Lp, "lp",
     "Clips where a chosen power of the error is smallest, over the ranges that BRECQ, GENIE or AIMET try."},
    {Calibrator::Sqnr, "sqnr",
     "Clips where the noise predicted by theory is smallest: step^2 / 12 inside the range, the clipped distance outside."},
    {Calibrator::Quantile, "quantile",
     "Clips at the quantile 0.999, 0.9999 or 0.99999 of each end, whichever has the least squared error; zero need not be "
     "inside the range (RepQ-ViT)."},
    {Calibrator::Manual, "manual", "Uses the range you give."},
    {Calibrator::Given, "given", "Uses the scales and zero points you give."},
};

constexpr Choice<EntropyForm> EntropyForms[] = {
    {EntropyForm::Auto, "auto", "NVIDIA's form where symmetric, ONNX Runtime's where not."},
    {EntropyForm::Nvidia, "nvidia", "On sizes |x|, as in NVIDIA's toolkit."},
    {EntropyForm::OnnxRuntime, "onnxruntime", "On values, as in ONNX Runtime, but with enough bins to choose from."},
};

constexpr Choice<SearchGrid> Grids[] = {
    {SearchGrid::Brecq, "brecq", "80 ranges from all that was seen down to 0.21 of it, error to the power of exponent."},
    {SearchGrid::Genie, "genie", "100 ranges from all that was seen down to 0.01 of it, error to the power of exponent."},
    {SearchGrid::Aimet, "aimet", "Scales and offsets as AIMET tries them, squared error, clipped values count gamma times."},
};

} // namespace

template <> std::span<const Choice<QuantizerKind>> choices() { return Kinds; }
template <> std::span<const Choice<Granularity>> choices() { return Granularities; }
template <> std::span<const Choice<Signedness>> choices() { return Signs; }
template <> std::span<const Choice<NarrowRange>> choices() { return Narrow; }
template <> std::span<const Choice<Rounding>> choices() { return Roundings; }
template <> std::span<const Choice<Calibrator>> choices() { return Calibrators; }
template <> std::span<const Choice<EntropyForm>> choices() { return EntropyForms; }
template <> std::span<const Choice<SearchGrid>> choices() { return Grids; }

namespace {

bool isFp8(QuantizerKind kind) { return kind == QuantizerKind::Fp8E4m3 || kind == QuantizerKind::Fp8E5m2; }

/// What only the chosen calibrator looks at.
void keepCalibratorFields(const QuantizerSpec& spec, QuantizerSpec& kept)
{
    if (spec.calibrator == Calibrator::Percentile)
        kept.percentile = spec.percentile;
    if (spec.calibrator == Calibrator::MovingAverage)
        kept.averaging = spec.averaging;
    if (spec.calibrator == Calibrator::Entropy)
        kept.entropyForm = spec.entropyForm;
    if (spec.calibrator == Calibrator::Manual)
        kept.range = spec.range;
    if (spec.calibrator == Calibrator::Given) {
        kept.scales = spec.scales;
        kept.zeroPoints = spec.zeroPoints;
    }
    if (spec.calibrator != Calibrator::Lp)
        return;
    kept.grid = spec.grid;
    if (spec.grid == SearchGrid::Aimet)
        kept.gamma = spec.gamma;
    else
        kept.exponent = spec.exponent;
}

} // namespace

int bitsOf(const QuantizerSpec& spec) { return isFp8(spec.kind) ? 8 : spec.bits; }

QuantizerSpec canonical(const QuantizerSpec& spec)
{
    QuantizerSpec kept;
    kept.bits = bitsOf(spec);
    kept.symmetric = spec.symmetric;
    kept.granularity = spec.granularity;
    kept.calibrator = spec.calibrator;
    kept.kind = spec.kind;
    kept.rounding = spec.rounding;
    kept.sign = spec.sign;
    kept.narrowRange = spec.narrowRange;
    if (spec.granularity == Granularity::PerBlock)
        kept.blockSize = spec.blockSize;
    keepCalibratorFields(spec, kept);
    return kept;
}

} // namespace qscope::quant
