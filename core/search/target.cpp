// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/target.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "core/base/text.h"

namespace qscope::search {

namespace {

constexpr std::array<std::pair<TargetKind, std::string_view>, 7> kNames{{
    {TargetKind::SqnrDb, "sqnr"},
    {TargetKind::AccuracyDrop, "drop"},
    {TargetKind::Agreement, "agreement"},
    {TargetKind::Bytes, "bytes"},
    {TargetKind::BitOperations, "bops"},
    {TargetKind::Metric, "metric"},
    {TargetKind::Latency, "latency"},
}};

double orWorst(double figure) { return std::isnan(figure) ? -std::numeric_limits<double>::infinity() : figure; }

} // namespace

bool isBudget(TargetKind kind)
{
    return kind == TargetKind::Bytes || kind == TargetKind::BitOperations || kind == TargetKind::Latency;
}

std::string_view targetName(TargetKind kind)
{
    return std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.first == kind; })->second;
}

Result<Target> targetFromText(std::string_view text)
{
    const auto error = [&](const std::string& why) {
        return Error{ErrorCode::InvalidArgument, filled(say("Search", "target '%1': %2"), text, why), {}};
    };
    const size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const auto known = std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.second == name; });
    if (known == kNames.end() || equals == std::string_view::npos)
        return error(
            say("Search",
                "wanted is one of sqnr=, drop=, agreement=, metric=, bytes=, bops=, latency= with a number"));
    double value = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + equals + 1, end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value))
        return error(say("Search", "there is no number behind '='"));
    if (value < 0 && known->first != TargetKind::SqnrDb && known->first != TargetKind::Metric)
        return error(say("Search", "the number is negative"));
    return Target{known->first, value};
}

std::string targetText(const Target& target)
{
    char number[40];
    std::snprintf(number, sizeof number, "%.10g", target.value);
    return std::string(targetName(target.kind)) + "=" + number;
}

Result<Score> scoreOf(const analysis::Evaluation& evaluation, const Target& target)
{
    const double db = orWorst(evaluation.sqnrDb);
    switch (target.kind) {
    case TargetKind::AccuracyDrop:
        if (!evaluation.accuracyDrop)
            return Error{ErrorCode::InvalidArgument, say("Search", "an accuracy drop needs labels"), {}};
        return Score{target.value - 100 * orWorst(*evaluation.accuracyDrop), db};
    case TargetKind::Agreement:
        return Score{100 * orWorst(evaluation.agreement) - target.value, db};
    case TargetKind::Metric: {
        if (!evaluation.user)
            return Error{ErrorCode::InvalidArgument,
                         say("Search", "a target on a figure of one's own needs that metric to be measured"),
                         {}};
        const double margin = *evaluation.user - target.value;
        return Score{orWorst(target.lowerIsBetter ? -margin : margin), db};
    }
    case TargetKind::SqnrDb:
        return Score{db - target.value, db};
    default:
        return Score{db, db};
    }
}

} // namespace qscope::search
