// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/plugin_options.h"
#include "app/cli/prices.h"
#include "app/cli/terminal.h"
#include "core/io/atomic_file.h"
#include "core/io/csv_report.h"
#include "core/search/model_measurements.h"

namespace qscope::cli {

namespace {

struct SensitivityOptions {
    CommonOptions common;
    std::string mode = "only";
    std::string output;
    MetricOptions metric;
    bool latency = false;
};

/// The layers that gain most from floating point.
void printRanking(const analysis::SensitivityResult& result, const io::PricedLayers& prices)
{
    constexpr size_t most = 10;
    std::printf("%4s  %-24s  %-20s  %10s  %10s  %7s  %8s  %s\n", "rank", "SQNR [95 %] dB", "same top class %", "bytes",
                "bit ops", "borders", "ms", "layer (~ tied with next)");
    for (size_t place = 0; place < std::min(most, result.ranking.size()); ++place) {
        const LayerId id = result.ranking[place];
        const auto& figures = result.layers[id.index()];
        const search::Price change = prices.list.change(id.index(), prices.specs);
        std::printf("%4zu  %-24s  %-20s  %10s  %10s  %+7d  %8s  %s%s\n", place + 1,
                    intervalText(figures.sqnrDb, 1, 2).c_str(), intervalText(figures.agreement, 100, 1).c_str(),
                    changeText(change.bytes, "%+.0f").c_str(), changeText(change.bitOperations, "%+.3g").c_str(),
                    change.borders.conversions, changeText(change.milliseconds, "%+.4f").c_str(),
                    prices.layers[id.index()].name.c_str(), result.tiedWithNext[place] ? " ~" : "");
    }
    std::printf("bytes, bit ops, borders, ms: what the model grows by when the layer goes to floating point, or back\n");
}

void printSummary(const SensitivityOptions& options, size_t layers, int64_t samples)
{
    if (options.common.json) {
        const nlohmann::json summary{
            {"output", options.output}, {"mode", options.mode}, {"samples", samples}, {"layers", layers}};
        printJson(summary);
    } else {
        std::printf("%s: %zu layers, %lld samples\n", options.output.c_str(), layers, static_cast<long long>(samples));
    }
}

Status measureDepth(const SensitivityOptions& options, Workplace& place,
                    const analysis::CalibrationResult& calibration, ProgressLine& line)
{
    QS_ASSIGN(const auto errors, place.analyzer->depthErrors(*place.dataset, calibration, place.config,
                                                             terminalControl(line)));
    line.clear();
    QS_RETURN_IF_ERROR(
        io::writeFileAtomically(options.output, io::depthErrorsCsv(errors, place.analyzer->layers())));
    printSummary(options, errors.layers.size(), errors.samples);
    return {};
}

Status measureSensitivity(const SensitivityOptions& options)
{
    std::unique_ptr<plugins::Registry> registry;
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_RETURN_IF_ERROR(useMetric(options.metric, place, registry));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    const auto mode = analysis::sensitivityModeFromName(options.mode);
    if (mode == analysis::SensitivityMode::Accumulated)
        return measureDepth(options, place, *calibration, line);
    QS_ASSIGN(const auto result, place.analyzer->sensitivity(*place.dataset, place.labels, *calibration, place.config,
                                                             *mode, control));
    QS_ASSIGN(const io::PricedLayers prices, pricesOf(place, *calibration, options.common, options.latency, control));
    line.clear();
    QS_RETURN_IF_ERROR(
        io::writeFileAtomically(options.output, io::sensitivityCsv(result, place.analyzer->layers(), &prices)));
    if (!options.common.json)
        printRanking(result, prices);
    printSummary(options, result.layers.size(), result.samples);
    return {};
}

struct SearchOptions {
    CommonOptions common;
    std::string target;
    std::string method = "recommended";
    std::vector<int> bits;
    bool pairwise = false;
    bool wholeCurve = false;
    bool latency = false;
    std::string output;
    MetricOptions metric;
};

Result<search::Question> questionOf(const SearchOptions& options)
{
    search::Question question;
    QS_ASSIGN(question.target, search::targetFromText(options.target));
    question.method = *search::methodFromName(options.method); // checked by the parser
    question.bits = options.bits;
    question.pairwise = options.pairwise;
    question.wholeCurve = options.wholeCurve;
    return question;
}

const char* unitOf(search::TargetKind kind)
{
    return kind == search::TargetKind::SqnrDb ? "dB" : kind == search::TargetKind::Metric ? "its unit" : "points";
}

void printCurve(const search::Curve& curve, const search::Target& target, const std::vector<Layer>& layers)
{
    std::printf("%5s  %10s  %10s  %s\n", "float", "margin", "best", "put back to floating point");
    for (size_t k = 0; k < curve.points.size(); ++k) {
        const auto& point = curve.points[k];
        std::printf("%5zu  %10.3f  %10.3f  %s\n", k, point.score.margin, point.best.margin,
                    point.putBack.valid() ? layers[point.putBack.index()].name.c_str() : "(nothing)");
    }
    std::printf("margin: how far beyond %s, in %s\n", search::targetText(target).c_str(), unitOf(target.kind));
}

void printChoices(const search::Answer& answer, const SearchOptions& options, const std::vector<Layer>& layers)
{
    for (size_t i = 0; i < layers.size(); ++i) {
        if (answer.floatLayers[i])
            std::printf("float    %s\n", layers[i].name.c_str());
        else if (!options.bits.empty())
            std::printf("%2d bits  %s\n", answer.precisions[i].weights, layers[i].name.c_str());
    }
}

nlohmann::json curveJson(const search::Curve& curve, const std::vector<Layer>& layers)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& point : curve.points) {
        nlohmann::json one{{"margin", point.score.margin}, {"best_margin", point.best.margin},
                           {"sqnr_db", point.score.tieBreak}};
        if (point.putBack.valid())
            one["layer"] = layers[point.putBack.index()].name;
        for (auto& value : one) // JSON knows no infinity
            if (value.is_number_float() && !std::isfinite(value.get<double>()))
                value = nullptr;
        points.push_back(one);
    }
    return points;
}

