// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "core/run/patient_threads.h"

namespace {

/// Exit codes: 0 done, 1 failed with a sentence on standard error, 2 wrong usage, 130 interrupted.
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kInterrupted = 130;

int report(const qscope::Error& error)
{
    if (error.code == qscope::ErrorCode::Cancelled) {
        std::fprintf(stderr, "quantoscope-cli: cancelled\n");
        return kInterrupted;
    }
    std::fprintf(stderr, "quantoscope-cli: %s\n", error.text().c_str());
    return kFailed;
}

int run(int argc, char** argv)
{
    CLI::App program("Look inside a neural network while it is quantized.", "quantoscope-cli");
    program.set_version_flag("--version", QSCOPE_VERSION);
    program.require_subcommand(0, 1); // an unknown word is then named as such
    using namespace qscope::cli;
    const Command commands[] = {addInspect(program),  addLayers(program), addHistory(program), addData(program), addRun(program),   addCalibrate(program),   addMerge(program),
                                addAnalyze(program),  addEvaluate(program), addSensitivity(program), addSearch(program), addCures(program), addExport(program),
                                addCompareRanges(program), addReplay(program), addBench(program), addConfig(program),
                                addMethod(program), addMetric(program), addStudy(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0)
            return program.exit(e);
        std::fprintf(stderr, "quantoscope-cli: %s\n", e.what());
        return kUsage;
    }
    for (const Command& command : commands) {
        if (!command.app->parsed())
            continue;
        const qscope::Status status = command.run();
        return status.ok() ? 0 : report(status.error());
    }
    std::fprintf(stderr, "quantoscope-cli: a subcommand is required; --help lists them\n");
    return kUsage;
}

} // namespace

int main(int argc, char** argv)
{
    qscope::usePatientThreads(argv);
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "quantoscope-cli: out of memory\n");
    } catch (const std::exception& e) {
        std::fprintf(stderr, "quantoscope-cli: %s\n", e.what());
    }
    return kFailed;
}
