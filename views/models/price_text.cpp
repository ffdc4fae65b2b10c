// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/price_text.h"

#include <cstdlib>

#include <QCoreApplication>
#include <QStringList>

#include "views/models/format.h"

namespace qscope::views {

namespace {

struct PriceWords {
    Q_DECLARE_TR_FUNCTIONS(Prices)
};

} // namespace

QString priceChangeText(const search::Price& change)
{
    QStringList parts;
    if (change.bytes != 0)
        parts << format::change(change.bytes, format::bytes);
    if (change.bitOperations)
        parts << PriceWords::tr("%1 bit operations")
                     .arg(format::change(*change.bitOperations, format::magnitude));
    const auto whole = [](double n) { return format::number(n); };
    const int conversions = change.borders.conversions;
    parts << PriceWords::tr("%1 conversion(s)", nullptr, std::abs(conversions))
                 .arg(format::change(conversions, whole));
    if (change.milliseconds)
        parts << PriceWords::tr("%1 ms").arg(format::change(*change.milliseconds, format::milliseconds));
    return parts.join(QStringLiteral(", "));
}

QString whatIfText(const Snapshot& snapshot, LayerId layer)
{
    const size_t i = layer.valid() ? layer.index() : 0;
    if (!snapshot.prices || !layer.valid() || i >= snapshot.prices->changes.size() || i >= snapshot.specs.size())
        return {};
    const QString price = priceChangeText(snapshot.prices->changes[i]);
    return snapshot.specs[i].isFloat ? PriceWords::tr("If quantized: %1").arg(price)
                                     : PriceWords::tr("If kept in floating point: %1").arg(price);
}

} // namespace qscope::views
