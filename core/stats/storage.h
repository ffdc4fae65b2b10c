// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/stats/tensor_stats.h"

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Pieces that several records are made of, to bytes and back. What is read is checked; see ByteReader.
void writeInts(ByteWriter& out, const std::vector<int64_t>& values);
std::vector<int64_t> readInts(ByteReader& in, int64_t least);
void writeExtreme(ByteWriter& out, const Extreme& extreme);
Extreme readExtreme(ByteReader& in);

} // namespace qscope::stats
