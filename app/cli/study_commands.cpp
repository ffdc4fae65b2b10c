// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/data/read_ahead.h"
#include "core/io/atomic_file.h"
#include "core/report/chart_svg.h"
#include "core/report/report_writers.h"
#include "plugins/repq_vit/study.h"

namespace qscope::cli {

namespace {

struct StudyOptions {
    CommonOptions common;
    std::vector<std::string> bits{"4/4", "6/6", "8/8"};
    std::vector<int64_t> sampleCounts{1, 8, 32, 128};
    int64_t calibrationSamples = 32;
    bool fractional = false;
    std::string output;
};

/// "4/8": weights and activations.
Result<std::pair<int, int>> widthsOf(const std::string& text)
{
    int weights = 0, activations = 0, end = 0;
    const bool isRead = std::sscanf(text.c_str(), "%d/%d%n", &weights, &activations, &end) == 2
                        && static_cast<size_t>(end) == text.size();
    if (isRead && weights >= 2 && weights <= 16 && activations >= 2 && activations <= 16)
        return std::pair(weights, activations);
    return Error{ErrorCode::InvalidArgument, "--bits: \"" + text + "\" is no pair of bits as 4/8, from 2 to 16 each", {}};
}

/// The report in all forms, a table of all figures, and each chart as a picture.
Status writeFolder(const std::string& folder, const repq_vit::Study& study, const report::Report& report)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorCode::FileUnwritable, "the folder cannot be made: " + problem.message(), folder};
    const auto write = [&](const std::string& name, const std::string& text) {
        return io::writeFileAtomically(folder + "/" + name, text);
    };
    QS_RETURN_IF_ERROR(write("study.csv", repq_vit::studyCsv(study)));
    QS_RETURN_IF_ERROR(write("study.json", report::reportJson(report)));
    QS_RETURN_IF_ERROR(write("study.html", report::reportHtml(report)));
    int number = 0;
    for (const report::ReportItem& item : report.items)
        if (const auto* chart = std::get_if<report::Chart>(&item))
            QS_RETURN_IF_ERROR(write("chart" + std::to_string(++number) + ".svg", report::chartSvg(*chart)));
    return {};
}

Status studyVit(const StudyOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    std::unique_ptr<data::Dataset> other;
    if (!options.common.calibration.empty()) {
        QS_ASSIGN(other, openCalibrationData(place, options.common));
    }
    ProgressLine line;
    const RunControl control = terminalControl(line);
    repq_vit::StudyTask task{*place.analyzer, other ? *other : *place.dataset, *place.dataset, place.labels, place.config};
    task.wholeZeroPoints = !options.fractional;
    task.samples = options.calibrationSamples;
    task.sampleCounts = options.sampleCounts;
    task.bits.clear();
    for (const std::string& text : options.bits) {
        QS_ASSIGN(const auto widths, widthsOf(text));
        task.bits.push_back(widths);
    }
    QS_ASSIGN(const repq_vit::Study study, repq_vit::study(task, control));
    line.clear();
    for (const std::string& warning : study.warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    const std::string name = std::filesystem::path(options.common.model).filename().string();
    const report::Report report = repq_vit::studyReport(study, name, place.dataset->size());
    const std::string text = options.common.json ? report::reportJson(report) : report::reportText(report);
    std::printf("%s", text.c_str());
    return options.output.empty() ? Status() : writeFolder(options.output, study, report);
}

} // namespace

Command addStudy(CLI::App& program)
{
    auto options = std::make_shared<StudyOptions>();
    CLI::App* app = program.add_subcommand("study", "Measure what a paper claims on a model of your own");
    app->require_subcommand(1);
    CLI::App* vit = app->add_subcommand("vit", "Vision transformers: activations after LayerNorm and after softmax (RepQ-ViT)");
    addRunOptions(*vit, options->common);
    addLabelsOption(*vit, options->common);
    addConfigOption(*vit, options->common);
    vit->add_option("--calibration", options->common.calibration,
                    "Samples to calibrate on; default: the first of --data, which then measure themselves");
    vit->add_option("--bits", options->bits, "Bits of weights and activations; default: 4/4,6/6,8/8")->delimiter(',');
    vit->add_option("--calibration-samples", options->calibrationSamples, "Samples that calibrate; default: 32")
        ->check(CLI::PositiveNumber);
    vit->add_option("--sample-counts", options->sampleCounts, "Numbers of samples to compare; default: 1,8,32,128")
        ->delimiter(',')
        ->check(CLI::PositiveNumber);
    vit->add_flag("--fractional", options->fractional, "Do not round the mean zero points, as in the released code");
    vit->add_option("-o,--output", options->output, "Folder for study.csv, study.json, study.html and the charts as SVG");
    return {app, [options] { return studyVit(*options); }};
}

} // namespace qscope::cli
