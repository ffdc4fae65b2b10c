// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/measurement_id.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include <xxhash.h>

#include "core/analysis/sample_hash.h"
#include "core/base/byte_stream.h"

namespace qscope::analysis {

namespace {
constexpr int64_t ProbedSamples = 8;
}

Result<uint64_t> identityOf(data::Dataset& data)
{
    const int64_t size = data.size();
    auto sum = static_cast<uint64_t>(size);
    int64_t last = -1;
    for (int64_t i = 0; i < std::min(size, ProbedSamples); ++i) {
        const int64_t sample = i * (size - 1) / std::max<int64_t>(1, std::min(size, ProbedSamples) - 1);
        if (sample == last)
            continue;
        last = sample;
        QS_ASSIGN(const auto inputs, data.read(sample, 1));
        sum += hashSamples(inputs, {sample, 1, 1});
    }
    return sum;
}

std::string measurementId(const CalibrationState& calibration, uint64_t data, std::span<const int64_t> labels,
                          std::string_view originalHash)
{
    ByteWriter parts;
    parts.put(std::string_view(calibration.origin.modelHash));
    parts.put(static_cast<uint64_t>(calibration.origin.modelBytes));
    parts.put(calibration.dataHash);
    calibration.samples.write(parts);
    parts.put(data);
    parts.put(static_cast<uint64_t>(labels.size()));
    parts.put(static_cast<uint64_t>(labels.empty() ? 0 : XXH3_64bits(labels.data(), labels.size_bytes())));
    if (!originalHash.empty()) // otherwise the ids of before stay
        parts.put(originalHash);
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016" PRIx64,
                  static_cast<uint64_t>(XXH3_64bits(parts.bytes().data(), parts.bytes().size())));
    return digits;
}

} // namespace qscope::analysis
