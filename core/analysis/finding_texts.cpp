// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "core/analysis/data_check.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

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

std::string_view findingName(FindingKind kind)
{
    switch (kind) {
    case FindingKind::BadValues: return "bad-values";
    case FindingKind::Blank: return "blank";
    case FindingKind::NearlyBlank: return "nearly-blank";
    case FindingKind::Saturated: return "saturated";
    case FindingKind::Duplicates: return "duplicates";
    case FindingKind::OffScale: return "off-scale";
    case FindingKind::UnusualRange: return "unusual-range";
    case FindingKind::ColourOrder: return "colour-order";
    case FindingKind::Inverted: return "inverted";
    case FindingKind::Preprocessing: return "preprocessing";
    case FindingKind::UnlikeTraining: return "unlike-training";
    case FindingKind::OneClass: return "one-class";
    case FindingKind::OneSample: return "one-sample";
    case FindingKind::TooFew: return "too-few";
    case FindingKind::MaybeTooFew: return "maybe-too-few";
    }
    return {};
}

std::string findingTemplate(FindingKind kind)
{
    switch (kind) {
    case FindingKind::BadValues:
        return say("Finding", "Input '%1' holds %2 NaN and %3 infinite values, first in sample %4: they take "
                              "no part in ranges, "
                              "and outputs made from them mean nothing.");
    case FindingKind::Blank:
        return say("Finding", "Blank samples, whose values are all equal: %1 of %2, first %3.");
    case FindingKind::NearlyBlank:
        return say(
            "Finding",
            "Nearly blank samples, of which more than 98 % is the smallest value of the data (%4): %1 of %2, "
            "first %3.");
    case FindingKind::Saturated:
        return say(
            "Finding",
            "Samples of which more than half is the largest value of the data (%4): %1 of %2, first %3. "
            "Overexposed, clipped, or on a white ground.");
    case FindingKind::Duplicates:
        return say("Finding", "Samples that are exact copies of an earlier one: %1 of %2; %3 is the same as "
                              "%4. They add nothing "
                              "to the ranges.");
    case FindingKind::OffScale:
        return say(
            "Finding",
            "Samples on another scale than the rest: %1 of %2; the largest magnitude in %3 is %4, in the "
            "median sample %5.");
    case FindingKind::UnusualRange:
        return say("Finding", "Input '%1' has values from %2 to %3. Most models want 0 to 1 or normalized "
                              "values, and nothing in "
                              "this one speaks for such a range.");
    case FindingKind::ColourOrder:
        return say("Finding", "The colour order seems wrong. Judged by %1, red and blue exchanged fit "
                              "better: misfit %2 instead "
                              "of %3.");
    case FindingKind::Inverted:
        return say("Finding", "Light and dark seem to be exchanged. Judged by %1, the negative fits better: "
                              "misfit %2 instead of "
                              "%3.");
    case FindingKind::Preprocessing:
        return say("Finding",
                   "The preprocessing seems wrong. Judged by %2, “%1” fits better: misfit %3 instead of %4.");
    case FindingKind::UnlikeTraining:
        return say("Finding", "The data is unlike the training data: what '%1' gets differs from its "
                              "training statistics (misfit "
                              "%2), and no usual preprocessing fits better.");
    case FindingKind::OneClass:
        return say("Finding", "All %1 samples have the label %2: ranges of other classes are not seen.");
    case FindingKind::OneSample:
        return say("Finding", "There is a single sample: nothing tells how the ranges vary.");
    case FindingKind::TooFew:
        return say("Finding", "There seem to be too few samples (%1): twice as many still widen one range in "
                              "ten by more than %2 "
                              "%, that of '%3' by %4 %.");
    case FindingKind::MaybeTooFew:
        return say(
            "Finding",
            "Of %3 samples %1 were looked at: twice as many of them widened one range in ten by more than %2 "
            "%, so all of them may be too few.");
    }
    return {};
}

std::string basisText(const EvidenceBasis& basis)
{
    switch (basis.source) {
    case InputEvidence::Source::Statistics:
        return filled(say("Finding", "the training statistics in '%1'"), basis.node);
    case InputEvidence::Source::Labels: return say("Finding", "the labels");
    case InputEvidence::Source::Confidence: return say("Finding", "how sure the model is of its answers");
    case InputEvidence::Source::None: break;
    }
    return {};
}

std::string findingText(const Finding& finding)
{
    std::vector<std::string> arguments;
    for (const FindingArgument& argument : finding.arguments)
        arguments.push_back(argumentText(argument));
    return filledWith(findingTemplate(finding.kind), arguments);
}

} // namespace qscope::analysis
