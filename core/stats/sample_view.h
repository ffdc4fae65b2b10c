// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/tensor/tensor.h"

namespace qscope::stats {

/// A batch of samples as runs of memory: each sample is contiguous and reads as [outer, channels, inner]
/// floats. Without a channel axis: [1, 1, size]. The tensor must outlive its view, which one of a small
/// tensor makes often enough to leave out what is rarely asked.
struct SampleView {
    Tensor holder;                ///< a rearranged copy; empty where the tensor lies as it must
    const float* begin = nullptr; ///< of the first sample
    const Shape* tensorShape = nullptr;
    int batchAxis = -1;
    int64_t rowsPerSample = 1; ///< along the batch axis
    bool channelsLast = false; ///< in memory axis 1 comes last
    int64_t samples = 0; ///< valid ones
    int64_t sampleSize = 0;
    int64_t outer = 1;
    int64_t channels = 1;
    int64_t inner = 1;
    bool hasChannels = false;

    const float* sample(int64_t s) const { return begin + s * sampleSize; }

    size_t rank() const { return tensorShape->size(); }
    /// Of one sample along a logical axis.
    int64_t extent(size_t axis) const
    {
        return static_cast<int>(axis) == batchAxis ? rowsPerSample : (*tensorShape)[axis];
    }
    /// Logical axis of a dimension in memory order.
    size_t axisAt(size_t dimension) const
    {
        if (!channelsLast || dimension == 0)
            return dimension;
        return dimension + 1 < rank() ? dimension + 1 : 1;
    }
    /// Logical shape of one sample, batch axis = rows per sample.
    Shape sampleShape() const;

    /// Units of work: whole rows of channels when inner == 1 (at least LeastRows), else whole runs of `inner`
    /// elements or parts of one. Every unit's figures are folded per channel, so it should be large; it is
    /// read again where a channel's histogram or the place of an extreme is asked for, so the level-2 cache
    /// must hold it.
    static constexpr int64_t UnitSize = 16384;
    static constexpr int64_t LeastRows = 16;
    int64_t unitsPerSample = 0;
    struct Unit {
        int64_t offset;       ///< within the sample
        int64_t size;         ///< elements
        int64_t firstChannel; ///< of the first cell
        int64_t cells;        ///< channels (inner == 1) or runs, in memory order, channels counting up and around
    };
    Unit unit(int64_t indexInSample) const;

    /// Logical index inside the sample of the element at a memory offset.
    std::vector<int64_t> position(int64_t offset) const;

    /// Of `channels`, where inner == 1: about UnitSize elements, evenly spread over the units.
    int64_t rowsPerUnit = 1;
};

/// Samples [skip, skip + validSamples) of batchSamples.
/// **Shapes** x: Float32, rank >= 1 when batchAxis >= 0; batchAxis -1 makes the whole tensor one sample, which belongs to
/// a batch's first samples: there is none when samples are skipped.
SampleView viewSamples(const Tensor& x, int batchAxis, int64_t validSamples, int64_t batchSamples, int channelAxis,
                       int64_t skip = 0);

} // namespace qscope::stats
