// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/quantizer_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/models/local_error.h"

namespace qscope::views {

namespace {

struct QuantizerWords {
    Q_DECLARE_TR_FUNCTIONS(QuantizerText)
};

} // namespace

QString quantizerKindText(const quant::QuantParams& q)
{
    const bool symmetric =
        std::all_of(q.zeroPoint.begin(), q.zeroPoint.end(), [](int32_t z) { return z == 0; });
    switch (q.kind) {
    case quant::QuantizerKind::Uniform: break;
    case quant::QuantizerKind::PowerOfTwo:
        return QuantizerWords::tr("%1 bits, scale a power of two").arg(q.bits);
    case quant::QuantizerKind::Log2: return QuantizerWords::tr("%1 bits, powers of two").arg(q.bits);
    case quant::QuantizerKind::LogSqrt2: return QuantizerWords::tr("%1 bits, powers of √2").arg(q.bits);
    case quant::QuantizerKind::TwinRange: return QuantizerWords::tr("%1 bits, two ranges").arg(q.bits);
    case quant::QuantizerKind::Fp8E4m3: return QuantizerWords::tr("FP8 E4M3");
    case quant::QuantizerKind::Fp8E5m2: return QuantizerWords::tr("FP8 E5M2");
    case quant::QuantizerKind::Codebook: return QuantizerWords::tr("codebook of %1 values").arg(1 << q.bits);
    }
    return q.isSigned && symmetric ? QuantizerWords::tr("%1 bits, symmetric").arg(q.bits)
                                   : QuantizerWords::tr("%1 bits, asymmetric").arg(q.bits);
}

QString quantizerText(const quant::QuantParams& q)
{
    const QString kind = quantizerKindText(q);
    if (q.slices() > 1 && q.kind != quant::QuantizerKind::Codebook) {
        const auto [least, most] = std::minmax_element(q.scale.begin(), q.scale.end());
        const QString text = q.perBlock() ? QuantizerWords::tr("%1, per block: %2 scales from %3 to %4")
                                          : QuantizerWords::tr("%1, per channel: %2 scales from %3 to %4");
        return text.arg(kind, format::count(std::ssize(q.scale)), format::number(*least),
                        format::number(*most));
    }
    const quant::Range range = q.representable();
    if (q.slices() > 1)
        return QuantizerWords::tr("%1, per channel").arg(kind);
    if (!q.isUniform())
        return QuantizerWords::tr("%1: covers %2 to %3")
            .arg(kind, format::number(range.lo), format::number(range.hi));
    return QuantizerWords::tr("%1: scale %2, zero point %3, covers %4 to %5")
        .arg(kind, format::number(q.scale.front()), QString::number(q.zeroPoint.front()),
             format::number(range.lo), format::number(range.hi));
}

QString localErrorText(const stats::Histogram& histogram, const quant::QuantParams& quantizer)
{
    if (quantizer.slices() > 1)
        return {};
    const LocalError e = localError(histogram, quantizer);
    return QuantizerWords::tr(
               "clipped %1 · error (RMS): rounding %2, clipping %3 · local SQNR %4, from the histogram")
        .arg(format::percent(e.clippedShare), format::number(std::sqrt(e.roundingMse), 3),
             format::number(std::sqrt(e.clippingMse), 3), format::decibel(e.sqnrDb));
}

} // namespace qscope::views
