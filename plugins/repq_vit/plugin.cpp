// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/plugin.h"

#include "core/base/text.h"
#include "plugins/repq_vit/run.h"

namespace qscope::repq_vit {

using plugins::Parameter;

std::vector<Parameter> RepqVitPlugin::parameters() const
{
    return {
        Parameter::integer("weight-bits", 0, 0, 8,
                           say("RepQ-ViT", "Bits of the weights; 0 takes those of the config.")),
        Parameter::integer("activation-bits", 0, 0, 8,
                           say("RepQ-ViT", "Bits of the activations; 0 takes those of the config.")),
        Parameter::integer("samples", 32, 0, 1000000,
                           say("RepQ-ViT", "Calibration samples, from the first on; 0 takes all.")),
        Parameter::choice(
            "softmax", "log-sqrt2",
            {{"log-sqrt2", say("RepQ-ViT", "Powers of the square root of two, as published.")},
             {"log2", say("RepQ-ViT", "Powers of two.")},
             {"twin-range", say("RepQ-ViT", "Two ranges with steps of their own, as in PTQ4ViT.")},
             {"uniform", say("RepQ-ViT", "Evenly spaced, like all other activations.")}},
            say("RepQ-ViT", "How the outputs of softmax are quantized.")),
        Parameter::boolean("whole-zero-points", true,
                           say("RepQ-ViT",
                               "Rounds the mean zero point, so that the codes are those of the channels and "
                               "integers; the released code does not.")),
        Parameter::boolean(
            "final", false,
            say("RepQ-ViT", "Also moves the scales of the normalization before the last layer.")),
        Parameter::boolean(
            "compare", true,
            say("RepQ-ViT", "Measures layer-wise, channel-wise and reparameterised quantization.")),
    };
}

Status RepqVitPlugin::appliesTo(const analysis::Analyzer& analyzer) const
{
    const Sites sites = findSites(analyzer, findStructures(analyzer.graph()), true);
    if (!sites.normalizations.empty() || !sites.softmaxes.empty())
        return {};
    return Error{ErrorCode::Unsupported,
                 sites.refusals.empty()
                     ? say("RepQ-ViT", "the model has neither normalizations of channels nor attention")
                     : sites.refusals.front(),
                 {}};
}

Result<plugins::MethodResult> RepqVitPlugin::run(const plugins::MethodInput& input, const RunControl& control)
{
    const plugins::ParameterValues& values = input.values;
    Task task{*input.analyzer, input.fittingData(), *input.dataset, input.labels,
              input.config};
    task.settings.weightBits = static_cast<int>(values.integer("weight-bits"));
    task.settings.activationBits = static_cast<int>(values.integer("activation-bits"));
    for (const int bits : {task.settings.weightBits, task.settings.activationBits})
        if (bits == 1)
            return Error{ErrorCode::InvalidArgument,
                         say("RepQ-ViT", "1 bit is too few: 2 to 8, or 0 for those of the config"),
                         {}};
    task.settings.softmax = *quant::fromName<quant::QuantizerKind>(values.text("softmax"));
    task.settings.wholeZeroPoints = values.boolean("whole-zero-points");
    task.settings.withFinal = values.boolean("final");
    task.samples = values.integer("samples");
    task.compare = values.boolean("compare");
    QS_ASSIGN(Outcome outcome, repq_vit::run(task, control));
    return plugins::MethodResult{std::move(outcome.config), std::move(outcome.model), std::move(outcome.report),
                                 std::move(outcome.warnings)};
}

} // namespace qscope::repq_vit
