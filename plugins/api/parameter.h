// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qscope::plugins {

enum class ParameterType { Bool, Integer, Real, Choice, Text };
std::string_view parameterTypeName(ParameterType type); ///< "bool", "integer", "real", "choice", "text"

/// A choice and a text are both std::string.
using ParameterValue = std::variant<bool, int64_t, double, std::string>;

/// One of the names a choice may be, with what it means.
struct ParameterChoice {
    std::string name;
    std::string help;
};

/// What a person can set about a plugin, as data: the window builds a form from it and the command line its
/// help. Names are the same in every language, help is in that of the moment.
struct Parameter {
    std::string name; ///< letters, digits, '-' and '_', beginning with a letter: the key of key=value
    ParameterType type = ParameterType::Bool;
    ParameterValue defaultValue = false;
    std::string help; ///< one sentence
    double least = -std::numeric_limits<double>::infinity(); ///< of numbers, inclusive
    double most = std::numeric_limits<double>::infinity();   ///< of numbers, inclusive
    std::string unit{};                                      ///< of numbers; empty: none
    std::vector<ParameterChoice> choices{};                  ///< of a choice

    static Parameter boolean(std::string name, bool defaultValue, std::string help);
    static Parameter integer(std::string name, int64_t defaultValue, int64_t least, int64_t most, std::string help,
                             std::string unit = {});
    static Parameter real(std::string name, double defaultValue, double least, double most, std::string help,
                          std::string unit = {});
    static Parameter choice(std::string name, std::string defaultValue, std::vector<ParameterChoice> choices,
                            std::string help);
    static Parameter text(std::string name, std::string defaultValue, std::string help);
};

/// "an integer from 1 to 64", "a number of at least 0", "one of 'max', 'mse'": what may be given, for people.
std::string allowedText(const Parameter& parameter);

/// The value as people type it: "true", "0.25", "mse".
std::string valueText(const ParameterValue& value);

} // namespace qscope::plugins
