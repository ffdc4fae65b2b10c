// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/quantizer_table.h"
#include "core/analysis/history.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// A config of the history beside the current one: its quantizers from the same statistics.
class ConfigOverlay : public QObject {
    Q_OBJECT

public:
    explicit ConfigOverlay(QObject* parent = nullptr);

    /// Both may be null. The config stays when it fits the model.
    void setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                  std::shared_ptr<const analysis::CalibrationResult> calibration);
    void compareWith(analysis::HistoryEntryPtr entry);                             ///< null: with none
    std::shared_ptr<const views::ComparedConfig> value() const { return m_value; } ///< null: none
    const analysis::HistoryEntryPtr& entry() const { return m_entry; }             ///< null: none
    bool idle() const { return m_table.idle(); }

signals:
    void changed();

private:
    void compute();
    void publish();

    bool m_hasModel = false;
    analysis::HistoryEntryPtr m_entry;
    QuantizerTable m_table;
    std::shared_ptr<const views::ComparedConfig> m_value;
};

} // namespace qscope::app
