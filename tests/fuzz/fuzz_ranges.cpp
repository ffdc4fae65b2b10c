// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/io/aimet_encodings.h"

/// The first byte says which of the readers gets the rest.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    using namespace qscope::io;
    const auto ranges = data[0] == 'a'   ? readAimetEncodings(text, "fuzz")
                        : data[0] == 'j' ? readOrtCalibrationJson(text, "fuzz")
                        : data[0] == 't' ? readTensorRtCache(text, "fuzz")
                                         : readOrtCalibrationCache(text, "fuzz");
    if (ranges.ok())
        for (const ImportedTensor& tensor : ranges->tensors)
            if (tensor.ranges.empty())
                __builtin_trap(); // a tensor without a range
    return 0;
}
