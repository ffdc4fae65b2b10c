// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace qscope::quant {

/// How values become codes; the formulas are at QuantParams.
enum class QuantizerKind { Uniform, PowerOfTwo, Log2, LogSqrt2, TwinRange, Fp8E4m3, Fp8E5m2, Codebook };
/// PerBlock: weights only, one scale per `blockSize` weights of an output channel along the reduction (see BlockGrid).
enum class Granularity { PerTensor, PerChannel, PerBlock };
/// Auto: signed where symmetric. For the log kinds Auto means signed where the range reaches below zero. Fp8 and
/// codebooks know no other than their own.
enum class Signedness { Auto, Signed, Unsigned };
/// Whether one code is left unused: signed the lowest, unsigned the highest; log kinds give it to zero.
/// Auto: where symmetric and signed.
enum class NarrowRange { Auto, On, Off };
enum class Rounding { HalfEven, HalfAway };
enum class Calibrator { Max, Percentile, Entropy, Mse, MovingAverage, Lp, Sqnr, Quantile, Manual, Given };
/// Auto: NVIDIA where symmetric, ONNX Runtime where not.
enum class EntropyForm { Auto, Nvidia, OnnxRuntime };
enum class SearchGrid { Brecq, Genie, Aimet };

/// One value of an enum above, its name in configs and one sentence on what it does.
template <class E>
struct Choice {
    E value;
    std::string_view name;
    std::string_view description;
};

/// All values in the order in which people should see them.
template <class E>
std::span<const Choice<E>> choices();
template <> std::span<const Choice<QuantizerKind>> choices();
template <> std::span<const Choice<Granularity>> choices();
template <> std::span<const Choice<Signedness>> choices();
template <> std::span<const Choice<NarrowRange>> choices();
template <> std::span<const Choice<Rounding>> choices();
template <> std::span<const Choice<Calibrator>> choices();
template <> std::span<const Choice<EntropyForm>> choices();
template <> std::span<const Choice<SearchGrid>> choices();

template <class E>
std::string_view nameOf(E value)
{
    for (const Choice<E>& choice : choices<E>())
        if (choice.value == value)
            return choice.name;
    return {};
}

template <class E>
std::string_view descriptionOf(E value)
{
    for (const Choice<E>& choice : choices<E>())
        if (choice.value == value)
            return choice.description;
    return {};
}

template <class E>
std::optional<E> fromName(std::string_view name)
{
    for (const Choice<E>& choice : choices<E>())
        if (choice.name == name)
            return choice.value;
    return std::nullopt;
}

inline std::string_view granularityName(Granularity g) { return nameOf(g); }
inline std::string_view calibratorName(Calibrator c) { return nameOf(c); }
inline std::optional<Granularity> granularityFromName(std::string_view name) { return fromName<Granularity>(name); }
inline std::optional<Calibrator> calibratorFromName(std::string_view name) { return fromName<Calibrator>(name); }
/// One sentence for people on what the calibrator does.
inline std::string_view calibratorDescription(Calibrator c) { return descriptionOf(c); }

/// A range in real values; lo <= hi.
struct Range {
    double lo = 0;
    double hi = 0;
    auto operator<=>(const Range&) const = default;
};

/// What is asked of one quantizer.
struct QuantizerSpec {
    int bits = 8; ///< 2 to 16; a codebook 2 to 8; fp8 has 8 whatever stands here (see bitsOf)
    bool symmetric = false;
    Granularity granularity = Granularity::PerTensor;
    Calibrator calibrator = Calibrator::Max;
    double percentile = 99.99; ///< in (50, 100]; used by Calibrator::Percentile
    QuantizerKind kind = QuantizerKind::Uniform;
    Signedness sign = Signedness::Auto;
    NarrowRange narrowRange = NarrowRange::Auto;
    Rounding rounding = Rounding::HalfEven;
    int blockSize = 32;                          ///< 16 to 256; used by Granularity::PerBlock
    double averaging = 0.01;                     ///< in (0, 1]; used by Calibrator::MovingAverage
    EntropyForm entropyForm = EntropyForm::Auto; ///< used by Calibrator::Entropy
    SearchGrid grid = SearchGrid::Genie;         ///< used by Calibrator::Lp
    double exponent = 2.4;                       ///< in [0.5, 8]; used by Calibrator::Lp on the BRECQ and GENIE grids
    double gamma = 3; ///< in [0.01, 1000], how much a clipped value's error counts; used by Lp on the AIMET grid
    Range range{};    ///< finite, lo < hi; used by Calibrator::Manual
    /// One per slice, above 0; used by Calibrator::Given. The size of the largest step of log kinds.
    std::vector<double> scales{};
    /// As many, or none: 0. They may lie outside the codes. Not whole: per tensor only, see QuantParams::zeroFraction.
    std::vector<double> zeroPoints{};

    auto operator<=>(const QuantizerSpec&) const = default;
};

/// Bits a code takes.
int bitsOf(const QuantizerSpec& spec);

/// The spec with everything it makes no use of put back to what it is by default: equal canonical forms, equal answers.
QuantizerSpec canonical(const QuantizerSpec& spec);

} // namespace qscope::quant
