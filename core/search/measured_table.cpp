// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/measured_table.h"

#include <cmath>

#include "core/base/text.h"

namespace qscope::search {

double noiseOverSignal(double sqnrDb)
{
    constexpr double worst = 1e6;
    return std::isnan(sqnrDb) ? worst : std::min(worst, std::pow(10, -sqnrDb / 10));
}

ChoiceTable partialTable(const analysis::SensitivityResult& onlyThisLayer)
{
    ChoiceTable table;
    for (const auto& figures : onlyThisLayer.layers)
        table.loss.push_back({noiseOverSignal(figures.sqnrDb), 0});
    return table;
}

Result<ChoiceTable> measuredTable(const Subject& subject, const std::vector<int>& bits, const Measurements& measure,
                                  const RunControl& control)
{
    ChoiceTable table;
    table.loss.resize(subject.layers.size());
    for (const int b : bits) {
        if (b == 32) {
            for (auto& losses : table.loss)
                losses.push_back(0);
            continue;
        }
        QS_ASSIGN(const auto sweep, measure.sensitivity(withBitsEverywhere(subject.config, b),
                                                        analysis::SensitivityMode::OnlyThisLayer, control));
        for (const auto& figures : sweep.layers)
            table.loss[figures.layer.index()].push_back(noiseOverSignal(figures.sqnrDb));
    }
    return table;
}

Status addPairs(ChoiceTable& table, const Subject& subject, const std::vector<int>& bits, const Measurements& measure,
                const RunControl& control)
{
    if (bits.empty() || bits.front() == 32)
        return {};
    const auto& layers = subject.layers;
    std::vector<std::pair<size_t, size_t>> pairs;
    for (size_t i = 0; i < layers.size(); ++i)
        for (size_t j = i + 1; j < layers.size(); ++j)
            if (!layers[i].block.empty() && layers[i].block == layers[j].block)
                pairs.emplace_back(i, j);
    int64_t done = 0;
    for (const auto& [i, j] : pairs) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(done++, static_cast<int64_t>(pairs.size()), say("Search", "pairs of layers"));
        std::vector<int> alone(layers.size(), 32);
        alone[i] = alone[j] = bits.front();
        QS_ASSIGN(const auto both, measure.evaluate(withBits(subject.config, alone, layers), {control.stop, {}}));
        const double beyond = noiseOverSignal(both.sqnrDb) - table.loss[i].front() - table.loss[j].front();
        table.pairs.push_back({i, 0, j, 0, beyond});
    }
    return {};
}

} // namespace qscope::search
