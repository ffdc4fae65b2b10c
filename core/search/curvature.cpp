// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/curvature.h"

#include <cassert>
#include <numeric>

namespace qscope::search {

std::vector<double> hutchinsonTraces(const HessianVectorProduct& product, std::span<const double> signs, size_t n)
{
    std::vector<double> traces;
    for (size_t at = 0; n > 0 && at + n <= signs.size(); at += n) {
        const auto v = signs.subspan(at, n);
        const std::vector<double> moved = product(v);
        assert(moved.size() == n);
        traces.push_back(std::inner_product(v.begin(), v.end(), moved.begin(), 0.0));
    }
    return traces;
}

std::vector<double> fisherDiagonal(std::span<const double> gradients, size_t n)
{
    std::vector<double> diagonal(n, 0.0);
    const size_t samples = n == 0 ? 0 : gradients.size() / n;
    for (size_t i = 0; i < samples * n; ++i)
        diagonal[i % n] += gradients[i] * gradients[i] / static_cast<double>(samples);
    return diagonal;
}

double curvatureLoss(double trace, int64_t elements, double squaredError)
{
    return elements > 0 ? trace / static_cast<double>(elements) * squaredError : 0.0;
}

} // namespace qscope::search
