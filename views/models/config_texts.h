// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/quant/quantizer_spec.h"

namespace qscope::views {

/// What a config chooses from, in the language of the window: a short name, and a sentence for the tool tip.
class ConfigTexts {
    Q_DECLARE_TR_FUNCTIONS(qscope::views::ConfigTexts)

public:
    static QString name(quant::Calibrator calibrator);
    static QString name(quant::QuantizerKind kind);
    static QString name(quant::Granularity granularity);
    static QString name(quant::SearchGrid grid);
    static QString tip(quant::Calibrator calibrator);
    static QString tip(quant::QuantizerKind kind);
    static QString tip(quant::Granularity granularity);
    static QString tip(quant::SearchGrid grid);
};

} // namespace qscope::views
