// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sensitivity_runs.h"

#include <algorithm>
#include <utility>

#include "app/config_edit.h"

namespace qscope::app {

namespace {

constexpr analysis::SensitivityMode Modes[] = {analysis::SensitivityMode::OnlyThisLayer,
                                               analysis::SensitivityMode::AllButThis,
                                               analysis::SensitivityMode::WeightsOnly,
                                               analysis::SensitivityMode::ActivationsOnly,
                                               analysis::SensitivityMode::Accumulated};

WorkKind kindOf(analysis::SensitivityMode mode)
{
    switch (mode) {
    case analysis::SensitivityMode::OnlyThisLayer: return WorkKind::SensitivityOnly;
    case analysis::SensitivityMode::WeightsOnly: return WorkKind::SensitivityWeights;
    case analysis::SensitivityMode::ActivationsOnly: return WorkKind::SensitivityActivations;
    case analysis::SensitivityMode::Accumulated: return WorkKind::SensitivityDepth;
    default: return WorkKind::SensitivityExcept;
    }
}

} // namespace

SensitivityRuns::SensitivityRuns(WorkQueue& work, QObject* parent) : QObject(parent), m_work(work)
{
    connect(&m_work, &WorkQueue::finished, this, &SensitivityRuns::onFinished);
}

void SensitivityRuns::setBasis(MeasurementBasis basis)
{
    if (basis == m_basis)
        return;
    m_basis = std::move(basis);
    for (const auto mode : Modes) {
        run(mode) = {};
        m_work.drop(kindOf(mode));
    }
    recall();
}

void SensitivityRuns::setConfig(const quant::Config& config)
{
    quant::Config relevant = withoutFloat(config);
    if (relevant == m_config)
        return;
    m_config = std::move(relevant);
    recall();
    for (const auto mode : Modes)
        if (run(mode).running)
            measure(mode);
    emit changed();
}

/// What is known of the config already.
void SensitivityRuns::recall()
{
    for (const auto mode : Modes)
        if (const auto result = remembered({m_basis, m_config}, mode))
            run(mode) = {result, m_config, run(mode).running};
}

void SensitivityRuns::measure(analysis::SensitivityMode mode)
{
    if (!m_basis.complete())
        return;
    run(mode).running = m_config;
    auto work = [this, mode, subject = Subject{m_basis, m_config}](const RunControl& control,
                                                                   Outbox& outbox) -> Result<Job::Delivery> {
        return run(subject, mode, control, outbox, [this, mode, subject](const auto& result) {
            remember(subject, mode, result);
            if (subject.basis == m_basis)
                store(mode, {result, subject.config, {}});
        });
    };
    m_work.submit(kindOf(mode), titleOf(mode), std::move(work));
    emit changed();
}

/// One measurement, for a worker thread; `adopt` gets what is known so far, now and then, and at the end, on
/// the GUI thread.
Result<Job::Delivery> SensitivityRuns::run(const Subject& subject, analysis::SensitivityMode mode,
                                           const RunControl& control, Outbox& outbox, const Adopt& adopt)
{
    const auto delivery = [&adopt](const analysis::SensitivityResult& result) {
        return
            [adopt, shared = std::make_shared<const analysis::SensitivityResult>(result)] { adopt(shared); };
    };
    const auto partial = [&](const analysis::SensitivityResult& result) { outbox.post(delivery(result)); };
    const MeasurementBasis& basis = subject.basis;
    basis.analyzer->setSampleMetric(basis.metric);
    QS_ASSIGN(const analysis::SensitivityResult result,
              basis.analyzer->sensitivity(*basis.dataset, *basis.labels, *basis.calibration, subject.config,
                                          mode, control, partial));
    return Job::Delivery(delivery(result));
}

void SensitivityRuns::setBeside(const std::optional<Subject>& beside)
{
    std::optional<Subject> relevant = beside;
    if (relevant)
        relevant->config = withoutFloat(relevant->config);
    if (relevant == m_beside)
        return;
    m_beside = std::move(relevant);
    m_work.drop(WorkKind::SensitivityBeside);
    m_besideRunning.clear();
    emit changed();
}

void SensitivityRuns::measureBeside(const std::vector<analysis::SensitivityMode>& modes)
{
    if (!m_beside || !m_beside->basis.complete() || modes.empty())
        return;
    m_besideRunning = modes;
    auto work = [this, modes, subject = *m_beside](const RunControl& control,
                                                   Outbox& outbox) -> Result<Job::Delivery> {
        Job::Delivery soFar = [] {};
        for (const auto mode : modes) {
            QS_ASSIGN(soFar,
                      run(subject, mode, control, outbox, [this, mode, subject, soFar](const auto& result) {
                          soFar();
                          remember(subject, mode, result);
                          emit changed();
                      }));
            outbox.post(soFar);
        }
        return soFar;
    };
    m_work.submit(WorkKind::SensitivityBeside, tr("Measuring the sensitivity to compare with"),
                  std::move(work));
    emit changed();
}

void SensitivityRuns::forget()
{
    m_known.clear();
    setBeside({});
}

void SensitivityRuns::remember(const Subject& subject, analysis::SensitivityMode mode,
                               const std::shared_ptr<const analysis::SensitivityResult>& result)
{
    constexpr size_t Most = 20;
    std::erase_if(m_known, [&](const Known& one) { return one.mode == mode && one.subject == subject; });
    if (m_known.size() == Most)
        m_known.erase(m_known.begin());
    m_known.push_back({subject, mode, result});
}

std::shared_ptr<const analysis::SensitivityResult>
SensitivityRuns::remembered(const Subject& subject, analysis::SensitivityMode mode) const
{
    const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Known& one) {
        return one.mode == mode && one.subject == subject;
    });
    return found == m_known.end() ? nullptr : found->result;
}

