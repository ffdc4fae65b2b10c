// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/io/report_input.h"

namespace qscope::io {

struct PricedLayers;

/// A field of a CSV file, quoted where RFC 4180 asks for it.
std::string csvField(std::string_view text);

/// `layers.csv`: a heading and one row per layer, execution order, rows ending with CR LF. Ranges, scale and
/// clip limits are those of the layer's first activation input; a layer that stays in floating point has 32
/// bits and no scale; what is unknown is empty. The columns sqnr_db_only and sqnr_db_except are there when
/// the input has those results.
std::string layersCsv(const ReportInput& input);

/// A heading and one row per layer: index, name, op, block; then sqnr_db, mse, cosine, kl, agreement, agreement_top5 and
/// accuracy (empty without labels), each followed by the ends of its 95 % interval (_low, _high; empty when unknown); rank
/// (1 gains most from floating point) and whether the samples do not tell it from the next rank (tied_with_next).
/// An SQNR of "inf" means that nothing differs. With `prices` their columns follow (see price_report.h).
std::string sensitivityCsv(const analysis::SensitivityResult& result, const std::vector<Layer>& layers,
                           const PricedLayers* prices = nullptr);

/// A heading and one row per layer with the error of its output, by itself (local) and with all layers before it quantized
/// too (accumulated): SQNR in dB with its interval, and noise over signal.
std::string depthErrorsCsv(const analysis::DepthErrors& errors, const std::vector<Layer>& layers);

} // namespace qscope::io
