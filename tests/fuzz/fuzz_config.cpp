// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/quant/config.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto config = qscope::quant::configFromJson(text, "fuzz.json");
    if (config.ok() && !qscope::quant::configFromJson(qscope::quant::configToJson(*config), "again.json").ok())
        __builtin_trap(); // what was read can be written and read again
    return 0;
}
