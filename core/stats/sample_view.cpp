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
    for (size_t d = 0; d < view.rank(); ++d) {
        const size_t axis = view.axisAt(d);
        if (static_cast<int>(axis) == channelAxis) {
            view.channels = view.extent(axis);
            before = false;
        } else {
            (before ? view.outer : view.inner) *= view.extent(axis);
        }
    }
}

void splitIntoUnits(SampleView& view)
{
    const auto quotient = [](int64_t a, int64_t b) { return (a + b - 1) / b; };
    const int64_t runs = view.outer * view.channels;
    if (view.sampleSize == 0) {
        view.unitsPerSample = 0;
    } else if (view.hasChannels && view.inner == 1) {
        const int64_t wanted = std::max(SampleView::LeastRows, SampleView::UnitSize / view.channels);
        view.rowsPerUnit = quotient(view.outer, std::max<int64_t>(1, (view.outer + wanted / 2) / wanted));
        view.unitsPerSample = quotient(view.outer, view.rowsPerUnit);
    } else if (view.inner > SampleView::UnitSize) {
        view.unitsPerSample = runs * quotient(view.inner, SampleView::UnitSize);
    } else {
        view.unitsPerSample = quotient(runs, SampleView::UnitSize / view.inner);
    }
}

} // namespace

SampleView viewSamples(const Tensor& x, int batchAxis, int64_t validSamples, int64_t batchSamples, int channelAxis,
                       int64_t skip)
{
    assert(x.type() == DType::Float32 && channelAxis < static_cast<int>(x.rank()));
    SampleView view;
    if (batchAxis >= 0 && (batchSamples <= 0 || x.dim(static_cast<size_t>(batchAxis)) % batchSamples != 0))
        batchAxis = -1;
    const auto batch = static_cast<size_t>(std::max(batchAxis, 0));
    view.tensorShape = &x.shape();
    view.batchAxis = batchAxis;
    view.rowsPerSample = batchAxis >= 0 ? x.dim(batch) / batchSamples : 1;
    const int64_t present = batchAxis >= 0 ? std::min(skip + validSamples, batchSamples) : 1;
    view.samples = skip < 0 ? 0 : std::max<int64_t>(present - skip, 0);
    view.sampleSize = 1;
    for (size_t a = 0; a < x.rank(); ++a)
        view.sampleSize *= view.extent(a);
    const bool isScattered = std::any_of(x.shape().begin(), x.shape().begin() + std::max(batchAxis, 0),
                                         [](int64_t d) { return d != 1; });
    if (batchAxis > 0)
        view.holder = toPlain(x);
    view.begin =
        (batchAxis > 0 ? view.holder : x).data<float>() + (view.samples > 0 ? skip * view.sampleSize : 0);
    if (isScattered) {
        view.holder = gatherSamples(view.holder, batch, skip, view.samples, view.rowsPerSample);
        view.begin = view.holder.data<float>();
    }
    view.channelsLast = batchAxis <= 0 && x.layout() == Layout::ChannelsLast && x.rank() >= 3;
    splitAtChannel(view, channelAxis);
    splitIntoUnits(view);
    return view;
}

Shape SampleView::sampleShape() const
{
    Shape shape(rank());
    for (size_t a = 0; a < shape.size(); ++a)
        shape[a] = extent(a);
    return shape;
}

SampleView::Unit SampleView::unit(int64_t index) const
{
    if (hasChannels && inner == 1) {
        const int64_t first = index * rowsPerUnit;
        return {first * channels, std::min(rowsPerUnit, outer - first) * channels, 0, channels};
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
    std::vector<int64_t> result(rank());
    for (size_t d = rank(); d-- > 0;) {
        const size_t axis = axisAt(d);
        result[axis] = offset % extent(axis);
        offset /= extent(axis);
    }
    return result;
}

} // namespace qscope::stats
