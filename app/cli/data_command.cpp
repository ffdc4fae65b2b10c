// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/analysis/data_check.h"
#include "core/data/readers.h"
#include "core/data/usual_preprocessing.h"

namespace qscope::cli {

namespace {

using analysis::DataCheck;
using analysis::InputEvidence;

struct DataOptions {
    CommonOptions common;
    bool quick = false;
};

const char* sourceName(InputEvidence::Source source)
{
    switch (source) {
    case InputEvidence::Source::Statistics: return "training statistics";
    case InputEvidence::Source::Labels: return "labels";
    case InputEvidence::Source::Confidence: return "confidence";
    case InputEvidence::Source::None: break;
    }
    return "none";
}

const char* orderName(data::ColourOrder order)
{
    switch (order) {
    case data::ColourOrder::Bgr: return "bgr";
    case data::ColourOrder::Gray: return "gray";
    case data::ColourOrder::Rgb: break;
    }
    return "rgb";
}

nlohmann::json optionsJson(const data::ImageOptions& options)
{
    return {{"scale", options.scale},
            {"mean", options.mean},
            {"std", options.std},
            {"order", orderName(options.order)}};
}

nlohmann::json figuresJson(const data::ValueFigures& figures)
{
    return {{"min", figures.lo}, {"max", figures.hi}, {"mean", figures.mean()}, {"std", figures.std()}};
}

nlohmann::json inputJson(const data::InputFigures& input)
{
    nlohmann::json json = figuresJson(input.values);
    json["name"] = input.spec.name;
    json["type"] = std::string(dtypeName(input.spec.type));
    json["shape"] = input.shape;
    json["nan"] = input.nanCount;
    json["inf"] = input.infCount;
    if (!input.channels.empty()) {
        json["channels"] = nlohmann::json::array();
        for (const auto& channel : input.channels)
            json["channels"].push_back(figuresJson(channel));
    }
    return json;
}

nlohmann::json evidenceJson(const InputEvidence& evidence)
{
    nlohmann::json json{{"source", sourceName(evidence.source)}, {"samples", evidence.samples}};
    if (!evidence.why.empty())
        json["why"] = evidence.why;
    if (!evidence.node.empty())
        json["node"] = evidence.node;
    json["trials"] = nlohmann::json::array();
    for (const auto& trial : evidence.trials) {
        nlohmann::json one = optionsJson(trial.how);
        one["preprocessing"] = trial.key;
        one["misfit"] = trial.misfit;
        if (trial.accuracy >= 0)
            one["accuracy"] = trial.accuracy;
        json["trials"].push_back(one);
    }
    return json;
}

nlohmann::json findingJson(const analysis::Finding& finding)
{
    nlohmann::json json{{"kind", std::string(analysis::findingName(finding.kind))},
                        {"warning", finding.warning},
                        {"text", analysis::findingText(finding)}};
    if (!finding.samples.empty())
        json["samples"] = finding.samples;
    if (finding.certainty)
        json["certainty"] = *finding.certainty;
    if (finding.remedy)
        json["use"] = optionsJson(*finding.remedy);
    return json;
}

void printFigures(const std::string& name, const data::ValueFigures& figures)
{
    std::printf("%-20s  min %10.4g  max %10.4g  mean %10.4g  std %10.4g\n", name.c_str(), figures.lo,
                figures.hi, figures.mean(), figures.std());
}

std::string optionText(const data::ImageOptions& options)
{
    const auto list = [](const std::vector<float>& values) {
        std::string text;
        for (const float value : values) {
            char digits[32];
            std::snprintf(digits, sizeof digits, "%s%g", text.empty() ? "" : ",", double(value));
            text += digits;
        }
        return text;
    };
    char scale[32];
    std::snprintf(scale, sizeof scale, "%g", double(options.scale));
    return "--scale " + std::string(scale) + " --mean " + list(options.mean) + " --std " + list(options.std)
           + " --order " + orderName(options.order);
}

void printCheck(const DataCheck& check, const std::string& description, bool images,
                const std::optional<analysis::RangeGrowth>& growth,
                const std::vector<analysis::ConvergencePoint>& convergence)
{
    std::printf("%s\n", description.c_str());
    for (const auto& input : check.inputs) {
        std::printf("input   %s  %s%s\n", input.spec.name.c_str(),
                    std::string(dtypeName(input.spec.type)).c_str(), shapeText(input.shape).c_str());
        printFigures("  all", input.values);
        for (size_t c = 0; c < input.channels.size() && input.channels.size() > 1; ++c)
            printFigures("  channel " + std::to_string(c), input.channels[c]);
    }
    std::printf("judged by           %s%s%s\n", sourceName(check.evidence.source),
                check.evidence.why.empty() ? "" : ": ", check.evidence.why.c_str());
    for (const auto& trial : check.evidence.trials) {
        std::printf("  misfit %-8.3g  %s%s", trial.misfit, trial.key.c_str(), trial.inverted ? "" : " ");
        std::printf("%s", trial.inverted ? "" : orderName(trial.how.order));
        if (trial.accuracy >= 0)
            std::printf(", %.1f %% right", 100 * trial.accuracy);
        std::printf("\n");
    }
    if (growth && growth->tensors > 0)
        std::printf(
            "twice the samples widen the ranges by %.1f %% (median tensor), %.1f %% (one in ten by more)\n",
            100 * growth->median, 100 * growth->upper);
    for (const auto& point : convergence)
        std::printf("  %6lld sample%s  %5.1f %% of the range (median tensor), %5.1f %% (one in ten has less)\n",
                    static_cast<long long>(point.samples), point.samples == 1 ? " " : "s", 100 * point.median,
                    100 * point.lower);
    for (const auto& finding : check.findings) {
        std::printf("%s: %s", finding.warning ? "warning" : "note", analysis::findingText(finding).c_str());
        if (finding.certainty)
            std::printf(" (so say %.0f %% of the samples)", 100 * *finding.certainty);
        std::printf("\n");
        if (finding.remedy && images)
            std::printf("  try: %s\n", optionText(*finding.remedy).c_str());
    }
    if (check.findings.empty())
        std::printf("nothing to object to\n");
}

Status checkDataOf(const DataOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_ASSIGN(const data::Kind kind, data::detectKind(options.common.data));
    const bool images = kind == data::Kind::Image || kind == data::Kind::Images || kind == data::Kind::Idx;
    std::optional<data::ImageOptions> how;
    if (images) {
        QS_ASSIGN(how, imageOptions(options.common));
    }
    ProgressLine line;
    const RunControl control = terminalControl(line);
    const std::shared_ptr<const Graph> graph(place.analyzer, &place.analyzer->graph());
    QS_ASSIGN(DataCheck check, analysis::checkData(graph, *place.dataset, place.analyzer->inputSpecs(),
                                                   place.labels, how, control));
    std::optional<analysis::RangeGrowth> growth;
    std::vector<analysis::ConvergencePoint> convergence;
    if (!options.quick) {
        // A calibration that is there tells more than a few samples.
        const bool few = options.common.calibration.empty();
        auto ranges = few ? analysis::rangesOfFew(*place.analyzer, *place.dataset, control)
                          : obtainCalibration(place, options.common, control);
        if (!ranges.ok())
            return ranges.error();
        growth = analysis::rangeGrowth(**ranges);
        convergence = analysis::rangeConvergence(**ranges);
        if (auto finding = analysis::sampleCountFinding(*growth, few ? place.dataset->size() : (*ranges)->samples))
            check.findings.push_back(std::move(*finding));
    }
    line.clear();
    if (!options.common.json) {
        printCheck(check, place.dataset->description(), images, growth, convergence);
        return {};
    }
    nlohmann::json json{{"data", place.dataset->description()}, {"samples", check.samples}};
    json["inputs"] = nlohmann::json::array();
    for (const auto& input : check.inputs)
        json["inputs"].push_back(inputJson(input));
    json["evidence"] = evidenceJson(check.evidence);
    if (growth)
        json["range_growth"] = {{"median", growth->median},
                                {"upper", growth->upper},
                                {"most", growth->most},
                                {"most_tensor", growth->mostTensor},
                                {"samples", growth->samples}};
    json["range_convergence"] = nlohmann::json::array();
    for (const auto& point : convergence)
        json["range_convergence"].push_back(
            {{"samples", point.samples}, {"median", point.median}, {"lower", point.lower}});
    json["findings"] = nlohmann::json::array();
    for (const auto& finding : check.findings)
        json["findings"].push_back(findingJson(finding));
    printJson(json);
    return {};
}

} // namespace

Command addData(CLI::App& program)
{
    auto options = std::make_shared<DataOptions>();
    CLI::App* app = program.add_subcommand(
        "data",
        "Look for likely mistakes in data: preprocessing, duplicates, blank or odd samples, too few of them");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_flag("--quick", options->quick,
                  "Do not run the model on some samples, so do not judge whether there are enough samples");
    return {app, [options] { return checkDataOf(*options); }};
}

} // namespace qscope::cli
