// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/bias_correction/plugin.h"

#include "core/base/text.h"
#include "core/rewrite/before_after.h"
#include "plugins/bias_correction/method.h"

namespace qscope::bias_correction {

using plugins::Parameter;

std::vector<Parameter> BiasCorrectionPlugin::parameters() const
{
    return {
        Parameter::choice(
            "means", "best",
            {{"best",
              say("BiasCorrection", "By batch normalization where it makes the input, else as measured.")},
             {"measured", say("BiasCorrection", "The channel means of the calibration (empirical).")},
             {"batch-norm",
              say("BiasCorrection",
                  "From the parameters of batch normalization alone, without data (analytic).")}},
            say("BiasCorrection", "Where the means of the inputs come from.")),
        Parameter::boolean("compare", true, say("BiasCorrection", "Measures the model before and after.")),
    };
}

namespace {

report::Report reportOf(const std::vector<Corrected>& all, const analysis::Analyzer& analyzer)
{
    report::Report report{say("BiasCorrection", "Bias correction"), {}};
    report::Table table{say("BiasCorrection", "Layers"),
                        {{say("BiasCorrection", "layer")},
                         {say("BiasCorrection", "means")},
                         {say("BiasCorrection", "largest correction")},
                         {say("BiasCorrection", "over the largest bias"), "%", 2}},
                        {}};
    for (const Corrected& c : all)
        table.rows.push_back(
            {analyzer.layers()[c.layer].name,
             c.isAnalytic ? say("BiasCorrection", "batch normalization") : say("BiasCorrection", "measured"),
             c.largest, c.relative * 100});
    report.items.emplace_back(std::move(table));
    report.items.emplace_back(
        report::Note{say("BiasCorrection",
                         "The new biases belong to the weights as this config rounds them: in floating point "
                         "the model is not the one it was.")});
    return report;
}

MeanSource sourceOf(const std::string& name)
{
    return name == "measured" ? MeanSource::Measured : name == "batch-norm" ? MeanSource::BatchNorm : MeanSource::Best;
}

} // namespace

Result<plugins::MethodResult> BiasCorrectionPlugin::run(const plugins::MethodInput& input, const RunControl& control)
{
    const analysis::Analyzer& analyzer = *input.analyzer;
    const auto structures = findStructures(analyzer.graph());
    rewrite::ModelRewriter rewriter(analyzer.model(), analyzer.graph(), analyzer.layers(), structures);
    QS_ASSIGN(const auto corrected, correct(analyzer, *input.calibration, input.config, sourceOf(input.values.text("means")),
                                            structures, rewriter));
    plugins::MethodResult result{input.config, std::nullopt, reportOf(corrected, analyzer), {}};
    QS_ASSIGN(result.model, rewriter.finish());
    if (input.values.boolean("compare"))
        QS_RETURN_IF_ERROR(rewrite::addComparison(result.report, *input.analyzer, *result.model,
                                                  {input.fittingData(), *input.dataset, input.labels, input.config}, control));
    return result;
}

} // namespace qscope::bias_correction
