// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/stats_collector.h"

namespace qscope::analysis {

/// One collector per worker of a pass, and the sum of what they have handed over: now and then at the end of a batch, and
/// at the end of the pass.
class Collectors {
public:
    /// Adds to `total`, which must outlive this object.
    Collectors(CalibrationState& total, const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
               size_t workers);

    /// Runs one micro-batch with its worker's collector watching. A batch that fails takes with it what its worker has
    /// not handed over yet.
    Status run(const Batch& batch);
    /// After the pass.
    Status handOverAll();

    /// What has been handed over; any thread, at any time.
    CalibrationState soFar() const;

private:
    struct Worker {
        StatsCollector collector;
        std::chrono::steady_clock::time_point handedOver;
    };
    Status handOver(Worker& worker);

    CalibrationState& m_total;
    CalibrationOrigin m_origin; ///< of what the workers see
    mutable std::mutex m_mutex; ///< for m_total
    std::vector<Worker> m_workers;
};

} // namespace qscope::analysis
