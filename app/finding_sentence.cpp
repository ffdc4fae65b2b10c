// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finding_sentence.h"

#include <QCoreApplication>

#include "views/models/format.h"

namespace qscope::app {

namespace {

/// findingTemplate's, so that they are found and translated. A test compares them.
[[maybe_unused]] constexpr const char* FindingTemplates[] = {
    QT_TRANSLATE_NOOP(
        "Finding",
        "Input '%1' holds %2 NaN and %3 infinite values, first in sample %4: they take no part in ranges, "
        "and outputs made from them mean nothing."),
    QT_TRANSLATE_NOOP("Finding", "Blank samples, whose values are all equal: %1 of %2, first %3."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Nearly blank samples, of which more than 98 % is the smallest value of the data (%4): %1 of %2, "
        "first %3."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Samples of which more than half is the largest value of the data (%4): %1 of %2, first %3. "
        "Overexposed, clipped, or on a white ground."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Samples that are exact copies of an earlier one: %1 of %2; %3 is the same as %4. They add "
        "nothing to the ranges."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Samples on another scale than the rest: %1 of %2; the largest magnitude in %3 is %4, in the "
        "median sample %5."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Input '%1' has values from %2 to %3. Most models want 0 to 1 or normalized values, and nothing "
        "in this one speaks for such a range."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "The colour order seems wrong. Judged by %1, red and blue exchanged fit better: misfit %2 instead "
        "of %3."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Light and dark seem to be exchanged. Judged by %1, the negative fits better: misfit %2 instead "
        "of %3."),
    QT_TRANSLATE_NOOP(
        "Finding", "The preprocessing seems wrong. Judged by %2, “%1” fits better: misfit %3 instead of %4."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "The data is unlike the training data: what '%1' gets differs from its training statistics "
        "(misfit %2), and no usual preprocessing fits better."),
    QT_TRANSLATE_NOOP("Finding", "All %1 samples have the label %2: ranges of other classes are not seen."),
    QT_TRANSLATE_NOOP("Finding", "There is a single sample: nothing tells how the ranges vary."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "There seem to be too few samples (%1): twice as many still widen one range in ten by more than "
        "%2 %, that of '%3' by %4 %."),
    QT_TRANSLATE_NOOP(
        "Finding",
        "Of %3 samples %1 were looked at: twice as many of them widened one range in ten by more than %2 %, so "
        "all of them may be too few."),
};

QString translated(const char* text) { return QCoreApplication::translate("Finding", text); }

QString basisSentence(const analysis::EvidenceBasis& basis)
{
    using enum analysis::InputEvidence::Source;
    switch (basis.source) {
    case Statistics:
        return translated(QT_TRANSLATE_NOOP("Finding", "the training statistics in '%1'"))
            .arg(views::format::text(basis.node));
    case Labels: return translated(QT_TRANSLATE_NOOP("Finding", "the labels"));
    case Confidence: return translated(QT_TRANSLATE_NOOP("Finding", "how sure the model is of its answers"));
    case None: break;
    }
    return {};
}

QString argumentSentence(const analysis::FindingArgument& argument)
{
    if (const auto* basis = std::get_if<analysis::EvidenceBasis>(&argument))
        return basisSentence(*basis);
    if (const auto* text = std::get_if<std::string>(&argument))
        return views::format::text(*text);
    if (const auto* count = std::get_if<int64_t>(&argument))
        return views::format::count(*count);
    return views::format::number(std::get<double>(argument), 3);
}

} // namespace

QString findingSentence(const analysis::Finding& finding)
{
    QString sentence = translated(std::string(analysis::findingTemplate(finding.kind)).c_str());
    // One pass, so that a name with %2 in it stays what it is.
    QString text;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int digit = sentence[i] == u'%' && i + 1 < sentence.size() ? sentence[i + 1].digitValue() : -1;
        if (digit < 1 || static_cast<size_t>(digit) > finding.arguments.size()) {
            text += sentence[i];
            continue;
        }
        text += argumentSentence(finding.arguments[static_cast<size_t>(digit) - 1]);
        ++i;
    }
    if (finding.certainty)
        text += ' '
                + translated(QT_TRANSLATE_NOOP("Finding", "So say %1 of the samples."))
                      .arg(views::format::percent(*finding.certainty));
    return text;
}

} // namespace qscope::app
