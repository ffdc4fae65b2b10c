// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/report/report.h"

namespace qscope::report {

/// Ok when writeReport knows the form that `path` asks for, so that it can be said before anything is
/// measured.
/// **Errors** InvalidArgument: its suffix is none of .html, .json and .txt.
Status checkReportPath(const std::string& path);

/// One file, in the form of its suffix. **Errors** those of checkReportPath and io::writeFileAtomically.
Status writeReport(const Report& report, const std::string& path);

/// `stem`.html and `stem`.json, and every figure as an SVG picture: chart1.svg, ..., heatmap1.svg, .... The
/// folder is made.
/// **Errors** FileUnwritable.
Status writeReportFolder(const Report& report, const std::string& folder, const std::string& stem);

} // namespace qscope::report
