// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "app/work_queue.h"
#include "core/analysis/analyzer.h"
#include "core/search/prices.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// What the config costs and what each layer would cost the other way. Bytes, bit operations and borders are answered at
/// once. Layers are timed on this machine when nothing more urgent is to be done; times are kept as long as the program
/// runs, so that layers alike are timed once, whatever model they are in.
class PriceDesk : public QObject {
    Q_OBJECT

public:
    explicit PriceDesk(WorkQueue& work, QObject* parent = nullptr);

    /// Whether layers are timed as soon as they are calibrated. Off at first.
    void setTimesByItself(bool on);
    /// Both may be null. Prices of another model are forgotten.
    void setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                  std::shared_ptr<const analysis::CalibrationResult> calibration);
    /// One per layer, or empty.
    void setSpecs(const std::vector<quant::LayerSpec>& specs);
    /// Times what is not known yet; with `again` everything. Nothing happens before calibration.
    void timeLayers(bool again = false);

    /// Null while no model is open.
    const std::shared_ptr<const views::Prices>& value() const { return m_prices; }
    /// Null while no model is open.
    const std::shared_ptr<const search::PriceList>& list() const { return m_list; }
    /// Touched by what runs on the work queue only.
    const std::shared_ptr<analysis::KnownLatencies>& known() const { return m_known; }
    bool timing() const { return m_timing; }

signals:
    void changed();
    /// The layers have been timed.
    void timed();

private:
    void makePrices();
    void adopt(std::vector<std::optional<analysis::LayerLatency>> latencies);

    WorkQueue& m_work;
    std::shared_ptr<analysis::KnownLatencies> m_known = std::make_shared<analysis::KnownLatencies>();
    std::shared_ptr<const analysis::Analyzer> m_analyzer;
    std::shared_ptr<const analysis::CalibrationResult> m_calibration;
    std::shared_ptr<const search::PriceList> m_list;
    std::vector<quant::LayerSpec> m_specs;
    std::shared_ptr<const views::Prices> m_prices;
    bool m_byItself = false;
    bool m_timing = false;
};

} // namespace qscope::app
