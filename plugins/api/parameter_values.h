// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "plugins/api/parameter.h"

namespace qscope::plugins {

/// Values for declared parameters, checked: whatever it holds has the declared type and lies in the declared range.
class ParameterValues {
public:
    ParameterValues() = default;

    /// The defaults. **Errors** InvalidArgument: a name that is none or is declared twice, a default that is not allowed,
    /// a choice without choices.
    static Result<ParameterValues> of(std::vector<Parameter> declared);

    /// Sets one value from "key=value". Bools are true, false, on, off, yes, no, 1, 0.
    /// **Errors** InvalidArgument: no '=', an unknown key (with the nearest one or the list of keys), a value of another
    /// type or out of range (with what is allowed).
    Status set(std::string_view assignment);
    Status set(std::string_view key, std::string_view text);
    /// From a form. An integer is taken for a real. **Errors** as above.
    Status set(std::string_view key, const ParameterValue& value);

    /// In the order they were declared.
    const std::vector<Parameter>& declared() const { return m_declared; }

    /// The value of a parameter that is declared and has that type; anything else is a broken promise of the plugin and
    /// throws std::logic_error, which the host reports as the plugin's failure.
    bool boolean(std::string_view name) const;
    int64_t integer(std::string_view name) const;
    double real(std::string_view name) const;
    const std::string& text(std::string_view name) const; ///< of a choice too
    const ParameterValue& value(std::string_view name) const;

private:
    Result<size_t> find(std::string_view key) const;

    std::vector<Parameter> m_declared;
    std::vector<ParameterValue> m_values; ///< one per declared
};

} // namespace qscope::plugins
