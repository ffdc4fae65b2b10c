// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/io/report_input.h"
#include "core/io/svg_plot.h"

namespace qscope::io {

/// "How unequal are the channels?", all layers: range (max - min) of every channel of the layer's first
/// activation input relative to the median of that layer, logarithmic colour. Layers with more channels than
/// rows show the widest channel of each row. Nothing when no layer has channels.
std::optional<Plot> channelHeatMap(const ReportInput& input);

/// Min and max of every channel for the inputs with the largest inter-channel ratio, at most `count` distinct
/// tensors.
std::optional<Plot> channelRangesPlot(const ReportInput& input, size_t count = 8);

} // namespace qscope::io
