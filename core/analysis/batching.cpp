// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/batching.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace qscope::analysis {

namespace {

/// Where a tensor of twice as many samples stays in the level-2 cache until the next step has read it, they
/// gain by it.
constexpr int64_t kMicroBatch = 8;
constexpr int64_t kTensorBytesOfTwice = int64_t(1) << 20;
/// Largest tensor of one micro-batch: beyond this the caches are exceeded and batching gains nothing.
constexpr int64_t kTensorBytes = int64_t(4) << 20;

/// The batch the model fixes for all its inputs; 0 when one of them leaves its first dimension free or has another.
/// Scalars do not count.
int64_t fixedBatch(const Graph& graph)
{
    int64_t batch = 0;
    for (const ValueId in : graph.inputs) {
        const auto& shape = graph.value(in).shape;
        if (shape && shape->empty())
            continue;
        const int64_t first = shape ? shape->front().size : 0;
        if (first <= 0 || (batch > 0 && first != batch))
            return 0;
        batch = first;
    }
    return batch;
}

/// Axis that doubled, -1 when none did, -2 when the shapes cannot be explained by the batch.
int doubledAxis(const Tensor& one, const Tensor& two)
{
    if (one.rank() != two.rank())
        return -2;
    int axis = -1;
    for (size_t d = 0; d < one.rank(); ++d) {
        if (one.dim(d) == two.dim(d))
            continue;
        if (axis >= 0 || two.dim(d) != 2 * one.dim(d))
            return -2;
        axis = static_cast<int>(d);
    }
    return axis;
}

/// The first half of `two` equals `one` up to rounding.
bool sameFirstSample(const Tensor& one, const Tensor& two)
{
    if (one.type() != DType::Float32)
        return true;
    float largest = 0;
    float difference = 0;
    for (int64_t i = 0; i < one.size(); ++i) {
        largest = std::max(largest, std::abs(one.data<float>()[i]));
        difference = std::max(difference, std::abs(one.data<float>()[i] - two.data<float>()[i]));
    }
    return difference <= 1e-3F * largest + 1e-6F;
}

bool outputsAreBatched(const Graph& graph, const run::Values& one, const run::Values& two)
{
    return std::all_of(graph.outputs.begin(), graph.outputs.end(), [&](ValueId out) {
        const Tensor& a = one[out.index()];
        const Tensor& b = two[out.index()];
        return !a.absent() && !b.absent() && doubledAxis(a, b) == 0 && sameFirstSample(a, b);
    });
}

/// Batch axes of all tensors, or nothing when some tensor's shape is not explained by the batch.
std::vector<int> batchAxes(const run::Values& one, const run::Values& two)
{
    std::vector<int> axes(one.size(), -1);
    for (size_t v = 0; v < one.size(); ++v) {
        if (one[v].absent() || two[v].absent())
            continue;
        axes[v] = doubledAxis(one[v], two[v]);
        if (axes[v] == -2)
            return {};
    }
    return axes;
}

int64_t largestTensor(const run::Values& values)
{
    int64_t bytes = 1;
    for (const Tensor& t : values)
        bytes = std::max(bytes, t.absent() ? 0 : static_cast<int64_t>(t.bytes()));
    return bytes;
}

int64_t microBatchFor(int64_t sampleBytes)
{
    if (2 * kMicroBatch * sampleBytes <= kTensorBytesOfTwice)
        return 2 * kMicroBatch;
    return std::clamp<int64_t>(kTensorBytes / sampleBytes, 1, kMicroBatch);
}

/// The first sample of `two` is `one` to the last bit, in every tensor that holds samples apart.
bool sameBits(const run::Values& one, const run::Values& two, const std::vector<int>& batchAxis)
{
    for (size_t v = 0; v < one.size(); ++v) {
        if (batchAxis[v] < 0 || one[v].absent() || two[v].absent())
            continue;
        const Tensor a = toPlain(one[v]), b = toPlain(two[v]);
        size_t runs = 1;
        for (int d = 0; d < batchAxis[v]; ++d)
            runs *= static_cast<size_t>(a.dim(static_cast<size_t>(d)));
        const size_t bytes = runs > 0 ? a.bytes() / runs : 0;
        const auto* const x = static_cast<const char*>(a.rawData());
        const auto* const y = static_cast<const char*>(b.rawData());
        for (size_t r = 0; bytes > 0 && r < runs; ++r)
            if (std::memcmp(x + r * bytes, y + 2 * r * bytes, bytes) != 0)
                return false;
    }
    return true;
}

/// Micro-batches of few samples are halved until there is one for each worker.
int64_t lengthFor(size_t workers, int64_t samples, int64_t microBatch)
{
    int64_t length = microBatch;
    while (length > 1 && length * static_cast<int64_t>(workers - 1) >= samples)
        length = (length + 1) / 2;
    return length;
}

bool isBatched(const Tensor& t) { return t.rank() > 0; }

} // namespace

