// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/analysis/calibration_state.h"
#include "core/base/byte_stream.h"
#include "core/io/calibration_file.h"

/// The contents of a `.qcal` file as they are behind its checksum: what can be read must be usable.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)qscope::io::calibrationFromBytes(bytes, "fuzz.qcal").ok();
    qscope::ByteReader reader(bytes);
    auto state = qscope::analysis::CalibrationState::read(reader);
    if (!state.ok())
        return 0;
    (void)state->finish(nullptr).ok();
    auto other = state->copy();
    other.samples = {};
    other.samples.add({1 << 20, (1 << 20) + 1});
    (void)state->merge(other).ok();
    (void)state->finish(nullptr).ok();
    return 0;
}
