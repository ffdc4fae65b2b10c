// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/analysis/results.h"
#include "core/quant/quantizer.h"
#include "core/stats/tensor_stats.h"

namespace qscope::views {

/// What one calibrator would choose for a tensor.
struct CalibratorChoice {
    quant::Calibrator calibrator = quant::Calibrator::Max;
    quant::Range range;   ///< representable
    double sqnrDb = 0;    ///< local, from the histogram
    bool current = false; ///< the one that the spec asks for
};

/// All calibrators but the manual one, per tensor and with everything else as the spec says. Empty for a tensor without
/// histogram. **Cost** some milliseconds.
std::vector<CalibratorChoice> calibratorChoices(const stats::TensorStats& tensor, quant::QuantizerSpec spec);

/// The same, asked only when something has changed.
class RememberedChoices {
public:
    /// Of a tensor of `calibration`.
    const std::vector<CalibratorChoice>& of(const std::shared_ptr<const analysis::CalibrationResult>& calibration, ValueId value,
                                            const quant::QuantizerSpec& spec);
    const std::vector<CalibratorChoice>& last() const { return m_choices; }
    void forget();

private:
    std::vector<CalibratorChoice> m_choices;
    std::shared_ptr<const analysis::CalibrationResult> m_calibration;
    quant::QuantizerSpec m_spec;
    ValueId m_value;
};

} // namespace qscope::views
