// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/cross_layer_equalization/plugin.h"

#include "core/base/text.h"
#include "core/rewrite/before_after.h"
#include "plugins/cross_layer_equalization/method.h"

namespace qscope::cross_layer_equalization {

using plugins::Parameter;

std::vector<Parameter> CrossLayerEqualizationPlugin::parameters() const
{
    return {
        Parameter::boolean("absorb-biases", true,
                           say("CrossLayerEqualization",
                               "Moves high biases into the next layer, which is exact but for values "
                               "that are rarer than 1 in 700.")),
        Parameter::text(
            "layer", "",
            say("CrossLayerEqualization",
                "Name of a layer, to equalize it with its neighbours alone; empty for all pairs.")),
        Parameter::boolean("compare", true,
                           say("CrossLayerEqualization", "Measures the model before and after.")),
    };
}

namespace {

report::Report reportOf(const std::vector<Equalized>& all, const analysis::Analyzer& analyzer)
{
    report::Report report{say("CrossLayerEqualization", "Cross-layer equalization"), {}};
    report::Table table{say("CrossLayerEqualization", "Pairs of layers"),
                        {{say("CrossLayerEqualization", "first")},
                         {say("CrossLayerEqualization", "second")},
                         {say("CrossLayerEqualization", "widest over median channel, before"), "", 1},
                         {say("CrossLayerEqualization", "after"), "", 1},
                         {say("CrossLayerEqualization", "largest factor"), "", 2},
                         {say("CrossLayerEqualization", "largest bias absorbed")}},
                        {}};
    for (const Equalized& e : all)
        table.rows.push_back({analyzer.layers()[e.pair.first].name, analyzer.layers()[e.pair.second].name, e.ratioBefore,
                              e.ratioAfter, e.largestFactor, e.absorbed});
    report.items.emplace_back(std::move(table));
    return report;
}

} // namespace

Result<plugins::MethodResult> CrossLayerEqualizationPlugin::run(const plugins::MethodInput& input, const RunControl& control)
{
    const analysis::Analyzer& analyzer = *input.analyzer;
    const auto structures = findStructures(analyzer.graph());
    rewrite::ModelRewriter rewriter(analyzer.model(), analyzer.graph(), analyzer.layers(), structures);
    const std::string layer = input.values.text("layer");
    std::vector<Pair> pairs;
    if (layer.empty()) {
        pairs = findPairs(analyzer, structures);
    } else {
        QS_ASSIGN(pairs, pairsOf(analyzer, structures, layer));
    }
    QS_ASSIGN(auto equalized, equalize(analyzer, pairs, rewriter));
    if (input.values.boolean("absorb-biases"))
        absorbBiases(analyzer, *input.calibration, equalized, rewriter);
    plugins::MethodResult result{input.config, std::nullopt, reportOf(equalized, analyzer), {}};
    QS_ASSIGN(result.model, rewriter.finish());
    if (input.values.boolean("compare"))
        QS_RETURN_IF_ERROR(rewrite::addComparison(result.report, *input.analyzer, *result.model,
                                                  {input.fittingData(), *input.dataset, input.labels, input.config}, control));
    return result;
}

} // namespace qscope::cross_layer_equalization
