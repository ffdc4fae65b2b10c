// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/resampling.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/base/random.h"
#include "core/stats/multiversion.h"

namespace qscope::analysis {

namespace {

constexpr uint64_t kSeed = 0x5175616e746f7363ULL;

/// The ends of the 95 % interval: the resample below which 2.5 % lie, and its mirror image.
std::pair<double, double> ends(std::vector<double>& resampled)
{
    const size_t last = resampled.size() - 1;
    const size_t low = resampled.size() / 40;
    const auto at = [&](size_t i) { return resampled.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(resampled.begin(), at(low), resampled.end());
    const double lowest = *at(low);
    std::nth_element(resampled.begin(), at(last - low), resampled.end());
    return {lowest, *at(last - low)};
}

/// sums[b] = times[u][b] * values[u], added up in the order of u. Compiled without fused multiply-add, so
/// that all versions give the same bits.
QSCOPE_MULTIVERSION void sumDrawn(const uint8_t* times, std::span<const double> values, double* sums)
{
    using Bytes = uint8_t __attribute__((vector_size(8)));
    using Ints = int32_t __attribute__((vector_size(32)));
    using Doubles = double __attribute__((vector_size(64)));
    constexpr size_t Lanes = 8, Vectors = 5, Block = Vectors * Lanes; // whose sums stay in registers
    static_assert(Resampling::Resamples % Block == 0);
    for (size_t b = 0; b < Resampling::Resamples; b += Block) {
        Doubles sum[Vectors] = {};
        for (size_t u = 0; u < values.size(); ++u) {
            for (size_t v = 0; v < Vectors; ++v) {
                Bytes drawn;
                std::memcpy(&drawn, times + u * Resampling::Resamples + b + v * Lanes, sizeof drawn);
                sum[v] += __builtin_convertvector(__builtin_convertvector(drawn, Ints), Doubles) * values[u];
            }
        }
        std::memcpy(sums + b, sum, sizeof sum);
    }
}

bool anyNaN(const std::vector<double>& values)
{
    return std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
}

} // namespace

Resampling::Resampling(size_t samples)
    : m_samples(samples), m_units(std::min(samples, MostUnits)), m_unitOf(samples), m_drawn(m_units * Resamples, 0)
{
    Random random(kSeed);
    for (size_t i = 0; i < samples; ++i)
        m_unitOf[i] = static_cast<uint32_t>(i % m_units);
    for (size_t i = samples; m_units < samples && i > 1; --i)
        std::swap(m_unitOf[i - 1], m_unitOf[random.below(i)]);
    for (size_t b = 0; b < Resamples; ++b) {
        for (size_t i = 0; i < m_units; ++i)
            ++m_drawn[random.below(m_units) * Resamples + b];
    }
}

std::vector<double> Resampling::sums(std::span<const double> values) const
{
    assert(values.size() == m_samples);
    std::vector<double> units(m_units, 0);
    for (size_t i = 0; i < values.size(); ++i)
        units[m_unitOf[i]] += values[i];
    std::vector<double> result(Resamples);
    sumDrawn(m_drawn.data(), units, result.data());
    return result;
}

Estimate withInterval(double value, std::vector<double> resampled)
{
    if (resampled.empty() || std::isnan(value) || anyNaN(resampled))
        return value;
    const auto [low, high] = ends(resampled);
    return {value, low, high};
}

bool holdsZero(std::vector<double> differences)
{
    if (differences.empty() || anyNaN(differences))
        return true;
    const auto [low, high] = ends(differences);
    return low <= 0 && high >= 0;
}

} // namespace qscope::analysis
