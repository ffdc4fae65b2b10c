// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <new>

#include "tests/fuzz/opened_model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    try {
        (void)fuzz::openModel(data, size);
    } catch (const std::bad_alloc&) { // the memory limit
    }
    return 0;
}
