// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/report/report.h"

namespace qscope::report {

/// Style of what the figures of a report add to io::plotCss(): a colour per series.
std::string chartCss();

/// One <svg> element each.
std::string chartSvg(const Chart& chart);
std::string heatMapSvg(const HeatMap& map);

} // namespace qscope::report
