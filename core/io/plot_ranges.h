// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/io/report_input.h"
#include "core/io/svg_plot.h"

namespace qscope::io {

/// "How wide?": per layer, execution order, a glyph for each activation input: line from min to max, light
/// bar from p0.01 to p99.99, dark bar over the quartiles, marks where the config clips, a ring for layers
/// left in floating point. Symmetric-log axis. Nothing when no layer has statistics.
std::optional<Plot> rangesPlot(const ReportInput& input);

} // namespace qscope::io
