// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/place_finders.h"

/// Ways of counting values while they are summed. For the kernels_<set>.cpp only.
///
/// `step(a, b)` takes two whole vectors, `note(v, m)` the first m lanes of one; `settle()` must be called once per Group of them.
///
/// Counting is bound by one store per cycle and leaves the vector units idle. So the places of some values are found
/// while those of earlier ones, which have reached memory, are counted.
namespace qscope::stats::kernels {
namespace {

constexpr size_t Group = 4; ///< vectors between which nothing is asked

struct NotCounted {
    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void step(const Vector&, const Vector&) {}
    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void note(const Vector&, size_t = 0) {}
    QSCOPE_INLINE_KERNEL_MEMBER void settle() {}
};

/// The queue of a tally, in registers.
class PlaceQueue {
public:
    explicit PlaceQueue(Tally& tally)
        : m_table(tally.table), m_places(tally.queue->places), m_queue(tally.queue), m_begin(tally.queue->begin),
          m_end(tally.queue->end)
    {
    }
    ~PlaceQueue()
    {
        m_queue->begin = m_begin;
        m_queue->end = m_end;
    }

    QSCOPE_INLINE_KERNEL_MEMBER uint16_t* end() const { return m_places + m_end; }
    QSCOPE_INLINE_KERNEL_MEMBER void extend(size_t n) { m_end += n; }
    QSCOPE_INLINE_KERNEL_MEMBER size_t size() const { return m_end - m_begin; }

    /// Counts the N oldest places. Two at a time: a load each would be one more than the processor can do per cycle.
    template <size_t N>
    QSCOPE_INLINE_KERNEL_MEMBER void count()
    {
        const uint16_t* const place = m_places + m_begin;
        uint16_t* const table = m_table;
#pragma GCC unroll 32
        for (size_t j = 0; j < N; j += Tally::Copies) {
            uint32_t pair;
            __builtin_memcpy(&pair, place + j, sizeof pair);
            ++table[static_cast<size_t>(pair & 0xffff) * Tally::Copies];
            ++table[static_cast<size_t>(pair >> 16) * Tally::Copies + 1];
        }
        m_begin += N;
    }

    QSCOPE_INLINE_KERNEL_MEMBER void rewindIfFull()
    {
        if (m_end <= BinQueue::Capacity)
            return;
        constexpr size_t Piece = 16;
        for (size_t i = 0; m_begin + i < m_end; i += Piece)
            __builtin_memcpy(m_places + i, m_places + m_begin + i, Piece * sizeof *m_places);
        m_end -= m_begin;
        m_begin = 0;
    }

private:
    uint16_t* m_table;
    uint16_t* m_places;
    BinQueue* m_queue;
    size_t m_begin, m_end;
};

template <class Finder>
class Counted {
public:
    explicit Counted(Tally& tally) : m_finder(tally), m_queue(tally) {}

    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void step(const Vector& a, const Vector& b)
    {
        m_finder.find(a, b, m_queue.end());
        m_queue.extend(2 * Vector::Lanes);
        m_queue.template count<2 * Vector::Lanes>();
    }

    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void note(const Vector& v, size_t m = Vector::Lanes)
    {
        m_finder.find(v, m, m_queue.end()); // idle lanes are overwritten or never counted
        m_queue.extend(m);
        if (m_queue.size() >= BinQueue::Behind + Vector::Lanes)
            m_queue.template count<Vector::Lanes>();
    }

    QSCOPE_INLINE_KERNEL_MEMBER void settle() { m_queue.rewindIfFull(); }

private:
    Finder m_finder;
    PlaceQueue m_queue;
};

} // namespace
} // namespace qscope::stats::kernels
