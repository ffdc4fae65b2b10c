// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/stripes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <exception>
#include <map>

#include <omp.h>

#include "core/kernels/dnnl_support.h"
#include "core/kernels/primitives.h"
#include "core/kernels/winograd.h"

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

/// What the level-2 cache of a core holds, beside weights.
constexpr int64_t kCacheBytes = int64_t(768) << 10;
/// What lies between two layers stays in that cache anyway if it is smaller.
constexpr int64_t kLeastBytes = int64_t(256) << 10;

int64_t rowSize(const Shape& shape) { return shape[1] * shape[3]; }

/// Rows [begin, end) of an image.
struct Rows {
    int64_t begin = 0;
    int64_t end = 0;
    int64_t count() const { return end - begin; }
};

/// How rows of a layer's result hang together with those of what it reads.
struct Vertical {
    int64_t stride, pad, extent, height; ///< height: of what it reads

    Rows reads(Rows out) const
    {
        return {std::max<int64_t>(0, out.begin * stride - pad),
                std::min(height, (out.end - 1) * stride - pad + extent)};
    }
    int64_t missingAbove(Rows out) const { return std::max<int64_t>(0, pad - out.begin * stride); }
    int64_t missingBelow(Rows out) const
    {
        return std::max<int64_t>(0, (out.end - 1) * stride - pad + extent - height);
    }
};

} // namespace

bool Stripes::worthJoining(const Layer& layer, const Shape& x, const Layer& next)
{
    const auto fits = [](const Layer& l, const Shape& in) {
        if (in.size() != 4 || l.spec.transposed || in[3] < 2 || l.y[3] < 2)
            return false;
        const int64_t extent = (l.w[2] - 1) * l.spec.dilations[0] + 1;
        const auto [least, most] = std::minmax(l.spec.padBegin[0], l.spec.padEnd[0]);
        return least >= 0 && most < extent && !Winograd::isWanted(l.spec, in, l.w, l.y);
    };
    const int64_t images = x.empty() ? 0 : x[0];
    if (!fits(layer, x) || !fits(next, layer.y) || layer.spec.finish.addsToOutput || images < 1)
        return false;
    return elementCount(layer.y) * static_cast<int64_t>(sizeof(float)) > kLeastBytes;
}

struct Stripes::Impl {
    /// A layer on so many rows.
    struct Piece {
        dnnl::primitive primitive;
        Desc src, weights, dst;
    };
    /// Result of a layer that the next one has not read to its end.
    struct Level {
        float* data = nullptr;
        Rows held;
    };
    /// What one thread works with.
    struct Worker {
        std::map<std::array<int64_t, 4>, Piece> pieces; ///< by layer, rows read, rows missing above and below
        std::vector<PackedWeights> packed;              ///< by layer
        std::vector<Level> levels;
    };
    /// Some rows of the last result, of some images.
    struct Task {
        int64_t call;
        Rows rows;
    };

    Shape x;
    std::vector<Layer> layers;
    std::vector<Vertical> vertical; ///< by layer
    std::vector<int64_t> capacity;  ///< by layer: rows of its result held at most
    int64_t images = 1;             ///< at a time
    int64_t rows = 1;               ///< of the last layer at a time
    std::vector<Worker> workers;
    std::vector<Operands> operands; ///< of this run

    const Shape& inputOf(size_t k) const { return k == 0 ? x : layers[k - 1].y; }

    void findCapacity()
    {
        capacity.assign(layers.size(), 0);
        capacity.back() = rows;
        for (size_t k = layers.size() - 1; k-- > 0;)
            capacity[k] = std::min(layers[k].y[2],
                                   (capacity[k + 1] - 1) * vertical[k + 1].stride
                                       + std::max(vertical[k + 1].extent, vertical[k + 1].stride));
    }
    int64_t heldBytes() const
    {
        int64_t size = 0;
        for (size_t k = 0; k < layers.size(); ++k)
            size += capacity[k] * rowSize(layers[k].y);
        return size * images * static_cast<int64_t>(sizeof(float));
    }
    /// As many rows as fit, evenly; of small images several at a time.
    void chooseSizes()
    {
        const int64_t height = layers.back().y[2];
        for (rows = height; findCapacity(), rows > 4 && heldBytes() > kCacheBytes;)
            rows = (rows + 1) / 2;
        const int64_t stripes = (height + rows - 1) / rows;
        rows = (height + stripes - 1) / stripes;
        findCapacity();
        if (rows == height)
            images = std::clamp<int64_t>(kCacheBytes / std::max<int64_t>(1, heldBytes()), 1, x[0]);
        while (x[0] % images != 0)
            --images;
    }

