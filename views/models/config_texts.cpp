// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/config_texts.h"

namespace qscope::views {

using quant::Calibrator;
using quant::Granularity;
using quant::QuantizerKind;
using quant::SearchGrid;

QString ConfigTexts::name(Calibrator calibrator)
{
    switch (calibrator) {
    case Calibrator::Max: return tr("max");
    case Calibrator::MovingAverage: return tr("moving average");
    case Calibrator::Percentile: return tr("percentile");
    case Calibrator::Entropy: return tr("entropy");
    case Calibrator::Mse: return tr("MSE");
    case Calibrator::Lp: return tr("Lp search");
    case Calibrator::Sqnr: return tr("SQNR model");
    case Calibrator::Quantile: return tr("quantiles");
    case Calibrator::Manual: return tr("by hand");
    case Calibrator::Given: return tr("given scale");
    }
    return {};
}

QString ConfigTexts::name(QuantizerKind kind)
{
    switch (kind) {
    case QuantizerKind::Uniform: return tr("integer");
    case QuantizerKind::PowerOfTwo: return tr("integer, scale 2ᵏ");
    case QuantizerKind::Log2: return tr("log2");
    case QuantizerKind::LogSqrt2: return tr("log√2");
    case QuantizerKind::TwinRange: return tr("twin range");
    case QuantizerKind::Fp8E4m3: return tr("FP8 E4M3");
    case QuantizerKind::Fp8E5m2: return tr("FP8 E5M2");
    case QuantizerKind::Codebook: return tr("codebook");
    }
    return {};
}

QString ConfigTexts::name(Granularity granularity)
{
    switch (granularity) {
    case Granularity::PerTensor: return tr("per tensor");
    case Granularity::PerChannel: return tr("per channel");
    case Granularity::PerBlock: return tr("per block");
    }
    return {};
}

QString ConfigTexts::name(SearchGrid grid)
{
    switch (grid) {
    case SearchGrid::Brecq: return tr("BRECQ");
    case SearchGrid::Genie: return tr("GENIE");
    case SearchGrid::Aimet: return tr("AIMET");
    }
    return {};
}

QString ConfigTexts::tip(Calibrator calibrator)
{
    switch (calibrator) {
    case Calibrator::Max:
        return tr("Covers every value seen: nothing is clipped, and outliers make all steps coarser");
    case Calibrator::MovingAverage:
        return tr("Covers an exponential average of the extremes of consecutive samples: single outliers count little");
    case Calibrator::Percentile: return tr("Clips the rarest values at both ends");
    case Calibrator::Entropy: return tr("Least information lost (Kullback-Leibler divergence)");
    case Calibrator::Mse: return tr("Least mean square error of rounding and clipping together");
    case Calibrator::Lp: return tr("Least power of the error over the ranges that BRECQ, GENIE or AIMET try");
    case Calibrator::Sqnr: return tr("Least noise by theory: step²/12 inside the range, the clipped distance outside");
    case Calibrator::Quantile:
        return tr("The best of three quantiles; zero need not be inside the range (RepQ-ViT)");
    case Calibrator::Manual: return tr("The range you give");
    case Calibrator::Given: return tr("The scale and zero point a method found");
    }
    return {};
}

QString ConfigTexts::tip(QuantizerKind kind)
{
    switch (kind) {
    case QuantizerKind::Uniform: return tr("Evenly spaced codes with a scale and a zero point");
    case QuantizerKind::PowerOfTwo: return tr("Evenly spaced codes whose scale is a power of two: rescaling is a shift");
    case QuantizerKind::Log2: return tr("Powers of two below the largest size: fine near zero, coarse at the top");
    case QuantizerKind::LogSqrt2:
        return tr("Powers of the square root of two below the largest size, made for softmax outputs");
    case QuantizerKind::TwinRange:
        return tr("Two ranges with steps of their own: small and large values, or negative and positive ones (PTQ4ViT)");
    case QuantizerKind::Fp8E4m3: return tr("8-bit floats with 4 exponent and 3 mantissa bits");
    case QuantizerKind::Fp8E5m2: return tr("8-bit floats with 5 exponent and 2 mantissa bits");
    case QuantizerKind::Codebook: return tr("A table of values placed by k-means where the data are");
    }
    return {};
}

QString ConfigTexts::tip(Granularity granularity)
{
    switch (granularity) {
    case Granularity::PerTensor: return tr("One scale for the whole tensor");
    case Granularity::PerChannel: return tr("One scale per channel");
    case Granularity::PerBlock: return tr("One scale per block of weights along the reduction");
    }
    return {};
}

QString ConfigTexts::tip(SearchGrid grid)
{
    switch (grid) {
    case SearchGrid::Brecq: return tr("80 ranges, from everything seen down to 0.21 of it");
    case SearchGrid::Genie: return tr("100 ranges, from everything seen down to 0.01 of it");
    case SearchGrid::Aimet: return tr("Scales and offsets as AIMET tries them, clipped values counting three times");
    }
    return {};
}

} // namespace qscope::views
