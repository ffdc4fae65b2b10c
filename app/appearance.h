// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace qscope::app {

enum class Appearance { System, Light, Dark };

/// Style and palette of the whole program. System leaves the desktop's own.
void applyAppearance(QApplication& application, Appearance appearance);

} // namespace qscope::app
