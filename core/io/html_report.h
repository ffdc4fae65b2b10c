// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/io/report_input.h"

namespace qscope::io {

/// One self-contained page: no network, works from a file, light and dark after the reader's system,
/// printable. Summary, ranges over depth, channels, softmax, sensitivity (where known), a sortable and
/// filterable layer table, and the histogram of every layer's inputs. Names are escaped wherever they occur.
/// **Cost** some 10 kB per layer.
std::string htmlReport(const ReportInput& input);

struct NamedPlot {
    std::string name; ///< for a file: "ranges-over-depth"
    std::string svg;  ///< a whole file
};

/// The figures of the report as files of their own, in its order.
std::vector<NamedPlot> reportPlots(const ReportInput& input);

/// A part of the report for paper: words and tables as simple HTML with the classes of the page, then its figures.
struct PaperPart {
    std::string html;
    std::vector<NamedPlot> plots;
};

/// The same report without what needs a screen: the histogram that follows the chosen row, and filtering.
std::vector<PaperPart> paperReport(const ReportInput& input);

} // namespace qscope::io
