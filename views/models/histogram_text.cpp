// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/histogram_text.h"

#include <QCoreApplication>

#include <cmath>

#include "views/models/format.h"
#include "views/models/local_error.h"
#include "views/models/price_text.h"
#include "views/models/quantizer_text.h"
#include "views/models/structure_text.h"

namespace qscope::views {

namespace {

struct HistogramWords {
    Q_DECLARE_TR_FUNCTIONS(HistogramText)
};

const stats::TensorStats* recorded(const LookedAt& at)
{
    return at.choice && at.choice->kind != TensorChoice::Weight ? at.snapshot.stats(at.choice->value)
                                                                : nullptr;
}

QStringList countLines(const LookedAt& at)
{
    QStringList lines;
    if (at.histogram)
        lines << HistogramWords::tr("%1 elements from %2 to %3")
                     .arg(format::count(static_cast<int64_t>(at.histogram->total())),
                          format::number(at.histogram->lo()), format::number(at.histogram->hi()));
    const auto* stats = recorded(at);
    if (stats && (stats->nanCount > 0 || stats->infCount > 0))
        lines << HistogramWords::tr("not counted: %1 NaN, %2 infinite")
                     .arg(format::count(stats->nanCount), format::count(stats->infCount));
    return lines;
}

QStringList quantizerLines(const LookedAt& at)
{
    if (at.quantizer && at.histogram) {
        QStringList lines{quantizerText(*at.quantizer), localErrorText(*at.histogram, *at.quantizer)};
        if (at.dragging)
            lines << HistogramWords::tr(
                "Release to use this range for every input of the layer, Escape to leave it as it was.");
        return lines;
    }
    const auto* quantizers = at.snapshot.layerQuantizers(at.layer);
    if (!at.histogram || !quantizers || at.choice->kind == TensorChoice::Output)
        return {};
    return {quantizers->isFloat ? HistogramWords::tr("kept in floating point")
                                : HistogramWords::tr("not quantized")};
}

/// By how many dB this quantizer is better than the other on this tensor; none: not to be said.
std::optional<double> gainOver(const LookedAt& at)
{
    if (!at.quantizer || at.quantizer->slices() > 1 || at.compared->slices() > 1)
        return std::nullopt;
    const double gain =
        localError(*at.histogram, *at.quantizer).sqnrDb - localError(*at.histogram, *at.compared).sqnrDb;
    return std::isfinite(gain) ? std::optional(gain) : std::nullopt;
}

QStringList comparedLines(const LookedAt& at)
{
    const auto& compared = at.snapshot.compared;
    if (!compared || !at.histogram || at.choice->kind == TensorChoice::Output)
        return {};
    const QString caption = HistogramWords::tr("Green, #%1: %2").arg(compared->entry);
    if (compared->quantizers.empty())
        return {caption.arg(format::pending())};
    const bool isFloat = at.layer.index() < compared->specs.size() && compared->specs[at.layer.index()].isFloat;
    if (isFloat)
        return {caption.arg(HistogramWords::tr("kept in floating point"))};
    if (!at.compared)
        return {caption.arg(format::pending())};
    QStringList lines{caption.arg(quantizerText(*at.compared)), localErrorText(*at.histogram, *at.compared)};
    if (const auto gain = gainOver(at))
        lines << HistogramWords::tr("now %1 against it").arg(format::change(*gain, format::decibel));
    return lines;
}

} // namespace

QStringList histogramLines(const LookedAt& at)
{
    QStringList lines{structureText(at.snapshot, at.layer)};
    if (at.choice)
        lines << tensorRoleText(at.snapshot, at.choice->value);
    lines << countLines(at) << quantizerLines(at) << comparedLines(at) << whatIfText(at.snapshot, at.layer);
    lines.removeAll(QString());
    return lines;
}

QString extremeLinks(const LookedAt& at)
{
    const auto* stats = recorded(at);
    if (!stats || stats->min.sample < 0 || stats->max.sample < 0)
        return {};
    return HistogramWords::tr(
               "Smallest in <a href=\"smallest\">sample %1</a>, largest in <a href=\"largest\">sample %2</a>")
        .arg(stats->min.sample)
        .arg(stats->max.sample);
}

} // namespace qscope::views
