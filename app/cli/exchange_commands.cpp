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
#include "core/io/exchange_export.h"
#include "core/io/qdq_export.h"
#include "core/io/range_comparison.h"
#include "core/onnx/operator_counts.h"

// What goes to other tools and comes from them.
namespace qscope::cli {

namespace {

struct ExportOptions {
    CommonOptions common;
    std::string format = "qdq";
    std::string figure = "sqnr";
    std::string output;
};

/// A place with its calibration and quantizers.
struct Calibrated {
    Workplace place;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    std::vector<analysis::LayerQuantizers> quantizers;

    io::ReportInput report(const CommonOptions& options) const
    {
        return {place.analyzer->graph(),   place.analyzer->layers(), *calibration, place.config, quantizers, std::nullopt,
                std::nullopt, std::nullopt, std::filesystem::path(options.model).filename(),
                place.dataset->description()};
    }
};

Result<Calibrated> calibrated(const CommonOptions& options, const RunControl& control)
{
    Calibrated all;
    QS_ASSIGN(all.place, openWorkplace(options));
    QS_ASSIGN(all.calibration, obtainCalibration(all.place, options, control));
    QS_ASSIGN(all.quantizers, all.place.analyzer->quantizers(*all.calibration, all.place.config));
    return all;
}

Status writeExchange(const ExportOptions& options, Calibrated& all, const RunControl& control)
{
    analysis::Analyzer& analyzer = *all.place.analyzer;
    const io::ExchangeFormat format = *io::exchangeFormatFromName(options.format);
    const io::NodeFigure figure = *io::nodeFigureFromName(options.figure);
    if (format == io::ExchangeFormat::Qdq)
        return io::exportQdqFile(analyzer.model(), analyzer.graph(), analyzer.layers(), all.quantizers, options.output);
    io::ReportInput input = all.report(options.common);
    if (format == io::ExchangeFormat::ModelExplorer
        && (figure == io::NodeFigure::Sqnr || figure == io::NodeFigure::Mse)) {
        QS_ASSIGN(input.only, analyzer.sensitivity(*all.place.dataset, {}, *all.calibration, all.place.config,
                                                   analysis::SensitivityMode::OnlyThisLayer, control));
    }
    QS_ASSIGN(const std::string text, io::exchangeText(format, input, figure));
    return io::writeFileAtomically(options.output, text);
}

/// "QuantizeLinear 0 -> 66": what the file has that the model did not have, or the other way round.
Status printOperatorChanges(const onnxio::Model& before, const std::string& written)
{
    QS_ASSIGN(const onnxio::Model after, onnxio::readModel(written));
    for (const auto& change : onnxio::operatorChanges(before, after))
        std::printf("  %s %lld -> %lld\n", change.op.c_str(), static_cast<long long>(change.before),
                    static_cast<long long>(change.after));
    return {};
}

Status exportModel(const ExportOptions& options)
{
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(Calibrated all, calibrated(options.common, control));
    QS_RETURN_IF_ERROR(writeExchange(options, all, control));
    line.clear();
    const Graph& graph = all.place.analyzer->graph();
    size_t quantized = 0;
    size_t inBodies = 0;
    for (size_t i = 0; i < all.quantizers.size(); ++i) {
        const bool inBody = graph.node(all.place.analyzer->layers()[i].node).body >= 0;
        quantized += all.quantizers[i].isFloat || inBody ? 0 : 1;
        inBodies += !all.quantizers[i].isFloat && inBody ? 1 : 0;
    }
    if (inBodies > 0 && options.format == "qdq")
        std::fprintf(stderr, "warning: %zu quantized layers inside If, Loop or Scan are written in floating point\n",
                     inBodies);
    if (options.common.json) {
        const nlohmann::json summary{{"output", options.output},
                                     {"format", options.format},
                                     {"layers_quantized", quantized},
                                     {"layers_float", all.quantizers.size() - quantized},
                                     {"samples", all.calibration->samples}};
        printJson(summary);
    } else {
        std::printf("%s: %zu layers quantized, %zu in floating point\n", options.output.c_str(), quantized,
                    all.quantizers.size() - quantized);
        if (options.format == "qdq")
            QS_RETURN_IF_ERROR(printOperatorChanges(all.place.analyzer->model(), options.output));
    }
    return {};
}

struct CompareOptions {
    CommonOptions common;
    std::string import;
    std::string config; ///< to write
};

Status compareRanges(const CompareOptions& options)
{
    QS_ASSIGN(const io::ImportedRanges imported, io::readRanges(options.import));
    ProgressLine line;
    QS_ASSIGN(const Calibrated all, calibrated(options.common, terminalControl(line)));
    line.clear();
    auto comparisons = io::compareRanges(all.report(options.common), imported);
    if (!comparisons.ok())
        return Error{comparisons.error().code, comparisons.error().message, options.import};
    if (!options.config.empty())
        QS_RETURN_IF_ERROR(quant::writeConfig(io::configWithRanges(all.place.config, all.place.analyzer->graph(),
                                                                   all.place.analyzer->layers(), imported),
                                              options.config));
    const std::string text =
        options.common.json ? io::comparisonJson(*comparisons) : io::comparisonText(*comparisons);
    std::printf("%s", text.c_str());
    for (const std::string& warning : imported.warnings)
        std::fprintf(stderr, "warning: %s: %s\n", options.import.c_str(), warning.c_str());
    return {};
}

} // namespace

Command addExport(CLI::App& program)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App* app = program.add_subcommand("export", "Write the quantized model, or its quantizers for other tools");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    std::vector<std::string> names;
    std::string list;
    for (const io::FormatEntry& entry : io::exchangeFormats()) {
        names.emplace_back(entry.name);
        list += (list.empty() ? "" : "; ") + names.back() + ": " + std::string(entry.description);
    }
    app->add_option("--format", options->format, list)->check(CLI::IsMember(names));
    app->add_option("--figure", options->figure, "What model-explorer shows per node; sqnr and mse run the model per layer")
        ->check(CLI::IsMember({"sqnr", "mse", "range", "channel-ratio"}));
    app->add_option("-o,--output", options->output, "The file to write")->required();
    return {app, [options] { return exportModel(*options); }};
}

Command addCompareRanges(CLI::App& program)
{
    auto options = std::make_shared<CompareOptions>();
    CLI::App* app = program.add_subcommand(
        "compare-ranges", "Compare the ranges of a QDQ model, AIMET encodings or a calibration cache with ours");
    addRunOptions(*app, options->common);
    addConfigOption(*app, options->common);
    addCalibrationOption(*app, options->common);
    app->add_option("--import", options->import, "The file: .onnx, .encodings, calibration.json, .cache")->required();
    app->add_option("--write-config", options->config, "Write the config with the imported ranges as manual ones (JSON)");
    return {app, [options] { return compareRanges(*options); }};
}

} // namespace qscope::cli
