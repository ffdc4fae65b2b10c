// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/data/npy.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    const auto tensor = qscope::data::parseNpy(bytes, "fuzz.npy");
    if (tensor.ok() && !qscope::data::parseNpy(qscope::data::formatNpy(*tensor), "again.npy").ok())
        __builtin_trap(); // what was read can be written and read again
    return 0;
}
