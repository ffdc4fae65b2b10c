// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "app/cli/options.h"
#include "core/io/price_report.h"

// What commands say about the price of a config.
namespace qscope::cli {

/// Prices of the place's config; with `timed` the layers are timed on this machine.
/// **Errors** those of quant::resolve; Cancelled.
Result<io::PricedLayers> pricesOf(const Workplace& place, const analysis::CalibrationResult& calibration,
                                  const CommonOptions& options, bool timed, const RunControl& control);

/// The value in a printf format for one double; "-" where it is not known.
std::string changeText(const std::optional<double>& value, const char* format);

nlohmann::json priceJson(const search::Price& price);

void printPrice(const search::Price& price, size_t timedLayers);

} // namespace qscope::cli
