// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/plugin_options.h"
#include "app/cli/terminal.h"
#include "core/data/npy.h"
#include "core/data/read_ahead.h"
#include "core/analysis/layer_latency.h"
#include "core/io/json_report.h"

namespace qscope::cli {

namespace {

void printEvaluation(const analysis::Evaluation& e, const std::optional<MetricInUse>& metric)
{
    std::printf("samples             %lld\n", static_cast<long long>(e.samples));
    std::printf("layers              %d quantized, %d in floating point\n", e.layersQuantized, e.layersFloat);
    std::printf("output SQNR         %s dB\n", intervalText(e.sqnrDb, 1, 3).c_str());
    std::printf("top-class agreement %s %%\n", intervalText(e.agreement, 100, 2).c_str());
    std::printf("KL divergence       %s nats\n", intervalText(e.kl, 1, 4).c_str());
    if (e.accuracyFloat && e.accuracyQuantized) {
        std::printf("accuracy float      %s %%\n", intervalText(*e.accuracyFloat, 100, 2).c_str());
        std::printf("accuracy quantized  %s %%\n", intervalText(*e.accuracyQuantized, 100, 2).c_str());
        std::printf("accuracy drop       %s points\n", intervalText(*e.accuracyDrop, 100, 2).c_str());
    }
    if (metric && e.user)
        std::printf("%-19s %s %s\n", metric->title.c_str(), intervalText(*e.user, 1, 4).c_str(), metric->unit.c_str());
    std::printf("weights             %.0f bytes (float %.0f)\n", e.weightBytes, e.weightBytesFloat);
}

struct RunOptions {
    CommonOptions common;
    std::string output;
    bool quantized = false;
};

Status runModel(const RunOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    std::vector<NamedTensor> outputs;
    if (options.quantized) {
        QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
        QS_ASSIGN(outputs, place.analyzer->runQuantized(*place.dataset, *calibration, place.config, control));
    } else {
        QS_ASSIGN(outputs, place.analyzer->run(*place.dataset, control));
    }
    line.clear();
    QS_RETURN_IF_ERROR(data::writeNpz(options.output, outputs));
    nlohmann::json shapes = nlohmann::json::object();
    for (const auto& output : outputs)
        shapes[output.name] = output.tensor.shape();
    if (options.common.json)
        printJson({{"output", options.output}, {"samples", place.dataset->size()}, {"shapes", shapes}});
    else
        std::printf("%s: %s\n", options.output.c_str(), shapes.dump().c_str());
    return {};
}

struct EvaluateOptions {
    CommonOptions common;
    MetricOptions metric;
};

Status evaluateModel(const EvaluateOptions& evaluate)
{
    const CommonOptions& options = evaluate.common;
    std::unique_ptr<plugins::Registry> registry;
    QS_ASSIGN(Workplace place, openWorkplace(options));
    QS_ASSIGN(const auto metric, useMetric(evaluate.metric, place, registry));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options, control));
    QS_ASSIGN(const auto evaluation,
              place.analyzer->evaluate(*place.dataset, place.labels, *calibration, place.config, control));
    line.clear();
    if (options.json)
        std::printf("%s\n", io::evaluationJson(evaluation).c_str());
    else
        printEvaluation(evaluation, metric);
    if (!options.json && !options.reference.empty())
        std::printf("compared with       %s in floating point\n", options.reference.c_str());
    return {};
}

/// The engine's time is wanted: data that is not large is read before the clock starts, and kept.
Status readFirst(std::unique_ptr<data::Dataset>& dataset)
{
    constexpr size_t MostBytes = size_t(32) << 20;
    const int64_t samples = dataset->size();
    if (samples == 0 || dataset->shapesVary())
        return {};
    QS_ASSIGN(const auto one, dataset->read(0, 1));
    size_t bytes = 0;
    for (const Tensor& t : one)
        bytes += t.bytes() * static_cast<size_t>(samples);
    if (bytes <= MostBytes)
        dataset = data::readAhead(std::move(dataset), samples);
    return {};
}

struct BenchOptions {
    CommonOptions common;
    int passes = 5;
    bool whatIf = false;
    bool layers = false;
};

