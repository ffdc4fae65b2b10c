// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sensitivity_ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace qscope::analysis {

namespace {

constexpr std::array<std::pair<SensitivityMode, std::string_view>, 5> kNames{{
    {SensitivityMode::OnlyThisLayer, "only"},
    {SensitivityMode::AllButThis, "except"},
    {SensitivityMode::WeightsOnly, "weights"},
    {SensitivityMode::ActivationsOnly, "activations"},
    {SensitivityMode::Accumulated, "cumulative"},
}};

LayerSensitivity figuresOf(LayerId layer, const OutputMetrics& metrics, const Resampling& resampling)
{
    Evaluation e;
    estimate(metrics, resampling, e);
    return {layer, e.sqnrDb, e.mse, e.agreement, e.accuracyQuantized, e.cosine, e.kl, e.agreementTop5, {}, e.user};
}

/// Smaller: gains more from floating point. NaN is the worst an output can be, alone; left over, nothing was gained.
double key(SensitivityMode mode, const LayerSensitivity& figures)
{
    const double db = std::isnan(figures.sqnrDb) ? -std::numeric_limits<double>::infinity() : figures.sqnrDb.value;
    return mode == SensitivityMode::AllButThis ? -db : db;
}

void rank(SensitivityResult& result, std::span<const Layer> layers)
{
    for (const LayerSensitivity& figures : result.layers)
        result.ranking.push_back(figures.layer);
    const auto before = [&](LayerId a, LayerId b) {
        const double x = key(result.mode, result.layers[a.index()]);
        const double y = key(result.mode, result.layers[b.index()]);
        return x != y ? x < y : layers[a.index()].weightCount > layers[b.index()].weightCount;
    };
    std::stable_sort(result.ranking.begin(), result.ranking.end(), before);
}

/// The noise of a layer in every resample. The signal is the same for all layers, so it plays no part in differences.
std::vector<double> noiseOf(const OutputMetrics& metrics, const Resampling& resampling)
{
    std::vector<double> noise;
    for (const SampleFigures& f : metrics.figures())
        noise.push_back(f.isFinite ? f.noise : std::numeric_limits<double>::quiet_NaN());
    return resampling.sums(noise);
}

bool tied(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> differences(a.size());
    for (size_t i = 0; i < a.size(); ++i)
        differences[i] = a[i] - b[i]; // of one sign exactly when the decibels' difference is
    return holdsZero(std::move(differences));
}

/// `noises`: by layer.
void findTies(SensitivityResult& result, const std::vector<std::vector<double>>& noises, bool possible)
{
    result.tiedWithNext.assign(result.ranking.size(), false);
    for (size_t place = 0; place + 1 < result.ranking.size(); ++place)
        result.tiedWithNext[place] =
            !possible
            || tied(noises[result.ranking[place].index()], noises[result.ranking[place + 1].index()]);
}

} // namespace

std::string_view sensitivityModeName(SensitivityMode mode)
{
    return std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return entry.first == mode; })->second;
}

std::optional<SensitivityMode> sensitivityModeFromName(std::string_view name)
{
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return entry.second == name; });
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

SensitivityResult summarize(SensitivityMode mode, const std::vector<OutputMetrics>& metrics,
                            std::span<const Layer> layers, int threads)
{
    SensitivityResult result;
    result.mode = mode;
    result.samples = metrics.empty() ? 0 : metrics.front().samples();
    const Resampling resampling(static_cast<size_t>(result.samples));
    result.layers.resize(metrics.size());
    std::vector<std::vector<double>> noises(metrics.size());
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t i = 0; i < metrics.size(); ++i) {
        result.layers[i] = figuresOf(LayerId(i), metrics[i], resampling);
        noises[i] = noiseOf(metrics[i], resampling);
    }
    rank(result, layers);
    findTies(result, noises, resampling.possible());
    return result;
}

SensitivityResult rankedByDepth(const DepthErrors& errors, std::span<const Layer> layers)
{
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    SensitivityResult result;
    result.mode = SensitivityMode::Accumulated;
    result.samples = errors.samples;
    for (size_t i = 0; i < layers.size(); ++i)
        result.layers.push_back({LayerId(i), unknown, unknown, unknown, {}, unknown, unknown, unknown, unknown});
    for (const DepthError& error : errors.layers) {
        result.layers[error.layer.index()].sqnrDb = error.accumulatedDb;
        result.layers[error.layer.index()].localDb = error.localDb;
    }
    rank(result, layers);
    result.tiedWithNext.assign(layers.size(), false);
    return result;
}

} // namespace qscope::analysis
