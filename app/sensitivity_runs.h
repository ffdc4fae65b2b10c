// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "app/measurement_basis.h"
#include "app/work_queue.h"
#include "core/quant/config.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// The sensitivity measurements of the current config, one per mode. They depend on everything in the config
/// but which layers are in floating point; when something else changes, a finished one is outdated and a
/// running one starts again. A cancelled one keeps what was measured so far; its number of samples says so.
/// What was measured is remembered for a while, and shown again when its basis and config come back, or when
/// they are those that stand beside the current ones.
class SensitivityRuns : public QObject {
    Q_OBJECT

public:
    explicit SensitivityRuns(WorkQueue& work, QObject* parent = nullptr);

    /// What a measurement belongs to.
    struct Subject {
        MeasurementBasis basis;
        quant::Config config; ///< without float rules
        bool operator==(const Subject&) const = default;
    };

    void setBasis(MeasurementBasis basis);
    void setConfig(const quant::Config& config);
    void measure(analysis::SensitivityMode mode);
    /// What to compare with; none: nothing.
    void setBeside(const std::optional<Subject>& beside);
    /// The same measurements of that, one after the other.
    void measureBeside(const std::vector<analysis::SensitivityMode>& modes);
    void forget(); ///< everything that was measured

    std::shared_ptr<const analysis::SensitivityResult> result(analysis::SensitivityMode mode) const;
    views::Freshness freshness(analysis::SensitivityMode mode) const;
    /// Of what stands beside; null: not measured. Never that of another basis or config.
    std::shared_ptr<const analysis::SensitivityResult> besideResult(analysis::SensitivityMode mode) const;
    views::Freshness besideFreshness(analysis::SensitivityMode mode) const;

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
    using Adopt = std::function<void(const std::shared_ptr<const analysis::SensitivityResult>&)>;
    static Result<Job::Delivery> run(const Subject& subject, analysis::SensitivityMode mode,
                                     const RunControl& control, Outbox& outbox, const Adopt& adopt);
    void store(analysis::SensitivityMode mode, Run newer);
    void remember(const Subject& subject, analysis::SensitivityMode mode,
                  const std::shared_ptr<const analysis::SensitivityResult>& result);
    std::shared_ptr<const analysis::SensitivityResult> remembered(const Subject& subject,
                                                                  analysis::SensitivityMode mode) const;
    void recall();
    void onFinished(WorkKind kind);

    struct Known {
        Subject subject;
        analysis::SensitivityMode mode;
        std::shared_ptr<const analysis::SensitivityResult> result;
    };

    WorkQueue& m_work;
    MeasurementBasis m_basis;
    quant::Config m_config; ///< without float rules
    std::array<Run, 5> m_runs;
    std::vector<Known> m_known; ///< the newest last
    std::optional<Subject> m_beside;
    std::vector<analysis::SensitivityMode> m_besideRunning; ///< being measured, or about to be
};

} // namespace qscope::app
