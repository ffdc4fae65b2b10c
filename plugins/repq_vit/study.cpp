// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/study.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/data/first_samples.h"

namespace qscope::repq_vit {

namespace {

using analysis::Analyzer;
using analysis::CalibrationResult;
using quant::QuantizerKind;

constexpr QuantizerKind SoftmaxKinds[] = {QuantizerKind::LogSqrt2, QuantizerKind::Uniform, QuantizerKind::Log2,
                                          QuantizerKind::TwinRange};
constexpr int WideWeights = 8;         ///< bits that hold columns of different ranges
constexpr int64_t OriginalConfigs = 2; ///< layer-wise and channel-wise

/// Samples times configs that are run: calibrating `samples`, and what one line of figures takes with `kinds` quantizers.
int64_t lineUnits(const StudyTask& task, int64_t samples, size_t kinds)
{
    return samples + task.data.size() * (OriginalConfigs + static_cast<int64_t>(kinds));
}

int64_t allUnits(const StudyTask& task)
{
    int64_t units = task.settings.samples;
    for (size_t i = 0; i < task.settings.bits.size(); ++i)
        units += lineUnits(task, task.settings.samples, std::size(SoftmaxKinds));
    for (const int64_t count : task.settings.sampleCounts)
        if (count <= task.calibrationData.size())
            units += count + lineUnits(task, count, 1);
    return units;
}

/// One bar for many passes.
class Meter {
public:
    Meter(const RunControl& control, int64_t total) : m_control(control), m_total(total) {}

    /// There is more to do than was known.
    void extend(int64_t units) { m_total += units; }

    /// The control of the next pass, which is `units` of the whole. Valid as long as the meter.
    RunControl next(int64_t units)
    {
        const int64_t begin = std::exchange(m_begin, m_begin + units);
        return {m_control.stop, [this, begin, units](const Progress& p) {
                    if (p.total > 0)
                        m_done = std::max(m_done, begin + units * std::min(p.done, p.total) / p.total);
                    m_control.progress(m_done, m_total, "study");
                }};
    }

private:
    const RunControl& m_control;
    int64_t m_total;
    int64_t m_begin = 0; ///< of the next pass
    int64_t m_done = 0;
};

/// A model under one calibration and one pair of bits, as it is and rewritten.
class Bench {
public:
    Bench(const StudyTask& task, const RunControl& control) : m_task(task), m_meter(control, allUnits(task)) {}

    Status calibrate(int64_t samples)
    {
        m_samples = std::make_unique<data::FirstSamples>(m_task.calibrationData, samples);
        const RunControl control = m_meter.next(samples);
        QS_ASSIGN(m_calibration, m_task.analyzer.calibrate(*m_samples, control, {}, recordingFor(m_task.analyzer)));
        return {};
    }

    Status plan(int weightBits, int activationBits)
    {
        Settings settings;
        settings.weightBits = weightBits;
        settings.activationBits = activationBits;
        settings.wholeZeroPoints = m_task.settings.wholeZeroPoints;
        QS_ASSIGN(m_plan, makePlan(m_task.analyzer, *m_calibration, m_task.config, settings));
        m_rewritten.reset();
        m_newCalibration.reset();
        return {};
    }

    const Plan& plan() const { return m_plan; }
    void expectLine(size_t kinds) { m_meter.extend(lineUnits(m_task, samples(), kinds)); }
    int64_t samples() const { return m_calibration->samples; }

    Result<std::vector<analysis::Evaluation>> original()
    {
        const quant::Config configs[] = {configOf(m_plan, Variant::LayerWise, m_task.analyzer),
                                         configOf(m_plan, Variant::ChannelWise, m_task.analyzer)};
        static_assert(std::size(configs) == OriginalConfigs);
        const RunControl control = m_meter.next(OriginalConfigs * m_task.data.size());
        return m_task.analyzer.evaluateAll(m_task.data, m_task.labels, *m_calibration, configs, control);
    }

    /// Reparameterised, by what quantizes the softmax outputs.
    Result<std::vector<analysis::Evaluation>> rewritten(std::span<const QuantizerKind> kinds)
    {
        if (!m_rewritten) {
            QS_ASSIGN(auto model, reparameterise(m_plan, m_task.analyzer));
            QS_ASSIGN(m_rewritten, Analyzer::open(std::move(model)));
            QS_RETURN_IF_ERROR(m_rewritten->setReference(m_task.analyzer));
            const RunControl control = m_meter.next(m_samples->size());
            QS_ASSIGN(m_newCalibration, m_rewritten->calibrate(*m_samples, control));
        }
        std::vector<quant::Config> configs;
        for (const QuantizerKind kind : kinds) {
            Plan plan = m_plan;
            plan.settings.softmax = kind;
            configs.push_back(configOf(plan, Variant::Reparameterised, m_task.analyzer));
        }
        const RunControl control = m_meter.next(static_cast<int64_t>(kinds.size()) * m_task.data.size());
        return m_rewritten->evaluateAll(m_task.data, m_task.labels, *m_newCalibration, configs, control);
    }

private:
    const StudyTask& m_task;
    Meter m_meter;
    std::unique_ptr<data::FirstSamples> m_samples;
    std::shared_ptr<const CalibrationResult> m_calibration, m_newCalibration;
    Plan m_plan;
    std::shared_ptr<Analyzer> m_rewritten;
};

/// Collects figures in the order in which they are measured.
class Collector {
public:
    Collector(const StudyTask& task, const RunControl& control) : m_bench(task, control), m_task(task) {}

