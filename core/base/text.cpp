// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <atomic>

namespace qscope {

namespace {

std::atomic<Translator> translator = nullptr;

} // namespace

void setTranslator(Translator next)
{
    translator = next;
}

std::string say(const char* context, const char* english)
{
    const Translator translate = translator;
    return translate ? translate(context, english) : english;
}

std::string filledWith(std::string_view sentence, std::span<const std::string> arguments)
{
    std::string result;
    for (size_t i = 0; i < sentence.size(); ++i) {
        const bool isPlace = sentence[i] == '%' && i + 1 < sentence.size() && sentence[i + 1] >= '1' && sentence[i + 1] <= '9';
        const auto place = isPlace ? static_cast<size_t>(sentence[i + 1] - '1') : arguments.size();
        if (place < arguments.size()) {
            result += arguments[place];
            ++i;
        } else {
            result += sentence[i];
        }
    }
    return result;
}

} // namespace qscope
