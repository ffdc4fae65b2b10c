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
#include "core/io/price_report.h"
#include "core/io/session_file.h"

namespace qscope::cli {

namespace {

using nlohmann::json;

struct LayersOptions {
    CommonOptions common;
    bool latency = false;
    std::string output;
};

json optionalJson(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

json layersJson(const io::PricedLayers& prices)
{
    json layers = json::array();
    for (size_t i = 0; i < prices.layers.size(); ++i)
        layers.push_back({{"layer", prices.layers[i].name},
                          {"op", prices.layers[i].op},
                          {"float", prices.specs[i].isFloat},
                          {"if_toggled", priceJson(prices.list.change(i, prices.specs))}});
    return {{"total", priceJson(prices.list.of(prices.specs))},
            {"timed_layers", prices.list.timedLayers()},
            {"layers", layers}};
}

void printLayers(const io::PricedLayers& prices)
{
    std::printf("what the model grows by when a layer alone goes to floating point, or back\n");
    std::printf("%5s  %5s  %12s  %12s  %8s  %9s  layer\n", "index", "bits", "bytes", "bit ops", "borders", "ms");
    for (size_t i = 0; i < prices.layers.size(); ++i) {
        const auto precision = search::precisionOf(prices.layers[i].weightInput.has_value(), prices.specs[i]);
        const std::string bits =
            precision.isFloat() ? "float" : std::to_string(precision.weights) + "/" + std::to_string(precision.activations);
        const search::Price change = prices.list.change(i, prices.specs);
        std::printf("%5zu  %5s  %12s  %12s  %+8d  %9s  %s\n", i, bits.c_str(), changeText(change.bytes, "%+.0f").c_str(),
                    changeText(change.bitOperations, "%+.4g").c_str(), change.borders.conversions,
                    changeText(change.milliseconds, "%+.4f").c_str(), prices.layers[i].name.c_str());
    }
    printPrice(prices.list.of(prices.specs), prices.list.timedLayers());
}

Status listLayers(const LayersOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const auto calibration, obtainCalibration(place, options.common, control));
    QS_ASSIGN(const io::PricedLayers prices, pricesOf(place, *calibration, options.common, options.latency, control));
    line.clear();
    if (!options.output.empty())
        QS_RETURN_IF_ERROR(io::writeFileAtomically(options.output, io::pricesCsv(prices)));
    if (options.common.json)
        printJson(layersJson(prices));
    else
        printLayers(prices);
    return {};
}

struct HistoryOptions {
    std::string session;
    std::string cost = "bytes";
    std::string figure = "sqnr";
    bool json = false;
};

std::optional<double> costOf(const analysis::HistoryEntry& entry, const std::string& cost)
{
    if (cost == "bytes")
        return entry.evaluation.weightBytes;
    return cost == "bops" ? entry.bitOperations : entry.milliseconds;
}

/// Entries that no other entry of the same basis beats in SQNR at this cost.
/// What is weighed against the cost, so that more is better; NaN: not known.
double figureOf(const analysis::HistoryEntry& entry, const std::string& figure)
{
    const analysis::Evaluation& e = entry.evaluation;
    const auto known = [](const std::optional<analysis::Estimate>& estimate) { return estimate ? estimate->value : NAN; };
    return figure == "metric"      ? (entry.userMetric.lowerIsBetter ? -1 : 1) * known(e.user)
           : figure == "accuracy"  ? known(e.accuracyQuantized)
           : figure == "agreement" ? e.agreement.value
                                   : e.sqnrDb.value;
}

/// Of entries that can be compared: measured on the same, and for a figure of one's own by the same metric.
std::vector<bool> frontOf(const std::vector<analysis::HistoryEntryPtr>& entries, const std::string& cost,
                          const std::string& figure)
{
    const auto compares = [&](const analysis::HistoryEntry& a, const analysis::HistoryEntry& b) {
        return a.basis == b.basis && (figure != "metric" || a.userMetric == b.userMetric);
    };
    std::vector<bool> isFront(entries.size(), false);
    std::vector<bool> done(entries.size(), false);
    for (size_t first = 0; first < entries.size(); ++first) {
        if (done[first])
            continue;
        std::vector<analysis::Tradeoff> points;
        for (size_t i = 0; i < entries.size(); ++i) {
            const bool same = compares(*entries[i], *entries[first]);
            done[i] = done[i] || same;
            points.push_back({same ? costOf(*entries[i], cost).value_or(NAN) : NAN, figureOf(*entries[i], figure)});
        }
        for (const size_t i : analysis::paretoFront(points))
            isFront[i] = true;
    }
    return isFront;
}

json figureJson(double value)
{
    return std::isfinite(value) ? json(value) : std::isnan(value) ? json("nan") : json(value > 0 ? "inf" : "-inf");
}

void printHistoryJson(const std::vector<analysis::HistoryEntryPtr>& entries, const std::vector<bool>& front)
{
    json all = json::array();
    for (size_t i = 0; i < entries.size(); ++i) {
        const auto& e = *entries[i];
        all.push_back({{"number", e.number},
                       {"name", e.name},
                       {"note", e.note},
                       {"sqnr_db", figureJson(e.evaluation.sqnrDb)},
                       {"agreement", figureJson(e.evaluation.agreement)},
                       {"accuracy", e.evaluation.accuracyQuantized ? figureJson(*e.evaluation.accuracyQuantized) : json()},
                       {"user", e.evaluation.user ? figureJson(*e.evaluation.user) : json()},
                       {"user_metric", e.userMetric.title},
                       {"bytes", e.evaluation.weightBytes},
                       {"bit_operations", optionalJson(e.bitOperations)},
                       {"milliseconds", optionalJson(e.milliseconds)},
                       {"layers_float", e.evaluation.layersFloat},
                       {"front", static_cast<bool>(front[i])}});
    }
    printJson(all);
}

Status listHistory(const HistoryOptions& options)
{
    QS_ASSIGN(const io::SessionFile session, io::readSession(options.session));
    const auto& entries = session.history.entries();
    const std::vector<bool> front = frontOf(entries, options.cost, options.figure);
    if (options.json) {
        printHistoryJson(entries, front);
        return {};
    }
    std::printf("%6s  %10s  %8s  %10s  %12s  %12s  %10s  %5s  name (* on the front of %s against %s)\n", "number", "SQNR dB",
                "agree %", "metric", "bytes", "bit ops", "ms", "float", options.figure == "sqnr" ? "SQNR" : options.figure.c_str(),
                options.cost.c_str());
    for (size_t i = 0; i < entries.size(); ++i) {
        const auto& e = *entries[i];
        const auto user = e.evaluation.user ? std::optional<double>(*e.evaluation.user) : std::nullopt;
        std::printf("%5lld%s  %10.2f  %8.2f  %10s  %12.0f  %12s  %10s  %5d  %s\n", static_cast<long long>(e.number),
                    front[i] ? "*" : " ", e.evaluation.sqnrDb.value, 100 * e.evaluation.agreement.value,
                    changeText(user, "%.4g").c_str(), e.evaluation.weightBytes, changeText(e.bitOperations, "%.4g").c_str(),
                    changeText(e.milliseconds, "%.4f").c_str(), e.evaluation.layersFloat, e.name.c_str());
    }
    return {};
}

} // namespace

json priceJson(const search::Price& price)
{
    return {{"bytes", price.bytes},
            {"bit_operations", optionalJson(price.bitOperations)},
            {"conversions", price.borders.conversions},
            {"qdq_pairs", price.borders.pairs},
            {"milliseconds", optionalJson(price.milliseconds)}};
}

std::string changeText(const std::optional<double>& value, const char* format)
{
    if (!value)
        return "-";
    char text[64];
    std::snprintf(text, sizeof text, format, *value);
    return text;
}

void printPrice(const search::Price& price, size_t timedLayers)
{
    std::printf("weights             %.0f bytes\n", price.bytes);
    if (price.bitOperations)
        std::printf("bit operations      %.4g per sample\n", *price.bitOperations);
    std::printf("conversions         %d between integers and floating point, %d QDQ pairs in the exported model\n",
                price.borders.conversions, price.borders.pairs);
    if (price.milliseconds)
        std::printf("latency             %.4f ms per sample, the sum of %zu layers timed on this machine\n",
                    *price.milliseconds, timedLayers);
}

Result<io::PricedLayers> pricesOf(const Workplace& place, const analysis::CalibrationResult& calibration,
                                  const CommonOptions& options, bool timed, const RunControl& control)
{
    const auto& layers = place.analyzer->layers();
    QS_ASSIGN(auto specs, quant::resolve(place.config, layers));
    search::PriceList list(place.analyzer->graph(), layers, &calibration);
    if (timed) {
        analysis::KnownLatencies known;
        QS_ASSIGN(auto latencies, analysis::measureLatencies(place.analyzer->graph(), layers, calibration,
                                                             options.threads, control, known));
        list.setLatencies(std::move(latencies));
    }
    return io::PricedLayers{layers, std::move(specs), std::move(list)};
}

Command addLayers(CLI::App& program)
{
    auto options = std::make_shared<LayersOptions>();
    CLI::App* app = program.add_subcommand(
        "layers", "Say what each layer costs, and what it would cost the other way: in integers or in floating point");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_flag("--latency", options->latency, "Time every layer with int8 and float32 kernels on this machine too");
    app->add_option("-o,--output", options->output, "Write a .csv too");
    return {app, [options] { return listLayers(*options); }};
}

Command addHistory(CLI::App& program)
{
    auto options = std::make_shared<HistoryOptions>();
    CLI::App* app = program.add_subcommand("history", "List the configs that a session has evaluated, and the best of them");
    app->add_option("SESSION", options->session, "The .qsession file")->required();
    app->add_option("--figure", options->figure,
                    "What is weighed against the cost: 'sqnr', 'agreement', 'accuracy', or 'metric', a figure of one's own")
        ->check(CLI::IsMember({"sqnr", "agreement", "accuracy", "metric"}));
    app->add_option("--cost", options->cost, "What it is weighed against: 'bytes', 'bops' or 'latency'")
        ->check(CLI::IsMember({"bytes", "bops", "latency"}));
    app->add_flag("--json", options->json, "Print JSON on standard output");
    return {app, [options] { return listHistory(*options); }};
}

} // namespace qscope::cli
