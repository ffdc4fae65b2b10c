// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "app/measurement_basis.h"
#include "app/work_queue.h"
#include "core/quant/config.h"

namespace qscope::app {

/// Figures of configs against the float model. Every figure is kept with the config it belongs to, so that none is ever
/// shown for another one, and undo finds its figure again at once.
///
/// The newest config overtakes older ones; requests that follow each other closely count as one. With much data an
/// estimate on the first samples comes before the figure. The config with no layer in floating point follows by itself.
class EvaluationQueue : public QObject {
    Q_OBJECT

public:
    static constexpr int DebounceMs = 20;

    explicit EvaluationQueue(WorkQueue& work, QObject* parent = nullptr);

    /// Forgets all figures when the basis is another one.
    void setBasis(MeasurementBasis basis);
    void request(const quant::Config& config);

    /// The figure of exactly this config; an estimate says so by its number of samples.
    std::optional<analysis::Evaluation> find(const quant::Config& config) const;
    /// It is being computed, or about to be.
    bool pending(const quant::Config& config) const;
    bool idle() const { return !m_debounce.isActive(); }

signals:
    void changed();
    /// The figure on all samples has come.
    void evaluated(const qscope::quant::Config& config, const qscope::analysis::Evaluation& evaluation);

private:
    struct Entry {
        quant::Config config;
        analysis::Evaluation evaluation;
        bool complete = false;
    };

    void submitWanted();
    void submit(WorkKind kind, const quant::Config& config, const QString& title);
    void store(Entry entry);
    const Entry* entry(const quant::Config& config) const;
    bool known(const quant::Config& config) const;
    void onFinished(WorkKind kind);

    WorkQueue& m_work;
    MeasurementBasis m_basis;
    QTimer m_debounce;
    std::optional<quant::Config> m_wanted;
    std::optional<quant::Config> m_running;         ///< of WorkKind::Evaluate
    std::optional<quant::Config> m_runningBaseline; ///< of WorkKind::EvaluateAllQuantized
    std::vector<Entry> m_entries;                   ///< the newest last
};

} // namespace qscope::app
