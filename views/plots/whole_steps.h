// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

class QCPGraph;

namespace qscope::views {

/// Data of a graph of steps around evenly spaced keys (lsStepCenter), the first and the last as wide as the others: they
/// are there once more outside, where the plot's home ends half a step before.
void setWholeSteps(QCPGraph& graph, QVector<double> keys, QVector<double> values);

} // namespace qscope::views
