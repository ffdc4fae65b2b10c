// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/code_usage.h"

#include <algorithm>
#include <cmath>

namespace qscope::quant {

CodeUsage codeUsage(const stats::SoftmaxStats& softmax, const QuantParams& params)
{
    const std::vector<float> levels = params.levels();
    CodeUsage usage;
    usage.share.resize(levels.size());
    double total = 0;
    const auto add = [&](float value, double count) {
        const float quantized = fakeQuantize(value, params);
        const auto above =
            static_cast<size_t>(levels.end() - std::upper_bound(levels.begin(), levels.end(), quantized));
        usage.share[std::min(above, usage.share.size() - 1)] += count;
        usage.zero += quantized == 0 ? count : 0;
        total += count;
    };
    add(0, static_cast<double>(softmax.zeros));
    for (size_t i = 0; i < softmax.log2Counts.size(); ++i)
        add(static_cast<float>(std::exp2(-(static_cast<double>(i) + 0.5) / 4)),
            static_cast<double>(softmax.log2Counts[i]));
    for (double& share : usage.share) {
        share /= std::max(total, 1.0);
        usage.bits -= share > 0 ? share * std::log2(share) : 0;
    }
    usage.zero /= std::max(total, 1.0);
    return usage;
}

} // namespace qscope::quant
