// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QList>
#include <QObject>

#include "app/measurement_basis.h"
#include "core/analysis/history.h"
#include "core/search/prices.h"

namespace qscope::app {

/// The configs that were evaluated with the model that is open, and what a person calls them.
class ConfigHistory : public QObject {
    Q_OBJECT

public:
    explicit ConfigHistory(QObject* parent = nullptr);

    /// Never null; another one after every change.
    const std::shared_ptr<const analysis::History>& value() const { return m_history; }
    /// What figures are measured on now, the same in every run of the program; empty: nothing can be measured.
    const std::string& basis() const { return m_basis; }
    /// Number of the entry of this config on the basis; 0: there is none.
    int64_t numberOf(const quant::Config& config) const;

    /// Another history, e.g. of a session file.
    void reset(analysis::History history);
    /// What is recorded from now on was measured on this; `id`: what measurementId calls it, empty before
    /// calibration.
    void setBasis(const MeasurementBasis& basis, const std::string& id,
                  const analysis::UserMetric& userMetric);
    /// What entries cost from now on. Where it holds latencies, the entries of the basis get theirs too.
    /// Null: nothing.
    void setPrices(std::shared_ptr<const search::PriceList> prices);

public slots:
    void record(const qscope::quant::Config& config, const qscope::analysis::Evaluation& evaluation);
    void rename(qint64 number, const QString& name);
    void annotate(qint64 number, const QString& note);
    void remove(const QList<qint64>& numbers);

signals:
    void changed();

private:
    std::optional<search::Price> priceOf(const quant::Config& config) const;

    std::shared_ptr<const analysis::History> m_history;
    std::shared_ptr<const analysis::Analyzer> m_analyzer;
    std::string m_basis;
    analysis::UserMetric m_userMetric;
    std::shared_ptr<const search::PriceList> m_prices;
};

} // namespace qscope::app
