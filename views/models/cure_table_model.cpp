// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/cure_table_model.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

#include <cmath>

#include "views/models/config_texts.h"
#include "views/models/format.h"

namespace qscope::views {

namespace {

struct CureWords {
    Q_DECLARE_TR_FUNCTIONS(Cures)
};

constexpr double ShownStepDb = 0.01;

/// "+1.23 dB (1.10 to 1.36)"
QString gainText(const analysis::Estimate& gain)
{
    const auto signedDb = [](double db) {
        if (!std::isfinite(db))
            return format::number(db);
        return format::change(std::round(db / ShownStepDb) * ShownStepDb,
                              [](double v) { return QLocale().toString(v, 'f', 2); });
    };
    QString text = QStringLiteral("%1 dB").arg(signedDb(gain.value));
    if (gain.hasInterval())
        text +=
            QStringLiteral(" ") + CureWords::tr("(%1 to %2)").arg(signedDb(gain.low), signedDb(gain.high));
    return text;
}

template <class Write>
QString priceText(const std::optional<double>& value, Write write)
{
    return value ? format::change(*value, write) : format::missing();
}

} // namespace

QString cureText(const search::Cure& cure)
{
    const auto calibrator = [&] {
        return ConfigTexts::name(cure.calibrator.value_or(quant::Calibrator::Max));
    };
    switch (cure.kind) {
    case search::CureKind::KeepFloat: return CureWords::tr("Floating point");
    case search::CureKind::ActivationBits: return CureWords::tr("Activations: %1 bits").arg(cure.bits);
    case search::CureKind::WeightBits: return CureWords::tr("Weights: %1 bits").arg(cure.bits);
    case search::CureKind::ActivationsPerChannel: return CureWords::tr("Activations: per channel");
    case search::CureKind::WeightsPerChannel: return CureWords::tr("Weights: per channel");
    case search::CureKind::WeightsPerBlock: return CureWords::tr("Weights: per block");
    case search::CureKind::ActivationCalibrator:
        return CureWords::tr("Activations: calibrator %1").arg(calibrator());
    case search::CureKind::WeightCalibrator: return CureWords::tr("Weights: calibrator %1").arg(calibrator());
    case search::CureKind::SoftmaxQuantizer:
        return CureWords::tr("Softmax: %1")
            .arg(ConfigTexts::name(cure.quantizer.value_or(quant::QuantizerKind::Log2)));
    case search::CureKind::Equalization:
        return CureWords::tr("Equalize with neighbours: %1").arg(format::text(cure.method.value_or(search::CureMethod()).title));
    }
    return {};
}

CureVerdict verdictOf(const search::Cure& cure)
{
    const analysis::Estimate& gain = cure.gainDb;
    const auto isShownAsZero = [](double db) { return std::abs(db) < ShownStepDb / 2; };
    if (isShownAsZero(gain.value)
        && (!gain.hasInterval() || (isShownAsZero(gain.low) && isShownAsZero(gain.high))))
        return CureVerdict::NoChange;
    return gain.hasInterval() && gain.low <= 0 && gain.high >= 0 ? CureVerdict::Uncertain
                                                                 : CureVerdict::Certain;
}

void CureTableModel::setTable(std::shared_ptr<const search::CureTable> table)
{
    if (table == m_table)
        return;
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

void CureTableModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CureTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->cures.size());
}

int CureTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CureTableModel::text(const search::Cure& cure, Column column) const
{
    switch (column) {
    case CureColumn: return cureText(cure);
    case GainColumn:
        switch (verdictOf(cure)) {
        case CureVerdict::NoChange: return CureWords::tr("no change");
        case CureVerdict::Uncertain: return QStringLiteral("≈ ") + gainText(cure.gainDb);
        case CureVerdict::Certain: return gainText(cure.gainDb);
        }
        return {};
    case SqnrColumn: return format::decibel(cure.evaluation.sqnrDb);
    case AgreementColumn: return format::percent(cure.evaluation.agreement);
    case BytesColumn: return format::change(cure.change.bytes, format::bytes);
    case OperationsColumn: return priceText(cure.change.bitOperations, format::magnitude);
    case TimeColumn: return priceText(cure.change.milliseconds, format::milliseconds);
    default: return {};
    }
}

QVariant CureTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const search::Cure& cure = m_table->cures[static_cast<size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole)
        return text(cure, column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(column == CureColumn ? Qt::AlignLeft | Qt::AlignVCenter
                                                        : Qt::AlignRight | Qt::AlignVCenter);
    const CureVerdict verdict = verdictOf(cure);
    if (role == Qt::ToolTipRole && verdict == CureVerdict::Uncertain)
        return CureWords::tr("These samples do not tell whether it helps.");
    if (role == Qt::ForegroundRole && verdict != CureVerdict::Certain)
        return QGuiApplication::palette().brush(QPalette::PlaceholderText);
    return {};
}

QVariant CureTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CureColumn: return CureWords::tr("Cure");
    case GainColumn: return CureWords::tr("Gain (95 %)");
    case SqnrColumn: return CureWords::tr("SQNR then");
    case AgreementColumn: return CureWords::tr("Agreement then");
    case BytesColumn: return CureWords::tr("Weights");
    case OperationsColumn: return CureWords::tr("Bit operations");
    case TimeColumn: return CureWords::tr("Time [ms]");
    default: return {};
    }
}

} // namespace qscope::views
