// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <map>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/data/read_ahead.h"
#include "core/report/report_writers.h"
#include "plugins/repq_vit/study_settings.h"

namespace qscope::cli {

namespace {

struct StudyOptions {
    CommonOptions common;
    std::map<std::string, std::string> settings; ///< by the name of the parameter; only what was given
    std::string output;
};

/// **Errors** those of the values, named as the options are.
Result<repq_vit::StudySettings> settingsOf(const StudyOptions& options)
{
    QS_ASSIGN(auto values, plugins::ParameterValues::of(repq_vit::studyParameters()));
    for (const auto& [name, text] : options.settings)
        QS_RETURN_IF_ERROR(values.set(name, std::string_view(text)));
    auto settings = repq_vit::studySettings(values);
    if (!settings.ok())
        return Error{settings.error().code, settings.error().message, "--" + settings.error().where};
    return settings;
}

Status studyVit(const StudyOptions& options)
{
    QS_ASSIGN(const repq_vit::StudySettings settings, settingsOf(options));
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    std::unique_ptr<data::Dataset> other;
    if (!options.common.calibration.empty()) {
        QS_ASSIGN(other, openCalibrationData(place, options.common));
    }
    ProgressLine line;
    const RunControl control = terminalControl(line);
    const repq_vit::StudyTask task{*place.analyzer, other ? *other : *place.dataset,
                                   *place.dataset,  place.labels,
                                   place.config,    settings};
    QS_ASSIGN(const repq_vit::Study study, repq_vit::study(task, control));
    line.clear();
    for (const std::string& warning : study.warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    const std::string name = std::filesystem::path(options.common.model).filename().string();
    const report::Report report = repq_vit::studyReport(study, name, place.dataset->size());
    const std::string text = options.common.json ? report::reportJson(report) : report::reportText(report);
    std::printf("%s", text.c_str());
    return options.output.empty() ? Status() : repq_vit::writeStudy(study, report, options.output);
}

void addSetting(CLI::App& command, const plugins::Parameter& p, const std::shared_ptr<StudyOptions>& options)
{
    const std::string name = "--" + p.name;
    if (p.type == plugins::ParameterType::Bool)
        command.add_flag_callback(
            name, [options, key = p.name] { options->settings[key] = "true"; }, p.help);
    else
        command.add_option_function<std::string>(
            name, [options, key = p.name](const std::string& text) { options->settings[key] = text; },
            p.help + " Default: " + plugins::valueText(p.defaultValue));
}

} // namespace

Command addStudy(CLI::App& program)
{
    auto options = std::make_shared<StudyOptions>();
    CLI::App* app = program.add_subcommand("study", "Measure what a paper claims on a model of your own");
    app->require_subcommand(1);
    CLI::App* vit = app->add_subcommand(
        "vit", "Vision transformers: activations after LayerNorm and after softmax (RepQ-ViT)");
    addRunOptions(*vit, options->common);
    addLabelsOption(*vit, options->common);
    addConfigOption(*vit, options->common);
    vit->add_option("--calibration", options->common.calibration,
                    "Samples to calibrate on; default: the first of --data, which then measure themselves");
    for (const plugins::Parameter& p : repq_vit::studyParameters())
        addSetting(*vit, p, options);
    vit->add_option("-o,--output", options->output,
                    "Folder for study.csv, study.json, study.html and the charts as SVG");
    return {app, [options] { return studyVit(*options); }};
}

} // namespace qscope::cli