std::shared_ptr<const analysis::SensitivityResult>
SensitivityRuns::besideResult(analysis::SensitivityMode mode) const
{
    return m_beside ? remembered(*m_beside, mode) : nullptr;
}

views::Freshness SensitivityRuns::besideFreshness(analysis::SensitivityMode mode) const
{
    const bool running =
        std::find(m_besideRunning.begin(), m_besideRunning.end(), mode) != m_besideRunning.end();
    return running ? views::Freshness::Pending : views::Freshness::Current;
}

QString SensitivityRuns::titleOf(analysis::SensitivityMode mode)
{
    switch (mode) {
    case analysis::SensitivityMode::OnlyThisLayer: return tr("Measuring each layer quantized alone");
    case analysis::SensitivityMode::WeightsOnly: return tr("Measuring the weights of each layer quantized alone");
    case analysis::SensitivityMode::ActivationsOnly: return tr("Measuring the activations of each layer quantized alone");
    case analysis::SensitivityMode::Accumulated: return tr("Measuring the error along the depth");
    default: return tr("Measuring each layer left in floating point");
    }
}

void SensitivityRuns::store(analysis::SensitivityMode mode, Run newer)
{
    newer.running = run(mode).running;
    run(mode) = std::move(newer);
    emit changed();
}

void SensitivityRuns::onFinished(WorkKind kind)
{
    if (kind == WorkKind::SensitivityBeside && !m_work.busyWith(kind)) {
        m_besideRunning.clear();
        emit changed();
    }
    for (const auto mode : Modes) {
        if (kind != kindOf(mode) || m_work.busyWith(kind))
            continue;
        run(mode).running.reset();
        emit changed();
    }
}

std::shared_ptr<const analysis::SensitivityResult> SensitivityRuns::result(analysis::SensitivityMode mode) const
{
    return run(mode).result;
}

views::Freshness SensitivityRuns::freshness(analysis::SensitivityMode mode) const
{
    const Run& it = run(mode);
    if (it.result && !(it.config == m_config))
        return views::Freshness::Outdated;
    return it.running ? views::Freshness::Pending : views::Freshness::Current;
}

} // namespace qscope::app
