// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/calibrator_choices.h"

#include "views/models/local_error.h"

namespace qscope::views {

std::vector<CalibratorChoice> calibratorChoices(const stats::TensorStats& tensor, quant::QuantizerSpec spec)
{
    std::vector<CalibratorChoice> all;
    if (tensor.histogram.empty())
        return all;
    const quant::Calibrator asked = spec.calibrator;
    spec.granularity = quant::Granularity::PerTensor;
    for (const auto& choice : quant::choices<quant::Calibrator>()) {
        if (choice.value == quant::Calibrator::Manual)
            continue;
        spec.calibrator = choice.value;
        const auto params = quant::quantizerForActivations(tensor, spec);
        if (!params.ok() || params->slices() > 1)
            continue;
        all.push_back({choice.value, params->representable(), localError(tensor.histogram, *params).sqnrDb,
                       choice.value == asked});
    }
    return all;
}

const std::vector<CalibratorChoice>&
RememberedChoices::of(const std::shared_ptr<const analysis::CalibrationResult>& calibration, ValueId value,
                      const quant::QuantizerSpec& spec)
{
    const stats::TensorStats* stats = calibration ? calibration->find(value) : nullptr;
    if (!stats)
        forget();
    if (!stats || (m_calibration == calibration && m_value == value && m_spec == spec))
        return m_choices;
    m_choices = calibratorChoices(*stats, spec);
    m_calibration = calibration;
    m_value = value;
    m_spec = spec;
    return m_choices;
}

void RememberedChoices::forget()
{
    m_choices.clear();
    m_calibration.reset();
}

} // namespace qscope::views