    const Piece& piece(Worker& worker, size_t k, Rows out) const
    {
        const Rows in = vertical[k].reads(out);
        const int64_t above = vertical[k].missingAbove(out);
        const int64_t below = vertical[k].missingBelow(out);
        const std::array<int64_t, 4> key{static_cast<int64_t>(k), in.count(), above, below};
        const auto it = worker.pieces.find(key);
        if (it != worker.pieces.end())
            return it->second;
        const Layer& layer = layers[k];
        const Shape& full = inputOf(k);
        const Desc src = describe({images, full[1], in.count(), full[3]}, Layout::ChannelsLast);
        const Desc dst = describe({images, layer.y[1], out.count(), layer.y[3]}, Layout::ChannelsLast);
        const Desc bias = operands[k].bias ? Desc({layer.y[1]}, Type::f32, Tag::a) : Desc();
        Steps steps{layer.spec.strides, layer.spec.dilations, {above, layer.spec.padBegin[1]},
                    {below, layer.spec.padEnd[1]}};
        for (auto& gap : steps.gaps)
            --gap; // oneDNN counts the gaps
        const auto made = convolutionPrimitive({src, anyForm(userWeights(layer.w, layer.spec.groups, false)), bias, dst},
                                               steps, attributesOf(layer.spec.finish));
        return worker.pieces.emplace(key, Piece{made.primitive, src, made.weights, dst}).first->second;
    }

    void compute(Worker& worker, size_t k, Rows out, const float* in, float* result) const
    {
        const Piece& p = piece(worker, k, out);
        const Desc user = userWeights(layers[k].w, layers[k].spec.groups, false);
        Args args{{DNNL_ARG_SRC, {p.src, engine(), const_cast<float*>(in)}},
                  {DNNL_ARG_WEIGHTS, worker.packed[k].get(*operands[k].w, user, p.weights)},
                  {DNNL_ARG_DST, {p.dst, engine(), result}}};
        if (operands[k].bias)
            args.emplace(DNNL_ARG_BIAS, wrap(*operands[k].bias, Desc({layers[k].y[1]}, Type::f32, Tag::a)));
        p.primitive.execute(stream(), args);
    }

    /// Row of a level's memory. With several images at a time there is one stripe only, so their rows lie together.
    static float* rowOf(const Level& level, int64_t row, const Shape& shape)
    {
        return level.data + (row - level.held.begin) * rowSize(shape);
    }

    void runRows(Worker& worker, Rows all, const float* in, float* result) const
    {
        const size_t last = layers.size() - 1;
        std::vector<Level>& levels = worker.levels;
        int64_t first = all.begin;
        for (size_t k = last; k-- > 0;) {
            first = vertical[k + 1].reads({first, first + 1}).begin;
            levels[k].held = {first, first};
        }
        std::vector<Rows> wanted(layers.size());
        for (int64_t done = all.begin; done < all.end; done += rows) {
            wanted[last] = {done, std::min(done + rows, all.end)};
            for (size_t k = last; k-- > 0;)
                wanted[k] = {levels[k].held.end, std::max(levels[k].held.end, vertical[k + 1].reads(wanted[k + 1]).end)};
            for (size_t k = 0; k <= last; ++k) {
                if (wanted[k].count() == 0)
                    continue;
                const Rows read = vertical[k].reads(wanted[k]);
                const float* from = k == 0 ? in + read.begin * rowSize(x) : rowOf(levels[k - 1], read.begin, inputOf(k));
                float* to = k == last ? result + done * rowSize(layers[k].y)
                                      : makeRoom(levels[k], vertical[k + 1].reads(wanted[k + 1]).begin, layers[k].y);
                if (k < last)
                    levels[k].held.end = wanted[k].end;
                assert(k == last || levels[k].held.count() <= capacity[k]);
                assert(k == 0 || (read.begin >= levels[k - 1].held.begin && read.end <= levels[k - 1].held.end));
                compute(worker, k, wanted[k], from, to);
            }
        }
        stream().wait();
    }

