// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/plugin_options.h"
#include "app/cli/terminal.h"
#include "core/io/atomic_file.h"
#include "core/onnx/graph_editor.h"
#include "core/report/report_files.h"
#include "core/report/report_writers.h"
#include "plugins/registry/run_method.h"

// Methods and metrics that are plugins.
namespace qscope::cli {

namespace {

using Json = nlohmann::ordered_json;
using plugins::PluginInfo;
using plugins::PluginKind;

struct PluginCommand {
    PluginKind kind = PluginKind::Method;
    std::string name;
    std::vector<std::string> folders;
    bool json = false;
};

Json infoJson(const PluginInfo& info)
{
    Json object{{"name", info.name},       {"title", info.title},     {"summary", info.summary},
                {"source", info.source},   {"version", info.version}, {"origin", plugins::pluginOriginName(info.origin)},
                {"file", info.file.empty() ? Json() : Json(info.file)}};
    if (info.kind == PluginKind::Metric)
        object.update({{"unit", info.unit}, {"better", info.lowerIsBetter ? "lower" : "higher"}});
    return object;
}

Status listPlugins(const PluginCommand& command)
{
    const auto registry = openRegistry(command.folders, !command.json);
    report::Table table{"", {{"name"}, {"version"}, {"from"}, {"what it does"}}, {}};
    Json list = Json::array(), failures = Json::array();
    for (const PluginInfo& info : registry->plugins()) {
        if (info.kind != command.kind)
            continue;
        list.push_back(infoJson(info));
        table.rows.push_back({info.name, info.version, std::string(plugins::pluginOriginName(info.origin)), info.summary});
    }
    for (const plugins::PluginFailure& failure : registry->failures())
        failures.push_back({{"file", failure.file}, {"reason", failure.reason}});
    const std::string kind(plugins::pluginKindName(command.kind));
    if (command.json)
        printJson({{kind + "s", list}, {"failures", failures}});
    else if (list.empty())
        std::printf("no %ss\n", kind.c_str());
    else
        std::printf("%s", report::tableText(table).c_str());
    return {};
}

Json valueJson(const plugins::ParameterValue& value)
{
    return std::visit([](const auto& v) { return Json(v); }, value);
}

Json parameterJson(const plugins::Parameter& p)
{
    Json object{{"name", p.name}, {"type", plugins::parameterTypeName(p.type)}, {"default", valueJson(p.defaultValue)},
                {"allowed", plugins::allowedText(p)}, {"help", p.help}};
    if (!p.unit.empty())
        object["unit"] = p.unit;
    for (const plugins::ParameterChoice& choice : p.choices)
        object["choices"][choice.name] = choice.help;
    return object;
}

void printDescription(const PluginInfo& info, const plugins::ParameterValues& values)
{
    std::printf("%s %s (%s)\n%s\n", info.title.c_str(), info.version.c_str(),
                info.file.empty() ? "built-in" : info.file.c_str(), info.summary.c_str());
    if (!info.source.empty())
        std::printf("Source: %s\n", info.source.c_str());
    if (values.declared().empty()) {
        std::printf("\nThere is nothing to set.\n");
        return;
    }
    report::Table table{"", {{"--set"}, {"default"}, {"unit"}, {"allowed"}, {"what it is"}}, {}};
    for (const plugins::Parameter& p : values.declared()) {
        table.rows.push_back({p.name, plugins::valueText(p.defaultValue), p.unit,
                              p.choices.empty() ? plugins::allowedText(p) : "one of", p.help});
        for (const plugins::ParameterChoice& choice : p.choices)
            table.rows.push_back({std::string(), std::string(), std::string(), "'" + choice.name + "'", choice.help});
    }
    std::printf("\n%s", report::tableText(table).c_str());
}

Status describePlugin(const PluginCommand& command)
{
    const auto registry = openRegistry(command.folders, false);
    QS_ASSIGN(const PluginInfo info, registry->info(command.kind, command.name));
    plugins::ParameterValues values;
    if (command.kind == PluginKind::Method) {
        QS_ASSIGN(const plugins::Method* method, registry->method(command.name));
        QS_ASSIGN(values, plugins::defaultsOf(*method));
    } else {
        QS_ASSIGN(const plugins::Metric* metric, registry->metric(command.name));
        QS_ASSIGN(values, plugins::defaultsOf(*metric));
    }
    if (!command.json) {
        printDescription(info, values);
        return {};
    }
    Json object = infoJson(info);
    object["parameters"] = Json::array();
    for (const plugins::Parameter& p : values.declared())
        object["parameters"].push_back(parameterJson(p));
    printJson(object);
    return {};
}

struct RunMethodOptions {
    CommonOptions common;
    std::string name;
    std::vector<std::string> settings;
    std::vector<std::string> folders;
    std::string outputConfig;
    std::string outputModel;
    std::string report;
};

Status writeResult(const RunMethodOptions& options, const plugins::MethodResult& result)
{
    if (!options.report.empty())
        QS_RETURN_IF_ERROR(report::writeReport(result.report, options.report));
    if (!options.outputModel.empty()) {
        if (!result.model)
            return Error{ErrorCode::InvalidArgument, "the method leaves the model as it is, so there is no --output-model",
                         options.outputModel};
        QS_ASSIGN(const std::string bytes, onnxio::GraphEditor(*result.model).serialize());
        QS_RETURN_IF_ERROR(io::writeFileAtomically(options.outputModel, std::string_view(bytes)));
    }
    return options.outputConfig.empty() ? Status() : quant::writeConfig(result.config, options.outputConfig);
}

void printResult(const RunMethodOptions& options, const PluginInfo& info, const plugins::MethodResult& result)
{
    if (options.common.json) {
        printJson({{"method", info.name},
                   {"version", info.version},
                   {"rewrites_model", result.model.has_value()},
                   {"config", Json::parse(quant::configToJson(result.config))},
                   {"report", Json::parse(report::reportJson(result.report))},
                   {"warnings", result.warnings}});
        return;
    }
    std::printf("%s", report::reportText(result.report).c_str());
    for (const std::string& path : {options.outputConfig, options.outputModel, options.report})
        if (!path.empty())
            std::printf("\nwritten: %s", path.c_str());
    std::printf("\n");
}

/// Opens, calibrates and runs. `registry` outlives the result, which may hold the plugin's code.
Result<plugins::MethodResult> calibrateAndRun(plugins::Method& method, plugins::ParameterValues values,
                                              const CommonOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options));
    QS_RETURN_IF_ERROR(plugins::appliesTo(method, *place.analyzer));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options, control));
    QS_ASSIGN(const auto other, openCalibrationData(place, options));
    plugins::MethodInput input{place.analyzer, calibration, place.config, place.dataset.get(), place.labels,
                               other.get(), std::move(values)};
    if (options.calibration.empty())
        input.calibrationData = input.dataset;
    input.labels.resize(std::min(input.labels.size(), static_cast<size_t>(input.dataset->size())));
    auto result = plugins::runMethod(method, input, control);
    line.clear();
    return result;
}

