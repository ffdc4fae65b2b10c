// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace qscope::app {

/// Version, licence, and what the program is built on.
void showAbout(QWidget* parent);

} // namespace qscope::app
