// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "core/base/result.h"

namespace CLI {
class App;
}

namespace qscope::cli {

/// A command adds itself to the program and returns what to run when a person called it.
struct Command {
    CLI::App* app;
    std::function<Status()> run;
};

Command addInspect(CLI::App& program);
Command addLayers(CLI::App& program);
Command addHistory(CLI::App& program);
Command addData(CLI::App& program);
Command addRun(CLI::App& program);
Command addAnalyze(CLI::App& program);
Command addEvaluate(CLI::App& program);
Command addSensitivity(CLI::App& program);
Command addSearch(CLI::App& program);
Command addCures(CLI::App& program);
Command addExport(CLI::App& program);
Command addCompareRanges(CLI::App& program);
Command addCalibrate(CLI::App& program);
Command addMerge(CLI::App& program);
Command addReplay(CLI::App& program);
Command addBench(CLI::App& program);
Command addConfig(CLI::App& program);
Command addStudy(CLI::App& program);
Command addMethod(CLI::App& program);
Command addMetric(CLI::App& program);

} // namespace qscope::cli
