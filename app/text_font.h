// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qscope::app {

/// The font of the program is that of the system. Where it has no letters of the language, those would come
/// from another font in the middle of a line, in another weight and height; then all text is in one font that
/// has them, as far as one is installed. `code`: of the language of the window, "ko".
void useTextFontFor(const QString& code);

/// Text of everything half as large again, for a projector, or as it was.
void useLargeText(bool on);

} // namespace qscope::app
