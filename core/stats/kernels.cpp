// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/kernels.h"

#include <algorithm>

#include "core/stats/lanes.h"

namespace qscope::stats::kernels {

namespace {

/// log2 of positive normal floats: exponent plus 2/ln 2 * atanh((m - 1)/(m + 1)) with m in [sqrt(1/2), sqrt(2)).
/// The series ends at s^7, which leaves less than 5e-8; zero gives a large negative finite number.
QSCOPE_INLINE_KERNEL Float8 log2Lanes(const Float8& v)
{
    constexpr int32_t SqrtHalf = 0x3f3504f3;
    const Int8 shifted = reinterpret_cast<Int8>(v) - SqrtHalf;
    const Float8 exponent = __builtin_convertvector(shifted >> 23, Float8);
    const Float8 m = reinterpret_cast<Float8>((shifted & 0x7fffff) + SqrtHalf);
    const Float8 s = (m - 1.F) / (m + 1.F);
    const Float8 s2 = s * s;
    return exponent + s * (2.885390082F + s2 * (0.961796694F + s2 * (0.577078016F + s2 * 0.412198583F)));
}

template <bool Careful>
QSCOPE_INLINE_KERNEL void fillIndices(const float* x, size_t n, const BinGrid grid, int32_t* out)
{
    const Float8 inverse = Float8{} + grid.inverseWidth;
    const Int8 first = Int8{} + grid.first;
    for (size_t i = 0; i < n; i += Width) {
        const size_t m = std::min(n - i, Width);
        const Float8 v = load(x + i, m);
        storeSome((Careful ? carefulIndex(v, inverse) : floorLanes(v * inverse)) - first, m, out + i);
    }
}

} // namespace

QSCOPE_MULTIVERSION void addPairs(const uint32_t* table, size_t n, uint64_t* counts)
{
    using Long8 = uint64_t __attribute__((vector_size(64)));
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        Long8 pairs, sum; // a pair of counters is the two halves of a number
        std::memcpy(&pairs, table + 2 * i, sizeof pairs);
        std::memcpy(&sum, counts + i, sizeof sum);
        sum += (pairs & 0xffffffffU) + (pairs >> 32);
        std::memcpy(counts + i, &sum, sizeof sum);
    }
    for (; i < n; ++i)
        counts[i] += uint64_t(table[2 * i]) + table[2 * i + 1];
}

QSCOPE_MULTIVERSION void binIndices(const float* x, size_t n, const BinGrid& grid, int32_t* out)
{
    if (grid.careful)
        fillIndices<true>(x, n, grid, out);
    else
        fillIndices<false>(x, n, grid, out);
}

QSCOPE_MULTIVERSION void countColumns(const float* x, size_t rows, size_t stride, size_t columns,
                                      const float* inverseWidth, const int32_t* first, uint64_t* const* counts)
{
    constexpr size_t Block = 32; // rows: the indices have reached memory when they are read back
    const Float8 inverse = load(inverseWidth, columns);
    Int8 base{};
    std::memcpy(&base, first, columns * sizeof(int32_t));
    int32_t index[Block * Width];
    for (size_t at = 0; at < rows; at += Block) {
        const size_t m = std::min(Block, rows - at);
        for (size_t r = 0; r < m; ++r)
            storeSome(carefulIndex(load(x + (at + r) * stride, columns), inverse) - base, Width, index + r * Width);
        for (size_t r = 0; r < m; ++r)
            for (size_t c = 0; c < columns; ++c)
                ++counts[c][static_cast<uint32_t>(index[r * Width + c])];
    }
}

QSCOPE_MULTIVERSION size_t findValue(const float* x, size_t n, float wanted)
{
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        int32_t hits = 0;
        for (size_t j = 0; j < Lanes; ++j)
            hits |= static_cast<int32_t>(x[i + j] == wanted);
        if (hits != 0)
            break;
    }
    while (i < n && x[i] != wanted)
        ++i;
    return i;
}

namespace {

QSCOPE_INLINE_KERNEL Int8 quarterOctave(const Float8& p)
{
    // Mantissas of the largest floats below 2^(1/4), 2^(1/2), 2^(3/4): above them a quarter more is reached.
    constexpr int32_t Quarter1 = 0x1837f0, Quarter2 = 0x3504f3, Quarter3 = 0x5744fc;
    const Int8 bits = reinterpret_cast<Int8>(p);
    const Int8 mantissa = bits & 0x7fffff;
    Int8 bin = 4 * (127 - (bits >> 23)) + (mantissa > 0) + (mantissa > Quarter1) + (mantissa > Quarter2) +
               (mantissa > Quarter3); // true is -1
    bin = bin > 0 ? bin : Int8{};
    bin = bin < 255 ? bin : Int8{} + 255;
    return p > Float8{} ? bin : Int8{} + 256;
}

QSCOPE_INLINE_KERNEL double sumOf(const double* x, size_t n)
{
    Double8 even{}, odd{};
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        Double8 a, b;
        std::memcpy(&a, x + i, sizeof a);
        std::memcpy(&b, x + i + Width, sizeof b);
        even += a;
        odd += b;
    }
    double sum = addUp(even + odd);
    for (; i < n; ++i)
        sum += x[i];
    return sum;
}

/// -p log2 p; 0 for what is not a positive finite number.
QSCOPE_INLINE_KERNEL Double8 surprise(const Float8& p)
{
    const Float8 v = smaller(larger(p, Float8{}), Float8{} + FLT_MAX); // a NaN compares false and becomes 0
    return widen(-v * log2Lanes(v));
}

QSCOPE_INLINE_KERNEL void surprises(const float* p, size_t n, double* out)
{
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        const Double8 d = surprise(load(p + i));
        std::memcpy(out + i, &d, sizeof d);
    }
    if (i < n)
        storeSome(surprise(load(p + i, n - i)), n - i, out + i);
}

} // namespace

QSCOPE_MULTIVERSION size_t quarterOctaves(const float* p, size_t n, float step, int32_t* out)
{
    Int8 below{};
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        const Float8 v = load(p + i);
        below -= v < Float8{} + step;
        storeSome(quarterOctave(v), Width, out + i);
    }
    if (i < n) {
        const Float8 v = load(p + i, n - i, step); // idle lanes are not below the step
        below -= v < Float8{} + step;
        storeSome(quarterOctave(v), n - i, out + i);
    }
    size_t count = 0;
    for (size_t j = 0; j < Width; ++j)
        count += static_cast<size_t>(below[j]);
    return count;
}

QSCOPE_MULTIVERSION void entropyBits(const float* p, size_t rows, size_t length, double* out)
{
    // Short rows rarely fill whole vectors, so the elements of many are looked up together.
    constexpr size_t Piece = 512;
    double part[Piece];
    const size_t together = length > 0 && length < Piece ? Piece / length : 1;
    for (size_t row = 0; row < rows; row += together) {
        const size_t count = std::min(together, rows - row);
        const float* begin = p + row * length;
        if (length < Piece) {
            surprises(begin, count * length, part);
            for (size_t r = 0; r < count; ++r)
                out[row + r] = std::max(0.0, sumOf(part + r * length, length));
            continue;
        }
        double sum = 0;
        for (size_t at = 0; at < length; at += Piece) {
            const size_t n = std::min(Piece, length - at);
            surprises(begin + at, n, part);
            sum += sumOf(part, n);
        }
        out[row] = std::max(0.0, sum);
    }
}

} // namespace qscope::stats::kernels
