// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/data/npy.h"
#include "core/io/json_report.h"

namespace qscope::cli {

namespace {

void print(const nlohmann::json& object) { std::printf("%s\n", object.dump(2).c_str()); }

void printEvaluation(const analysis::Evaluation& e)
{
    std::printf("samples             %lld\n", static_cast<long long>(e.samples));
    std::printf("layers              %d quantized, %d in floating point\n", e.layersQuantized, e.layersFloat);
    std::printf("output SQNR         %.3f dB\n", e.sqnrDb);
    std::printf("top-class agreement %.2f %%\n", e.agreement * 100);
    if (e.accuracyFloat && e.accuracyQuantized) {
        std::printf("accuracy float      %.2f %%\n", *e.accuracyFloat * 100);
        std::printf("accuracy quantized  %.2f %%\n", *e.accuracyQuantized * 100);
    }
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
        QS_ASSIGN(const auto calibration, place.analyzer->calibrate(*place.dataset, control, {}, place.recording));
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
        print({{"output", options.output}, {"samples", place.dataset->size()}, {"shapes", shapes}});
    else
        std::printf("%s: %s\n", options.output.c_str(), shapes.dump().c_str());
    return {};
}

Status evaluateModel(const CommonOptions& options, const std::string& calibrationData)
{
    QS_ASSIGN(Workplace place, openWorkplace(options));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    std::unique_ptr<data::Dataset> other;
    if (!calibrationData.empty()) {
        QS_ASSIGN(other, data::openDataset(calibrationData, place.analyzer->inputSpecs()));
    }
    QS_ASSIGN(const auto calibration, place.analyzer->calibrate(other ? *other : *place.dataset, control, {}, place.recording));
    QS_ASSIGN(const auto evaluation,
              place.analyzer->evaluate(*place.dataset, place.labels, *calibration, place.config, control));
    line.clear();
    if (options.json)
        std::printf("%s\n", io::evaluationJson(evaluation).c_str());
    else
        printEvaluation(evaluation);
    return {};
}

Status benchModel(const CommonOptions& options, int passes)
{
    QS_ASSIGN(Workplace place, openWorkplace(options));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto result, place.analyzer->bench(*place.dataset, passes, control));
    line.clear();
    if (options.json) {
        print({{"plain_ms", result.plainMs},
               {"watched_ms", result.watchedMs},
               {"peak_rss_mb", result.peakRssMb},
               {"samples", result.samples},
               {"passes", passes}});
        return {};
    }
    std::printf("samples  %lld, median of %d passes\n", static_cast<long long>(result.samples), passes);
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
    app->add_option("-o,--output", options->output, "The .npz to write, keyed by output names")->required();
    app->add_flag("--quantized", options->quantized, "Run under fake quantization, calibrated on the same data");
    return {app, [options] { return runModel(*options); }};
}

Command addEvaluate(CLI::App& program)
{
    auto options = std::make_shared<CommonOptions>();
    auto calibrationData = std::make_shared<std::string>();
    CLI::App* app = program.add_subcommand("evaluate", "Compare the quantized model with the float model");
    addRunOptions(*app, *options);
    addLabelsOption(*app, *options);
    addConfigOption(*app, *options);
    app->add_option("--calibration", *calibrationData, "Calibrate on these samples instead of on --data");
    return {app, [options, calibrationData] { return evaluateModel(*options, *calibrationData); }};
}

Command addBench(CLI::App& program)
{
    auto options = std::make_shared<CommonOptions>();
    auto passes = std::make_shared<int>(5);
    CLI::App* app = program.add_subcommand("bench", "Time a pass over the data, plain and with every tensor watched");
    addRunOptions(*app, *options);
    app->add_option("--passes", *passes, "Passes over the data; the median counts")->check(CLI::Range(1, 1000));
    return {app, [options, passes] { return benchModel(*options, *passes); }};
}

} // namespace qscope::cli
