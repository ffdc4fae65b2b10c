// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/onnx/reader.h"

namespace qscope::onnxio {

/// How many nodes of each operator a file holds, those in bodies and local functions too: "Conv",
/// "com.microsoft.Gelu".
std::map<std::string, int64_t> operatorCounts(const Model& model);

struct OperatorChange {
    std::string op;
    int64_t before = 0;
    int64_t after = 0;
};

/// The operators of which one model has more nodes than the other, the largest difference first, then by
/// name.
std::vector<OperatorChange> operatorChanges(const Model& before, const Model& after);

} // namespace qscope::onnxio
