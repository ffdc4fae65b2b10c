// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>

#include <unistd.h>

namespace qscope {

/// Makes the engine's OpenMP threads sleep instead of spin while they wait for each other, unless the person has set a
/// policy. Spinning gains little on an idle machine; on a busy one it takes the very cores the other threads need
/// (20 processes on 2 cores: one pass over 64 images took 1.5 s with spinning and 0.07 s without).
/// libgomp reads its policy before main, so the program starts itself once more; call this first in main.
inline void usePatientThreads(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT"))
        return;
    setenv("OMP_WAIT_POLICY", "passive", 1);
    execv("/proc/self/exe", argv); // returns only when it failed: then the program runs on as it is
}

} // namespace qscope
