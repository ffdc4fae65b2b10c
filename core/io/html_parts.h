// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal: the pieces html_report.cpp puts together.

#include <string>
#include <string_view>

#include "core/io/report_input.h"

namespace qscope::io {

std::string_view pageCss();
std::string pageScript();

/// JSON that may stand in a script element: "</script>" and "<!--" cannot occur in it.
std::string insideScript(const std::string& json);

/// Heading, figures of merit, the config in words, warnings.
std::string summaryHtml(const ReportInput& input);

/// Table of all softmaxes; empty when there are none.
std::string softmaxTableHtml(const ReportInput& input);

/// The layer table; a click on a row shows its histograms.
std::string layerTableHtml(const ReportInput& input);

/// What the page's script draws histograms from, as JSON that may stand inside a script element: a list of
/// layers, each with "name" and "inputs" (name, histogram, clip limits).
std::string histogramData(const ReportInput& input);

} // namespace qscope::io
