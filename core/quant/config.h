// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/layers.h"
#include "core/quant/quantizer.h"

namespace qscope::quant {

/// Only what a rule names; everything else stays as it was.
struct QuantizerPatch {
    std::optional<int> bits{};
    std::optional<bool> symmetric{};
    std::optional<Granularity> granularity{};
    std::optional<Calibrator> calibrator{};
    std::optional<double> percentile{};
    std::optional<QuantizerKind> kind{};
    std::optional<Signedness> sign{};
    std::optional<NarrowRange> narrowRange{};
    std::optional<Rounding> rounding{};
    std::optional<int> blockSize{};
    std::optional<double> averaging{};
    std::optional<EntropyForm> entropyForm{};
    std::optional<SearchGrid> grid{};
    std::optional<double> exponent{};
    std::optional<double> gamma{};
    std::optional<Range> range{};
    std::optional<std::vector<double>> scales{};
    std::optional<std::vector<double>> zeroPoints{};

    bool empty() const;
    void applyTo(QuantizerSpec& spec) const;
    bool operator==(const QuantizerPatch&) const = default;
};

enum class MatchKind { Name, Regex, Op, Block };
std::string_view matchKindName(MatchKind); ///< "name", "regex", "op", "block": the key in JSON

/// Which layers a rule means: exact layer name, regular expression over the whole name (ECMAScript, full
/// match), operator type, or block. A name may be written as it is ("/blocks.3/attn/MatMul"), without its
/// leading '/', or with dots ("blocks.3.attn.MatMul"); a regular expression may match any of the three forms.
/// For names the first form that exists wins, so an exact name means that layer only.
struct Match {
    MatchKind kind = MatchKind::Name;
    std::string text;
    bool operator==(const Match&) const = default;
};

struct Rule {
    Match match;
    std::optional<bool> isFloat; ///< "float" in JSON
    QuantizerPatch weights;
    QuantizerPatch activations; ///< of all inputs
    /// By index into Node::inputs: what is said of one activation input alone, after `activations`.
    std::map<size_t, QuantizerPatch> inputs{};
    bool operator==(const Rule&) const = default;
    /// Whether the rule says nothing about any layer.
    bool empty() const;
};

/// 8 bits, asymmetric, per tensor, the least third power of the error (HACKING, "Why this default").
inline QuantizerSpec defaultActivations()
{
    QuantizerSpec spec;
    spec.calibrator = Calibrator::Lp;
    spec.exponent = 3;
    return spec;
}

/// Immutable in spirit: a change makes a new one.
struct Config {
    QuantizerSpec weights{8, true, Granularity::PerChannel, Calibrator::Max, 99.99};
    QuantizerSpec activations = defaultActivations();
    std::vector<Rule> rules; ///< later rules override earlier ones
    bool operator==(const Config&) const = default;
};

/// What the config means for one layer.
struct LayerSpec {
    bool isFloat = false;
    QuantizerSpec weights;
    QuantizerSpec activations;
    /// By index into Node::inputs: activation inputs of which a rule says something of their own.
    std::map<size_t, QuantizerSpec> inputs{};

    const QuantizerSpec& activation(size_t input) const
    {
        const auto own = inputs.find(input);
        return own == inputs.end() ? activations : own->second;
    }
    bool operator==(const LayerSpec&) const = default;
};

/// Indices of the layers a match means. Names beyond 4096 characters match no regular expression.
/// **Errors** InvalidArgument: the regular expression is invalid, too long (1000 characters) or too costly.
Result<std::vector<LayerId>> matchLayers(const Match& match, std::span<const Layer> layers);

/// One spec per layer. **Errors** InvalidArgument: a rule that matches no layer (named with its number and
/// text), an input that none of its layers quantizes, values out of range (see config_check.h), and combinations that no quantizer has, as they come out for a
/// layer. Messages begin with the key path ("rules[1].weights.bits: ...") or name the layer.
Result<std::vector<LayerSpec>> resolve(const Config& config, std::span<const Layer> layers);

/// JSON form, version 1 (see README). Unknown keys, wrong types, unknown names and values out of range are
/// errors naming the key path: "config.json: rules[1].weights.bitz: unknown key".
Result<Config> configFromJson(std::string_view text, const std::string& where);
std::string configToJson(const Config& config);
Result<Config> readConfig(const std::string& path);
/// Writes beside, then renames.
Status writeConfig(const Config& config, const std::string& path);

/// A copy in which the layer stays in floating point or not: the minimal change is made by adding, changing
/// or removing a name rule at the end.
Config withFloat(const Config& config, const Layer& layer, bool isFloat, std::span<const Layer> layers);

} // namespace qscope::quant
