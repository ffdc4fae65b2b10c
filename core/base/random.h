// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace qscope {

/// Random numbers that are the same on every machine and with every standard library.
/// **Source** SplitMix64, G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014).
class Random {
public:
    explicit Random(uint64_t seed) : m_state(seed) {}

    uint64_t bits()
    {
        uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// In [0, count); count from 1 to 2^32.
    size_t below(size_t count) { return static_cast<size_t>(((bits() >> 32) * count) >> 32); }
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; } ///< in [0, 1)

private:
    uint64_t m_state;
};

} // namespace qscope
