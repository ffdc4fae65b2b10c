// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/study.h"

#include <algorithm>

#include "core/data/first_samples.h"

namespace qscope::repq_vit {

namespace {

using analysis::Analyzer;
using analysis::CalibrationResult;
using quant::QuantizerKind;

/// A model under one calibration and one pair of bits, as it is and rewritten.
class Bench {
public:
    Bench(const StudyTask& task, const RunControl& control) : m_task(task), m_control(control) {}

    Status calibrate(int64_t samples)
    {
        m_samples = std::make_unique<data::FirstSamples>(m_task.calibrationData, samples);
        QS_ASSIGN(m_calibration, m_task.analyzer.calibrate(*m_samples, m_control, {}, recordingFor(m_task.analyzer)));
        return {};
    }

    Status plan(int weightBits, int activationBits)
    {
        Settings settings;
        settings.weightBits = weightBits;
        settings.activationBits = activationBits;
        settings.wholeZeroPoints = m_task.wholeZeroPoints;
        QS_ASSIGN(m_plan, makePlan(m_task.analyzer, *m_calibration, m_task.config, settings));
        m_rewritten.reset();
        m_newCalibration.reset();
        return {};
    }

    const Plan& plan() const { return m_plan; }
    int64_t samples() const { return m_calibration->samples; }

    Result<std::vector<analysis::Evaluation>> original()
    {
        const quant::Config configs[] = {configOf(m_plan, Variant::LayerWise, m_task.analyzer),
                                         configOf(m_plan, Variant::ChannelWise, m_task.analyzer)};
        return m_task.analyzer.evaluateAll(m_task.data, m_task.labels, *m_calibration, configs, m_control);
    }

    /// Reparameterised, by what quantizes the softmax outputs.
    Result<std::vector<analysis::Evaluation>> rewritten(std::span<const QuantizerKind> kinds)
    {
        if (!m_rewritten) {
            QS_ASSIGN(auto model, reparameterise(m_plan, m_task.analyzer));
            QS_ASSIGN(m_rewritten, Analyzer::open(std::move(model)));
            QS_ASSIGN(m_newCalibration, m_rewritten->calibrate(*m_samples, m_control));
        }
        std::vector<quant::Config> configs;
        for (const QuantizerKind kind : kinds) {
            Plan plan = m_plan;
            plan.settings.softmax = kind;
            configs.push_back(configOf(plan, Variant::Reparameterised, m_task.analyzer));
        }
        return m_rewritten->evaluateAll(m_task.data, m_task.labels, *m_newCalibration, configs, m_control);
    }

private:
    const StudyTask& m_task;
    const RunControl& m_control;
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
        QS_RETURN_IF_ERROR(m_bench.calibrate(m_task.samples));
        for (const auto& [weights, activations] : m_task.bits)
            QS_RETURN_IF_ERROR(atBits(weights, activations));
        for (const int64_t count : m_task.sampleCounts)
            if (count <= m_task.calibrationData.size())
                QS_RETURN_IF_ERROR(withSamples(count));
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
        constexpr QuantizerKind Kinds[] = {QuantizerKind::LogSqrt2, QuantizerKind::Uniform, QuantizerKind::Log2, QuantizerKind::TwinRange};
        QS_RETURN_IF_ERROR(m_bench.plan(weights, activations));
        if (m_study.figures.empty()) {
            m_study.notes = m_bench.plan().notes;
            m_study.sites = m_bench.plan().sites.size();
            m_study.warnings = m_bench.plan().warnings;
        }
        std::vector<analysis::Evaluation> rewritten;
        QS_RETURN_IF_ERROR(variants("normalizations", rewritten, Kinds));
        if (m_bench.plan().softmaxes.empty())
            return {};
        add("softmax", "uniform", rewritten[1]);
        add("softmax", "log2", rewritten[2]);
        add("softmax", "twin-range", rewritten[3]);
        add("softmax", "log-sqrt2", rewritten[0]);
        add("softmax", "log-sqrt2 in base 2", rewritten[0]);
        return {};
    }

    Status withSamples(int64_t count)
    {
        constexpr QuantizerKind Kinds[] = {QuantizerKind::LogSqrt2};
        QS_RETURN_IF_ERROR(m_bench.calibrate(count));
        QS_RETURN_IF_ERROR(m_bench.plan(m_task.bits.front().first, m_task.bits.front().second));
        std::vector<analysis::Evaluation> rewritten;
        return variants("samples", rewritten, Kinds);
    }

    Bench m_bench;
    const StudyTask& m_task;
    Study m_study;
};

} // namespace

Result<Study> study(const StudyTask& task, const RunControl& control)
{
    Collector collector(task, control);
    QS_RETURN_IF_ERROR(collector.run());
    return collector.take();
}

} // namespace qscope::repq_vit
