// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace qscope::analysis {

/// Another way of making a model's image input from the same pixels, and what the model says to it.
struct InputTrial {
    std::string key;        ///< of data::findPreprocessing; "as read" and "inverted" besides
    data::ImageOptions how; ///< scale, mean, std and order alone
    bool inverted = false;  ///< light and dark changed over
    /// One misfit per part of the samples, less is better; comparable among the trials of one InputEvidence.
    std::vector<double> parts;
    double misfit = 0;    ///< over all samples
    double accuracy = -1; ///< share of right classes; -1: not measured

    bool sameValuesAs(const InputTrial& other) const;
};

/// What a model tells about how its image input is to be made.
struct InputEvidence {
    enum class Source {
        None,       ///< nothing in it tells, see `why`
        Statistics, ///< the first BatchNormalization holds what it saw in training
        Labels,     ///< how likely the model thinks the right classes
        Confidence, ///< how sure it is of its classes; tells colour orders apart only
    };
    Source source = Source::None;
    std::string why;                       ///< of None, a sentence
    std::string node;                      ///< of Statistics
    std::optional<data::ImageOptions> how; ///< as the data was read, or guessed; none: unknown
    std::vector<InputTrial> trials;        ///< the first is the data as read; best first behind it
    int64_t samples = 0;                   ///< tried
    /// The model itself begins with arithmetic on the input, so that any range may be right.
    bool scalesItself = false;

    /// A trial that is better than the data as read beyond doubt, by these rules; null: none, or fewer than 4
    /// samples. Where changing the colour order alone does nearly as well as the best (misfit up to 1.25
    /// times its), it is that one.
    /// - Statistics: misfit at most half of the data's and 0.1 below it, and lower in at least 7 of 8 parts
    /// of the samples; of
    ///   the colour order alone, 0.02 below it and lower in all parts.
    /// - Labels: at least 16 samples, mean gain above 0.1 nats and 4 standard errors, and not fewer right
    /// classes.
    /// - Confidence: the same with 3 standard errors, without classes.
    const InputTrial* better() const;
    /// Share of the parts in which `trial` is better than the data as read.
    double certainty(const InputTrial& trial) const;
};

/// How pixels became the tensor, for data that is not read from images: told from the extremes of its values,
/// supposing that black and white occur. None: they fit no usual one.
/// **Shapes** lo, hi: one per channel.
std::optional<data::ImageOptions> guessedPreprocessing(std::span<const float> lo, std::span<const float> hi);

/// Tries the usual preprocessings (data/usual_preprocessing.h) on up to 64 of `samples` (Confidence: 128),
/// evenly spread.
///
/// Statistics: the output of a BatchNormalization has mean `bias` and deviation `scale` per channel where the
/// input is as in training. Misfit: mean over channels of the Kullback-Leibler divergence, in nats and at
/// most 4, of the normal distribution with the measured moments from that one. Only one that has statistics
/// (not all means 0 and variances 1) and that no more than one convolution or product comes before says
/// anything. Labels, Confidence (models with one output of [N, 3 or more classes], maybe with more axes of
/// extent 1): minus the logarithm of the probability of the right, of the likeliest class, in nats.
///
/// `samples`: those that may be looked at, ascending. `how`: as the data was read; none:
/// guessedPreprocessing. `labels`: empty for none.
/// **Errors** those of Dataset::read and of the engine; Cancelled.
/// **Cost** Statistics: the first layer 64 times per trial; Labels, Confidence: 64 runs of the model per
/// trial.
Result<InputEvidence> findInputEvidence(const std::shared_ptr<const Graph>& graph, data::Dataset& dataset,
                                        const std::vector<data::InputSpec>& inputs,
                                        std::span<const int64_t> samples, const std::vector<int64_t>& labels,
                                        const std::optional<data::ImageOptions>& how,
                                        const RunControl& control);

} // namespace qscope::analysis
