// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quantizer_table.h"

#include <utility>

namespace qscope::app {

QuantizerTable::QuantizerTable(QObject* parent) : QObject(parent)
{
    connect(&m_job, &Job::failed, this, [this](quint64, const Error& error) { emit failed(error); });
}

void QuantizerTable::setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                              std::shared_ptr<const analysis::CalibrationResult> calibration)
{
    m_analyzer = std::move(analyzer);
    m_calibration = std::move(calibration);
    m_specs.clear();
    m_quantizers.clear();
    m_job.cancel();
}

Status QuantizerTable::setConfig(const quant::Config& config)
{
    if (!m_analyzer)
        return {};
    QS_ASSIGN(std::vector<quant::LayerSpec> specs, quant::resolve(config, m_analyzer->layers()));
    const auto before = std::exchange(m_specs, std::move(specs));
    m_config = config;
    keepUnchanged(before);
    compute();
    return {};
}

void QuantizerTable::keepUnchanged(const std::vector<quant::LayerSpec>& before)
{
    if (m_quantizers.size() != m_specs.size() || before.size() != m_specs.size())
        m_quantizers.clear();
    for (size_t i = 0; i < m_quantizers.size(); ++i)
        if (!(before[i] == m_specs[i]))
            m_quantizers[i] = {};
}

void QuantizerTable::compute()
{
    if (!m_calibration)
        return;
    m_job.start([this, analyzer = m_analyzer, calibration = m_calibration,
                 config = m_config](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(auto quantizers,
                  analysis::quantizersFor(analyzer->graph(), analyzer->layers(), *calibration, config));
        return Job::Delivery([this, quantizers = std::move(quantizers)] {
            m_quantizers = quantizers;
            emit changed();
        });
    });
}

} // namespace qscope::app
