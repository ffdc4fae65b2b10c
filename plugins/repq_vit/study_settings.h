// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "plugins/api/parameter_values.h"
#include "plugins/repq_vit/study.h"

namespace qscope::repq_vit {

/// What a person can set about a study, for the window's form and the options of the command line: bits,
/// sample-counts, calibration-samples, fractional. The defaults are those of StudySettings.
std::vector<plugins::Parameter> studyParameters();

/// `values` are of studyParameters.
/// **Errors** InvalidArgument located at the parameter: a pair of bits that is none, bits outside 2 to 16, a
/// number of samples that is none; a list that is empty.
Result<StudySettings> studySettings(const plugins::ParameterValues& values);

} // namespace qscope::repq_vit
