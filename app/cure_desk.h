// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "app/measurement_basis.h"
#include "app/method_run.h"
#include "app/work_queue.h"
#include "core/search/cures.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// The cures of one layer, measured when a person asks for them.
class CureDesk : public QObject {
    Q_OBJECT

public:
    explicit CureDesk(WorkQueue& work, QObject* parent = nullptr);

    void setBasis(const MeasurementBasis& basis); ///< forgets what was measured on another one
    void setConfig(const quant::Config& config) { m_config = config; }
    /// `prices`: for what the cures cost; `leaveOut`: what the calibration has passed over. The basis must be complete.
    void measure(LayerId layer, const search::PriceList& prices, const analysis::SampleSet& leaveOut);
    /// How the method of a cure is run. **Errors** those of plugins::valuesOf.
    Result<MethodRequest> requestOf(const search::Cure& cure) const;

    std::shared_ptr<const search::CureTable> value() const { return m_value; } ///< null: never measured
    views::Freshness freshness() const;

signals:
    void changed();

private:
    WorkQueue& m_work;
    MeasurementBasis m_basis;
    quant::Config m_config;
    std::shared_ptr<const search::CureTable> m_value;
    std::shared_ptr<plugins::Registry> m_methods; ///< those that are built in
};

} // namespace qscope::app
