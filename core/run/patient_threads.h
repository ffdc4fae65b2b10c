// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>

#include <unistd.h>

namespace qscope {

/// Makes the engine's OpenMP threads spin for some ten microseconds at most while they wait for each other, unless the
/// person has set a policy. That bridges the gap from one operator to the next (a single image through a small network:
/// 7 instead of 12 ms); spinning for longer, as libgomp does by itself, takes the very cores the other threads need on
/// a busy machine (20 processes on 2 cores: one pass over 64 images took 1.5 instead of 0.07 s).
/// libgomp reads its policy before main, so the program starts itself once more; call this first in main.
inline void usePatientThreads(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT"))
        return;
    setenv("GOMP_SPINCOUNT", "10000", 1);
    execv("/proc/self/exe", argv); // returns only when it failed: then the program runs on as it is
}

} // namespace qscope