void printAnswerJson(const search::Answer& answer, const SearchOptions& options,
                     const io::PricedLayers& prices)
{
    const std::vector<Layer>& layers = prices.layers;
    const search::BorderCount borders = prices.list.of(prices.specs).borders;
    nlohmann::json bits = nlohmann::json::object();
    for (size_t i = 0; i < layers.size(); ++i)
        bits[layers[i].name] = {answer.precisions[i].weights, answer.precisions[i].activations};
    nlohmann::json result{{"output", options.output},
                          {"target", options.target},
                          {"method", answer.method},
                          {"layers", layers.size()},
                          {"layers_float", search::countOf(answer.floatLayers)},
                          {"bytes", answer.bytes},
                          {"bit_operations", answer.bitOperations},
                          {"conversions", borders.conversions},
                          {"qdq_pairs", borders.pairs},
                          {"evaluations", answer.evaluations},
                          {"agreement", answer.evaluation.agreement.value},
                          {"bits", bits}};
    result["sqnr_db"] = std::isfinite(answer.evaluation.sqnrDb) ? nlohmann::json(answer.evaluation.sqnrDb.value)
                                                                : nlohmann::json(nullptr);
    if (answer.evaluation.user)
        result["user"] = answer.evaluation.user->value;
    if (answer.evaluation.accuracyQuantized)
        result["accuracy_quantized"] = answer.evaluation.accuracyQuantized->value;
    if (answer.milliseconds)
        result["milliseconds"] = *answer.milliseconds;
    if (answer.orderNeeds)
        result["order_needs"] = *answer.orderNeeds;
    if (answer.curve)
        result["curve"] = curveJson(*answer.curve, layers);
    printJson(result);
}

void printAnswer(const search::Answer& answer, const search::Target& target, const SearchOptions& options,
                 const io::PricedLayers& prices, const std::optional<MetricInUse>& metric)
{
    const std::vector<Layer>& layers = prices.layers;
    if (answer.curve)
        printCurve(*answer.curve, target, layers);
    printChoices(answer, options, layers);
    const auto& e = answer.evaluation;
    std::printf("found by            %s, %lld evaluations\n", answer.method.c_str(),
                static_cast<long long>(answer.evaluations));
    std::printf("in floating point   %zu of %zu layers", search::countOf(answer.floatLayers), layers.size());
    if (answer.orderNeeds)
        std::printf(" (the sensitivity order needs %zu)", *answer.orderNeeds);
    std::printf("\noutput SQNR         %s dB\n", intervalText(e.sqnrDb, 1, 2).c_str());
    std::printf("top-class agreement %s %%\n", intervalText(e.agreement, 100, 2).c_str());
    if (e.accuracyDrop)
        std::printf("accuracy drop       %s points\n", intervalText(*e.accuracyDrop, 100, 2).c_str());
    if (e.user && metric)
        std::printf("%-19s %s %s\n", metric->title.c_str(), intervalText(*e.user, 1, 4).c_str(), metric->unit.c_str());
    search::Price price = prices.list.of(prices.specs);
    price.milliseconds = answer.milliseconds;
    printPrice(price, layers.size());
    std::printf("%s\n", options.output.c_str());
}

