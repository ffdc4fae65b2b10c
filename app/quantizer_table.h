// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "app/job.h"
#include "core/analysis/analyzer.h"

namespace qscope::app {

/// What the config means for every layer: its spec at once, its quantizers a moment later, because entropy and MSE
/// calibrators take time on a large model. A quantizer of an older config is never in the table.
class QuantizerTable : public QObject {
    Q_OBJECT

public:
    explicit QuantizerTable(QObject* parent = nullptr);

    /// Empties the table. Both may be null.
    void setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                  std::shared_ptr<const analysis::CalibrationResult> calibration);
    /// **Errors** those of quant::resolve; the table stays as it was.
    Status setConfig(const quant::Config& config);

    const std::vector<quant::LayerSpec>& specs() const { return m_specs; }
    /// One per layer, empty before calibration. A layer whose quantizer is not known yet has none.
    const std::vector<analysis::LayerQuantizers>& quantizers() const { return m_quantizers; }
    bool idle() const { return !m_job.running(); }

signals:
    void changed();
    void failed(const qscope::Error& error);

private:
    void keepUnchanged(const std::vector<quant::LayerSpec>& before);
    void compute();

    std::shared_ptr<const analysis::Analyzer> m_analyzer;
    std::shared_ptr<const analysis::CalibrationResult> m_calibration;
    quant::Config m_config;
    std::vector<quant::LayerSpec> m_specs;
    std::vector<analysis::LayerQuantizers> m_quantizers;
    Job m_job;
};

} // namespace qscope::app
