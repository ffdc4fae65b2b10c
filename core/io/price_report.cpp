// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/price_report.h"

#include "core/io/csv_row.h"

namespace qscope::io {

std::string priceColumns(const PricedLayers& prices)
{
    std::string columns = ",weight_bits,activation_bits,bytes,bit_operations,change_bytes,change_bit_operations,"
                          "change_conversions,change_qdq_pairs";
    if (prices.list.timedLayers() > 0)
        columns += ",float_ms,int8_ms,change_ms";
    return columns;
}

void addPrice(CsvRow& row, const PricedLayers& prices, size_t layer)
{
    const quant::LayerSpec& spec = prices.specs[layer];
    const search::Price price = prices.list.ofLayer(layer, spec);
    const search::Price change = prices.list.change(layer, prices.specs);
    const search::Precision precision =
        search::precisionOf(prices.layers[layer].weightInput.has_value(), spec);
    row.number(precision.weights).number(precision.activations).number(price.bytes).optional(price.bitOperations);
    row.number(change.bytes).optional(change.bitOperations).number(change.borders.conversions);
    row.number(change.borders.pairs);
    if (prices.list.timedLayers() == 0)
        return;
    const auto& latency = prices.list.latencies()[layer];
    if (latency)
        row.number(latency->floatMs).number(latency->int8Ms);
    else
        row.empty().empty();
    row.optional(change.milliseconds);
}

std::string pricesCsv(const PricedLayers& prices)
{
    std::string csv = "index,name,op,block,float" + priceColumns(prices) + "\r\n";
    for (size_t i = 0; i < prices.layers.size(); ++i) {
        const Layer& layer = prices.layers[i];
        CsvRow row;
        row.number(i).text(layer.name).text(layer.op).text(layer.block).text(prices.specs[i].isFloat ? "true" : "false");
        addPrice(row, prices, i);
        csv += row.finish();
    }
    return csv;
}

} // namespace qscope::io
