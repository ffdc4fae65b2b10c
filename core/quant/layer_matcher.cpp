// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/layer_matcher.h"

#include <algorithm>
#include <numeric>
#include <regex>
#include <set>

#include "core/base/text.h"

namespace qscope::quant {
namespace {

constexpr size_t LongestPattern = 1000; // std::regex recurses: longer ones could exhaust the stack
constexpr size_t LongestName = 4096;

std::string_view withoutSlash(std::string_view name) { return name.starts_with('/') ? name.substr(1) : name; }

/// "/blocks.3/attn/qkv/MatMul" -> "blocks.3.attn.qkv.MatMul": the path as a training framework writes it.
std::string dotted(std::string_view name)
{
    std::string result(withoutSlash(name));
    std::replace(result.begin(), result.end(), '/', '.');
    return result;
}

template <class Predicate>
std::vector<LayerId> layersWhere(std::span<const Layer> layers, Predicate predicate)
{
    std::vector<LayerId> ids;
    for (size_t i = 0; i < layers.size(); ++i)
        if (predicate(layers[i]))
            ids.emplace_back(i);
    return ids;
}

std::vector<LayerId> layersNamed(const std::string& text, std::span<const Layer> layers)
{
    auto exact = layersWhere(layers, [&text](const Layer& layer) { return layer.name == text; });
    if (!exact.empty())
        return exact;
    auto slashless = layersWhere(
        layers, [&text](const Layer& layer) { return withoutSlash(layer.name) == withoutSlash(text); });
    if (!slashless.empty())
        return slashless;
    return layersWhere(layers, [&text](const Layer& layer) { return dotted(layer.name) == dotted(text); });
}

Result<std::vector<LayerId>> layersLike(const std::string& pattern, std::span<const Layer> layers)
{
    const auto invalid = [](const std::string& why) {
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Quantization", "the regular expression is invalid: %1"), why),
                     {}};
    };
    if (pattern.size() > LongestPattern)
        return invalid(filled(say("Quantization", "it is longer than %1 characters"), LongestPattern));
    try {
        const std::regex regex(pattern, std::regex::ECMAScript);
        return layersWhere(layers, [&regex](const Layer& layer) {
            if (layer.name.size() > LongestName)
                return false;
            const std::string name(withoutSlash(layer.name));
            return std::regex_match(layer.name, regex) || std::regex_match(name, regex)
                   || std::regex_match(dotted(name), regex);
        });
    } catch (const std::regex_error& e) {
        return invalid(e.what());
    }
}

/// Number of single-character insertions, deletions and replacements between two texts.
size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t(0));
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

/// The candidate that differs least; empty when even that differs in more than half of the text.
std::string nearest(std::string_view text, const std::set<std::string>& candidates)
{
    std::string best;
    size_t bestDistance = text.size() / 2 + 1;
    for (const std::string& candidate : candidates) {
        if (candidate.empty() || candidate.size() > LongestName || text.size() > LongestName)
            continue;
        const size_t distance = editDistance(withoutSlash(text), withoutSlash(candidate));
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string regexHint(const std::string& pattern, std::span<const Layer> layers)
{
    try {
        const std::regex regex(pattern, std::regex::ECMAScript);
        for (const Layer& layer : layers)
            if (layer.name.size() <= LongestName && std::regex_search(layer.name, regex))
                return filled(say("Quantization",
                                  "it occurs inside \"%1\", but must match a whole name (try \".*%2.*\")"),
                              layer.name, pattern);
    } catch (const std::regex_error&) {
        return {};
    }
    return {};
}

std::string listed(const std::set<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "" : ", ") + text;
    return list;
}

} // namespace

Result<std::vector<LayerId>> matchLayers(const Match& match, std::span<const Layer> layers)
{
    switch (match.kind) {
    case MatchKind::Name: return layersNamed(match.text, layers);
    case MatchKind::Regex: return layersLike(match.text, layers);
    case MatchKind::Op:
        return layersWhere(layers, [&](const Layer& layer) { return layer.op == match.text; });
    case MatchKind::Block:
        return layersWhere(layers, [&](const Layer& layer) {
            return !layer.block.empty() && withoutSlash(layer.block) == withoutSlash(match.text);
        });
    }
    return std::vector<LayerId>{};
}

std::string matchHint(const Match& match, std::span<const Layer> layers)
{
    std::set<std::string> candidates;
    for (const Layer& layer : layers)
        candidates.insert(match.kind == MatchKind::Op      ? layer.op
                          : match.kind == MatchKind::Block ? layer.block
                                                           : layer.name);
    candidates.erase("");
    if (match.kind == MatchKind::Regex)
        return regexHint(match.text, layers);
    if (match.kind == MatchKind::Op && !candidates.empty())
        return filled(say("Quantization", "the layers' operators are %1"), listed(candidates));
    const std::string best = nearest(match.text, candidates);
    if (best.empty())
        return {};
    return match.kind == MatchKind::Block
               ? filled(say("Quantization", "the nearest block is \"%1\""), best)
               : filled(say("Quantization", "the nearest layer name is \"%1\""), best);
}

} // namespace qscope::quant
