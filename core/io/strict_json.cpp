// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/strict_json.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/text.h"

namespace qscope::io {
namespace {

std::string typeText(const Json& value)
{
    switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return say("Files", "an object");
    case Json::value_t::array: return say("Files", "a list");
    case Json::value_t::string: return say("Files", "a text");
    case Json::value_t::boolean: return say("Files", "true or false");
    default: return say("Files", "a number");
    }
}

/// "[json.exception.parse_error.101] parse error at line 1, column 2: ..." without the library's prefix.
std::string plainMessage(std::string_view what)
{
    const size_t end = what.find("] ");
    return std::string(what.starts_with('[') && end != std::string_view::npos ? what.substr(end + 2) : what);
}

/// Watches the keys of every open object while parsing.
class DuplicateKeys {
public:
    bool operator()(int, Json::parse_event_t event, const Json& parsed)
    {
        if (event == Json::parse_event_t::object_start)
            m_open.emplace_back();
        else if (event == Json::parse_event_t::object_end && !m_open.empty())
            m_open.pop_back();
        else if (event == Json::parse_event_t::key && !m_open.back().insert(parsed.get<std::string>()).second
                 && first.empty())
            first = parsed.get<std::string>();
        return true;
    }

    std::string first;

private:
    std::vector<std::set<std::string>> m_open;
};

std::string scalarText(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void appendFormatted(std::string& out, const Json& value, int depth, int inlineDepth)
{
    if (!value.is_structured() || value.empty()) {
        out += scalarText(value);
        return;
    }
    const bool oneLine = depth >= inlineDepth;
    const std::string indent(static_cast<size_t>(depth + 1) * 2, ' ');
    out += value.is_object() ? '{' : '[';
    bool first = true;
    for (const auto& [key, element] : value.items()) {
        if (!first)
            out += oneLine ? ", " : ",";
        if (!oneLine)
            out += '\n' + indent;
        first = false;
        if (value.is_object())
            out += scalarText(Json(key)) + ": ";
        appendFormatted(out, element, depth + 1, inlineDepth);
    }
    if (!oneLine)
        out += '\n' + indent.substr(2);
    out += value.is_object() ? '}' : ']';
}

} // namespace

Result<Json> parseJson(std::string_view text, const std::string& where)
{
    DuplicateKeys duplicates;
    try {
        Json value = Json::parse(text.begin(), text.end(), std::ref(duplicates));
        if (!duplicates.first.empty())
            return Error{ErrorCode::Malformed,
                         filled(say("Files", "the key \"%1\" occurs twice in one object"), duplicates.first),
                         where};
        return value;
    } catch (const Json::exception& e) {
        return Error{ErrorCode::Malformed, filled(say("Files", "not valid JSON, %1"), plainMessage(e.what())),
                     where};
    }
}

std::string formatJson(const Json& value, int inlineDepth)
{
    std::string out;
    appendFormatted(out, value, 0, inlineDepth);
    out += '\n';
    return out;
}

Json jsonNumber(float value)
{
    if (!std::isfinite(value))
        return nullptr;
    char digits[32];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    double shortest = value;
    std::from_chars(digits, written.ptr, shortest);
    return shortest;
}

Json jsonNumber(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json figureJson(double value)
{
    if (std::isfinite(value))
        return value;
    return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

void JsonProblem::report(const std::string& path, const std::string& message, ErrorCode code)
{
    if (!m_error)
        m_error = Error{code, path.empty() ? message : path + ": " + message, m_where};
}

JsonObject::JsonObject(const Json& value, std::string path, JsonProblem& problem)
    : m_value(value.is_object() ? &value : nullptr), m_path(std::move(path)), m_problem(&problem)
{
    if (!m_value)
        problem.report(m_path, filled(say("Files", "must be an object, is %1"), typeText(value)));
}

std::string JsonObject::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

bool JsonObject::has(std::string_view key) const { return m_value && m_value->contains(key); }

std::vector<std::string> JsonObject::keys() const
{
    std::vector<std::string> all;
    if (m_value)
        for (const auto& [key, value] : m_value->items())
            all.push_back(key);
    return all;
}

const Json* JsonObject::find(std::string_view key)
{
    m_asked.emplace(key);
    return has(key) ? &(*m_value)[std::string(key)] : nullptr;
}

void JsonObject::report(std::string_view key, const std::string& message) const
{
    m_problem->report(pathOf(key), message);
}

void JsonObject::require(std::string_view key)
{
    if (m_value && !has(key))
        report(key, say("Files", "is missing"));
}

std::optional<bool> JsonObject::boolean(std::string_view key)
{
    const Json* value = find(key);
    if (value && value->is_boolean())
        return value->get<bool>();
    if (value)
        report(key, filled(say("Files", "must be true or false, is %1"), typeText(*value)));
    return std::nullopt;
}

std::optional<int64_t> JsonObject::integer(std::string_view key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    const bool tooLarge = value->is_number_unsigned() && value->get<uint64_t>() > uint64_t(INT64_MAX);
    if (value->is_number_integer() && !tooLarge)
        return value->get<int64_t>();
    report(key, filled(say("Files", "must be a whole number, is %1"),
                       value->is_number() ? scalarText(*value) : typeText(*value)));
    return std::nullopt;
}

std::optional<double> JsonObject::number(std::string_view key)
{
    const Json* value = find(key);
    if (value && value->is_number() && std::isfinite(value->get<double>()))
        return value->get<double>();
    if (value)
        report(key, filled(say("Files", "must be a number, is %1"), typeText(*value)));
    return std::nullopt;
}

std::optional<double> JsonObject::figure(std::string_view key)
{
    const Json* value = find(key);
    if (!value || !value->is_string())
        return number(key);
    constexpr double Infinity = std::numeric_limits<double>::infinity();
    for (const double special : {Infinity, -Infinity, std::numeric_limits<double>::quiet_NaN()})
        if (*value == figureJson(special))
            return special;
    report(key, filled(say("Files", "must be a number, \"inf\", \"-inf\" or \"nan\", is \"%1\""),
                       value->get<std::string>()));
    return std::nullopt;
}

std::optional<std::string> JsonObject::text(std::string_view key)
{
    const Json* value = find(key);
    if (value && value->is_string())
        return value->get<std::string>();
    if (value)
        report(key, filled(say("Files", "must be a text, is %1"), typeText(*value)));
    return std::nullopt;
}

std::optional<std::vector<double>> JsonObject::numbers(std::string_view key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    std::vector<double> result;
    if (value->is_array())
        for (const Json& element : *value)
            if (element.is_number())
                result.push_back(element.get<double>());
    if (value->is_array() && result.size() == value->size())
        return result;
    report(key, say("Files", "must be a list of numbers"));
    return std::nullopt;
}

std::optional<JsonObject> JsonObject::object(std::string_view key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    return JsonObject(*value, pathOf(key), *m_problem);
}

std::optional<std::vector<JsonObject>> JsonObject::objects(std::string_view key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    if (!value->is_array()) {
        report(key, filled(say("Files", "must be a list, is %1"), typeText(*value)));
        return std::nullopt;
    }
    std::vector<JsonObject> result;
    for (size_t i = 0; i < value->size(); ++i)
        result.emplace_back((*value)[i], pathOf(key) + "[" + std::to_string(i) + "]", *m_problem);
    return result;
}

void JsonObject::finish()
{
    if (!m_value)
        return;
    for (const auto& [key, unused] : m_value->items())
        if (!m_asked.contains(key))
            report(key, say("Files", "unknown key"));
}

} // namespace qscope::io
