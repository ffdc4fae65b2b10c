// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace qscope::views {

/// How well a text answers what a person types; none when it does not have all letters in this order. Blanks and case do not
/// count. Letters that follow each other and letters at the beginnings of words are better, and so are shorter texts.
std::optional<int> fuzzyScore(const QString& text, const QString& typed);

} // namespace qscope::views