std::vector<BatchSamples> splitIntoBatches(const SampleSet& wanted, const BatchPlan& plan, size_t workers)
{
    const int64_t most =
        plan.samplesApart ? lengthFor(workers, wanted.count(), plan.microBatch) : plan.microBatch;
    std::vector<BatchSamples> batches;
    for (const SampleRange& range : wanted.ranges()) {
        for (int64_t first = range.first; first < range.end;) {
            const int64_t place = first % plan.microBatch;
            const int64_t count = std::min({most, plan.microBatch - place, range.end - first});
            if (plan.samplesApart)
                batches.push_back({first, count, count, 0, place == 0});
            else
                batches.push_back({first, count, plan.microBatch, place, place == 0});
            first += count;
        }
    }
    return batches;
}

Result<std::vector<Tensor>> readBatch(data::Dataset& dataset, const BatchSamples& samples)
{
    QS_ASSIGN(auto tensors, dataset.read(samples.first, samples.count));
    if (samples.count == samples.places)
        return tensors;
    for (Tensor& t : tensors) {
        if (!isBatched(t) || t.dim(0) != samples.count)
            continue;
        Shape shape = t.shape();
        shape[0] = samples.places;
        Tensor full(t.type(), shape);
        const size_t bytes = t.bytes() / static_cast<size_t>(samples.count);
        const auto* from = static_cast<const char*>(t.rawData());
        for (int64_t place = 0; place < samples.places; ++place) {
            const auto nearest = static_cast<size_t>(std::clamp<int64_t>(place - samples.skip, 0, samples.count - 1));
            std::memcpy(static_cast<char*>(full.rawData()) + static_cast<size_t>(place) * bytes, from + nearest * bytes,
                        bytes);
        }
        t = full;
    }
    return tensors;
}

Tensor countingSamples(const Tensor& tensor, const BatchSamples& samples)
{
    if (samples.count == samples.places || tensor.rank() == 0 || tensor.dim(0) % samples.places != 0)
        return tensor;
    Shape shape = tensor.shape();
    const int64_t rows = shape[0] / samples.places;
    shape[0] = rows * samples.count;
    if (samples.skip == 0)
        return {tensor.type(), shape, tensor.buffer()};
    const Tensor plain = toPlain(tensor);
    Tensor result(plain.type(), shape);
    const size_t bytes = plain.bytes() / static_cast<size_t>(samples.places);
    std::memcpy(result.rawData(), static_cast<const char*>(plain.rawData()) + static_cast<size_t>(samples.skip) * bytes,
                result.bytes());
    return result;
}

Result<BatchPlan> planBatches(run::Instance& instance, data::Dataset& dataset, const RunControl& control)
{
    const Graph& graph = instance.graph();
    BatchPlan plan;
    plan.batchAxis.assign(graph.values.size(), -1);
    const int64_t fixed = fixedBatch(graph);
    if (fixed > 0) {
        plan.microBatch = fixed;
        for (size_t v = 0; fixed > 1 && v < graph.values.size(); ++v)
            plan.batchAxis[v] = graph.values[v].body < 0 ? 0 : -1;
        return plan;
    }
    if (!graph.bodies.empty()) // a branch is taken for all samples of a batch, or for none
        return plan;
    if (dataset.size() < 1 || dataset.shapesVary())
        return plan;
    const run::RunOptions keepAll{nullptr, nullptr, true, &control};
    QS_ASSIGN(const auto first, readBatch(dataset, {0, 1, 1}));
    QS_ASSIGN(const auto one, instance.run(first, keepAll));
    const auto pair = readBatch(dataset, {0, 1, 2});
    if (!pair.ok())
        return plan;
    const auto two = instance.run(*pair, keepAll);
    if (control.stopRequested())
        return RunControl::cancelled();
    if (!two.ok() || !outputsAreBatched(graph, one, *two))
        return plan; // hard-coded for one sample, or samples are mixed
    auto axes = batchAxes(one, *two);
    if (axes.empty())
        return plan;
    // However few the samples are: more may follow, and what is recorded of all has to be what one pass records.
    const int64_t wanted = microBatchFor(largestTensor(one));
    // Samples of different shapes cannot share a batch.
    if (wanted > 1 && !dataset.read(0, std::min(wanted, dataset.size())).ok())
        return plan;
    plan.microBatch = wanted;
    plan.batchAxis = std::move(axes);
    const bool shared = std::any_of(first.begin(), first.end(),
                                    [](const Tensor& t) { return t.rank() > 0 && t.dim(0) != 1; });
    if (wanted == 1 || shared)
        return plan;
    QS_ASSIGN(const auto oneFused, instance.run(first, {nullptr, nullptr, false, &control}));
    QS_ASSIGN(const auto twoFused, instance.run(*pair, {nullptr, nullptr, false, &control}));
    plan.samplesApart = sameBits(one, *two, plan.batchAxis) && sameBits(oneFused, twoFused, plan.batchAxis);
    return plan;
}

} // namespace qscope::analysis
