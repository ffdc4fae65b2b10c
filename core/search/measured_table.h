// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/finder.h"

namespace qscope::search {

/// Noise over signal of the output. 0 when nothing differs; a million where the output is no number.
double noiseOverSignal(double sqnrDb);

/// Two choices per layer: quantized with the noise of that layer alone, and floating point without any.
ChoiceTable partialTable(const analysis::SensitivityResult& onlyThisLayer);

/// A choice per number of bits (ascending), with the noise of that layer alone at these bits. **Cost** a sweep per number.
Result<ChoiceTable> measuredTable(const Subject& subject, const std::vector<int>& bits, const Measurements& measure,
                                  const RunControl& control);

/// Adds to a measured table what two layers of one block at the fewest bits do together beyond what each does by itself.
/// Only there do layers interact noticeably (BRECQ, section 3.4). **Cost** an evaluation per pair.
Status addPairs(ChoiceTable& table, const Subject& subject, const std::vector<int>& bits, const Measurements& measure,
                const RunControl& control);

} // namespace qscope::search
