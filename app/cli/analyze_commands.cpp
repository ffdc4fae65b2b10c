// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/io/atomic_file.h"
#include "core/io/csv_report.h"
#include "core/io/html_report.h"
#include "core/io/json_report.h"
#include "core/io/model_summary.h"
#include "core/io/qdq_export.h"

namespace qscope::cli {

namespace {

namespace fs = std::filesystem;

struct AnalyzeOptions {
    CommonOptions common;
    std::string folder;
    bool sensitivity = false;
    bool channelPercentiles = false;
};

Status makeFolder(const std::string& path)
{
    std::error_code ec;
    fs::create_directories(path, ec);
    if (ec || !fs::is_directory(path))
        return Error{ErrorCode::FileUnwritable, "the folder cannot be made" + (ec ? " (" + ec.message() + ")" : ""),
                     path};
    return {};
}

Status writeReports(const std::string& folder, const io::ReportInput& input)
{
    QS_RETURN_IF_ERROR(makeFolder(folder + "/plots"));
    QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/tensors.json", io::tensorsJson(input.calibration)));
    QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/layers.csv", io::layersCsv(input)));
    QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/report.html", io::htmlReport(input)));
    for (const auto& plot : io::reportPlots(input))
        QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/plots/" + plot.name + ".svg", plot.svg));
    return {};
}

Status analyzeModel(const AnalyzeOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_RETURN_IF_ERROR(makeFolder(options.folder));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    analysis::Analyzer& analyzer = *place.analyzer;
    QS_ASSIGN(const auto calibration,
              analyzer.calibrate(*place.dataset, control, {}, {options.channelPercentiles || place.recording.channelHistograms}));
    QS_ASSIGN(auto quantizers, analyzer.quantizers(*calibration, place.config));
    QS_ASSIGN(auto evaluation,
              analyzer.evaluate(*place.dataset, place.labels, *calibration, place.config, control));
    io::ReportInput input{analyzer.graph(), analyzer.layers(),        *calibration, place.config, std::move(quantizers),
                          std::move(evaluation), std::nullopt, std::nullopt, fs::path(options.common.model).filename(),
                          place.dataset->description()};
    if (options.sensitivity) {
        using analysis::SensitivityMode;
        QS_ASSIGN(input.only, analyzer.sensitivity(*place.dataset, place.labels, *calibration, place.config,
                                                   SensitivityMode::OnlyThisLayer, control));
        QS_ASSIGN(input.except, analyzer.sensitivity(*place.dataset, place.labels, *calibration, place.config,
                                                     SensitivityMode::AllButThis, control));
    }
    line.clear();
    QS_RETURN_IF_ERROR(writeReports(options.folder, input));
    for (const auto& warning : calibration->warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    if (options.common.json) {
        const nlohmann::json result{{"folder", options.folder},
                                    {"samples", calibration->samples},
                                    {"tensors", calibration->tensors.size()},
                                    {"layers", analyzer.layers().size()},
                                    {"warnings", calibration->warnings}};
        std::printf("%s\n", result.dump(2).c_str());
    } else {
        std::printf("%s: %zu tensors, %zu layers, %lld samples\n", options.folder.c_str(),
                    calibration->tensors.size(), analyzer.layers().size(),
                    static_cast<long long>(calibration->samples));
    }
    return {};
}

struct SensitivityOptions {
    CommonOptions common;
    std::string mode = "only";
    std::string output;
};

Status measureSensitivity(const SensitivityOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    const auto mode = options.mode == "only" ? analysis::SensitivityMode::OnlyThisLayer
                                             : analysis::SensitivityMode::AllButThis;
    QS_ASSIGN(const auto calibration, place.analyzer->calibrate(*place.dataset, control, {}, place.recording));
    QS_ASSIGN(const auto result, place.analyzer->sensitivity(*place.dataset, place.labels, *calibration, place.config,
                                                             mode, control));
    line.clear();
    QS_RETURN_IF_ERROR(io::writeFileAtomically(options.output, io::sensitivityCsv(result, place.analyzer->layers())));
    if (options.common.json) {
        const nlohmann::json summary{{"output", options.output},
                                     {"mode", options.mode},
                                     {"samples", result.samples},
                                     {"layers", result.layers.size()}};
        std::printf("%s\n", summary.dump(2).c_str());
    } else {
        std::printf("%s: %zu layers, %lld samples\n", options.output.c_str(), result.layers.size(),
                    static_cast<long long>(result.samples));
    }
    return {};
}

struct ExportOptions {
    CommonOptions common;
    std::string output;
};

Status exportModel(const ExportOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    ProgressLine line;
    analysis::Analyzer& analyzer = *place.analyzer;
    QS_ASSIGN(const auto calibration, analyzer.calibrate(*place.dataset, terminalControl(line), {}, place.recording));
    QS_ASSIGN(const auto quantizers, analyzer.quantizers(*calibration, place.config));
    line.clear();
    QS_RETURN_IF_ERROR(
        io::exportQdqFile(analyzer.model(), analyzer.graph(), analyzer.layers(), quantizers, options.output));
    size_t quantized = 0;
    for (const auto& q : quantizers)
        quantized += q.isFloat ? 0 : 1;
    if (options.common.json) {
        const nlohmann::json summary{{"output", options.output},
                                     {"layers_quantized", quantized},
                                     {"layers_float", quantizers.size() - quantized},
                                     {"samples", calibration->samples}};
        std::printf("%s\n", summary.dump(2).c_str());
    } else {
        std::printf("%s: %zu layers quantized, %zu in floating point\n", options.output.c_str(), quantized,
                    quantizers.size() - quantized);
    }
    return {};
}

struct InspectOptions {
    std::string model;
    bool json = false;
};

Status inspectModel(const InspectOptions& options)
{
    QS_ASSIGN(const auto analyzer, analysis::Analyzer::open(options.model));
    for (const auto& warning : analyzer->warnings())
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    const io::ModelSummary summary = io::summarize(analyzer->graph(), analyzer->layers());
    const std::string text = options.json ? io::summaryJson(summary) : io::summaryText(summary);
    std::printf("%s%s", text.c_str(), options.json ? "\n" : "");
    return {};
}

} // namespace

Command addInspect(CLI::App& program)
{
    auto options = std::make_shared<InspectOptions>();
    CLI::App* app = program.add_subcommand("inspect", "Show what a model is made of, without running it");
    app->add_option("MODEL", options->model, "The .onnx file")->required();
    app->add_flag("--json", options->json, "Print one JSON object on standard output");
    return {app, [options] { return inspectModel(*options); }};
}

Command addAnalyze(CLI::App& program)
{
    auto options = std::make_shared<AnalyzeOptions>();
    CLI::App* app = program.add_subcommand(
        "analyze", "Write statistics of all tensors, a table of layers and a report with plots into a folder");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    app->add_option("-o,--output", options->folder, "The folder to write into")->required();
    app->add_flag("--sensitivity", options->sensitivity, "Measure both sensitivities for the report too");
    app->add_flag("--channel-percentiles", options->channelPercentiles,
                  "Record a histogram per channel of every layer's input, for percentiles in tensors.json; slower");
    return {app, [options] { return analyzeModel(*options); }};
}

Command addSensitivity(CLI::App& program)
{
    auto options = std::make_shared<SensitivityOptions>();
    CLI::App* app = program.add_subcommand("sensitivity", "Measure what each layer's quantization does to the output");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    app->add_option("--mode", options->mode, "'only': this layer alone quantized; 'except': everything but this layer")
        ->check(CLI::IsMember({"only", "except"}));
    app->add_option("-o,--output", options->output, "The .csv to write")->required();
    return {app, [options] { return measureSensitivity(*options); }};
}

Command addExport(CLI::App& program)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App* app = program.add_subcommand("export", "Write the quantized model as QDQ ONNX");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    app->add_option("-o,--output", options->output, "The .onnx to write")->required();
    return {app, [options] { return exportModel(*options); }};
}

} // namespace qscope::cli
