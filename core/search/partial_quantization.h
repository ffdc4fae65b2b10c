// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/run_control.h"
#include "core/search/target.h"

namespace qscope::search {

/// Which layers stay in floating point, by LayerId.
using FloatSet = std::vector<bool>;
size_t countOf(const FloatSet& set);

/// How good the model is with these layers in floating point: one evaluation of the real model.
using ScoreFunction = std::function<Result<Score>(const FloatSet&)>;

/// The same, each set asked for once.
ScoreFunction remembered(ScoreFunction score);

/// The score over the number of layers in floating point. It need not rise with every layer: layers interact, and samples
/// are few; so the best so far is told too.
struct Curve {
    struct Point {
        LayerId putBack; ///< the layer that was added; invalid at the start
        Score score;
        Score best; ///< of all points up to here
    };
    std::vector<Point> points;    ///< the first with nothing in floating point
    std::optional<size_t> needed; ///< fewest layers whose own score meets the target

    FloatSet at(size_t count, size_t layers) const; ///< the first `count` layers of the curve
};

struct CurveOptions {
    bool whole = false;              ///< go on behind the target
    size_t mostLayers = SIZE_MAX;    ///< stop there, met or not
    size_t tryAtMost = SIZE_MAX;     ///< greedy: look at this many of the remaining layers, in the order given
};

/// Layers are put back to floating point one by one in the given order until the target is met.
/// **Source** H. Wu et al., "Integer quantization for deep learning inference" (2020), section 6, with the order of
/// one-at-a-time sensitivity. **Cost** one score per point. **Errors** those of `score`; Cancelled.
Result<Curve> curveInOrder(const std::vector<LayerId>& order, const ScoreFunction& score, const CurveOptions& options,
                           const RunControl& control);

/// Each time the layer that gives the best score; of equals the first in `order`.
/// **Cost** O(points * layers) scores, or points * tryAtMost.
Result<Curve> curveGreedily(const std::vector<LayerId>& order, const ScoreFunction& score, const CurveOptions& options,
                            const RunControl& control);

/// `set`, which meets the target, without layers that the target does not need: tried from the back of `order`, until none
/// can go back to integers by itself.
Result<FloatSet> withoutSuperfluous(FloatSet set, const std::vector<LayerId>& order, const ScoreFunction& score,
                                    const RunControl& control);

struct RecommendOptions {
    size_t tryAtMost = 12;  ///< of the greedy search
    int64_t mostScores = 1000; ///< evaluations beyond those of the first order
};

struct Recommendation {
    FloatSet floatLayers;
    Score score;          ///< measured, not predicted
    std::string method;   ///< "order", "order, pruned", "greedy", ...
    size_t orderNeeds = 0;///< layers that the first order needs
    Curve order;          ///< that of the first order, up to the target
    int64_t scores = 0;   ///< evaluations it took
};

/// Fewest layers in floating point that meet the target, as far as these strategies find them: each of the `orders` (the
/// first one is that of Wu et al.), greedy, and each of them without what turns out superfluous. Every candidate is
/// measured; of equally small ones the best score wins. It never needs more layers than the first order.
/// **Errors** those of `score`; InvalidArgument: all layers in floating point do not meet the target either; Cancelled.
Result<Recommendation> recommend(const std::vector<std::vector<LayerId>>& orders, const ScoreFunction& score,
                                 const RecommendOptions& options, const RunControl& control);

} // namespace qscope::search
