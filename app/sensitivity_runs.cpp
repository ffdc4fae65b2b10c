// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sensitivity_runs.h"

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
}

void SensitivityRuns::setConfig(const quant::Config& config)
{
    quant::Config relevant = withoutFloat(config);
    if (relevant == m_config)
        return;
    m_config = std::move(relevant);
    for (const auto mode : Modes)
        if (run(mode).running)
            measure(mode);
    emit changed();
}

void SensitivityRuns::measure(analysis::SensitivityMode mode)
{
    if (!m_basis.complete())
        return;
    run(mode).running = m_config;
    auto work = [this, mode, basis = m_basis, config = m_config](const RunControl& control,
                                                                 Outbox& outbox) -> Result<Job::Delivery> {
        const auto delivery = [&](const analysis::SensitivityResult& result) {
            auto shared = std::make_shared<const analysis::SensitivityResult>(result);
            return [this, mode, basis, newer = Run{std::move(shared), config, {}}] {
                if (basis == m_basis)
                    store(mode, newer);
            };
        };
        const auto partial = [&](const analysis::SensitivityResult& result) { outbox.post(delivery(result)); };
        basis.analyzer->setSampleMetric(basis.metric);
        QS_ASSIGN(const analysis::SensitivityResult result,
                  basis.analyzer->sensitivity(*basis.dataset, *basis.labels, *basis.calibration, config, mode, control,
                                              partial));
        return Job::Delivery(delivery(result));
    };
    m_work.submit(kindOf(mode), titleOf(mode), std::move(work));
    emit changed();
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
