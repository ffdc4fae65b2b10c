// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/analysis/analyzer.h"
#include "core/analysis/evaluation_figures.h"
#include "core/analysis/measurement_id.h"
#include "core/data/read_ahead.h"
#include "core/io/calibration_file.h"
#include "core/io/session_file.h"

namespace qscope::cli {

namespace {

using analysis::HistoryEntry;
using analysis::HistoryEntryPtr;

struct ReplayOptions {
    std::string session;
    std::string entry;
    int threads = 0;
    int64_t batch = 8;
    bool json = false;
};

std::string titleOf(const HistoryEntry& entry)
{
    const std::string number = "entry " + std::to_string(entry.number);
    return entry.name.empty() ? number : number + " '" + entry.name + "'";
}

std::optional<int64_t> numberOf(const std::string& text)
{
    int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, ec] = std::from_chars(text.data(), end, number);
    return ec == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

/// The entry a person means: by name, then by number; without one, the newest of the session's config.
Result<HistoryEntryPtr> chosenEntry(const io::SessionFile& session, const ReplayOptions& options)
{
    const auto& entries = session.history.entries();
    const auto newest = [&](auto matches) -> HistoryEntryPtr {
        const auto found = std::find_if(entries.rbegin(), entries.rend(), matches);
        return found == entries.rend() ? nullptr : *found;
    };
    if (options.entry.empty()) {
        if (auto found = newest([&](const HistoryEntryPtr& e) { return e->config == session.config; }))
            return found;
        return Error{ErrorCode::InvalidArgument,
                     "the session holds no figures of its current config; --entry names an evaluated one",
                     options.session};
    }
    const auto named = [&](const HistoryEntryPtr& e) { return e->name == options.entry; };
    if (std::count_if(entries.begin(), entries.end(), named) > 1)
        return Error{ErrorCode::InvalidArgument,
                     "several entries are called '" + options.entry + "'; give the number of one", options.session};
    if (auto found = newest(named))
        return found;
    const auto number = numberOf(options.entry);
    if (auto found = number ? session.history.find(*number) : nullptr)
        return found;
    return Error{ErrorCode::InvalidArgument, "the session holds no entry '" + options.entry + "'", options.session};
}

/// What the session names, opened.
struct Bench {
    std::shared_ptr<analysis::Analyzer> analyzer;
    std::unique_ptr<data::Dataset> dataset;
    std::vector<int64_t> labels;
    analysis::CalibrationState calibration;
    std::string basis; ///< what figures are measured on
};

Result<std::vector<int64_t>> labelsOf(const io::SessionFile& session, const data::Dataset& dataset)
{
    std::vector<int64_t> labels = dataset.labels().value_or(std::vector<int64_t>());
    if (!session.labelsPath.empty()) {
        QS_ASSIGN(labels, data::readLabels(session.labelsPath, &dataset));
    }
    if (!labels.empty() && static_cast<int64_t>(labels.size()) < dataset.size())
        return Error{ErrorCode::ShapeMismatch,
                     "there are " + std::to_string(labels.size()) + " labels for " + std::to_string(dataset.size())
                         + " samples",
                     session.labelsPath};
    labels.resize(labels.empty() ? 0 : static_cast<size_t>(dataset.size()));
    return labels;
}

/// A model of a session, the one of the file or the one a method made of it.
struct SessionModel {
    std::string path;
    std::string calibrationPath; ///< empty: none
    std::string originalPath{};  ///< the model it was made of; empty: it is the one of the file
};

/// The current one first.
std::vector<SessionModel> modelsOf(const io::SessionFile& session)
{
    if (!session.rewritten)
        return {{session.modelPath, session.calibrationPath}};
    const io::RewrittenModel& made = *session.rewritten;
    if (made.isCurrent)
        return {{made.path, session.calibrationPath, session.modelPath},
                {session.modelPath, made.otherCalibrationPath}};
    return {{session.modelPath, session.calibrationPath},
            {made.path, made.otherCalibrationPath, session.modelPath}};
}

Result<analysis::CalibrationState> calibrationOf(const io::SessionFile& session, const std::string& path,
                                                 analysis::Analyzer& analyzer, data::Dataset& dataset,
                                                 const RunControl& control)
{
    if (!path.empty())
        return io::readCalibrationOf(path, analyzer.path());
    analysis::CalibrationState state;
    const std::string dataName = std::filesystem::path(session.dataPath).filename();
    QS_RETURN_IF_ERROR(io::nameOrigin(state, analyzer.path(), dataName));
    QS_RETURN_IF_ERROR(analyzer.record(dataset, analysis::SampleSet({0, dataset.size()}), state, control));
    return state;
}

Result<Bench> setUp(const io::SessionFile& session, const SessionModel& model, const ReplayOptions& options,
                    const RunControl& control)
{
    if (session.dataPath.empty())
        return Error{ErrorCode::InvalidArgument, "the session names no data to evaluate on", options.session};
    Bench bench;
    QS_ASSIGN(bench.analyzer, analysis::Analyzer::open(model.path, {options.threads, {0, 0}}));
    io::Fingerprint original;
    if (!model.originalPath.empty()) {
        QS_RETURN_IF_ERROR(setReference(*bench.analyzer, model.originalPath, options.threads));
        QS_ASSIGN(original, io::fingerprintOf(model.originalPath));
    }
    data::OpenOptions open;
    open.image = session.image;
    open.limit = session.sampleLimit;
    QS_ASSIGN(bench.dataset, data::openDataset(session.dataPath, bench.analyzer->inputSpecs(), open));
    QS_ASSIGN(bench.labels, labelsOf(session, *bench.dataset));
    bench.dataset = data::readAhead(std::move(bench.dataset), options.batch);
    QS_ASSIGN(bench.calibration,
              calibrationOf(session, model.calibrationPath, *bench.analyzer, *bench.dataset, control));
    QS_ASSIGN(const uint64_t identity, analysis::identityOf(*bench.dataset));
    bench.basis = analysis::measurementId(bench.calibration, identity, bench.labels, original.sha256);
    return bench;
}

/// With the model that the entry was measured on, before or after the method; the current one when it was neither.
Result<Bench> setUpFor(const HistoryEntry& entry, const io::SessionFile& session, const ReplayOptions& options,
                       const RunControl& control)
{
    const std::vector<SessionModel> models = modelsOf(session);
    QS_ASSIGN(Bench current, setUp(session, models.front(), options, control));
    if (current.basis == entry.basis || models.size() == 1)
        return current;
    QS_ASSIGN(Bench other, setUp(session, models.back(), options, control));
    return other.basis == entry.basis ? std::move(other) : std::move(current);
}

nlohmann::json jsonFigure(double value)
{
    if (std::isfinite(value))
        return value;
    return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

void printReplay(const HistoryEntry& entry, const analysis::Evaluation& measured,
                 const std::vector<analysis::FigureDifference>& different)
{
    nlohmann::json figures, differences = nlohmann::json::object();
    for (const auto& figure : analysis::namedFigures(measured))
        figures[figure.name] = jsonFigure(figure.value);
    for (const auto& d : different)
        differences[d.name] = {{"stored", jsonFigure(d.stored)}, {"measured", jsonFigure(d.measured)}};
    const nlohmann::json result{{"number", entry.number},      {"name", entry.name},
                                {"note", entry.note},          {"figures", figures},
                                {"equal", different.empty()},  {"differences", differences}};
    printJson(result);
}

void printText(const HistoryEntry& entry, const analysis::Evaluation& measured, bool equal)
{
    std::printf("%s\n", titleOf(entry).c_str());
    if (!entry.note.empty())
        std::printf("%s\n", entry.note.c_str());
    for (const auto& figure : analysis::namedFigures(measured))
        std::printf("  %-24s %.17g\n", figure.name.c_str(), figure.value);
    if (equal)
        std::printf("equal to the stored figures bit for bit\n");
}

/// Why the figures are not the stored ones, as far as one can tell.
Error differenceError(const HistoryEntry& entry, const std::vector<analysis::FigureDifference>& different,
                      bool sameBasis, const io::SessionFile& session, const std::string& where)
{
    char values[80];
    const auto& first = different.front();
    std::snprintf(values, sizeof values, " is %.17g, stored is %.17g", first.measured, first.stored);
    std::string text = titleOf(entry) + " does not replay: " + first.name + values;
    if (different.size() > 1)
        text += ", and " + std::to_string(different.size() - 1) + " more figures differ";
    if (!sameBasis)
        text += "; it was measured on other data, labels, calibration or another model than the session names now";
    else if (!session.warnings.empty())
        text += "; " + session.warnings.front();
    return {ErrorCode::InvalidArgument, text, where};
}

Status replay(const ReplayOptions& options)
{
    QS_ASSIGN(const io::SessionFile session, io::readSession(options.session));
    for (const std::string& warning : session.warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    QS_ASSIGN(const HistoryEntryPtr entry, chosenEntry(session, options));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(const Bench bench, setUpFor(*entry, session, options, control));
    QS_ASSIGN(const auto calibration, bench.calibration.finish(&bench.analyzer->graph()));
    const bool sameBasis = bench.basis == entry->basis;
    QS_ASSIGN(const auto measured,
              bench.analyzer->evaluate(*bench.dataset, bench.labels, *calibration, entry->config, control));
    line.clear();
    const auto different = analysis::differences(entry->evaluation, measured);
    if (options.json)
        printReplay(*entry, measured, different);
    else
        printText(*entry, measured, different.empty());
    if (!different.empty())
        return differenceError(*entry, different, sameBasis, session, options.session);
    return {};
}

} // namespace

Command addReplay(CLI::App& program)
{
    auto options = std::make_shared<ReplayOptions>();
    CLI::App* app = program.add_subcommand(
        "replay", "Evaluate a config of a session's history again and say whether the figures are the same bits");
    app->add_option("SESSION", options->session, "The .qsession file")->required();
    app->add_option("--entry", options->entry, "Name or number of the entry; default: the session's current config");
    app->add_option("--threads", options->threads, "Threads of the engine; 0: all cores")->check(CLI::Range(0, 1024));
    app->add_flag("--json", options->json, "Print one JSON object on standard output");
    return {app, [options] { return replay(*options); }};
}

} // namespace qscope::cli
