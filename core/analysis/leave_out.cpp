// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/leave_out.h"

namespace qscope::analysis {

Result<CalibrationState> recalibrated(Analyzer& analyzer, data::Dataset& dataset,
                                      const CalibrationState& state, const SampleSet& leaveOut,
                                      const RunControl& control)
{
    QS_RETURN_IF_ERROR(analyzer.checkSameData(dataset, state, control));
    CalibrationState without;
    without.origin = state.origin;
    without.origin.microBatch = 0;
    without.options = state.options;
    without.options.leaveOut = leaveOut;
    SampleSet wanted = state.samples; // one that was stopped stays as far as it came
    wanted.add(state.options.leaveOut);
    QS_RETURN_IF_ERROR(analyzer.record(dataset, wanted, without, control));
    return without;
}

} // namespace qscope::analysis
