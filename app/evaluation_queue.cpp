// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/evaluation_queue.h"

#include <algorithm>
#include <utility>

#include "app/config_edit.h"

namespace qscope::app {

namespace {

constexpr size_t MaxEntries = 1000;

} // namespace

EvaluationQueue::EvaluationQueue(WorkQueue& work, QObject* parent) : QObject(parent), m_work(work)
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(DebounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &EvaluationQueue::submitWanted);
    connect(&m_work, &WorkQueue::finished, this, &EvaluationQueue::onFinished);
}

void EvaluationQueue::setBasis(MeasurementBasis basis)
{
    if (basis == m_basis)
        return;
    m_basis = std::move(basis);
    m_entries.clear();
    m_debounce.stop();
    m_wanted.reset();
    m_running.reset();
    m_runningBaseline.reset();
    m_work.drop(WorkKind::Evaluate);
    m_work.drop(WorkKind::EvaluateAllQuantized);
}

void EvaluationQueue::request(const quant::Config& config)
{
    if (!m_basis.complete())
        return;
    if (m_running && !(*m_running == config)) {
        m_running.reset();
        m_work.drop(WorkKind::Evaluate);
    }
    m_wanted = config;
    m_debounce.start();
    emit changed();
}

void EvaluationQueue::submitWanted()
{
    if (!m_wanted || !m_basis.complete())
        return;
    const quant::Config& config = *m_wanted;
    const quant::Config baseline = withoutFloat(config);
    if (!known(config) && !(m_running && *m_running == config))
        submit(WorkKind::Evaluate, config, tr("Evaluating"));
    if (!(baseline == config) && !known(baseline) && !(m_runningBaseline && *m_runningBaseline == baseline))
        submit(WorkKind::EvaluateAllQuantized, baseline, tr("Evaluating with every layer quantized"));
    emit changed();
}

void EvaluationQueue::submit(WorkKind kind, const quant::Config& config, const QString& title)
{
    (kind == WorkKind::Evaluate ? m_running : m_runningBaseline) = config;
    auto work = [this, basis = m_basis, config](const RunControl& control, Outbox& outbox) -> Result<Job::Delivery> {
        const auto delivery = [&](const analysis::Evaluation& evaluation, bool complete) {
            return [this, entry = Entry{config, evaluation, complete}, basis] {
                if (basis == m_basis)
                    store(entry);
            };
        };
        basis.analyzer->setSampleMetric(basis.metric);
        QS_ASSIGN(const analysis::Evaluation evaluation,
                  basis.analyzer->evaluate(*basis.dataset, *basis.labels, *basis.calibration, config, control,
                                           [&](const analysis::Evaluation& soFar) { outbox.post(delivery(soFar, false)); }));
        return Job::Delivery(delivery(evaluation, true));
    };
    m_work.submit(kind, title, std::move(work));
}

void EvaluationQueue::store(Entry entry)
{
    std::erase_if(m_entries, [&](const Entry& e) { return e.config == entry.config; });
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > MaxEntries)
        m_entries.erase(m_entries.begin());
    if (const Entry& stored = m_entries.back(); stored.complete)
        emit evaluated(stored.config, stored.evaluation);
    emit changed();
}

void EvaluationQueue::onFinished(WorkKind kind)
{
    if (m_work.busyWith(kind)) // a newer request of the same kind has taken its place
        return;
    if (kind == WorkKind::Evaluate)
        m_running.reset();
    else if (kind == WorkKind::EvaluateAllQuantized)
        m_runningBaseline.reset();
    else
        return;
    emit changed();
}

const EvaluationQueue::Entry* EvaluationQueue::entry(const quant::Config& config) const
{
    const auto it = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.config == config; });
    return it == m_entries.end() ? nullptr : &*it;
}

bool EvaluationQueue::known(const quant::Config& config) const
{
    const Entry* found = entry(config);
    return found && found->complete;
}

std::optional<analysis::Evaluation> EvaluationQueue::find(const quant::Config& config) const
{
    const Entry* found = entry(config);
    return found ? std::optional(found->evaluation) : std::nullopt;
}

bool EvaluationQueue::pending(const quant::Config& config) const
{
    if (known(config))
        return false;
    const bool wanted = m_debounce.isActive() && m_wanted && (*m_wanted == config || withoutFloat(*m_wanted) == config);
    return wanted || (m_running && *m_running == config) || (m_runningBaseline && *m_runningBaseline == config);
}

} // namespace qscope::app
