// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal: include it from .cpp files only, so that nlohmann/json stays out of the interfaces.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace qscope::io {

using Json = nlohmann::ordered_json;

/// Parses text. Beside syntax errors, a key that occurs twice in one object is refused.
/// **Errors** Malformed, `where` naming the file, with line and column.
Result<Json> parseJson(std::string_view text, const std::string& where);

/// Pretty-printed; objects and arrays at or below `inlineDepth` go on one line ({"bits": 8, "symmetric":
/// true}). NaN and infinities become null, bytes that are no UTF-8 become U+FFFD. Ends with a newline.
std::string formatJson(const Json& value, int inlineDepth = 1000);

/// A float as the double with the fewest digits that reads back as the same float: 0.1F -> 0.1, not
/// 0.10000000149011612. NaN and infinities give null.
Json jsonNumber(float value);
Json jsonNumber(double value);
/// A double of any value that reads back as the same bits: a number, or "inf", "-inf", "nan".
Json figureJson(double value);

/// The first problem of a document; later ones are dropped.
class JsonProblem {
public:
    explicit JsonProblem(std::string where) : m_where(std::move(where)) {}

    /// "config.json: rules[1].weights.bitz: unknown key"
    void report(const std::string& path, const std::string& message, ErrorCode code = ErrorCode::Malformed);
    bool found() const { return m_error.has_value(); }
    /// The problem, or success.
    Status status() const { return m_error ? Status(*m_error) : Status(); }

private:
    std::string m_where;
    std::optional<Error> m_error;
};

/// Reads one JSON object strictly: wrong types are reported, and `finish` reports keys nobody asked for.
/// Readers return nothing both for an absent key and after a problem; ask the JsonProblem at the end.
class JsonObject {
public:
    /// `path` is how the object is called in messages; empty for the document.
    JsonObject(const Json& value, std::string path, JsonProblem& problem);

    bool has(std::string_view key) const;
    std::vector<std::string> keys() const; ///< in the order of the text
    std::optional<bool> boolean(std::string_view key);
    std::optional<int64_t> integer(std::string_view key);
    std::optional<double> number(std::string_view key);
    /// As `figureJson` writes it: a number, or "inf", "-inf", "nan".
    std::optional<double> figure(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::optional<std::vector<double>> numbers(std::string_view key);
    std::optional<JsonObject> object(std::string_view key);
    /// One reader per element; reported when an element is no object.
    std::optional<std::vector<JsonObject>> objects(std::string_view key);
    /// Reports when the key is absent.
    void require(std::string_view key);
    void report(std::string_view key, const std::string& message) const;
    void finish();

    std::string pathOf(std::string_view key) const;
    const std::string& path() const { return m_path; }
    JsonProblem& problem() const { return *m_problem; }

private:
    const Json* find(std::string_view key);

    const Json* m_value; ///< null when it was no object
    std::string m_path;
    JsonProblem* m_problem;
    std::set<std::string, std::less<>> m_asked;
};

} // namespace qscope::io
