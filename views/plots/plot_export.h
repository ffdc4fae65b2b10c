// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCustomPlot;

namespace qscope::views {

/// Writes the plot by the suffix of `path`: ".png" at twice its size on screen, ".svg" and ".pdf" as vectors.
/// Atomic: an existing file stays as it was when anything fails. On failure `error` (may be null) gets one
/// sentence.
bool exportPlot(QCustomPlot& plot, const QString& path, QString* error);

} // namespace qscope::views
