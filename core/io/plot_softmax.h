// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/io/report_input.h"
#include "core/io/svg_plot.h"

namespace qscope::io {

/// Statistics of the softmax outputs in execution order.
std::vector<const stats::TensorStats*> softmaxesOf(const ReportInput& input);

/// "What does softmax produce?": share of the probabilities per quarter octave, logarithmic axis, with the
/// step of an 8-bit quantizer on [0, 1] and the step the config gives. At most `count` panels; the title says
/// when there are more.
std::optional<Plot> softmaxPlot(const ReportInput& input, size_t count = 24);

/// Entropy of every head, one column per softmax, and that of a uniform row.
std::optional<Plot> entropyPlot(const ReportInput& input);

} // namespace qscope::io
