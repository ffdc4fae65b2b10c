// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/einsum_equation.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace qscope::ops {

namespace {

/// One operand's or the result's part of the equation: letters around an ellipsis.
struct Term {
    std::string before, behind;
    bool hasEllipsis = false;

    size_t letters() const { return before.size() + behind.size(); }
};

bool readTerm(const std::string& text, Term& term)
{
    const size_t dots = text.find("...");
    term.hasEllipsis = dots != std::string::npos;
    term.before = text.substr(0, dots);
    term.behind = term.hasEllipsis ? text.substr(dots + 3) : "";
    const auto isLetter = [](unsigned char c) { return std::isalpha(c) != 0; };
    return std::all_of(term.before.begin(), term.before.end(), isLetter)
           && std::all_of(term.behind.begin(), term.behind.end(), isLetter);
}

std::vector<std::string> splitAt(const std::string& text, char separator)
{
    std::vector<std::string> parts(1);
    for (char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

Labels labelsOf(const Term& term, size_t ellipsisRank)
{
    Labels labels(term.before.begin(), term.before.end());
    for (size_t i = ellipsisRank; i > 0; --i)
        labels.push_back(-static_cast<Label>(i));
    labels.insert(labels.end(), term.behind.begin(), term.behind.end());
    return labels;
}

Labels impliedResult(const std::vector<Labels>& operands, size_t ellipsisRank)
{
    std::map<Label, int> occurrences;
    for (const Labels& labels : operands)
        for (Label label : labels)
            ++occurrences[label];
    Labels result = labelsOf({}, ellipsisRank);
    for (const auto& [label, count] : occurrences) {
        if (label > 0 && count == 1)
            result.push_back(label);
    }
    return result;
}

/// Every label of the result occurs once there, and in an operand.
bool isPossible(const EinsumEquation& equation)
{
    for (Label label : equation.result) {
        const bool known =
            std::any_of(equation.operands.begin(), equation.operands.end(),
                        [&](const Labels& l) { return std::find(l.begin(), l.end(), label) != l.end(); });
        if (!known || std::count(equation.result.begin(), equation.result.end(), label) != 1)
            return false;
    }
    return true;
}

} // namespace

Result<EinsumEquation> parseEinsum(const Context& context, const std::string& text)
{
    const auto bad = [&](const std::string& why) {
        return context.error(ErrorCode::InvalidArgument, "equation '" + text + "' " + why);
    };
    std::string compact = text;
    compact.erase(std::remove(compact.begin(), compact.end(), ' '), compact.end());
    const size_t arrow = compact.find("->");
    const std::vector<std::string> parts = splitAt(compact.substr(0, arrow), ',');
    if (parts.size() != context.inputCount())
        return bad("is not one for " + std::to_string(context.inputCount()) + " inputs");
    std::vector<Term> terms(parts.size());
    size_t ellipsisRank = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
        const size_t rank = context.input(i).rank();
        if (!readTerm(parts[i], terms[i]))
            return bad("is not made of letters");
        if (terms[i].letters() > rank || (!terms[i].hasEllipsis && terms[i].letters() != rank))
            return bad("does not fit input " + std::to_string(i) + " of shape "
                       + shapeText(context.input(i).shape()));
        ellipsisRank = std::max(ellipsisRank, rank - terms[i].letters());
    }
    EinsumEquation equation;
    for (size_t i = 0; i < parts.size(); ++i)
        equation.operands.push_back(labelsOf(terms[i], context.input(i).rank() - terms[i].letters()));
    if (arrow == std::string::npos) {
        equation.result = impliedResult(equation.operands, ellipsisRank);
        return equation;
    }
    Term result;
    if (!readTerm(compact.substr(arrow + 2), result))
        return bad("is not made of letters");
    equation.result = labelsOf(result, result.hasEllipsis ? ellipsisRank : 0);
    if (!isPossible(equation))
        return bad("has a result with a dimension that is named twice or occurs in no input");
    return equation;
}

} // namespace qscope::ops
