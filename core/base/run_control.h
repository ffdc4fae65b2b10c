// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "core/base/result.h"
#include "core/base/text.h"

namespace qscope {

struct Progress {
    int64_t done = 0;
    int64_t total = 0;      ///< 0: unknown
    std::string_view step; ///< what is being done, valid during the call only
};

/// How a long function is watched and stopped. Copies share the stop state.
/// Functions look at `stopRequested()` at least every 50 ms and report per node or batch.
/// `report` is called on the thread that runs the function.
struct RunControl {
    std::stop_token stop;
    std::function<void(const Progress&)> report;

    bool stopRequested() const { return stop.stop_requested(); }
    void progress(int64_t done, int64_t total, std::string_view step) const
    {
        if (report)
            report({done, total, step});
    }
    static Error cancelled() { return {ErrorCode::Cancelled, say("Files", "cancelled"), {}}; }
};

} // namespace qscope
