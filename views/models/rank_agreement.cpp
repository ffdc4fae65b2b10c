// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/rank_agreement.h"

#include <cstdlib>
#include <map>

namespace qscope::views {

std::optional<RankAgreement> rankAgreement(const analysis::SensitivityResult& one,
                                           const analysis::SensitivityResult& other)
{
    const size_t n = one.ranking.size();
    if (n < 2 || other.ranking.size() != n)
        return std::nullopt;
    std::map<LayerId, size_t> places;
    for (size_t place = 0; place < n; ++place)
        places[other.ranking[place]] = place;
    RankAgreement agreement{0, one.ranking[0], 0, 0};
    double squares = 0, furthest = -1;
    for (size_t place = 0; place < n; ++place) {
        const auto found = places.find(one.ranking[place]);
        if (found == places.end())
            return std::nullopt;
        const double distance = std::abs(static_cast<double>(place) - static_cast<double>(found->second));
        squares += distance * distance;
        if (distance > furthest) {
            furthest = distance;
            agreement.layer = one.ranking[place];
            agreement.first = place;
            agreement.second = found->second;
        }
    }
    const auto count = static_cast<double>(n);
    agreement.spearman = 1 - 6 * squares / (count * (count * count - 1));
    return agreement;
}

} // namespace qscope::views
