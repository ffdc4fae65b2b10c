// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/terminal.h"
#include "core/io/calibration_file.h"

namespace qscope::cli {

namespace {

namespace fs = std::filesystem;
using analysis::CalibrationState;

struct CalibrateOptions {
    CommonOptions common;
    std::string output;
    std::string shard;
    bool resume = false;
    double saveEvery = 10; ///< seconds
    bool channelPercentiles = false;
};

void printState(const CalibrationState& state, const std::string& path, bool json)
{
    if (json) {
        nlohmann::json ranges = nlohmann::json::array();
        for (const auto& range : state.samples.ranges())
            ranges.push_back({range.first, range.end - 1});
        nlohmann::json leftOut = nlohmann::json::array();
        for (const auto& range : state.options.leaveOut.ranges())
            leftOut.push_back({range.first, range.end - 1});
        const nlohmann::json result{{"output", path},
                                    {"samples", state.samples.count()},
                                    {"sample_ranges", ranges},
                                    {"samples_in_data", state.origin.dataSamples},
                                    {"left_out", leftOut},
                                    {"complete", state.complete()},
                                    {"tensors", std::count_if(state.tensors.begin(), state.tensors.end(),
                                                              [](const auto& t) { return t.seen(); })}};
        printJson(result);
        return;
    }
    std::printf("%s: %lld of %lld samples (%s)\n", path.c_str(), static_cast<long long>(state.samples.count()),
                static_cast<long long>(state.wantedSamples()), state.samples.text().c_str());
    if (!state.options.leaveOut.empty())
        std::printf("left out: %s\n", state.options.leaveOut.text().c_str());
}

Result<analysis::SampleSet> wantedSamples(Workplace& place, const std::string& shard)
{
    if (shard.empty())
        return analysis::SampleSet({0, place.dataset->size()});
    int64_t index = 0, count = 0;
    const char* end = shard.data() + shard.size();
    const auto first = std::from_chars(shard.data(), end, index);
    const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = slash ? std::from_chars(first.ptr + 1, end, count) : first;
    if (!slash || second.ec != std::errc() || second.ptr != end)
        return Error{ErrorCode::InvalidArgument, "--shard '" + shard + "' is not of the form 3/16", {}};
    return place.analyzer->shard(*place.dataset, index, count);
}

Result<CalibrationState> startingState(const CalibrateOptions& options, Workplace& place, const RunControl& control)
{
    const std::string dataName = fs::path(options.common.data).lexically_normal().filename();
    CalibrationState state;
    if (!options.resume || !fs::exists(options.output)) {
        state.options.channelHistograms = options.channelPercentiles;
        state.options.leaveOut = leftOut(options.common);
        QS_RETURN_IF_ERROR(io::nameOrigin(state, options.common.model, dataName));
        return state;
    }
    QS_ASSIGN(state, io::readCalibrationOf(options.output, options.common.model));
    if (options.channelPercentiles && !state.options.channelHistograms)
        return Error{ErrorCode::InvalidArgument, "the calibration was begun without --channel-percentiles",
                     options.output};
    if (const auto wanted = leftOut(options.common); !wanted.empty() && wanted != state.options.leaveOut)
        return Error{ErrorCode::InvalidArgument,
                     "the calibration was begun leaving out " + state.options.leaveOut.text() + ", not " + wanted.text(),
                     options.output};
    QS_RETURN_IF_ERROR(place.analyzer->checkSameData(*place.dataset, state, control));
    return state;
}

Status calibrateModel(const CalibrateOptions& options)
{
    QS_ASSIGN(Workplace place, openWorkplace(options.common));
    QS_ASSIGN(const auto wanted, wantedSamples(place, options.shard));
    ProgressLine line;
    const RunControl control = terminalControl(line);
    QS_ASSIGN(CalibrationState state, startingState(options, place, control));
    auto lastSave = std::chrono::steady_clock::now();
    Status saved;
    const auto saveNowAndThen = [&](const CalibrationState& soFar) {
        if (std::chrono::steady_clock::now() - lastSave < std::chrono::duration<double>(options.saveEvery))
            return;
        saved = io::writeCalibration(soFar, options.output);
        lastSave = std::chrono::steady_clock::now();
    };
    const Status status = place.analyzer->record(*place.dataset, wanted, state, control, saveNowAndThen);
    line.clear();
    if (!status.ok() && state.samples.empty())
        return status;
    QS_RETURN_IF_ERROR(io::writeCalibration(state, options.output));
    if (!status.ok()) {
        std::fprintf(stderr, "%s holds %lld of %lld samples; --resume continues\n", options.output.c_str(),
                     static_cast<long long>(state.samples.count()), static_cast<long long>(state.wantedSamples()));
        return status;
    }
    QS_ASSIGN(const auto result, state.finish(&place.analyzer->graph()));
    for (const auto& warning : result->warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    printState(state, options.output, options.common.json);
    return {};
}

struct MergeOptions {
    std::vector<std::string> inputs;
    std::string output;
    bool json = false;
};

Status mergeFiles(const MergeOptions& options)
{
    CalibrationState all;
    for (size_t i = 0; i < options.inputs.size(); ++i) {
        QS_ASSIGN(CalibrationState part, io::readCalibration(options.inputs[i]));
        if (all.samples.empty()) {
            all = std::move(part);
            continue;
        }
        if (const Status merged = all.merge(part); !merged.ok())
            return Error{merged.error().code, merged.error().message, options.inputs[i]};
    }
    QS_RETURN_IF_ERROR(io::writeCalibration(all, options.output));
    printState(all, options.output, options.json);
    return {};
}

} // namespace

Command addCalibrate(CLI::App& program)
{
    auto options = std::make_shared<CalibrateOptions>();
    CLI::App* app = program.add_subcommand(
        "calibrate", "Watch every tensor over the data once and keep what was learned in a .qcal file");
    addRunOptions(*app, options->common);
    addLeaveOutOption(*app, options->common);
    app->add_option("-o,--output", options->output, "The .qcal to write")->required();
    app->add_option("--save-every", options->saveEvery, "Write what is known so far every so many seconds; default 10")
        ->check(CLI::Range(1.0, 1e6));
    app->add_option("--shard", options->shard, "Only part I of N equal parts of the data, as I/N, for 'merge'");
    app->add_flag("--resume", options->resume,
                  "Continue what --output holds: samples it has seen are not run again; there may be more by now");
    app->add_flag("--channel-percentiles", options->channelPercentiles,
                  "Record a histogram per channel of every layer's input; slower");
    return {app, [options] { return calibrateModel(*options); }};
}

Command addMerge(CLI::App& program)
{
    auto options = std::make_shared<MergeOptions>();
    CLI::App* app = program.add_subcommand("merge", "Put calibrations of parts of the data together, exactly");
    app->add_option("FILES", options->inputs, "The .qcal files")->required();
    app->add_option("-o,--output", options->output, "The .qcal to write")->required();
    app->add_flag("--json", options->json, "Print one JSON object on standard output");
    return {app, [options] { return mergeFiles(*options); }};
}

} // namespace qscope::cli
