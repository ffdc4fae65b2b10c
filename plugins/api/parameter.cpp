// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/api/parameter.h"

#include <charconv>
#include <cmath>

#include "core/base/text.h"

namespace qscope::plugins {

namespace {

std::string numberText(double value)
{
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string integerText(const Parameter& p)
{
    const std::string least = numberText(p.least), most = numberText(p.most);
    if (std::isfinite(p.least) && std::isfinite(p.most))
        return filled(say("Plugins", "an integer from %1 to %2"), least, most);
    if (std::isfinite(p.least))
        return filled(say("Plugins", "an integer of at least %1"), least);
    return std::isfinite(p.most) ? filled(say("Plugins", "an integer of at most %1"), most)
                                 : say("Plugins", "an integer");
}

std::string realText(const Parameter& p)
{
    const std::string least = numberText(p.least), most = numberText(p.most);
    if (std::isfinite(p.least) && std::isfinite(p.most))
        return filled(say("Plugins", "a number from %1 to %2"), least, most);
    if (std::isfinite(p.least))
        return filled(say("Plugins", "a number of at least %1"), least);
    return std::isfinite(p.most) ? filled(say("Plugins", "a number of at most %1"), most)
                                 : say("Plugins", "a number");
}

std::string choicesText(const Parameter& p)
{
    std::string list;
    for (const ParameterChoice& choice : p.choices)
        list += (list.empty() ? "'" : ", '") + choice.name + "'";
    return list;
}

} // namespace

std::string_view parameterTypeName(ParameterType type)
{
    switch (type) {
    case ParameterType::Bool: return "bool";
    case ParameterType::Integer: return "integer";
    case ParameterType::Real: return "real";
    case ParameterType::Choice: return "choice";
    case ParameterType::Text: return "text";
    }
    return "unknown";
}

Parameter Parameter::boolean(std::string name, bool defaultValue, std::string help)
{
    return {std::move(name), ParameterType::Bool, defaultValue, std::move(help)};
}

Parameter Parameter::integer(std::string name, int64_t defaultValue, int64_t least, int64_t most, std::string help,
                             std::string unit)
{
    return {std::move(name), ParameterType::Integer, defaultValue, std::move(help), static_cast<double>(least),
            static_cast<double>(most), std::move(unit)};
}

Parameter Parameter::real(std::string name, double defaultValue, double least, double most, std::string help,
                          std::string unit)
{
    return {std::move(name), ParameterType::Real, defaultValue, std::move(help), least, most, std::move(unit)};
}

Parameter Parameter::choice(std::string name, std::string defaultValue, std::vector<ParameterChoice> choices,
                            std::string help)
{
    Parameter p{std::move(name), ParameterType::Choice, std::move(defaultValue), std::move(help)};
    p.choices = std::move(choices);
    return p;
}

Parameter Parameter::text(std::string name, std::string defaultValue, std::string help)
{
    return {std::move(name), ParameterType::Text, std::move(defaultValue), std::move(help)};
}

std::string allowedText(const Parameter& p)
{
    switch (p.type) {
    case ParameterType::Bool: return say("Plugins", "true or false");
    case ParameterType::Integer: return integerText(p);
    case ParameterType::Real: return realText(p);
    case ParameterType::Choice: return filled(say("Plugins", "one of %1"), choicesText(p));
    case ParameterType::Text: return say("Plugins", "a text");
    }
    return {};
}

std::string valueText(const ParameterValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<int64_t>(&value))
        return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&value))
        return numberText(*real);
    return std::get<std::string>(value);
}

} // namespace qscope::plugins
