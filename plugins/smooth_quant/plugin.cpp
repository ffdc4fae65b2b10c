// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/smooth_quant/plugin.h"

#include "core/base/text.h"
#include "core/rewrite/before_after.h"
#include "plugins/smooth_quant/method.h"

namespace qscope::smooth_quant {

using plugins::Parameter;

std::vector<Parameter> SmoothQuantPlugin::parameters() const
{
    return {
        Parameter::boolean(
            "search", true,
            say("SmoothQuant", "Searches alpha for every normalization; otherwise all take the one below.")),
        Parameter::real(
            "alpha", 0.5, 0, 1,
            say("SmoothQuant",
                "How much of the difficulty moves into the weights: 0 none that activations have, "
                "1 all.")),
        Parameter::text("layer", "",
                        say("SmoothQuant",
                            "Name of a layer, to smooth the normalization it reads alone; empty for all.")),
        Parameter::boolean("compare", true, say("SmoothQuant", "Measures the model before and after.")),
    };
}

namespace {

report::Report reportOf(const Plan& plan)
{
    report::Report report{"SmoothQuant", {}};
    report::Table table{say("SmoothQuant", "Normalizations"),
                        {{say("SmoothQuant", "normalization")},
                         {"alpha", "", 2},
                         {say("SmoothQuant", "widest over median channel, before"), "", 1},
                         {say("SmoothQuant", "after"), "", 1},
                         {say("SmoothQuant", "expected gain"), "dB", 1}},
                        {}};
    for (const SmoothedSite& site : plan.sites)
        table.rows.push_back({site.site.name, site.alpha, site.ratioBefore, site.ratioAfter, site.gainDb});
    report.items.emplace_back(std::move(table));
    for (const std::string& note : plan.notes)
        report.items.emplace_back(report::Note{filled(say("SmoothQuant", "Left as it is: %1."), note)});
    return report;
}

} // namespace

Result<plugins::MethodResult> SmoothQuantPlugin::run(const plugins::MethodInput& input, const RunControl& control)
{
    const bool searches = input.values.boolean("search");
    QS_ASSIGN(const Plan plan, makePlan(*input.analyzer, *input.calibration, input.config,
                                        searches ? std::nullopt : std::optional(input.values.real("alpha")),
                                        input.values.text("layer")));
    plugins::MethodResult result{input.config, std::nullopt, reportOf(plan), {}};
    QS_ASSIGN(result.model, apply(plan, *input.analyzer));
    if (input.values.boolean("compare"))
        QS_RETURN_IF_ERROR(rewrite::addComparison(result.report, *input.analyzer, *result.model,
                                                  {input.fittingData(), *input.dataset, input.labels, input.config}, control));
    return result;
}

} // namespace qscope::smooth_quant
