// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/analysis/input_evidence.h"
#include "core/analysis/range_growth.h"
#include "core/data/sample_scan.h"

namespace qscope::analysis {

/// A likely mistake in calibration data. "Main input": see data::SampleScan.
enum class FindingKind {
    BadValues,    ///< NaN or Inf in an input
    Blank,        ///< samples whose main input is constant
    NearlyBlank,  ///< of which more than 98 % of the elements are the smallest value of the data
    Saturated,    ///< of which more than half are the largest value of the data
    Duplicates,   ///< samples that are equal bit by bit to an earlier one
    OffScale,     ///< whose largest magnitude is 32 times that of the median sample, or a 32nd of it
    UnusualRange, ///< an image's values reach beyond 16 in magnitude, fit no usual preprocessing but 0 to 255
                  ///< or none at all, and neither the model's evidence nor arithmetic at its beginning speaks
                  ///< for that
    ColourOrder,    ///< InputEvidence::better differs from the data by the order of the colours alone
    Inverted,       ///< by light and dark
    Preprocessing,  ///< by its scale, mean or deviation
    UnlikeTraining, ///< Statistics of 4 samples or more, misfit above 0.5 nats, and nothing usual is better
    OneClass,       ///< 16 samples or more have one label
    OneSample,      ///< there is no other
    TooFew,         ///< the upper growth of the ranges (see RangeGrowth) is above 10 %
    MaybeTooFew,    ///< the same of fewer samples than there are, which were looked at
};

/// What a finding was judged by.
struct EvidenceBasis {
    InputEvidence::Source source = InputEvidence::Source::None;
    std::string node; ///< of Statistics
};

using FindingArgument = std::variant<int64_t, double, std::string, EvidenceBasis>;

/// One finding: a sentence with its figures.
struct Finding {
    FindingKind kind;
    bool warning = true;                    ///< false: worth knowing, quite possibly right
    std::vector<FindingArgument> arguments; ///< %1, %2, ... of `findingTemplate`
    std::vector<int64_t> samples;           ///< the first of those concerned, up to 16
    /// Of what is claimed from InputEvidence: share of the samples (or parts of them) that say so. In [0, 1].
    std::optional<double> certainty;
    std::optional<data::ImageOptions> remedy; ///< scale, mean, std and order to use instead
};

/// A word for files: "duplicates".
std::string_view findingName(FindingKind kind);
/// One sentence with %1, %2, ... in it.
std::string findingTemplate(FindingKind kind);
/// "the training statistics in 'conv1'"
std::string basisText(const EvidenceBasis& basis);
/// The sentence. Numbers with three digits.
std::string findingText(const Finding& finding);

/// What is known of calibration data before anything is calibrated.
struct DataCheck {
    std::vector<data::InputFigures> inputs;
    int64_t samples = 0; ///< read so far
    InputEvidence evidence;
    std::vector<Finding> findings;
    bool complete = false;
};

/// Everything of FindingKind but OneSample and TooFew. `how`: how images were read; none: arrays. `labels`:
/// empty, or one per sample. `partial` gets what is known after about every half second, on the calling
/// thread. Memory does not grow with the number of samples, but for 32 bytes each. Needs no calibration;
/// another run of the same graph may go on at the same time.
/// **Errors** those of findInputEvidence; InvalidArgument: no samples.
Result<DataCheck> checkData(const std::shared_ptr<const Graph>& graph, data::Dataset& dataset,
                            const std::vector<data::InputSpec>& inputs, const std::vector<int64_t>& labels,
                            const std::optional<data::ImageOptions>& how, const RunControl& control,
                            const std::function<void(const DataCheck&)>& partial = {});

/// OneSample or TooFew, if so; MaybeTooFew where `growth` is that of some of `samples` alone.
std::optional<Finding> sampleCountFinding(const RangeGrowth& growth, std::optional<int64_t> samples = {});

} // namespace qscope::analysis
