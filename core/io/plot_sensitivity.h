// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/io/report_input.h"
#include "core/io/svg_plot.h"

namespace qscope::io {

/// "Who hurts?": output SQNR per layer as bars from the median of all layers. OnlyThisLayer: below the median
/// hurts more than usual. AllButThis: above the median means that leaving this layer in floating point
/// recovers more than usual. Those sides are drawn in the warning colour. Nothing when the result is empty.
std::optional<Plot> sensitivityPlot(const ReportInput& input, const analysis::SensitivityResult& result);

} // namespace qscope::io
