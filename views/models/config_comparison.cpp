// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/config_comparison.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

#include "core/io/csv_report.h"
#include "views/models/config_texts.h"
#include "views/models/format.h"

namespace qscope::views {

namespace {

const QString FloatKey = QStringLiteral("float");

QString plainText(const QJsonValue& value)
{
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return value.isBool() ? (value.toBool() ? QStringLiteral("true") : QStringLiteral("false"))
                          : value.toVariant().toString();
}

/// As a config file writes them, so that no setting is forgotten.
void append(std::vector<Setting>& settings, const QString& part, const QJsonObject& spec)
{
    QStringList keys = spec.keys();
    if (keys.removeOne(QStringLiteral("bits")))
        keys.prepend(QStringLiteral("bits"));
    for (const QString& key : keys)
        settings.push_back({part + QLatin1Char('.') + key, plainText(spec[key])});
}

QJsonObject defaultsOf(const quant::Config& config)
{
    const QByteArray text = QByteArray::fromStdString(quant::configToJson(config));
    return QJsonDocument::fromJson(text).object()[QStringLiteral("default")].toObject();
}

std::vector<Setting> settingsOf(const quant::LayerSpec& spec, const Layer& layer)
{
    if (spec.isFloat)
        return {{FloatKey, QStringLiteral("true")}};
    quant::Config config;
    config.weights = spec.weights;
    config.activations = spec.activations;
    const QJsonObject both = defaultsOf(config);
    std::vector<Setting> settings;
    if (layer.weightInput)
        append(settings, QStringLiteral("weights"), both[QStringLiteral("weights")].toObject());
    append(settings, QStringLiteral("activations"), both[QStringLiteral("activations")].toObject());
    for (const auto& [input, own] : spec.inputs) {
        config.activations = own;
        append(settings, QStringLiteral("inputs.%1").arg(input), defaultsOf(config)[QStringLiteral("activations")].toObject());
    }
    return settings;
}

std::vector<Setting> without(const std::vector<Setting>& settings, const std::vector<Setting>& common)
{
    std::vector<Setting> rest;
    for (const Setting& setting : settings)
        if (std::find(common.begin(), common.end(), setting) == common.end())
            rest.push_back(setting);
    return rest;
}

QString machineText(const std::vector<Setting>& settings)
{
    QStringList parts;
    for (const Setting& setting : settings)
        parts << setting.key + QLatin1Char('=') + setting.value;
    return parts.join(QStringLiteral("; "));
}

QString machineNumber(const std::optional<double>& value)
{
    return value ? QString::number(*value, 'g', 9) : QString();
}

} // namespace

ConfigComparison::ConfigComparison(analysis::HistoryEntryPtr first, analysis::HistoryEntryPtr second,
                                   SnapshotPtr snapshot)
    : m_first(std::move(first)), m_second(std::move(second)), m_snapshot(std::move(snapshot))
{
    using enum analysis::SensitivityMode;
    const auto layers = m_snapshot->model ? std::span<const Layer>(*m_snapshot->model->layers) : std::span<const Layer>();
    const auto a = quant::resolve(m_first->config, layers), b = quant::resolve(m_second->config, layers);
    if (!a.ok() || !b.ok()) {
        m_problem = QString::fromStdString((a.ok() ? b : a).error().text());
        return;
    }
    for (size_t i = 0; i < layers.size(); ++i) {
        if ((*a)[i] == (*b)[i])
            continue;
        const LayerId id(i);
        const auto one = settingsOf((*a)[i], layers[i]), other = settingsOf((*b)[i], layers[i]);
        LayerDifference difference{id, without(one, other), without(other, one),
                                   m_snapshot->sensitivityDb(OnlyThisLayer, id), m_snapshot->sensitivityDb(AllButThis, id)};
        if (!difference.first.empty() || !difference.second.empty())
            m_layers.push_back(std::move(difference));
    }
}

QString ConfigComparison::text(const std::vector<Setting>& settings)
{
    QStringList weights, activations;
    for (const Setting& setting : settings) {
        if (setting.key == FloatKey)
            return tr("floating point");
        const QString key = setting.key.section(QLatin1Char('.'), 1);
        QString text = setting.value;
        if (key == QStringLiteral("bits"))
            text = tr("%1 bits").arg(setting.value);
        else if (key == QStringLiteral("symmetric"))
            text = setting.value == QStringLiteral("true") ? tr("symmetric") : tr("asymmetric");
        else if (const auto granularity = quant::granularityFromName(setting.value.toStdString());
                 granularity && key == QStringLiteral("granularity"))
            text = ConfigTexts::name(*granularity);
        else if (const auto calibrator = quant::calibratorFromName(setting.value.toStdString());
                 calibrator && key == QStringLiteral("calibrator"))
            text = ConfigTexts::name(*calibrator);
        else
            text = key + QLatin1Char(' ') + setting.value;
        (setting.key.startsWith(QStringLiteral("weights")) ? weights : activations) << text;
    }
    QStringList parts;
    if (!weights.isEmpty())
        parts << tr("weights: %1").arg(weights.join(QStringLiteral(", ")));
    if (!activations.isEmpty())
        parts << tr("activations: %1").arg(activations.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral("; "));
}

QString ConfigComparison::csv() const
{
    QString text = QStringLiteral("index,layer,op,block,first,second,sqnr_db_only,sqnr_db_except\r\n");
    for (const LayerDifference& difference : m_layers) {
        const Layer& layer = m_snapshot->layer(difference.layer);
        QStringList fields{QString::number(difference.layer.value)};
        for (const std::string& field : {layer.name, layer.op, layer.block, machineText(difference.first).toStdString(),
                                         machineText(difference.second).toStdString()})
            fields << QString::fromStdString(io::csvField(field));
        fields << machineNumber(difference.onlyThisDb) << machineNumber(difference.allButDb);
        text += fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return text;
}

} // namespace qscope::views
