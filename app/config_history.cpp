// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_history.h"

#include <utility>

namespace qscope::app {

ConfigHistory::ConfigHistory(QObject* parent)
    : QObject(parent), m_history(std::make_shared<const analysis::History>())
{
}

int64_t ConfigHistory::numberOf(const quant::Config& config) const
{
    const auto entry = m_basis.empty() ? nullptr : m_history->find(config, m_basis);
    return entry ? entry->number : 0;
}

void ConfigHistory::reset(analysis::History history)
{
    m_history = std::make_shared<const analysis::History>(std::move(history));
    emit changed();
}

void ConfigHistory::setBasis(const MeasurementBasis& basis, const std::string& id,
                             const analysis::UserMetric& userMetric)
{
    m_userMetric = userMetric;
    m_analyzer = basis.analyzer;
    m_basis = basis.complete() ? id : std::string();
}

std::optional<search::Price> ConfigHistory::priceOf(const quant::Config& config) const
{
    if (!m_prices || !m_analyzer)
        return std::nullopt;
    const auto specs = quant::resolve(config, m_analyzer->layers());
    return specs.ok() ? std::optional(m_prices->of(*specs)) : std::nullopt;
}

void ConfigHistory::setPrices(std::shared_ptr<const search::PriceList> prices)
{
    m_prices = std::move(prices);
    if (m_basis.empty() || !m_prices || m_prices->timedLayers() == 0)
        return;
    analysis::History history = *m_history;
    bool anyNew = false;
    for (const analysis::HistoryEntryPtr& entry : m_history->entries()) {
        if (entry->basis != m_basis)
            continue;
        const auto specs = quant::resolve(entry->config, m_analyzer->layers());
        const auto milliseconds = specs.ok() ? m_prices->milliseconds(*specs) : std::nullopt;
        if (milliseconds)
            anyNew = history.setMilliseconds(entry->number, *milliseconds) || anyNew;
    }
    if (anyNew)
        reset(std::move(history));
}

void ConfigHistory::record(const quant::Config& config, const analysis::Evaluation& evaluation)
{
    if (m_basis.empty())
        return;
    analysis::HistoryEntry entry;
    entry.config = config;
    entry.evaluation = evaluation;
    entry.basis = m_basis;
    if (evaluation.user)
        entry.userMetric = m_userMetric;
    else if (const auto before = m_history->find(config, m_basis)) { // what was known of it stays known
        entry.evaluation.user = before->evaluation.user;
        entry.userMetric = before->userMetric;
    }
    if (const auto price = priceOf(config)) {
        entry.bitOperations = price->bitOperations;
        entry.milliseconds = price->milliseconds;
    }
    analysis::History history = *m_history;
    history.add(std::move(entry));
    reset(std::move(history));
}

void ConfigHistory::rename(qint64 number, const QString& name)
{
    analysis::History history = *m_history;
    if (history.rename(number, name.trimmed().toStdString()))
        reset(std::move(history));
}

void ConfigHistory::annotate(qint64 number, const QString& note)
{
    analysis::History history = *m_history;
    if (history.annotate(number, note.trimmed().toStdString()))
        reset(std::move(history));
}

void ConfigHistory::remove(const QList<qint64>& numbers)
{
    analysis::History history = *m_history;
    for (const qint64 number : numbers)
        history.remove(number);
    reset(std::move(history));
}

} // namespace qscope::app
