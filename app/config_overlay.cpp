// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_overlay.h"

namespace qscope::app {

ConfigOverlay::ConfigOverlay(QObject* parent) : QObject(parent)
{
    connect(&m_table, &QuantizerTable::changed, this, &ConfigOverlay::publish);
}

void ConfigOverlay::setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                             std::shared_ptr<const analysis::CalibrationResult> calibration)
{
    m_hasModel = analyzer != nullptr;
    m_table.setBasis(std::move(analyzer), std::move(calibration));
    compute();
}

void ConfigOverlay::compareWith(analysis::HistoryEntryPtr entry)
{
    m_entry = std::move(entry);
    compute();
}

/// An entry of another model does not fit and goes.
void ConfigOverlay::compute()
{
    if (m_entry && (!m_hasModel || !m_table.setConfig(m_entry->config).ok()))
        m_entry.reset();
    publish();
}

void ConfigOverlay::publish()
{
    m_value = m_entry ? std::make_shared<const views::ComparedConfig>(
                  views::ComparedConfig{m_entry->number, m_table.specs(), m_table.quantizers()})
                      : nullptr;
    emit changed();
}

} // namespace qscope::app
