// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace qscope::app {

/// An icon of the resources, drawn in the text colour of the palette: the files are black on nothing.
/// **Errors** an empty icon when there is no such file.
QIcon themedIcon(const QString& name, const QPalette& palette);

} // namespace qscope::app
