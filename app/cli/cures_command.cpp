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
#include "core/search/cures.h"

namespace qscope::cli {

namespace {

struct CuresOptions {
    CommonOptions common;
    std::string layer;
    bool latency = false;
    int64_t apply = 0; ///< rank; 0: none
    std::string output;
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
                                {"cures", cures}};
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
}

/// The config with the cure that was asked for.
Status applyCure(const CuresOptions& options, const search::CureTable& table)
{
    if (options.output.empty())
        return {};
    const auto rank = static_cast<size_t>(options.apply > 0 ? options.apply : 1);
    if (rank > table.cures.size())
        return Error{ErrorCode::InvalidArgument,
                     "--apply " + std::to_string(rank) + ": there are " + std::to_string(table.cures.size())
                         + " cures",
                     {}};
    return quant::writeConfig(table.cures[rank - 1].config, options.output);
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
    QS_ASSIGN(const auto table,
              search::measureCures(*place.analyzer, *place.dataset, place.labels, *calibration, place.config,
                                   layer, prices.list, control));
    line.clear();
    QS_RETURN_IF_ERROR(applyCure(options, table));
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
        "Measure what helps one layer most: more bits, another granularity or calibrator, floating point");
    addRunOptions(*app, options->common);
    addLabelsOption(*app, options->common);
    addConfigOption(*app, options->common);
    addReferenceOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--layer", options->layer, "Name of the layer")->required();
    app->add_flag("--latency", options->latency,
                  "Time every layer with int8 and float32 kernels on this machine too");
    auto* output = app->add_option("-o,--output", options->output, "Write the config with a cure (.json)");
    app->add_option("--apply", options->apply, "Which of them, by rank; default 1, the one that gains most")
        ->check(CLI::PositiveNumber)
        ->needs(output);
    return {app, [options] { return cureLayer(*options); }};
}

} // namespace qscope::cli
