// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/sample_view.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace qscope::stats {

namespace {

/// Plain copy of samples [first, first + samples) with the batch axis moved in front; what was before it becomes part of
/// each sample.
Tensor gatherSamples(const Tensor& x, size_t batchAxis, int64_t first, int64_t samples, int64_t rowsPerSample)
{
    int64_t outer = 1, inner = 1;
    for (size_t a = 0; a < batchAxis; ++a)
        outer *= x.dim(a);
    for (size_t a = batchAxis + 1; a < x.rank(); ++a)
        inner *= x.dim(a);
    const int64_t chunk = rowsPerSample * inner;
    Tensor copy(DType::Float32, {samples, outer * chunk});
    for (int64_t s = 0; s < samples; ++s)
        for (int64_t o = 0; o < outer; ++o)
            std::memcpy(copy.data<float>() + (s * outer + o) * chunk,
                        x.data<float>() + (o * x.dim(batchAxis) + (first + s) * rowsPerSample) * inner,
                        static_cast<size_t>(chunk) * sizeof(float));
    return copy;
}

void splitAtChannel(SampleView& view, int channelAxis)
{
    view.outer = view.channels = view.inner = 1;
    view.hasChannels = channelAxis >= 0;
    if (!view.hasChannels) {
        view.inner = view.sampleSize;
        return;
    }
    bool before = true;
    for (size_t d = 0; d < view.memoryShape.size(); ++d) {
        if (view.memoryAxes[d] == channelAxis) {
            view.channels = view.memoryShape[d];
            before = false;
        } else {
            (before ? view.outer : view.inner) *= view.memoryShape[d];
        }
    }
}

} // namespace

SampleView viewSamples(const Tensor& x, int batchAxis, int64_t validSamples, int64_t batchSamples, int channelAxis,
                       int64_t skip)
{
    assert(x.type() == DType::Float32 && channelAxis < static_cast<int>(x.rank()));
    SampleView view;
    view.sampleShape = x.shape();
    if (batchAxis >= 0 && (batchSamples <= 0 || x.dim(static_cast<size_t>(batchAxis)) % batchSamples != 0))
        batchAxis = -1;
    const auto batch = static_cast<size_t>(std::max(batchAxis, 0));
    if (batchAxis >= 0)
        view.sampleShape[batch] /= batchSamples;
    const int64_t present = batchAxis >= 0 ? std::min(skip + validSamples, batchSamples) : 1;
    view.samples = skip < 0 ? 0 : std::max<int64_t>(present - skip, 0);
    view.sampleSize = elementCount(view.sampleShape);
    view.memoryShape = view.sampleShape;
    for (size_t a = 0; a < x.rank(); ++a)
        view.memoryAxes.push_back(static_cast<int>(a));
    const bool isScattered = std::any_of(x.shape().begin(), x.shape().begin() + std::max(batchAxis, 0),
                                         [](int64_t d) { return d != 1; });
    view.holder = batchAxis > 0 ? toPlain(x) : x;
    view.begin = view.holder.data<float>() + (view.samples > 0 ? skip * view.sampleSize : 0);
    if (isScattered) {
        view.holder = gatherSamples(view.holder, batch, skip, view.samples, view.sampleShape[batch]);
        view.begin = view.holder.data<float>();
    } else if (batchAxis <= 0 && x.layout() == Layout::ChannelsLast && x.rank() >= 3) {
        std::rotate(view.memoryAxes.begin() + 1, view.memoryAxes.begin() + 2, view.memoryAxes.end());
        std::rotate(view.memoryShape.begin() + 1, view.memoryShape.begin() + 2, view.memoryShape.end());
    }
    splitAtChannel(view, channelAxis);
    return view;
}

int64_t SampleView::unitsPerSample() const
{
    if (sampleSize == 0)
        return 0;
    if (hasChannels && inner == 1) {
        const int64_t rows = rowsPerUnit();
        return (outer + rows - 1) / rows;
    }
    const int64_t runs = outer * channels;
    if (inner > UnitSize)
        return runs * ((inner + UnitSize - 1) / UnitSize);
    const int64_t together = UnitSize / inner;
    return (runs + together - 1) / together;
}

SampleView::Unit SampleView::unit(int64_t index) const
{
    if (hasChannels && inner == 1) {
        const int64_t rows = rowsPerUnit();
        const int64_t count = std::min(rows, outer - index * rows);
        return {index * rows * channels, count * channels, 0, channels};
    }
    if (inner > UnitSize) {
        const int64_t blocks = (inner + UnitSize - 1) / UnitSize;
        const int64_t run = index / blocks;
        const int64_t start = (index % blocks) * UnitSize;
        return {run * inner + start, std::min(UnitSize, inner - start), run % channels, 1};
    }
    const int64_t together = UnitSize / inner;
    const int64_t run = index * together;
    const int64_t count = std::min(together, outer * channels - run);
    return {run * inner, count * inner, run % channels, count};
}

std::vector<int64_t> SampleView::position(int64_t offset) const
{
    std::vector<int64_t> result(sampleShape.size());
    for (size_t d = memoryShape.size(); d-- > 0;) {
        result[static_cast<size_t>(memoryAxes[d])] = offset % memoryShape[d];
        offset /= memoryShape[d];
    }
    return result;
}

} // namespace qscope::stats
