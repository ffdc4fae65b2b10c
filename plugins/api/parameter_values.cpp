// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/api/parameter_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "core/base/text.h"

namespace qscope::plugins {

namespace {

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), {}}; }

bool isName(std::string_view name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::optional<bool> flagOf(std::string_view text)
{
    constexpr std::array<std::string_view, 4> yes{"true", "on", "yes", "1"}, no{"false", "off", "no", "0"};
    if (std::find(yes.begin(), yes.end(), text) != yes.end())
        return true;
    return std::find(no.begin(), no.end(), text) != no.end() ? std::optional(false) : std::nullopt;
}

template <class T>
std::optional<T> numberOf(std::string_view text)
{
    T value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Nothing when the text is not of that type.
std::optional<ParameterValue> parse(ParameterType type, std::string_view text)
{
    const auto wrap = [](const auto& value) { return value ? std::optional<ParameterValue>(*value) : std::nullopt; };
    switch (type) {
    case ParameterType::Bool: return wrap(flagOf(text));
    case ParameterType::Integer: return wrap(numberOf<int64_t>(text));
    case ParameterType::Real: return wrap(numberOf<double>(text));
    case ParameterType::Choice:
    case ParameterType::Text: return std::string(text);
    }
    return std::nullopt;
}

bool allows(const Parameter& p, const ParameterValue& value)
{
    const auto inRange = [&](double number) { return number >= p.least && number <= p.most; };
    switch (p.type) {
    case ParameterType::Bool: return std::holds_alternative<bool>(value);
    case ParameterType::Integer:
        return std::holds_alternative<int64_t>(value) && inRange(static_cast<double>(std::get<int64_t>(value)));
    case ParameterType::Real:
        return std::holds_alternative<double>(value) && std::isfinite(std::get<double>(value))
               && inRange(std::get<double>(value));
    case ParameterType::Choice:
        return std::holds_alternative<std::string>(value)
               && std::any_of(p.choices.begin(), p.choices.end(),
                              [&](const ParameterChoice& c) { return c.name == std::get<std::string>(value); });
    case ParameterType::Text: return std::holds_alternative<std::string>(value);
    }
    return false;
}

Error notAllowed(const Parameter& p, std::string_view text)
{
    return wrong(filled(say("Plugins", "'%1' is '%2', but has to be %3"), p.name, text, allowedText(p)));
}

/// Edit distance: letters to insert, remove or replace.
size_t distance(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t(0));
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i + 1);
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
        }
    }
    return row.back();
}

Error unknownKey(std::string_view key, const std::vector<Parameter>& declared)
{
    if (declared.empty())
        return wrong(filled(say("Plugins", "unknown parameter '%1'; there are none to set"), key));
    const auto far = [&](const Parameter& p) { return distance(key, p.name); };
    const auto nearest = std::min_element(declared.begin(), declared.end(), [&](const Parameter& a, const Parameter& b) {
        return far(a) < far(b);
    });
    if (far(*nearest) <= 2)
        return wrong(
            filled(say("Plugins", "unknown parameter '%1'; did you mean '%2'?"), key, nearest->name));
    std::string list;
    for (const Parameter& p : declared)
        list += (list.empty() ? "'" : ", '") + p.name + "'";
    return wrong(filled(say("Plugins", "unknown parameter '%1'; there are %2"), key, list));
}

} // namespace

Result<ParameterValues> ParameterValues::of(std::vector<Parameter> declared)
{
    ParameterValues values;
    for (Parameter& p : declared) {
        if (!isName(p.name))
            return wrong(filled(say("Plugins", "a parameter is declared with the name '%1'"), p.name));
        if (values.find(p.name).ok())
            return wrong(filled(say("Plugins", "the parameter '%1' is declared twice"), p.name));
        if (!allows(p, p.defaultValue))
            return wrong(filled(say("Plugins", "the default of '%1' is '%2', but has to be %3"), p.name,
                                valueText(p.defaultValue), allowedText(p)));
        values.m_values.push_back(p.defaultValue);
        values.m_declared.push_back(std::move(p));
    }
    return values;
}

Result<size_t> ParameterValues::find(std::string_view key) const
{
    const auto it =
        std::find_if(m_declared.begin(), m_declared.end(), [&](const Parameter& p) { return p.name == key; });
    if (it == m_declared.end())
        return unknownKey(key, m_declared);
    return static_cast<size_t>(it - m_declared.begin());
}

Status ParameterValues::set(std::string_view assignment)
{
    const size_t equals = assignment.find('=');
    if (equals == assignment.npos)
        return wrong(filled(say("Plugins", "'%1' is not of the form key=value"), assignment));
    return set(assignment.substr(0, equals), assignment.substr(equals + 1));
}

Status ParameterValues::set(std::string_view key, std::string_view text)
{
    QS_ASSIGN(const size_t index, find(key));
    const auto value = parse(m_declared[index].type, text);
    if (!value || !allows(m_declared[index], *value))
        return notAllowed(m_declared[index], text);
    m_values[index] = *value;
    return {};
}

Status ParameterValues::set(std::string_view key, const ParameterValue& value)
{
    QS_ASSIGN(const size_t index, find(key));
    const Parameter& p = m_declared[index];
    const auto* integer = std::get_if<int64_t>(&value);
    const ParameterValue taken =
        integer && p.type == ParameterType::Real ? ParameterValue(static_cast<double>(*integer)) : value;
    if (!allows(p, taken))
        return notAllowed(p, valueText(value));
    m_values[index] = taken;
    return {};
}

const ParameterValue& ParameterValues::value(std::string_view name) const
{
    const auto index = find(name);
    if (!index.ok())
        throw std::logic_error("asked for the parameter '" + std::string(name) + "', which is not declared");
    return m_values[*index];
}

namespace {

template <class T>
const T& typed(const ParameterValues& values, std::string_view name, const char* type)
{
    const auto* value = std::get_if<T>(&values.value(name));
    if (!value)
        throw std::logic_error("asked for the parameter '" + std::string(name) + "' as " + type);
    return *value;
}

} // namespace

bool ParameterValues::boolean(std::string_view name) const { return typed<bool>(*this, name, "a bool"); }
int64_t ParameterValues::integer(std::string_view name) const { return typed<int64_t>(*this, name, "an integer"); }
double ParameterValues::real(std::string_view name) const { return typed<double>(*this, name, "a real"); }
const std::string& ParameterValues::text(std::string_view name) const
{
    return typed<std::string>(*this, name, "a text");
}

} // namespace qscope::plugins
