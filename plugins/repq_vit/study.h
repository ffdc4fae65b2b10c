// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/report/report.h"
#include "plugins/repq_vit/method.h"

/// The ablation of the paper on a model of one's own.
namespace qscope::repq_vit {

/// What a person can set about it.
struct StudySettings {
    std::vector<std::pair<int, int>> bits = {{4, 4}, {6, 6}, {8, 8}}; ///< weights, activations; not empty
    std::vector<int64_t> sampleCounts = {1, 8, 32, 128}; ///< those above what the data has are left out, with a warning
    int64_t samples = 32; ///< calibration samples where their number is not what is studied
    bool wholeZeroPoints = true;
};

struct StudyTask {
    analysis::Analyzer& analyzer;
    data::Dataset& calibrationData;
    data::Dataset& data; ///< figures are measured on it
    const std::vector<int64_t>& labels; ///< of `data`; may be empty
    const quant::Config& config;        ///< says which layers stay in floating point
    StudySettings settings;
};

/// One quantized model.
struct StudyFigure {
    std::string part;    ///< "normalizations", "softmax", "samples", "weights", in every language
    std::string variant; ///< "channel-wise", "log2", in every language; see shownName
    int weightBits = 0;
    int activationBits = 0;
    int64_t samples = 0; ///< that calibrated it
    analysis::Evaluation evaluation;
};

struct Study {
    std::vector<StudyFigure> figures;
    std::vector<std::string> notes; ///< places that were left as they are
    std::vector<std::string> warnings;
    size_t sites = 0; ///< normalizations whose scale is moved
};

/// Measures
/// - at all bits: layer-wise, channel-wise and reparameterised quantization after normalizations, log-sqrt2
/// after softmax;
/// - at all bits, reparameterised: uniform, log2, twin-range and log-sqrt2 after softmax, and the base-2 form
/// of the latter, which is
///   the same to the bit;
/// - where reparameterised is worse than channel-wise beyond its error, weights having fewer than 8 bits: all
/// three with weights
///   of 8 bits, which tells whether it is the weights that lose;
/// - at the first bits: all three variants calibrated on few and many samples.
/// Progress is one bar over everything, in samples times configs.
/// **Cost** an evaluation of the data per figure, a calibration and a rewritten model per line.
/// **Errors** those of the passes; Unsupported: nothing in the model is for RepQ-ViT.
Result<Study> study(const StudyTask& task, const RunControl& control);

/// The intervals do not touch.
bool areApart(const analysis::Estimate& a, const analysis::Estimate& b);

/// Tables, charts, and what can be said about the order of the variants.
report::Report studyReport(const Study& study, const std::string& model, int64_t images);

/// A line per figure, with intervals; first the names of the columns.
std::string studyCsv(const Study& study);

/// study.csv, and `report` in all its forms: study.html, study.json, chart1.svg, .... The folder is made.
/// **Errors** FileUnwritable.
Status writeStudy(const Study& study, const report::Report& report, const std::string& folder);

} // namespace qscope::repq_vit
