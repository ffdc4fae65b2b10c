// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/partial_quantization.h"

#include <algorithm>
#include <map>
#include <memory>

#include "core/base/text.h"

namespace qscope::search {

namespace {

void append(Curve& curve, LayerId putBack, const Score& score)
{
    const Score best = curve.points.empty() ? score : std::max(score, curve.points.back().best);
    if (score.met() && !curve.needed)
        curve.needed = curve.points.size();
    curve.points.push_back({putBack, score, best});
}

bool isDone(const Curve& curve, const CurveOptions& options)
{
    return (curve.needed && !options.whole) || curve.points.size() > options.mostLayers;
}

/// The layers of the order that are not in floating point yet, the first ones.
std::vector<LayerId> remaining(const std::vector<LayerId>& order, const FloatSet& set, size_t most)
{
    std::vector<LayerId> layers;
    for (const LayerId layer : order) {
        if (!set[layer.index()] && layers.size() < most)
            layers.push_back(layer);
    }
    return layers;
}

} // namespace

size_t countOf(const FloatSet& set) { return static_cast<size_t>(std::count(set.begin(), set.end(), true)); }

ScoreFunction remembered(ScoreFunction score)
{
    auto known = std::make_shared<std::map<FloatSet, Score>>();
    return [known, score = std::move(score)](const FloatSet& set) -> Result<Score> {
        const auto found = known->find(set);
        if (found != known->end())
            return found->second;
        QS_ASSIGN(const Score fresh, score(set));
        known->emplace(set, fresh);
        return fresh;
    };
}

FloatSet Curve::at(size_t count, size_t layers) const
{
    FloatSet set(layers, false);
    for (size_t i = 1; i <= count && i < points.size(); ++i)
        set[points[i].putBack.index()] = true;
    return set;
}

Result<Curve> curveInOrder(const std::vector<LayerId>& order, const ScoreFunction& score, const CurveOptions& options,
                           const RunControl& control)
{
    Curve curve;
    FloatSet set(order.size(), false);
    QS_ASSIGN(const Score start, score(set));
    append(curve, {}, start);
    for (const LayerId layer : order) {
        if (isDone(curve, options))
            break;
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(static_cast<int64_t>(curve.points.size()), static_cast<int64_t>(order.size()),
                         say("Search", "layers back to floating point"));
        set[layer.index()] = true;
        QS_ASSIGN(const Score next, score(set));
        append(curve, layer, next);
    }
    return curve;
}

Result<Curve> curveGreedily(const std::vector<LayerId>& order, const ScoreFunction& score, const CurveOptions& options,
                            const RunControl& control)
{
    Curve curve;
    FloatSet set(order.size(), false);
    QS_ASSIGN(const Score start, score(set));
    append(curve, {}, start);
    while (!isDone(curve, options) && curve.points.size() <= order.size()) {
        std::optional<std::pair<Score, LayerId>> best;
        for (const LayerId layer : remaining(order, set, options.tryAtMost)) {
            if (control.stopRequested())
                return RunControl::cancelled();
            set[layer.index()] = true;
            QS_ASSIGN(const Score with, score(set));
            set[layer.index()] = false;
            if (!best || with > best->first)
                best = {with, layer};
        }
        control.progress(static_cast<int64_t>(curve.points.size()), static_cast<int64_t>(order.size()),
                         say("Search", "layers back to floating point"));
        set[best->second.index()] = true;
        append(curve, best->second, best->first);
    }
    return curve;
}

Result<FloatSet> withoutSuperfluous(FloatSet set, const std::vector<LayerId>& order, const ScoreFunction& score,
                                    const RunControl& control)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (auto layer = order.rbegin(); layer != order.rend(); ++layer) {
            if (!set[layer->index()])
                continue;
            if (control.stopRequested())
                return RunControl::cancelled();
            set[layer->index()] = false;
            QS_ASSIGN(const Score without, score(set));
            set[layer->index()] = !without.met();
            changed = changed || without.met();
        }
    }
    return set;
}

namespace {

/// Tries the strategies one after the other and keeps the best.
class Recommender {
public:
    Recommender(const ScoreFunction& score, const RecommendOptions& options, const RunControl& control)
        : m_options(options), m_control(control)
    {
        m_score = remembered([this, score](const FloatSet& set) {
            ++m_result.scores;
            return score(set);
        });
    }

    Result<Recommendation> run(const std::vector<std::vector<LayerId>>& orders)
    {
        const std::vector<LayerId>& first = orders.front();
        QS_ASSIGN(m_result.order, curveInOrder(first, m_score, {}, m_control));
        if (!m_result.order.needed)
            return Error{ErrorCode::InvalidArgument,
                         say("Search", "the target is not met with all layers in floating point either"),
                         {}};
        m_result.orderNeeds = *m_result.order.needed;
        m_until = m_result.scores + m_options.mostScores;
        QS_RETURN_IF_ERROR(consider(m_result.order.at(m_result.orderNeeds, first.size()), "order"));
        QS_RETURN_IF_ERROR(prune(first, "order, pruned"));
        for (size_t i = 1; i < orders.size(); ++i) {
            QS_RETURN_IF_ERROR(tryCurve(orders[i], false, "second order"));
        }
        QS_RETURN_IF_ERROR(tryCurve(orders.back(), true, "greedy"));
        return m_result;
    }

private:
    bool mayGoOn() const { return countOf(m_result.floatLayers) > 1 && m_result.scores < m_until; }

    Status consider(const FloatSet& set, const std::string& method)
    {
        QS_ASSIGN(const Score score, m_score(set));
        const size_t count = countOf(set);
        const size_t known = countOf(m_result.floatLayers);
        const bool better = m_result.method.empty() || count < known || (count == known && score > m_result.score);
        if (!score.met() || !better)
            return {};
        m_result.floatLayers = set;
        m_result.score = score;
        m_result.method = method;
        return {};
    }
    Status prune(const std::vector<LayerId>& order, const std::string& method)
    {
        if (!mayGoOn())
            return {};
        QS_ASSIGN(const FloatSet fewer, withoutSuperfluous(m_result.floatLayers, order, m_score, m_control));
        return consider(fewer, method);
    }
    /// A curve that has to beat what is known, and what is superfluous in it.
    Status tryCurve(const std::vector<LayerId>& order, bool greedily, const std::string& method)
    {
        if (!mayGoOn())
            return {};
        const CurveOptions options{false, countOf(m_result.floatLayers), m_options.tryAtMost};
        QS_ASSIGN(const Curve curve, greedily ? curveGreedily(order, m_score, options, m_control)
                                              : curveInOrder(order, m_score, options, m_control));
        if (!curve.needed)
            return {};
        const FloatSet found = curve.at(*curve.needed, order.size());
        QS_RETURN_IF_ERROR(consider(found, method));
        QS_ASSIGN(const FloatSet fewer, withoutSuperfluous(found, order, m_score, m_control));
        return consider(fewer, method + ", pruned");
    }

    const RecommendOptions& m_options;
    const RunControl& m_control;
    ScoreFunction m_score;
    Recommendation m_result;
    int64_t m_until = 0;
};

} // namespace

Result<Recommendation> recommend(const std::vector<std::vector<LayerId>>& orders, const ScoreFunction& score,
                                 const RecommendOptions& options, const RunControl& control)
{
    if (orders.empty())
        return Error{
            ErrorCode::InvalidArgument, say("Search", "there is no order of layers to begin with"), {}};
    return Recommender(score, options, control).run(orders);
}

} // namespace qscope::search
