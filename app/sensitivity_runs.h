// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>

#include <QObject>

#include "app/measurement_basis.h"
#include "app/work_queue.h"
#include "core/quant/config.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// The sensitivity measurements of the current config, one per mode. They depend on everything in the config but which
/// layers are in floating point; when something else changes, a finished one is outdated and a running one starts again. A cancelled one keeps what was
/// measured so far; its number of samples says so.
class SensitivityRuns : public QObject {
    Q_OBJECT

public:
    explicit SensitivityRuns(WorkQueue& work, QObject* parent = nullptr);

    /// Forgets all results when the basis is another one.
    void setBasis(MeasurementBasis basis);
    void setConfig(const quant::Config& config);
    void measure(analysis::SensitivityMode mode);

    std::shared_ptr<const analysis::SensitivityResult> result(analysis::SensitivityMode mode) const;
    views::Freshness freshness(analysis::SensitivityMode mode) const;

signals:
    void changed();

private:
    struct Run {
        std::shared_ptr<const analysis::SensitivityResult> result;
        quant::Config config; ///< without float rules; of `result`
        std::optional<quant::Config> running;
    };

    Run& run(analysis::SensitivityMode mode) { return m_runs[static_cast<size_t>(mode)]; }
    const Run& run(analysis::SensitivityMode mode) const { return m_runs[static_cast<size_t>(mode)]; }
    static QString titleOf(analysis::SensitivityMode mode);
    void store(analysis::SensitivityMode mode, Run newer);
    void onFinished(WorkKind kind);

    WorkQueue& m_work;
    MeasurementBasis m_basis;
    quant::Config m_config; ///< without float rules
    std::array<Run, 5> m_runs;
};

} // namespace qscope::app
