// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/fuzzy_match.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace qscope::views {

namespace {

constexpr int ALetter = 10, AfterTheLast = 15, BeginsAWord = 20;
constexpr int Never = std::numeric_limits<int>::min() / 2;

bool beginsWord(const QString& text, qsizetype i)
{
    return i == 0 || !text[i - 1].isLetterOrNumber() || (text[i].isUpper() && text[i - 1].isLower());
}

} // namespace

std::optional<int> fuzzyScore(const QString& text, const QString& typed)
{
    QString wanted = typed;
    wanted.remove(QLatin1Char(' '));
    const auto length = static_cast<size_t>(text.size());
    // best[i]: score with the letters so far placed and the last of them at i
    std::vector<int> best(length, Never), before;
    for (qsizetype k = 0; k < wanted.size(); ++k) {
        before = best;
        int earlier = k == 0 ? 0 : Never; // best place of the letter before, not adjacent
        for (size_t i = 0; i < length; ++i) {
            const auto at = static_cast<qsizetype>(i);
            const int adjacent = k > 0 && i > 0 ? before[i - 1] + AfterTheLast : Never;
            if (k > 0 && i > 1)
                earlier = std::max(earlier, before[i - 2]);
            const bool same = text[at].toCaseFolded() == wanted[k].toCaseFolded();
            const int from = std::max(adjacent, earlier);
            best[i] = same && from > Never / 2 ? from + ALetter + (beginsWord(text, at) ? BeginsAWord : 0) : Never;
        }
    }
    if (wanted.isEmpty())
        return 0;
    const int score = best.empty() ? Never : *std::max_element(best.begin(), best.end());
    return score > Never / 2 ? std::optional(score - static_cast<int>(length) / 8) : std::nullopt;
}

} // namespace qscope::views
