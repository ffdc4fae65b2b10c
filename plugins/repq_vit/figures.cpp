// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/figures.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/quant/code_usage.h"

namespace qscope::repq_vit {

namespace {

using quant::QuantizerKind;
using report::Cell;
using report::Table;

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

double widestOverMedian(const std::vector<double>& widths)
{
    return *std::max_element(widths.begin(), widths.end()) / median(widths);
}

/// Width of every channel's range in real values, as its quantizer reaches.
std::vector<double> widths(const ReparameterisedSite& site)
{
    std::vector<double> all;
    for (size_t c = 0; c < site.channels.slices(); ++c)
        all.push_back(site.channels.representable(c).hi - site.channels.representable(c).lo);
    return all;
}

Cell estimate(const analysis::Estimate& e, double factor = 1) { return e.value * factor; }

std::string interval(const analysis::Estimate& e, double factor, int decimals)
{
    if (!e.hasInterval())
        return {};
    char low[64], high[64];
    std::snprintf(low, sizeof low, "%.*f", decimals, e.low * factor);
    std::snprintf(high, sizeof high, "%.*f", decimals, e.high * factor);
    return filled(say("RepQ-ViT", "%1 to %2"), low, high);
}

quant::QuantParams probabilityQuantizer(QuantizerKind kind, int bits, const stats::TensorStats& stats)
{
    quant::QuantizerSpec spec;
    spec.kind = kind;
    spec.bits = bits;
    spec.calibrator = quant::Calibrator::Quantile;
    spec.sign = quant::Signedness::Unsigned;
    return *quant::quantizerForActivations(stats, spec);
}

} // namespace

void addSummary(const Plan& plan, int64_t samples, report::Report& report)
{
    std::string text =
        filled(say("RepQ-ViT",
                   "Weights at %1 bits, activations at %2, calibrated on %3 samples. The scales of %4 "
                   "normalizations are moved into them and into the layers behind; %5 softmax outputs are "
                   "quantized as %6."),
               plan.base.weights.bits, plan.base.activations.bits, samples, plan.sites.size(),
               plan.softmaxes.size(), shownName(quant::nameOf(plan.settings.softmax)));
    if (!plan.settings.wholeZeroPoints)
        text +=
            ' ' + say("RepQ-ViT", "Mean zero points are not rounded, so the model cannot run on integers.");
    report.items.emplace_back(report::Note{std::move(text)});
}

void addComparison(std::span<const analysis::Evaluation> evaluations, report::Report& report)
{
    if (evaluations.empty())
        return;
    const bool hasLabels = evaluations.front().accuracyQuantized.has_value();
    Table table{say("RepQ-ViT", "Activations after normalizations"),
                {{say("RepQ-ViT", "quantized")},
                 {say("RepQ-ViT", "output SQNR"), "dB", 1},
                 {"95 %"},
                 {say("RepQ-ViT", "agreement"), "%", 1},
                 {"95 %"}},
                {}};
    if (hasLabels)
        table.columns.insert(table.columns.end(), {{say("RepQ-ViT", "accuracy"), "%", 1}, {"95 %"}});
    for (size_t v = 0; v < evaluations.size(); ++v) {
        const analysis::Evaluation& e = evaluations[v];
        std::vector<Cell> row{shownName(variantName(static_cast<Variant>(v))), estimate(e.sqnrDb),
                              interval(e.sqnrDb, 1, 1), estimate(e.agreement, 100),
                              interval(e.agreement, 100, 1)};
        if (hasLabels) {
            row.push_back(estimate(*e.accuracyQuantized, 100));
            row.emplace_back(interval(*e.accuracyQuantized, 100, 1));
        }
        table.rows.push_back(std::move(row));
    }
    if (hasLabels)
        table.rows.insert(table.rows.begin(), {say("RepQ-ViT", "not at all"),
                                               {},
                                               {},
                                               {},
                                               {},
                                               estimate(*evaluations.front().accuracyFloat, 100),
                                               interval(*evaluations.front().accuracyFloat, 100, 1)});
    report.items.emplace_back(std::move(table));
}

void addVariation(const Plan& plan, report::Report& report)
{
    if (plan.sites.empty())
        return;
    Table table{say("RepQ-ViT", "Inter-channel variation: widest channel over the median one"),
                {{say("RepQ-ViT", "normalization")},
                 {say("RepQ-ViT", "channels"), "", 0},
                 {say("RepQ-ViT", "before"), "", 1},
                 {say("RepQ-ViT", "after"), "", 1},
                 {say("RepQ-ViT", "shared scale")},
                 {say("RepQ-ViT", "zero point"), "", 3}},
                {}};
    const ReparameterisedSite* worst = &plan.sites.front();
    for (const ReparameterisedSite& site : plan.sites) {
        // Divided by r_c every channel reaches over as many steps of the shared scale as it had of its own.
        const std::vector<double> before = widths(site);
        std::vector<double> after = before;
        for (size_t c = 0; c < after.size(); ++c)
            after[c] *= site.shared.scale / static_cast<double>(site.channels.scale[c]);
        table.rows.push_back({site.site.name, static_cast<double>(before.size()), widestOverMedian(before), widestOverMedian(after),
                              site.shared.scale, site.shared.zeroPoint});
        if (widestOverMedian(before) > widestOverMedian(widths(*worst)))
            worst = &site;
    }
    report.items.emplace_back(std::move(table));
    report::Chart chart{filled(say("RepQ-ViT", "Range of the channels after %1"), worst->site.name),
                        {say("RepQ-ViT", "channel, widest first")},
                        {say("RepQ-ViT", "range")},
                        {}};
    std::vector<double> before = widths(*worst), after = before, index(before.size());
    for (size_t c = 0; c < after.size(); ++c) {
        after[c] *= worst->shared.scale / static_cast<double>(worst->channels.scale[c]);
        index[c] = static_cast<double>(c);
    }
    std::sort(before.rbegin(), before.rend());
    std::sort(after.rbegin(), after.rend());
    chart.series = {{say("RepQ-ViT", "before"), report::Mark::Line, index, before},
                    {say("RepQ-ViT", "after"), report::Mark::Line, index, after}};
    report.items.emplace_back(std::move(chart));
}

void addCodeUsage(const Plan& plan, const analysis::CalibrationResult& calibration, report::Report& report)
{
    constexpr QuantizerKind Kinds[] = {QuantizerKind::Uniform, QuantizerKind::Log2, QuantizerKind::LogSqrt2};
    const int bits = std::min(plan.base.activations.bits, 8);
    Table table{filled(say("RepQ-ViT", "Codes of the softmax quantizers at %1 bits"), bits), {}, {}};
    table.columns.push_back({say("RepQ-ViT", "product")});
    for (const QuantizerKind kind : Kinds) {
        table.columns.push_back(
            {filled(say("RepQ-ViT", "%1: becomes 0"), shownName(quant::nameOf(kind))), "%", 1});
        table.columns.push_back({say("RepQ-ViT", "used"), "bits", 2});
    }
    report::Chart chart{
        {}, {say("RepQ-ViT", "code, largest value first")}, {say("RepQ-ViT", "share"), "%"}, {}};
    for (const SoftmaxSite& site : plan.softmaxes) {
        const stats::TensorStats* stats = calibration.find(site.probabilities);
        if (!stats || !stats->softmax)
            continue;
        std::vector<Cell> row{site.name};
        for (const QuantizerKind kind : Kinds) {
            const quant::CodeUsage usage =
                quant::codeUsage(*stats->softmax, probabilityQuantizer(kind, bits, *stats));
            row.insert(row.end(), {usage.zero * 100, usage.bits});
            if (!table.rows.empty())
                continue;
            chart.title = filled(say("RepQ-ViT", "Codes of the softmax before %1"), site.name);
            report::Series series{shownName(quant::nameOf(kind)), report::Mark::Line, {}, {}};
            for (size_t q = 0; q < usage.share.size(); ++q) {
                series.x.push_back(static_cast<double>(q));
                series.y.push_back(usage.share[q] * 100);
            }
            chart.series.push_back(std::move(series));
        }
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty())
        return;
    report.items.emplace_back(std::move(table));
    report.items.emplace_back(std::move(chart));
}

void addNotes(const Plan& plan, report::Report& report)
{
    for (const std::string& note : plan.notes)
        report.items.emplace_back(report::Note{filled(say("RepQ-ViT", "Left as it is: %1."), note)});
}

} // namespace qscope::repq_vit