    Status run()
    {
        const StudySettings& settings = m_task.settings;
        QS_RETURN_IF_ERROR(m_bench.calibrate(settings.samples));
        for (const auto& [weights, activations] : settings.bits)
            QS_RETURN_IF_ERROR(atBits(weights, activations));
        for (const int64_t count : settings.sampleCounts) {
            if (count <= m_task.calibrationData.size())
                QS_RETURN_IF_ERROR(withSamples(count));
            else
                m_study.warnings.push_back(
                    filled(say("RepQ-ViT", "calibration with %1 samples is left out: there are %2"), count,
                           m_task.calibrationData.size()));
        }
        return {};
    }

    Study take() { return std::move(m_study); }

private:
    void add(const char* part, std::string_view variant, const analysis::Evaluation& evaluation)
    {
        const quant::Config& base = m_bench.plan().base;
        m_study.figures.push_back({part, std::string(variant), base.weights.bits, base.activations.bits, m_bench.samples(),
                                   evaluation});
    }

    Status variants(const char* part, std::vector<analysis::Evaluation>& rewritten, std::span<const QuantizerKind> kinds)
    {
        QS_ASSIGN(const auto original, m_bench.original());
        QS_ASSIGN(rewritten, m_bench.rewritten(kinds));
        add(part, variantName(Variant::LayerWise), original[0]);
        add(part, variantName(Variant::ChannelWise), original[1]);
        add(part, variantName(Variant::Reparameterised), rewritten.front());
        return {};
    }

    Status atBits(int weights, int activations)
    {
        QS_RETURN_IF_ERROR(m_bench.plan(weights, activations));
        if (m_study.figures.empty()) {
            m_study.notes = m_bench.plan().notes;
            m_study.sites = m_bench.plan().sites.size();
            m_study.warnings = m_bench.plan().warnings;
        }
        std::vector<analysis::Evaluation> rewritten;
        QS_RETURN_IF_ERROR(variants("normalizations", rewritten, SoftmaxKinds));
        const auto& channels = m_study.figures.end()[-2].evaluation.sqnrDb;
        const bool isWorse =
            rewritten[0].sqnrDb.value < channels.value && areApart(rewritten[0].sqnrDb, channels);
        if (!m_bench.plan().softmaxes.empty()) {
            add("softmax", "uniform", rewritten[1]);
            add("softmax", "log2", rewritten[2]);
            add("softmax", "twin-range", rewritten[3]);
            add("softmax", "log-sqrt2", rewritten[0]);
            add("softmax", "log-sqrt2 in base 2", rewritten[0]);
        }
        return isWorse && weights < WideWeights ? withWideWeights(activations) : Status{};
    }

    Status withWideWeights(int activations)
    {
        constexpr auto Kinds = std::span(SoftmaxKinds).first(1);
        m_bench.expectLine(Kinds.size());
        QS_RETURN_IF_ERROR(m_bench.plan(WideWeights, activations));
        std::vector<analysis::Evaluation> rewritten;
        return variants("weights", rewritten, Kinds);
    }

    Status withSamples(int64_t count)
    {
        QS_RETURN_IF_ERROR(m_bench.calibrate(count));
        QS_RETURN_IF_ERROR(m_bench.plan(m_task.settings.bits.front().first, m_task.settings.bits.front().second));
        std::vector<analysis::Evaluation> rewritten;
        return variants("samples", rewritten, std::span(SoftmaxKinds).first(1));
    }

    Bench m_bench;
    const StudyTask& m_task;
    Study m_study;
};

} // namespace

bool areApart(const analysis::Estimate& a, const analysis::Estimate& b)
{
    return a.hasInterval() && b.hasInterval() && (a.low > b.high || b.low > a.high);
}

Result<Study> study(const StudyTask& task, const RunControl& control)
{
    Collector collector(task, control);
    QS_RETURN_IF_ERROR(collector.run());
    return collector.take();
}

} // namespace qscope::repq_vit
