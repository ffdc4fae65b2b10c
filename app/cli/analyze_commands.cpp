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
              obtainCalibration(place, options.common, control, {options.channelPercentiles}));
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
        printJson(result);
    } else {
        std::printf("%s: %zu tensors, %zu layers, %lld samples\n", options.folder.c_str(),
                    calibration->tensors.size(), analyzer.layers().size(),
                    static_cast<long long>(calibration->samples));
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
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("-o,--output", options->folder, "The folder to write into")->required();
    app->add_flag("--sensitivity", options->sensitivity, "Measure both sensitivities for the report too");
    app->add_flag("--channel-percentiles", options->channelPercentiles,
                  "Record a histogram per channel of every layer's input, for percentiles in tensors.json; slower");
    return {app, [options] { return analyzeModel(*options); }};
}

} // namespace qscope::cli
