// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include <sys/resource.h>

#include "core/analysis/collectors.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

double peakRssMb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

} // namespace

Result<Analyzer::BenchResult> Analyzer::bench(data::Dataset& dataset, int passes, const RunControl& control)
{
    QS_ASSIGN(const BatchPlan* plan, m_impl->planFor(dataset, control));
    const SampleSet all({0, dataset.size()});
    const size_t workers = m_impl->workerCount(m_impl->batchesOf(all, *plan).size());
    const auto timed = [&](Collectors* collectors) -> Result<double> {
        const auto start = Clock::now();
        QS_RETURN_IF_ERROR(m_impl->forEachBatch(
            dataset, control, say("Analysis", "measuring"), [&](const Batch& batch) -> Status {
                if (collectors)
                    return collectors->run(batch);
                QS_ASSIGN(const auto values,
                          batch.instance.run(batch.inputs, {nullptr, nullptr, false, &batch.control}));
                (void)values;
                return {};
            }));
        if (collectors)
            QS_RETURN_IF_ERROR(collectors->handOverAll());
        return millisecondsSince(start);
    };
    std::vector<double> plain, watched;
    // The first pass makes the kernels, and tells who runs the second (see Impl::instanceFor), which may make
    // its own.
    constexpr int Untimed = 2;
    for (int pass = 0; pass < passes + Untimed; ++pass) {
        QS_ASSIGN(const double once, timed(nullptr));
        CalibrationState state;
        Collectors collectors(state, graph(), layers(), *plan, workers);
        QS_ASSIGN(const double again, timed(&collectors));
        if (pass < Untimed)
            continue;
        plain.push_back(once);
        watched.push_back(again);
    }
    return BenchResult{median(plain), median(watched), peakRssMb(), dataset.size()};
}

/// A change is the median over the layers of a config in which one layer more stays in floating point; a sweep the median of
/// three.
Result<Analyzer::WhatIfBench> Analyzer::benchWhatIf(data::Dataset& dataset, const CalibrationResult& calibration,
                                                    const quant::Config& config, const RunControl& control)
{
    WhatIfBench result;
    std::vector<double>
        plain; // measured before, between and behind the rest: a machine is not as fast all the time
    const auto runPlain = [&]() -> Status {
        for (int pass = 0; pass < 3; ++pass) {
            const auto start = Clock::now();
            QS_ASSIGN(const auto outputs, run(dataset, control));
            (void)outputs;
            plain.push_back(millisecondsSince(start));
        }
        return {};
    };
    QS_RETURN_IF_ERROR(runPlain());
    QS_ASSIGN(const auto base, evaluate(dataset, {}, calibration, config, control));
    (void)base;
    std::vector<double> first, full;
    for (const Layer& layer : layers()) {
        const auto start = Clock::now();
        double firstMs = 0;
        QS_ASSIGN(const auto toggled,
                  evaluate(dataset, {}, calibration, quant::withFloat(config, layer, true, layers()), control,
                           [&](const Evaluation&) { firstMs = firstMs == 0 ? millisecondsSince(start) : firstMs; }));
        (void)toggled;
        full.push_back(millisecondsSince(start));
        first.push_back(firstMs == 0 ? full.back() : firstMs);
    }
    result.toggleMs = median(full);
    result.firstEstimateMs = median(first);
    std::vector<double> sweeps;
    for (int round = 0; round < 3; ++round) {
        QS_RETURN_IF_ERROR(runPlain());
        const auto start = Clock::now();
        QS_ASSIGN(const auto sweep,
                  sensitivity(dataset, {}, calibration, config, SensitivityMode::OnlyThisLayer, control));
        (void)sweep;
        sweeps.push_back(millisecondsSince(start));
    }
    QS_RETURN_IF_ERROR(runPlain());
    result.plainMs = median(plain);
    result.sweepPerLayer = median(sweeps) / result.plainMs / static_cast<double>(layers().size());
    return result;
}

} // namespace qscope::analysis