/// float32 against int8 on this machine's kernels, layer by layer.
Status benchLayers(Workplace& place, const BenchOptions& options, const RunControl& control, ProgressLine& line)
{
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    const auto& layers = place.analyzer->layers();
    analysis::KnownLatencies known;
    QS_ASSIGN(const auto latencies, analysis::measureLatencies(place.analyzer->graph(), layers, *calibration,
                                                               options.common.threads, control, known));
    line.clear();
    nlohmann::json rows = nlohmann::json::array();
    for (size_t i = 0; i < layers.size(); ++i) {
        nlohmann::json row{{"layer", layers[i].name}, {"op", layers[i].op}};
        if (latencies[i]) {
            row["float_ms"] = latencies[i]->floatMs;
            row["int8_ms"] = latencies[i]->int8Ms;
        }
        rows.push_back(row);
        if (options.common.json)
            continue;
        if (latencies[i])
            std::printf("%9.4f ms float  %9.4f ms int8  %5.2fx  %s\n", latencies[i]->floatMs, latencies[i]->int8Ms,
                        latencies[i]->floatMs / latencies[i]->int8Ms, layers[i].name.c_str());
        else
            std::printf("%9s           %9s                  %s\n", "-", "-", layers[i].name.c_str());
    }
    if (options.common.json)
        printJson(rows);
    return {};
}

void printWhatIf(const analysis::Analyzer::WhatIfBench& result)
{
    std::printf("plain          %.2f ms\nfirst estimate %.2f ms after a change of one layer (median over layers)\n"
                "all samples    %.2f ms (%.2f float passes)\nsweep          %.2f float passes per layer\n",
                result.plainMs, result.firstEstimateMs, result.toggleMs, result.toggleMs / result.plainMs,
                result.sweepPerLayer);
}

Status benchWhatIf(Workplace& place, const BenchOptions& options, const RunControl& control, ProgressLine& line)
{
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    QS_ASSIGN(const auto result, place.analyzer->benchWhatIf(*place.dataset, *calibration, place.config, control));
    line.clear();
    if (options.common.json)
        printJson({{"plain_ms", result.plainMs},
                   {"first_estimate_ms", result.firstEstimateMs},
                   {"toggle_ms", result.toggleMs},
                   {"sweep_passes_per_layer", result.sweepPerLayer}});
    else
        printWhatIf(result);
    return {};
}

Status benchModel(const BenchOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_RETURN_IF_ERROR(readFirst(place.dataset));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    if (options.whatIf)
        return benchWhatIf(place, options, control, line);
    if (options.layers)
        return benchLayers(place, options, control, line);
    QS_ASSIGN(const auto result, place.analyzer->bench(*place.dataset, options.passes, control));
    line.clear();
    if (options.common.json) {
        printJson({{"plain_ms", result.plainMs},
                   {"watched_ms", result.watchedMs},
                   {"peak_rss_mb", result.peakRssMb},
                   {"samples", result.samples},
                   {"passes", options.passes}});
        return {};
    }
    std::printf("samples  %lld, median of %d passes\n", static_cast<long long>(result.samples), options.passes);
    std::printf("plain    %.2f ms\nwatched  %.2f ms (%.2f times plain)\npeak RSS %.1f MB\n", result.plainMs,
                result.watchedMs, result.watchedMs / result.plainMs, result.peakRssMb);
    return {};
}

} // namespace

Command addRun(CLI::App& program)
{
    auto options = std::make_shared<RunOptions>();
    CLI::App* app = program.add_subcommand("run", "Run the model and write its outputs, samples stacked on axis 0");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("-o,--output", options->output, "The .npz to write, keyed by output names")->required();
    app->add_flag("--quantized", options->quantized, "Run under fake quantization, calibrated on the same data");
    return {app, [options] { return runModel(*options); }};
}

Command addEvaluate(CLI::App& program)
{
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* app = program.add_subcommand("evaluate", "Compare the quantized model with the float model");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    addMetricOptions(*app, options->metric);
    return {app, [options] { return evaluateModel(*options); }};
}

Command addBench(CLI::App& program)
{
    auto options = std::make_shared<BenchOptions>();
    CLI::App* app = program.add_subcommand("bench", "Time a pass over the data, plain and with every tensor watched");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--passes", options->passes, "Passes over the data; the median counts")->check(CLI::Range(1, 1000));
    app->add_flag("--what-if", options->whatIf,
                  "Time instead what a change of one layer costs, and a sensitivity sweep over all layers");
    app->add_flag("--layers", options->layers, "Time instead the product of every layer for one sample, in float32 and int8");
    return {app, [options] { return benchModel(*options); }};
}

} // namespace qscope::cli
