// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/whatif.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include <xxhash.h>

namespace qscope::analysis {

namespace {

/// With 32, the copies of each config fill the budget twice as soon.
constexpr size_t kBorders = 16;

/// What a cut looked like in the run that was measured.
struct Measured {
    run::Cut cut;
    double seconds = 0; ///< since the start
    size_t bytes = 0;
};

/// Of the cuts about the j-th of equal shares of the time the one with the fewest bytes.
std::vector<run::Cut> spread(const std::vector<Measured>& cuts, double total)
{
    std::vector<run::Cut> chosen;
    const double share = total / static_cast<double>(kBorders + 1);
    for (size_t j = 1; j <= kBorders; ++j) {
        const double middle = share * static_cast<double>(j);
        const Measured* best = nullptr;
        for (const Measured& cut : cuts) {
            if (cut.seconds >= middle - share / 2 && cut.seconds < middle + share / 2
                && (!best || cut.bytes < best->bytes))
                best = &cut;
        }
        if (best)
            chosen.push_back(best->cut);
    }
    return chosen;
}

} // namespace

Status WhatIf::chooseBorders(run::Instance& instance, std::span<const Tensor> inputs)
{
    using Clock = std::chrono::steady_clock;
    const auto all = instance.cuts();
    std::vector<Measured> measured;
    Clock::time_point start;
    const run::CutWatch watch{all, [&](const run::Cut& cut, const run::CutTensors& tensors) {
                                  size_t bytes = 0;
                                  for (const Tensor& t : tensors)
                                      bytes += t.absent() ? 0 : t.bytes();
                                  measured.push_back(
                                      {cut, std::chrono::duration<double>(Clock::now() - start).count(), bytes});
                              }};
    for (int round = 0; round < 2; ++round) { // the first one packs weights
        measured.clear();
        start = Clock::now();
        QS_ASSIGN(const auto values, instance.run(inputs, {nullptr, nullptr, false, nullptr, &watch}));
        (void)values;
    }
    m_borders = spread(measured, std::chrono::duration<double>(Clock::now() - start).count());
    m_layersInOrder.resize(m_layers.size());
    std::iota(m_layersInOrder.begin(), m_layersInOrder.end(), size_t(0));
    const auto stepOf = [&](size_t layer) { return instance.stepOf()[m_layers[layer].node.index()]; };
    std::stable_sort(m_layersInOrder.begin(), m_layersInOrder.end(),
                     [&](size_t a, size_t b) { return stepOf(a) < stepOf(b); });
    for (const size_t layer : m_layersInOrder)
        m_stepOfLayer.push_back(stepOf(layer));
    m_seen.resize(m_layers.size());
    m_chosen = true;
    return {};
}

/// Equal quantizers of a layer have equal numbers; floating point has 0.
uint64_t WhatIf::numberOf(size_t layer, const LayerQuantizers& quantizers)
{
    if (quantizers.isFloat)
        return 0;
    auto& seen = m_seen[layer];
    const auto it = std::find(seen.begin(), seen.end(), quantizers);
    const auto number = static_cast<uint64_t>(it - seen.begin()) + 1;
    if (it == seen.end())
        seen.push_back(quantizers);
    return number;
}

std::vector<uint64_t> WhatIf::hashesAtBorders(const std::vector<uint64_t>& numbers) const
{
    std::vector<uint64_t> hashes;
    uint64_t hash = 0;
    size_t next = 0;
    for (const run::Cut& border : m_borders) {
        for (; next < m_layersInOrder.size() && m_stepOfLayer[next] < border.steps; ++next) {
            const uint64_t pair[2] = {next, numbers[m_layersInOrder[next]]};
            hash = XXH3_64bits_withSeed(pair, sizeof(pair), hash);
        }
        hashes.push_back(hash);
    }
    return hashes;
}

WhatIfRun WhatIf::makeRun(const std::vector<LayerQuantizers>& quantizers, std::vector<run::NodeOverride> perLayer)
{
    WhatIfRun what;
    what.perLayer = std::move(perLayer);
    what.overrides = overridesByNode(m_graph, m_layers, quantizers, what.perLayer);
    std::vector<uint64_t> numbers;
    for (size_t i = 0; i < m_layers.size(); ++i)
        numbers.push_back(numberOf(i, quantizers[i]));
    what.upstream = hashesAtBorders(numbers);
    return what;
}

bool WhatIf::knows(const WhatIfRun& what, uint64_t dataset, int64_t firstSample) const
{
    for (size_t b = m_borders.size(); b-- > 0;)
        if (m_cache.contains({dataset, firstSample, b, what.upstream[b]}))
            return true;
    return false;
}

Result<run::Values> WhatIf::run(run::Instance& instance, const WhatIfRun& what, uint64_t dataset, int64_t firstSample,
                                const ReadInputs& inputs, const RunControl& control)
{
    const auto keyAt = [&](size_t b) { return BorderCache::Key{dataset, firstSample, b, what.upstream[b]}; };
    const auto keep = [&](const run::Cut& cut, const run::CutTensors& tensors) {
        const auto b = static_cast<size_t>(&cut - m_borders.data());
        m_cache.store(keyAt(b), tensors);
    };
    for (size_t b = m_borders.size(); b-- > 0;) {
        const auto known = m_cache.find(keyAt(b));
        if (!known)
            continue;
        const run::CutWatch watch{std::span(m_borders).subspan(b + 1), keep};
        return instance.runFrom(m_borders[b], *known, {&what.overrides, nullptr, false, &control, what.keep ? &watch : nullptr});
    }
    const run::CutWatch watch{m_borders, keep};
    QS_ASSIGN(const auto read, inputs());
    return instance.run(read, {&what.overrides, nullptr, false, &control, what.keep ? &watch : nullptr});
}

} // namespace qscope::analysis
