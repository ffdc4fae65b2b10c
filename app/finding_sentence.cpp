// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finding_sentence.h"

#include <QCoreApplication>

#include "core/base/text.h"
#include "views/models/format.h"

namespace qscope::app {

namespace {

QString argumentSentence(const analysis::FindingArgument& argument)
{
    if (const auto* basis = std::get_if<analysis::EvidenceBasis>(&argument))
        return views::format::text(analysis::basisText(*basis));
    if (const auto* text = std::get_if<std::string>(&argument))
        return views::format::text(*text);
    if (const auto* count = std::get_if<int64_t>(&argument))
        return views::format::count(*count);
    return views::format::number(std::get<double>(argument), 3);
}

} // namespace

QString findingSentence(const analysis::Finding& finding)
{
    std::vector<std::string> arguments;
    for (const analysis::FindingArgument& argument : finding.arguments)
        arguments.push_back(argumentSentence(argument).toStdString());
    QString text = views::format::text(filledWith(analysis::findingTemplate(finding.kind), arguments));
    if (finding.certainty)
        text += ' '
                + QCoreApplication::translate("Finding", "So say %1 of the samples.")
                      .arg(views::format::percent(*finding.certainty));
    return text;
}

} // namespace qscope::app
