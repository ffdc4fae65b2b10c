// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/column_loops.h"
#include "core/stats/row_loops.h"

/// The loops over every activation, with the right counter. For the kernels_<set>.cpp only.
namespace qscope::stats::kernels {
namespace {

template <class Loop>
QSCOPE_INLINE_KERNEL Figures withCounter(Tally* tally, const Loop& loop)
{
    if (!tally) {
        NotCounted none;
        return loop(none);
    }
    if (tally->octaves) {
        Counted<OctaveFinder> counter(*tally);
        return loop(counter);
    }
    if (tally->grid.careful) {
        Counted<PlaceFinder<true>> counter(*tally);
        return loop(counter);
    }
    Counted<PlaceFinder<false>> counter(*tally);
    return loop(counter);
}

Figures rowLoops(const float* x, size_t rows, size_t length, const Cells& cells, Tally* tally)
{
    return withCounter(tally, [&](auto& counter) __attribute__((always_inline)) {
        return rowFiguresInto(x, rows, length, cells, counter);
    });
}

Figures columnLoops(const float* x, size_t rows, size_t columns, const Cells& cells, Tally* tally)
{
    return withCounter(tally, [&](auto& counter) __attribute__((always_inline)) {
        return anyColumnFigures(x, rows, columns, cells, counter);
    });
}

} // namespace
} // namespace qscope::stats::kernels
