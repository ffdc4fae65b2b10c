// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/graph/layers.h"
#include "core/graph/structures.h"

namespace qscope::io {

/// What a model is made of, before any data is seen: inputs and outputs, operators, layers, recognised structures.
/// Names are those of the file.
struct ModelSummary {
    const Graph& graph; ///< constants folded
    const std::vector<Layer>& layers;
    std::vector<Structure> structures;
};

ModelSummary summarize(const Graph& graph, const std::vector<Layer>& layers);

/// For a terminal: one line per input, output and operator, then the structures by kind.
std::string summaryText(const ModelSummary& summary);

/// One JSON object: inputs, outputs, opsets, operators (name -> count), layers, structures with their nodes.
std::string summaryJson(const ModelSummary& summary);

} // namespace qscope::io
