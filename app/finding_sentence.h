// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/analysis/data_check.h"

namespace qscope::app {

/// analysis::findingText in the window's language, numbers in the person's locale, with how certain it is.
QString findingSentence(const analysis::Finding& finding);

} // namespace qscope::app