Status searchModel(const SearchOptions& options)
{
    QS_ASSIGN(search::Question question, questionOf(options));
    if (question.target.kind == search::TargetKind::Metric && options.metric.name.empty())
        return Error{ErrorCode::InvalidArgument, "--target " + options.target + " needs --metric", {}};
    std::unique_ptr<plugins::Registry> registry; // outlives the runs
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_ASSIGN(const auto metric, useMetric(options.metric, place, registry));
    question.target.lowerIsBetter = metric && metric->lowerIsBetter;
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    const auto measure = search::measurementsOn(*place.analyzer, *place.dataset, place.labels, *calibration);
    auto subject = search::subjectOf(*place.analyzer, *calibration, place.config);
    search::LatencyTable latencies;
    if (question.target.kind == search::TargetKind::Latency || options.latency) {
        analysis::KnownLatencies known;
        QS_ASSIGN(latencies, search::measuredLatencies(*place.analyzer, *calibration, place.config, options.common.threads,
                                                       control, known));
        subject.latency = &latencies;
    }
    QS_ASSIGN(const auto answer, search::find(subject, question, measure, control));
    place.config = answer.config;
    QS_ASSIGN(const io::PricedLayers prices, pricesOf(place, *calibration, options.common, false, control));
    line.clear();
    QS_RETURN_IF_ERROR(quant::writeConfig(answer.config, options.output));
    if (options.common.json)
        printAnswerJson(answer, options, prices);
    else
        printAnswer(answer, question.target, options, prices, metric);
    return {};
}

} // namespace

Command addSensitivity(CLI::App& program)
{
    auto options = std::make_shared<SensitivityOptions>();
    CLI::App* app = program.add_subcommand("sensitivity", "Measure what each layer's quantization does to the output");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--mode", options->mode,
                    "'only': this layer alone quantized; 'except': everything but this layer; 'weights', 'activations': "
                    "this layer's alone; 'cumulative': error of each layer's output, by itself and accumulated")
        ->check(CLI::IsMember({"only", "except", "weights", "activations", "cumulative"}));
    app->add_flag("--latency", options->latency, "Time every layer with int8 and float32 kernels on this machine too");
    app->add_option("-o,--output", options->output, "The .csv to write")->required();
    addMetricOptions(*app, options->metric);
    return {app, [options] { return measureSensitivity(*options); }};
}

Command addSearch(CLI::App& program)
{
    auto options = std::make_shared<SearchOptions>();
    CLI::App* app = program.add_subcommand(
        "search", "Find the layers to keep in floating point, or bits for every layer, that reach a target");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--target,--budget", options->target,
                    "sqnr=DB, drop=POINTS of accuracy (with --labels), agreement=PERCENT, metric=N of the --metric (at least, "
                    "or at most where less of it is better); or a budget: bytes=N of the "
                    "weights, bops=N bit operations per sample, latency=MS per sample of all layers, timed on this machine")
        ->required();
    app->add_option("--method", options->method,
                    "'order': of one-at-a-time sensitivity; 'greedy'; 'ilp': integer program; 'genetic' (budgets); "
                    "'recommended': the best of them")
        ->check(CLI::IsMember({"order", "greedy", "ilp", "genetic", "recommended"}));
    app->add_option("--bits", options->bits,
                    "Bits to choose from for weights and activations of each layer, separated by commas; 32: floating "
                    "point. Default: as in the config, or floating point")
        ->delimiter(',');
    app->add_flag("--pairwise", options->pairwise, "Budgets with --bits: measure pairs of layers of a block too; slower");
    app->add_flag("--latency", options->latency, "Time the layers whatever the target is, for the report");
    app->add_flag("--curve", options->wholeCurve, "'order' and 'greedy': go on behind the target, to the last layer");
    app->add_option("-o,--output", options->output, "The config to write (.json)")->required();
    addMetricOptions(*app, options->metric);
    return {app, [options] { return searchModel(*options); }};
}

} // namespace qscope::cli
