// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/run.h"

#include <cstdio>

#include "core/base/text.h"
#include "core/data/first_samples.h"
#include "core/rewrite/before_after.h"
#include "plugins/repq_vit/figures.h"

namespace qscope::repq_vit {

namespace {

constexpr int64_t EquivalenceSamples = 8;
constexpr double LargestDifference = 1e-5;

struct Measured {
    std::vector<analysis::Evaluation> evaluations; ///< by Variant; without the last when the model stays as it is
};

/// Layer-wise and channel-wise on the model as it is.
Status measureOriginal(const Task& task, const Plan& plan, const analysis::CalibrationResult& calibration,
                       const RunControl& control, Measured& measured)
{
    const quant::Config configs[] = {configOf(plan, Variant::LayerWise, task.analyzer),
                                     configOf(plan, Variant::ChannelWise, task.analyzer)};
    QS_ASSIGN(measured.evaluations, task.analyzer.evaluateAll(task.data, task.labels, calibration, configs, control));
    return {};
}

Status measureRewritten(const Task& task, analysis::Analyzer& rewritten, const quant::Config& config,
                        data::Dataset& samples, const RunControl& control, Measured& measured)
{
    QS_ASSIGN(const auto calibration, rewritten.calibrate(samples, control));
    QS_ASSIGN(auto evaluation, rewritten.evaluate(task.data, task.labels, *calibration, config, control));
    measured.evaluations.push_back(std::move(evaluation));
    return {};
}

void noteEquivalence(double difference, Outcome& outcome)
{
    char share[32];
    std::snprintf(share, sizeof share, "%.2g", difference);
    if (difference <= LargestDifference)
        outcome.report.items.emplace_back(report::Note{
            filled(say("RepQ-ViT",
                       "In floating point the rewritten model differs from the original by at most %1 of the "
                       "largest output: nothing else has changed."),
                   share)});
    else
        outcome.warnings.push_back(filled(
            say("RepQ-ViT", "in floating point the rewritten model differs from the original by %1 of the "
                            "largest output, more than rounding usually does (1e-5)"),
            share));
}

} // namespace

Result<Outcome> run(const Task& task, const RunControl& control)
{
    data::FirstSamples samples(task.calibrationData, task.samples > 0 ? task.samples : task.calibrationData.size());
    QS_ASSIGN(const auto calibration, task.analyzer.calibrate(samples, control, {}, recordingFor(task.analyzer)));
    QS_ASSIGN(const Plan plan, makePlan(task.analyzer, *calibration, task.config, task.settings));
    Outcome outcome;
    outcome.warnings = plan.warnings;
    outcome.report.title = "RepQ-ViT";
    outcome.config = configOf(plan, Variant::Reparameterised, task.analyzer);
    addSummary(plan, calibration->samples, outcome.report);
    Measured measured;
    if (task.compare)
        QS_RETURN_IF_ERROR(measureOriginal(task, plan, *calibration, control, measured));
    if (!plan.sites.empty()) {
        QS_ASSIGN(outcome.model, reparameterise(plan, task.analyzer));
        QS_ASSIGN(const auto rewritten, analysis::Analyzer::open(*outcome.model));
        QS_RETURN_IF_ERROR(rewritten->setReference(task.analyzer));
        data::FirstSamples few(samples, EquivalenceSamples);
        QS_ASSIGN(const double difference, rewrite::relativeDifference(task.analyzer, *rewritten, few, control));
        noteEquivalence(difference, outcome);
        if (task.compare)
            QS_RETURN_IF_ERROR(measureRewritten(task, *rewritten, outcome.config, samples, control, measured));
    }
    addComparison(measured.evaluations, outcome.report);
    addVariation(plan, outcome.report);
    addCodeUsage(plan, *calibration, outcome.report);
    addNotes(plan, outcome.report);
    return outcome;
}

} // namespace qscope::repq_vit
