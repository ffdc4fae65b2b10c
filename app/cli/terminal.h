// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/analysis/estimate.h"
#include "core/base/run_control.h"

namespace qscope::cli {

/// A progress line with time left on standard error, when that is a terminal.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();
    void show(const Progress& progress);
    void clear();

private:
    bool m_isTerminal;
    bool m_shown = false;
    std::string m_step;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_last;
};

/// Run control that Ctrl+C stops and that shows progress on `line`.
RunControl terminalControl(ProgressLine& line);

/// "12.34 [11.9, 12.8]", each times `factor`; the value alone when it has no interval.
std::string intervalText(const analysis::Estimate& estimate, double factor, int digits);

/// One JSON object on standard output.
void printJson(const nlohmann::ordered_json& object);

} // namespace qscope::cli