    /// Images are done by one thread each; where there are fewer than threads, so are bands of their rows.
    std::vector<Task> tasksFor(int threads) const
    {
        constexpr int64_t LeastRows = 4;
        const int64_t calls = x[0] / images;
        const int64_t height = layers.back().y[2];
        const int64_t most = rows == height && images > 1 ? 1 : std::max<int64_t>(1, height / LeastRows);
        const int64_t bands = std::clamp<int64_t>((threads + calls - 1) / calls, 1, most);
        std::vector<Task> tasks;
        for (int64_t call = 0; call < calls; ++call)
            for (int64_t band = 0; band < bands; ++band)
                tasks.push_back({call, {height * band / bands, height * (band + 1) / bands}});
        return tasks;
    }

    std::vector<std::shared_ptr<Buffer>> equip(size_t count, const Workspace& workspace)
    {
        std::vector<std::shared_ptr<Buffer>> memory;
        workers.resize(std::max(workers.size(), count));
        for (size_t w = 0; w < count; ++w) {
            workers[w].packed.resize(layers.size());
            workers[w].levels.resize(layers.size() - 1);
            for (size_t k = 0; k + 1 < layers.size(); ++k) {
                const int64_t size = images * capacity[k] * rowSize(layers[k].y);
                memory.push_back(workspace(static_cast<size_t>(size) * sizeof(float)));
                workers[w].levels[k].data = static_cast<float*>(memory.back()->data());
            }
        }
        return memory;
    }

    void run(const float* in, float* result, const std::vector<Task>& tasks, int threads)
    {
        const int64_t inSize = images * elementCount(x) / x[0];
        const int64_t outSize = images * elementCount(layers.back().y) / x[0];
        std::exception_ptr failure;
#pragma omp parallel num_threads(threads)
        {
            omp_set_num_threads(1); // for oneDNN: this thread is one of several
            Worker& worker = workers[static_cast<size_t>(omp_get_thread_num())];
#pragma omp for schedule(static)
            for (size_t t = 0; t < tasks.size(); ++t) {
                try {
                    runRows(worker, tasks[t].rows, in + tasks[t].call * inSize, result + tasks[t].call * outSize);
                } catch (...) {
#pragma omp critical(qscopeStripes)
                    failure = std::current_exception();
                }
            }
        }
        if (failure)
            std::rethrow_exception(failure);
    }

    /// Drops the rows before `first`; where the next row goes.
    static float* makeRoom(Level& level, int64_t first, const Shape& shape)
    {
        first = std::clamp(first, level.held.begin, level.held.end);
        if (first > level.held.begin)
            std::memmove(level.data, rowOf(level, first, shape),
                         static_cast<size_t>((level.held.end - first) * rowSize(shape)) * sizeof(float));
        level.held.begin = first;
        return rowOf(level, level.held.end, shape);
    }
};

Stripes::Stripes(Shape x, std::vector<Layer> layers) : m_impl(std::make_unique<Impl>())
{
    m_impl->x = std::move(x);
    m_impl->layers = std::move(layers);
    for (size_t k = 0; k < m_impl->layers.size(); ++k) {
        const Layer& l = m_impl->layers[k];
        m_impl->vertical.push_back({l.spec.strides[0], l.spec.padBegin[0], (l.w[2] - 1) * l.spec.dilations[0] + 1,
                                    m_impl->inputOf(k)[2]});
    }
    m_impl->chooseSizes();
}
Stripes::~Stripes() = default;

Status Stripes::run(const Tensor& x, std::span<const Operands> operands, Tensor& y, const Workspace& workspace)
{
    return guarded("row of convolutions", [&] {
        Impl& impl = *m_impl;
        impl.operands.assign(operands.begin(), operands.end());
        const int available = omp_get_max_threads();
        const auto tasks = impl.tasksFor(available);
        const int threads = std::min(available, static_cast<int>(tasks.size()));
        const auto memory = impl.equip(static_cast<size_t>(threads), workspace);
        impl.run(x.data<float>(), y.data<float>(), tasks, threads);
    });
}

} // namespace qscope::kernels
