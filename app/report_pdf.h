// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>

#include "core/io/html_report.h"

namespace qscope::app {

/// The report of core/io/html_report.h on A4 pages, landscape: figures as vectors, text as text, a title and the number of
/// the page on each. Any thread; wants a QGuiApplication for its fonts.
/// **Errors** Internal: a figure cannot be drawn. Cancelled. **Cost** a page in some 50 ms.
Result<QByteArray> reportPdf(const io::ReportInput& input, const RunControl& control);

} // namespace qscope::app
