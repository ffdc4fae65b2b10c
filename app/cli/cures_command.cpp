// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/prices.h"
#include "app/cli/terminal.h"
#include "core/io/atomic_file.h"
#include "core/onnx/graph_editor.h"
#include "core/search/cures.h"
#include "plugins/registry/equalization_cures.h"

namespace qscope::cli {

namespace {

struct CuresOptions {
    CommonOptions common;
    std::string layer;
    bool latency = false;
    int64_t apply = 0; ///< rank; 0: none
    std::string output;
    std::string outputModel;
};

Result<LayerId> layerNamed(const std::vector<Layer>& layers, const std::string& name)
{
    QS_ASSIGN(const auto found, quant::matchLayers({quant::MatchKind::Name, name}, layers));
    if (found.size() != 1)
        return Error{ErrorCode::InvalidArgument, "there is no layer '" + name + "'; 'layers' lists them", {}};
    return found.front();
}

nlohmann::json finite(double value)
{
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

void printCuresJson(const search::CureTable& table, const Layer& layer)
{
    nlohmann::json cures = nlohmann::json::array();
    for (const search::Cure& cure : table.cures)
        cures.push_back({{"cure", search::cureName(cure)},
                         {"gain_db", finite(cure.gainDb.value)},
                         {"gain_db_low", finite(cure.gainDb.low)},
                         {"gain_db_high", finite(cure.gainDb.high)},
                         {"sqnr_db", finite(cure.evaluation.sqnrDb.value)},
                         {"agreement", finite(cure.evaluation.agreement.value)},
                         {"price", priceJson(cure.change)}});
    const nlohmann::json result{{"layer", layer.name},
                                {"samples", table.now.samples},
                                {"sqnr_db", finite(table.now.sqnrDb.value)},
                                {"cures", cures},
                                {"missing", table.missing}};
    printJson(result);
}

void printCures(const search::CureTable& table, const Layer& layer)
{
    std::printf("%s: the model's output has an SQNR of %s dB now, on %lld samples\n", layer.name.c_str(),
                intervalText(table.now.sqnrDb, 1, 2).c_str(), static_cast<long long>(table.now.samples));
    std::printf("%4s  %-26s  %8s  %10s  %10s  %8s  %8s  %s\n", "rank", "gain [95 %] dB", "SQNR dB", "bytes",
                "bit ops", "borders", "ms", "cure");
    for (size_t i = 0; i < table.cures.size(); ++i) {
        const search::Cure& cure = table.cures[i];
        std::printf("%4zu  %-26s  %8.2f  %10s  %10s  %+8d  %8s  %s\n", i + 1,
                    intervalText(cure.gainDb, 1, 3).c_str(), cure.evaluation.sqnrDb.value,
                    changeText(cure.change.bytes, "%+.0f").c_str(),
                    changeText(cure.change.bitOperations, "%+.3g").c_str(), cure.change.borders.conversions,
                    changeText(cure.change.milliseconds, "%+.4f").c_str(), search::cureName(cure).c_str());
    }
    for (const std::string& reason : table.missing)
        std::printf("not among them: %s\n", reason.c_str());
}

/// The config with the cure that was asked for, and the model where it rewrites one.
Status applyCure(const CuresOptions& options, const search::CureTable& table, plugins::Registry& registry,
                 const plugins::MethodInput& input, const RunControl& control)
{
    if (options.output.empty() && options.outputModel.empty())
        return options.apply == 0 ? Status()
                                  : Error{ErrorCode::InvalidArgument, "--apply needs --output or --output-model", {}};
    const auto rank = static_cast<size_t>(options.apply > 0 ? options.apply : 1);
    if (rank > table.cures.size())
        return Error{ErrorCode::InvalidArgument,
                     "--apply " + std::to_string(rank) + ": there are " + std::to_string(table.cures.size())
                         + " cures",
                     {}};
    const search::Cure& cure = table.cures[rank - 1];
    if (cure.method.has_value() == options.outputModel.empty())
        return Error{ErrorCode::InvalidArgument,
                     "cure " + std::to_string(rank) + " (" + search::cureName(cure)
                         + (cure.method ? ") rewrites the model: --output-model says where to"
                                        : ") leaves the model as it is, so there is no --output-model"),
                     {}};
    if (cure.method) {
        QS_ASSIGN(const auto result, plugins::runCure(*cure.method, registry, input, control));
        QS_ASSIGN(const std::string bytes, onnxio::GraphEditor(*result.model).serialize());
        QS_RETURN_IF_ERROR(io::writeFileAtomically(options.outputModel, std::string_view(bytes)));
    }
    return options.output.empty() ? Status() : quant::writeConfig(cure.config, options.output);
}

Status cureLayer(const CuresOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    const std::vector<Layer>& layers = place.analyzer->layers();
    QS_ASSIGN(const LayerId layer, layerNamed(layers, options.layer));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    QS_ASSIGN(const io::PricedLayers prices,
              pricesOf(place, *calibration, options.common, options.latency, control));
    QS_ASSIGN(auto table,
              search::measureCures(*place.analyzer, *place.dataset, place.labels, *calibration, place.config,
                                   layer, prices.list, control));
    QS_ASSIGN(const auto other, openCalibrationData(place, options.common));
    plugins::MethodInput input{place.analyzer, calibration, place.config, place.dataset.get(), place.labels, other.get(), {}};
    if (options.common.calibration.empty())
        input.calibrationData = input.dataset;
    input.labels.resize(std::min(input.labels.size(), static_cast<size_t>(input.dataset->size())));
    plugins::Registry registry({}); // those that are built in
    QS_RETURN_IF_ERROR(plugins::addEqualization(table, registry, input, leftOut(options.common), control));
    const Status applied = applyCure(options, table, registry, input, control);
    line.clear();
    QS_RETURN_IF_ERROR(applied);
    if (options.common.json)
        printCuresJson(table, layers[layer.index()]);
    else
        printCures(table, layers[layer.index()]);
    return {};
}

} // namespace

Command addCures(CLI::App& program)
{
    auto options = std::make_shared<CuresOptions>();
    CLI::App* app = program.add_subcommand(
        "cures",
        "Measure what helps one layer most: more bits, another granularity or calibrator, equalization, floating point");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--layer", options->layer, "Name of the layer")->required();
    app->add_flag("--latency", options->latency,
                  "Time every layer with int8 and float32 kernels on this machine too");
    app->add_option("-o,--output", options->output, "Write the config with a cure (.json)");
    app->add_option("--output-model", options->outputModel, "Write the model that an equalization makes (.onnx)");
    app->add_option("--apply", options->apply, "Which of them, by rank; default 1, the one that gains most")
        ->check(CLI::PositiveNumber);
    return {app, [options] { return cureLayer(*options); }};
}

} // namespace qscope::cli
