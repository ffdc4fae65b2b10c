// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/history_figures.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

#include "views/models/config_texts.h"
#include "views/models/format.h"

namespace qscope::views {

namespace {

bool setsBits(const quant::Rule& rule) { return rule.weights.bits || rule.activations.bits; }

} // namespace

std::optional<double> HistoryFigures::metric(const analysis::HistoryEntry& entry, HistoryMetric metric)
{
    std::optional<double> value;
    switch (metric) {
    case HistoryMetric::Sqnr: value = entry.evaluation.sqnrDb; break;
    case HistoryMetric::Agreement: value = entry.evaluation.agreement; break;
    case HistoryMetric::Accuracy:
        if (entry.evaluation.accuracyQuantized)
            value = *entry.evaluation.accuracyQuantized;
        break;
    case HistoryMetric::User:
        if (entry.evaluation.user)
            value = *entry.evaluation.user;
        break;
    }
    return value && std::isnan(*value) ? std::nullopt : value;
}

std::optional<double> HistoryFigures::cost(const analysis::HistoryEntry& entry, HistoryCost cost)
{
    switch (cost) {
    case HistoryCost::Bytes: return entry.evaluation.weightBytes;
    case HistoryCost::BitOperations: return entry.bitOperations;
    case HistoryCost::Latency: return entry.milliseconds;
    }
    return {};
}

QString HistoryFigures::name(HistoryMetric metric)
{
    switch (metric) {
    case HistoryMetric::Sqnr: return tr("SQNR");
    case HistoryMetric::Agreement: return tr("Agreement");
    case HistoryMetric::Accuracy: return tr("Accuracy");
    case HistoryMetric::User: return tr("Own figure");
    }
    return {};
}

QString HistoryFigures::name(HistoryCost cost)
{
    switch (cost) {
    case HistoryCost::Bytes: return tr("Size");
    case HistoryCost::BitOperations: return tr("Bit operations");
    case HistoryCost::Latency: return tr("Latency");
    }
    return {};
}

QString HistoryFigures::text(double value, HistoryMetric metric)
{
    return metric == HistoryMetric::Sqnr   ? format::decibel(value)
           : metric == HistoryMetric::User ? format::number(value)
                                           : format::percent(value);
}

QString HistoryFigures::text(double value, HistoryCost cost)
{
    switch (cost) {
    case HistoryCost::Bytes: return format::bytes(value);
    case HistoryCost::BitOperations: return format::magnitude(value);
    case HistoryCost::Latency: return tr("%1 ms").arg(format::milliseconds(value));
    }
    return {};
}

QString HistoryFigures::title(const analysis::HistoryEntry& entry)
{
    return entry.name.empty() ? QStringLiteral("#%1").arg(entry.number) : format::text(entry.name);
}

QString HistoryFigures::summary(const quant::Config& config)
{
    QString text = format::bits(config.weights.bits, config.activations.bits) + QLatin1Char(' ')
                   + ConfigTexts::name(config.activations.calibrator);
    if (std::any_of(config.rules.begin(), config.rules.end(), setsBits))
        text += QLatin1Char(' ') + tr("+ rules");
    return text;
}

QString HistoryFigures::details(const analysis::HistoryEntry& entry, const QString& remark)
{
    const analysis::Evaluation& e = entry.evaluation;
    QStringList lines{entry.name.empty()
                          ? QStringLiteral("#%1  %2").arg(entry.number).arg(summary(entry.config))
                          : QStringLiteral("#%1  %2").arg(entry.number).arg(format::text(entry.name))};
    const auto add = [&](const QString& caption, const analysis::Estimate& figure, auto text) {
        QString line = QStringLiteral("%1: %2").arg(caption, text(figure.value));
        if (figure.hasInterval())
            line += tr(" (95 %: %1 to %2)").arg(text(figure.low), text(figure.high));
        lines << line;
    };
    const auto share = [](double value) { return format::number(100 * value, 6) + QStringLiteral(" %"); };
    add(name(HistoryMetric::Sqnr), e.sqnrDb, [](double db) { return format::number(db, 6) + QStringLiteral(" dB"); });
    add(name(HistoryMetric::Agreement), e.agreement, share);
    if (e.accuracyQuantized)
        add(name(HistoryMetric::Accuracy), *e.accuracyQuantized, share);
    if (e.user && !entry.userMetric.title.empty())
        add(format::text(entry.userMetric.title), *e.user, [&](double value) {
            return QStringLiteral("%1 %2").arg(format::number(value, 6), format::text(entry.userMetric.unit)).trimmed();
        });
    lines << tr("Size: %1 bytes of weights").arg(format::count(static_cast<int64_t>(std::ceil(e.weightBytes))));
    if (entry.bitOperations)
        lines << tr("Bit operations: %1 per sample").arg(format::magnitude(*entry.bitOperations));
    if (entry.milliseconds)
        lines << tr("Latency: %1 ms per sample, sum of the layers that were timed").arg(format::milliseconds(*entry.milliseconds));
    lines << tr("In floating point: %1 of %2 layers")
                 .arg(format::count(e.layersFloat), format::count(e.layersFloat + e.layersQuantized));
    lines << tr("Samples: %1").arg(format::count(e.samples));
    if (!remark.isEmpty())
        lines << remark;
    if (!entry.note.empty())
        lines << format::text(entry.note);
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
