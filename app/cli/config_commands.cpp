// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"

namespace qscope::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ConfigOptions {
    std::string model;
    std::string output;
    bool json = false;
};

Status initConfig(const ConfigOptions& options)
{
    QS_ASSIGN(const auto analyzer, analysis::Analyzer::open(options.model));
    const quant::Config config;
    QS_RETURN_IF_ERROR(quant::writeConfig(config, options.output));
    if (options.json) {
        const Json summary{{"output", options.output}, {"layers", analyzer->layers().size()}};
        printJson(summary);
    } else {
        std::printf("%s: default config for %zu layers\n", options.output.c_str(), analyzer->layers().size());
    }
    return {};
}

/// The values of one key with their sentences.
template <class E>
void describe(const char* key, Json& all)
{
    Json values = Json::object();
    for (const quant::Choice<E>& choice : quant::choices<E>())
        values[std::string(choice.name)] = std::string(choice.description);
    all[key] = std::move(values);
}

Json allChoices()
{
    Json all = Json::object();
    describe<quant::Calibrator>("calibrator", all);
    describe<quant::QuantizerKind>("kind", all);
    describe<quant::Granularity>("granularity", all);
    describe<quant::Signedness>("sign", all);
    describe<quant::NarrowRange>("narrowRange", all);
    describe<quant::Rounding>("rounding", all);
    describe<quant::EntropyForm>("entropyForm", all);
    describe<quant::SearchGrid>("grid", all);
    return all;
}

Status describeChoices(bool json)
{
    const Json all = allChoices();
    if (json) {
        printJson(all);
        return {};
    }
    for (const auto& [key, values] : all.items()) {
        std::printf("%s\n", key.c_str());
        for (const auto& [name, sentence] : values.items())
            std::printf("  %-16s%s\n", name.c_str(), sentence.get<std::string>().c_str());
    }
    return {};
}

} // namespace

Command addConfig(CLI::App& program)
{
    auto options = std::make_shared<ConfigOptions>();
    CLI::App* app = program.add_subcommand("config", "Work with quantization configs");
    app->require_subcommand(1);
    CLI::App* init = app->add_subcommand("init", "Write the default config");
    init->add_option("MODEL", options->model, "The .onnx file")->required();
    init->add_option("-o,--output", options->output, "The .json to write")->required();
    init->add_flag("--json", options->json, "Print one JSON object on standard output");
    CLI::App* describe = app->add_subcommand("describe", "List calibrators, kinds and what else a config chooses from");
    describe->add_flag("--json", options->json, "Print one JSON object on standard output");
    return {app, [options, describe] { return describe->parsed() ? describeChoices(options->json) : initConfig(*options); }};
}

} // namespace qscope::cli
