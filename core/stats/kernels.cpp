// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/kernels.h"

#include <algorithm>
#include <vector>

#include "core/stats/instruction_sets.h"
#include "core/stats/lanes.h"

namespace qscope::stats::kernels {

namespace {

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

std::span<const InstructionSet* const> availableSets()
{
    static const std::vector<const InstructionSet*> sets = [] {
        std::vector<const InstructionSet*> found{&plainSet};
#ifdef QSCOPE_X86_SETS
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            found.push_back(&avx2Set);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
            found.push_back(&avx512Set);
#endif
        return found;
    }();
    return sets;
}

namespace {

const InstructionSet& best()
{
    static const InstructionSet& set = *availableSets().back();
    return set;
}

} // namespace

Figures rowFigures(const float* x, size_t rows, size_t length, const Cells& cells, Tally* tally)
{
    return best().rowFigures(x, rows, length, cells, tally);
}

Figures columnFigures(const float* x, size_t rows, size_t columns, const Cells& cells, Tally* tally)
{
    return best().columnFigures(x, rows, columns, cells, tally);
}

Extremes extremes(const float* x, size_t n)
{
    float lo = 0, hi = 0;
    double sum = 0, sumSq = 0;
    return rowFigures(x, 1, n, {&lo, &hi, &sum, &sumSq}, nullptr).extremes;
}

void takePairs(uint16_t* table, size_t n, uint64_t* counts) { best().takePairs(table, n, counts); }

void foldExtremes(size_t n, const float* lo, const float* hi, float* intoLo, float* intoHi)
{
    best().foldExtremes(n, lo, hi, intoLo, intoHi);
}

size_t findValue(const float* x, size_t n, float wanted) { return best().findValue(x, n, wanted); }

size_t addOrderFree(const double* values, const OrderFreeParts& parts, size_t n)
{
    return best().addOrderFree(values, parts, n);
}

void Tally::settle()
{
    for (size_t i = queue->begin; i < queue->end; ++i)
        ++counters(queue->places[i])[i % Copies];
    queue->begin = queue->end = 0;
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

QSCOPE_MULTIVERSION size_t quarterOctaves(const float* p, size_t n, int32_t* out)
{
    Int8 below{};
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        const Float8 v = load(p + i);
        below -= v < Float8{} + Octaves::Step;
        storeSome(quarterOctave(v), Width, out + i);
    }
    if (i < n) {
        const Float8 v = load(p + i, n - i, Octaves::Step); // idle lanes are not below the step
        below -= v < Float8{} + Octaves::Step;
        storeSome(quarterOctave(v), n - i, out + i);
    }
    size_t count = 0;
    for (size_t j = 0; j < Width; ++j)
        count += static_cast<size_t>(below[j]);
    return count;
}

void entropyBits(const float* p, size_t rows, size_t length, double* out) { best().entropyBits(p, rows, length, out); }

} // namespace qscope::stats::kernels
