// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/study_settings.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "core/base/text.h"

namespace qscope::repq_vit {

namespace {

using plugins::Parameter;

/// What stands between commas, without the spaces around it; nothing for an empty text.
std::vector<std::string_view> listOf(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        part.remove_prefix(std::min(part.size(), part.find_first_not_of(' ')));
        parts.push_back(part.substr(0, part.find_last_not_of(' ') + 1));
    }
    return parts;
}

std::optional<int64_t> wholeNumber(std::string_view text)
{
    int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// "4/8": weights and activations.
std::optional<std::pair<int, int>> bitsOf(std::string_view text)
{
    const size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto weights = wholeNumber(text.substr(0, slash)),
               activations = wholeNumber(text.substr(slash + 1));
    const auto isWidth = [](const auto& bits) { return bits && *bits >= 2 && *bits <= 16; };
    if (!isWidth(weights) || !isWidth(activations))
        return std::nullopt;
    return std::pair(static_cast<int>(*weights), static_cast<int>(*activations));
}

Error wrongBits(std::string_view item)
{
    return {ErrorCode::InvalidArgument,
            filled(say("RepQ-ViT", "\"%1\" is no pair of bits as 4/8, from 2 to 16 each"), item), "bits"};
}

} // namespace

std::vector<Parameter> studyParameters()
{
    return {
        Parameter::text("bits", "4/4,6/6,8/8",
                        say("RepQ-ViT", "Bits of weights and activations, from 2 to 16 each.")),
        Parameter::text("sample-counts", "1,8,32,128",
                        say("RepQ-ViT", "Numbers of calibration samples to compare, at the first bits.")),
        Parameter::integer("calibration-samples", StudySettings().samples, 1, 1000000,
                           say("RepQ-ViT", "Calibration samples everywhere else.")),
        Parameter::boolean("fractional", false,
                           say("RepQ-ViT", "Does not round the mean zero points, as in the released code.")),
    };
}

Result<StudySettings> studySettings(const plugins::ParameterValues& values)
{
    StudySettings settings;
    settings.bits.clear();
    settings.sampleCounts.clear();
    for (const std::string_view text : listOf(values.text("bits"))) {
        const auto bits = bitsOf(text);
        if (!bits)
            return wrongBits(text);
        settings.bits.push_back(*bits);
    }
    if (settings.bits.empty())
        return wrongBits({});
    for (const std::string_view text : listOf(values.text("sample-counts"))) {
        const auto count = wholeNumber(text);
        if (!count || *count < 1)
            return Error{ErrorCode::InvalidArgument,
                         filled(say("RepQ-ViT", "\"%1\" is no number of samples"), text), "sample-counts"};
        settings.sampleCounts.push_back(*count);
    }
    settings.samples = values.integer("calibration-samples");
    settings.wholeZeroPoints = !values.boolean("fractional");
    return settings;
}

} // namespace qscope::repq_vit
