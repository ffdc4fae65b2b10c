// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/search/prices.h"

namespace qscope::io {

class CsvRow;

/// What is written of the prices of one config.
struct PricedLayers {
    const std::vector<Layer>& layers;
    std::vector<quant::LayerSpec> specs; ///< one per layer
    search::PriceList list;
};

/// `prices.csv`: index, name, op, block, float, and the columns below.
std::string pricesCsv(const PricedLayers& prices);

/// Columns of prices, with a comma in front: weight_bits and activation_bits as they run (32: floating point), bytes of the
/// weights, bit_operations per sample; change_bytes, change_bit_operations, change_conversions and change_qdq_pairs: what the
/// model grows by when this layer alone goes to floating point, or back. Where any layer was timed: float_ms, int8_ms and
/// change_ms. What is not known is empty.
std::string priceColumns(const PricedLayers& prices);
void addPrice(CsvRow& row, const PricedLayers& prices, size_t layer);

} // namespace qscope::io
