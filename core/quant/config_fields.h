// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quant/config.h"

namespace qscope::quant {

/// Calls visit(key, member of QuantizerSpec, member of QuantizerPatch) for every field, in the order of the JSON form.
template <class Visit>
void forEachField(Visit&& visit)
{
    visit("bits", &QuantizerSpec::bits, &QuantizerPatch::bits);
    visit("symmetric", &QuantizerSpec::symmetric, &QuantizerPatch::symmetric);
    visit("granularity", &QuantizerSpec::granularity, &QuantizerPatch::granularity);
    visit("calibrator", &QuantizerSpec::calibrator, &QuantizerPatch::calibrator);
    visit("percentile", &QuantizerSpec::percentile, &QuantizerPatch::percentile);
    visit("kind", &QuantizerSpec::kind, &QuantizerPatch::kind);
    visit("sign", &QuantizerSpec::sign, &QuantizerPatch::sign);
    visit("narrowRange", &QuantizerSpec::narrowRange, &QuantizerPatch::narrowRange);
    visit("rounding", &QuantizerSpec::rounding, &QuantizerPatch::rounding);
    visit("blockSize", &QuantizerSpec::blockSize, &QuantizerPatch::blockSize);
    visit("averaging", &QuantizerSpec::averaging, &QuantizerPatch::averaging);
    visit("entropyForm", &QuantizerSpec::entropyForm, &QuantizerPatch::entropyForm);
    visit("grid", &QuantizerSpec::grid, &QuantizerPatch::grid);
    visit("exponent", &QuantizerSpec::exponent, &QuantizerPatch::exponent);
    visit("gamma", &QuantizerSpec::gamma, &QuantizerPatch::gamma);
    visit("range", &QuantizerSpec::range, &QuantizerPatch::range);
    visit("scales", &QuantizerSpec::scales, &QuantizerPatch::scales);
    visit("zeroPoints", &QuantizerSpec::zeroPoints, &QuantizerPatch::zeroPoints);
}

/// The patch that names every field.
inline QuantizerPatch everythingOf(const QuantizerSpec& spec)
{
    QuantizerPatch patch;
    forEachField([&](std::string_view, auto inSpec, auto inPatch) { patch.*inPatch = spec.*inSpec; });
    return patch;
}

} // namespace qscope::quant
