// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/report/report.h"

namespace qscope::report {

/// A number of a table: `decimals` places behind the point, or four digits that count when it is negative.
std::string cellText(const Cell& cell, int decimals);

/// The table alone, columns of even width, numbers to the right.
std::string tableText(const Table& table);

/// For a terminal: tables with columns of even width; charts as tables of their points, of which long ones are thinned out
/// evenly to 24 rows; of heat maps the extent and the range.
std::string reportText(const Report& report);

/// {"title": ..., "items": [{"kind": "note" | "table" | "chart" | "heatmap", ...}]}, every number with all its digits;
/// "inf", "-inf" and "nan" are texts, empty cells null.
std::string reportJson(const Report& report);

/// One page that needs nothing else: light or dark as the reader's screen is, figures as SVG.
std::string reportHtml(const Report& report);

} // namespace qscope::report