Status runMethodCommand(const RunMethodOptions& options)
{
    if (!options.report.empty())
        QS_RETURN_IF_ERROR(report::checkReportPath(options.report));
    const auto registry = openRegistry(options.folders, false);
    QS_ASSIGN(const PluginInfo info, registry->info(PluginKind::Method, options.name));
    QS_ASSIGN(plugins::Method* method, registry->method(options.name));
    const std::string where = "method '" + info.name + "'";
    auto values = plugins::defaultsOf(*method);
    if (!values.ok())
        return Error{values.error().code, values.error().text(), where};
    if (const Status set = setAll(*values, options.settings); !set.ok())
        return Error{set.error().code, set.error().text(), where};
    QS_ASSIGN(const auto result, calibrateAndRun(*method, std::move(*values), options.common));
    QS_RETURN_IF_ERROR(writeResult(options, result));
    for (const std::string& warning : result.warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    if (result.model && options.outputModel.empty())
        std::fprintf(stderr, "warning: the method rewrote the model, and only --output-model keeps that\n");
    printResult(options, info, result);
    return {};
}

CLI::App* addDescribe(CLI::App& parent, const std::shared_ptr<PluginCommand>& command, const char* sentence)
{
    CLI::App* describe = parent.add_subcommand("describe", sentence);
    describe->add_option("NAME", command->name, "As 'list' calls it")->required();
    addPluginFolders(*describe, command->folders);
    describe->add_flag("--json", command->json, "Print one JSON object on standard output");
    return describe;
}

CLI::App* addList(CLI::App& parent, const std::shared_ptr<PluginCommand>& command, const char* sentence)
{
    CLI::App* list = parent.add_subcommand("list", sentence);
    addPluginFolders(*list, command->folders);
    list->add_flag("--json", command->json, "Print one JSON object on standard output");
    return list;
}

CLI::App* addRunMethod(CLI::App& parent, const std::shared_ptr<RunMethodOptions>& options)
{
    CLI::App* run = parent.add_subcommand("run", "Run a method on a model and print what it reports");
    run->add_option("NAME", options->name, "As 'list' calls it")->required();
    addRunOptions(*run, options->common);
    addLabelsOption(*run, options->common);
    addConfigOption(*run, options->common);
    addReferenceOption(*run, options->common);
    addCalibrationOption(*run, options->common);
    run->add_option("--set", options->settings, "key=value, see 'describe'; may be given several times")
        ->allow_extra_args(false);
    run->add_option("--output-config", options->outputConfig, "The .json to write the resulting config to");
    run->add_option("--output-model", options->outputModel, "The .onnx to write the rewritten model to");
    run->add_option("--report", options->report, "Write the report too: .html, .json or .txt");
    addPluginFolders(*run, options->folders);
    return run;
}

} // namespace

Command addMethod(CLI::App& program)
{
    auto command = std::make_shared<PluginCommand>();
    auto options = std::make_shared<RunMethodOptions>();
    CLI::App* app = program.add_subcommand("method", "Run quantization methods that are plugins");
    app->require_subcommand(1);
    CLI::App* list = addList(*app, command, "List the methods there are");
    CLI::App* describe = addDescribe(*app, command, "Say what a method does and what can be set");
    addRunMethod(*app, options);
    return {app, [=] {
                return list->parsed()       ? listPlugins(*command)
                       : describe->parsed() ? describePlugin(*command)
                                            : runMethodCommand(*options);
            }};
}

Command addMetric(CLI::App& program)
{
    auto command = std::make_shared<PluginCommand>();
    command->kind = PluginKind::Metric;
    CLI::App* app = program.add_subcommand("metric", "Figures of merit that are plugins, for evaluate --metric");
    app->require_subcommand(1);
    CLI::App* list = addList(*app, command, "List the metrics there are");
    addDescribe(*app, command, "Say what a metric measures and what can be set");
    return {app, [=] { return list->parsed() ? listPlugins(*command) : describePlugin(*command); }};
}

} // namespace qscope::cli
