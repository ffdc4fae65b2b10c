// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <csignal>
#include <cstdio>

#include <unistd.h>

#include <nlohmann/json.hpp>

namespace qscope::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void noteInterrupt(int) { interrupted = 1; }

std::string timeText(double seconds)
{
    char text[32];
    if (seconds < 60)
        std::snprintf(text, sizeof text, "%.0f s", seconds);
    else
        std::snprintf(text, sizeof text, "%d min %02d s", static_cast<int>(seconds) / 60,
                      static_cast<int>(seconds) % 60);
    return text;
}

} // namespace

ProgressLine::ProgressLine() : m_isTerminal(isatty(STDERR_FILENO) != 0) {}
ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(const Progress& progress)
{
    using namespace std::chrono;
    if (!m_isTerminal || progress.total <= 0)
        return;
    const auto now = steady_clock::now();
    if (m_step != progress.step) {
        m_step = progress.step;
        m_start = now;
    } else if (now - m_last < milliseconds(100) && progress.done < progress.total) {
        return;
    }
    m_last = now;
    constexpr int width = 30;
    const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    const int filled = static_cast<int>(share * width);
    const double elapsed = duration<double>(now - m_start).count();
    const std::string left = share > 0 ? timeText(elapsed / share * (1 - share)) + " left" : "";
    std::fprintf(stderr, "\r\033[K%s [%s%s] %3.0f %%  %s", m_step.c_str(), std::string(filled, '#').c_str(),
                 std::string(width - filled, '.').c_str(), share * 100, left.c_str());
    std::fflush(stderr);
    m_shown = true;
}

void ProgressLine::clear()
{
    if (m_shown)
        std::fprintf(stderr, "\r\033[K");
    m_shown = false;
}

RunControl terminalControl(ProgressLine& line)
{
    static std::stop_source source;
    std::signal(SIGINT, noteInterrupt);
    return {source.get_token(), [&line](const Progress& progress) {
                if (interrupted)
                    source.request_stop();
                line.show(progress);
            }};
}

std::string intervalText(const analysis::Estimate& e, double factor, int digits)
{
    char text[96];
    if (e.hasInterval())
        std::snprintf(text, sizeof text, "%.*f [%.*f, %.*f]", digits, e.value * factor, digits, e.low * factor, digits,
                      e.high * factor);
    else
        std::snprintf(text, sizeof text, "%.*f", digits, e.value * factor);
    return text;
}

void printJson(const nlohmann::ordered_json& object) { std::printf("%s\n", object.dump(2).c_str()); }

} // namespace qscope::cli
