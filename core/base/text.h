// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qscope {

/// Gives the sentence of another language for an English one, or the English one. Called from any thread, also from
/// several at a time.
using Translator = std::string (*)(const char* context, const char* english);

/// Who translates from now on; nullptr: nobody, everything stays English. The command line never sets it.
void setTranslator(Translator translator);

/// A sentence for people, in the language they chose: `english` translated. `context` groups the sentences of one part of
/// the program for translators. Both are literals, and there is no third argument, so that lupdate finds them.
///
/// Whatever a person of the window may read goes through here, but for what an operator says of its operands: that is
/// English everywhere, as it is what people search for.
std::string say(const char* context, const char* english);

/// The sentence with %1 to %9 replaced by the arguments; places that there is none for stay. What an argument holds is not
/// looked at again.
std::string filledWith(std::string_view sentence, std::span<const std::string> arguments);

inline std::string argumentText(std::string_view value) { return std::string(value); }
template <std::integral T>
std::string argumentText(T value)
{
    return std::to_string(value);
}

/// The same with text as it is and integers in decimal; other numbers are formatted by the caller.
///     filled(say("Model", "the model has %1 inputs, %2 were given"), inputs, given)
template <class... Arguments>
std::string filled(std::string_view sentence, const Arguments&... arguments)
{
    return filledWith(sentence, std::vector<std::string>{argumentText(arguments)...});
}

} // namespace qscope
