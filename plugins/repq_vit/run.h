// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/report.h"
#include "plugins/repq_vit/method.h"

namespace qscope::repq_vit {

struct Task {
    analysis::Analyzer& analyzer;
    data::Dataset& calibrationData;
    data::Dataset& data;                ///< figures are measured on it
    const std::vector<int64_t>& labels; ///< of `data`; may be empty
    const quant::Config& config;
    Settings settings{};
    int64_t samples = 32; ///< of calibrationData, from the first on; 0: all
    bool compare = true;  ///< measure all three variants; costs an evaluation of each and a calibration of the new model
};

struct Outcome {
    quant::Config config;               ///< fits `model`
    std::optional<onnxio::Model> model; ///< none: no scale was moved
    report::Report report;
    std::vector<std::string> warnings;
};

/// The whole method. **Cost** without `compare`: one float pass over the samples, and two more over the first 8 of them for the
/// float equivalence.
Result<Outcome> run(const Task& task, const RunControl& control);

} // namespace qscope::repq_vit
