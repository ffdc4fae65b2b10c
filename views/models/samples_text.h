// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/analysis/sample_set.h"

namespace qscope::views {

QString samplesText(const analysis::SampleRange& samples); ///< "17", "8–15"
QString samplesText(const analysis::SampleSet& samples);   ///< "3, 8–15"

} // namespace qscope::views
