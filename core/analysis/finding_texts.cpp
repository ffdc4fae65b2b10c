// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "core/analysis/data_check.h"

namespace qscope::analysis {

namespace {

struct FindingWords {
    FindingKind kind;
    std::string_view name;
    std::string_view text;
};

constexpr FindingWords Words[] = {
    {FindingKind::BadValues, "bad-values",
     "Input '%1' holds %2 NaN and %3 infinite values, first in sample %4: they take no part in ranges, and "
     "outputs made from "
     "them mean nothing."},
    {FindingKind::Blank, "blank", "Blank samples, whose values are all equal: %1 of %2, first %3."},
    {FindingKind::NearlyBlank, "nearly-blank",
     "Nearly blank samples, of which more than 98 % is the smallest value of the data (%4): %1 of %2, first "
     "%3."},
    {FindingKind::Saturated, "saturated",
     "Samples of which more than half is the largest value of the data (%4): %1 of %2, first %3. "
     "Overexposed, clipped, or on a "
     "white ground."},
    {FindingKind::Duplicates, "duplicates",
     "Samples that are exact copies of an earlier one: %1 of %2; %3 is the same as %4. They add nothing to "
     "the ranges."},
    {FindingKind::OffScale, "off-scale",
     "Samples on another scale than the rest: %1 of %2; the largest magnitude in %3 is %4, in the median "
     "sample %5."},
    {FindingKind::UnusualRange, "unusual-range",
     "Input '%1' has values from %2 to %3. Most models want 0 to 1 or normalized values, and nothing in this "
     "one speaks for "
     "such a range."},
    {FindingKind::ColourOrder, "colour-order",
     "The colour order seems wrong. Judged by %1, red and blue exchanged fit better: misfit %2 instead of "
     "%3."},
    {FindingKind::Inverted, "inverted",
     "Light and dark seem to be exchanged. Judged by %1, the negative fits better: misfit %2 instead of %3."},
    {FindingKind::Preprocessing, "preprocessing",
     "The preprocessing seems wrong. Judged by %2, “%1” fits better: misfit %3 instead of %4."},
    {FindingKind::UnlikeTraining, "unlike-training",
     "The data is unlike the training data: what '%1' gets differs from its training statistics (misfit %2), "
     "and no usual "
     "preprocessing fits better."},
    {FindingKind::OneClass, "one-class",
     "All %1 samples have the label %2: ranges of other classes are not seen."},
    {FindingKind::OneSample, "one-sample", "There is a single sample: nothing tells how the ranges vary."},
    {FindingKind::TooFew, "too-few",
     "There seem to be too few samples (%1): twice as many still widen one range in ten by more than %2 %, "
     "that of '%3' by "
     "%4 %."},
    {FindingKind::MaybeTooFew, "maybe-too-few",
     "Of %3 samples %1 were looked at: twice as many of them widened one range in ten by more than %2 %, so "
     "all of them may be too few."},
};

const FindingWords& wordsOf(FindingKind kind)
{
    for (const FindingWords& words : Words)
        if (words.kind == kind)
            return words;
    return Words[0];
}

std::string basisText(const EvidenceBasis& basis)
{
    switch (basis.source) {
    case InputEvidence::Source::Statistics: return "the training statistics in '" + basis.node + "'";
    case InputEvidence::Source::Labels: return "the labels";
    case InputEvidence::Source::Confidence: return "how sure the model is of its answers";
    case InputEvidence::Source::None: break;
    }
    return {};
}

std::string argumentText(const FindingArgument& argument)
{
    if (const auto* basis = std::get_if<EvidenceBasis>(&argument))
        return basisText(*basis);
    if (const auto* text = std::get_if<std::string>(&argument))
        return *text;
    if (const auto* count = std::get_if<int64_t>(&argument))
        return std::to_string(*count);
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.3g", std::get<double>(argument));
    return digits;
}

} // namespace

std::string_view findingName(FindingKind kind) { return wordsOf(kind).name; }
std::string_view findingTemplate(FindingKind kind) { return wordsOf(kind).text; }

std::string findingText(const Finding& finding)
{
    const std::string_view pattern = findingTemplate(finding.kind);
    std::string text;
    for (size_t i = 0; i < pattern.size(); ++i) {
        const size_t digit =
            i + 1 < pattern.size() ? static_cast<size_t>(pattern[i + 1] - '1') : finding.arguments.size();
        if (pattern[i] == '%' && digit < finding.arguments.size()) {
            text += argumentText(finding.arguments[digit]);
            ++i;
        } else {
            text += pattern[i];
        }
    }
    return text;
}

} // namespace qscope::analysis
