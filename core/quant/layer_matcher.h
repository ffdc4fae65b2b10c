// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/quant/config.h"

namespace qscope::quant {

/// What may help a person whose rule matches no layer: the nearest existing name, block or operator, or why a
/// regular expression that occurs inside a name does not match. Empty when nothing is near.
std::string matchHint(const Match& match, std::span<const Layer> layers);

} // namespace qscope::quant
