// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/range_summary.h"

#include <limits>

#include "views/models/imported_overlay.h"
#include "views/models/other_model.h"

namespace qscope::views {

namespace {

RangeSummary rangeSummaryOf(const stats::TensorStats& s)
{
    RangeSummary r;
    static_cast<BoxFigures&>(r) = boxOf(s.histogram, s.min.value, s.max.value);
    r.value = s.value;
    r.notFinite = s.nanCount + s.infCount;
    return r;
}

void addSummary(std::vector<RangeSummary>& all, const Snapshot& snapshot, LayerId layer, ValueId value,
                size_t input, size_t inputCount)
{
    const auto* s = snapshot.stats(value);
    if (!s || s->count == 0)
        return;
    RangeSummary r = rangeSummaryOf(*s);
    r.layer = layer;
    r.value = value;
    r.input = input;
    r.inputCount = inputCount;
    r.imported = snapshot.imported ? snapshot.imported->range(value) : otherRange(snapshot, value);
    all.push_back(r);
}

} // namespace

double RangeSummary::tailRatio() const
{
    const double inner = high - low;
    const double full = max - min;
    if (inner > 0)
        return full / inner;
    return full > 0 ? std::numeric_limits<double>::infinity() : 1;
}

bool RangeSummary::outlier() const { return tailRatio() > OutlierTailRatio; }

std::vector<RangeSummary> rangeSummaries(const Snapshot& snapshot, RangeSource source)
{
    std::vector<RangeSummary> all;
    if (!snapshot.calibration)
        return all;
    for (size_t i = 0; i < snapshot.layerCount(); ++i) {
        const LayerId layer(i);
        if (source == RangeSource::Outputs) {
            addSummary(all, snapshot, layer, snapshot.output(layer), 0, 1);
            continue;
        }
        const auto values = snapshot.activations(layer);
        for (size_t k = 0; k < values.size(); ++k) {
            const size_t before = all.size();
            addSummary(all, snapshot, layer, values[k], k, values.size());
            const auto* quantizer = snapshot.activationQuantizer(layer, k);
            if (all.size() > before && quantizer)
                all.back().clip = quantizer->representable();
        }
    }
    return all;
}

} // namespace qscope::views
