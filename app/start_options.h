// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QSize>
#include <QString>
#include <QStringList>

#include "app/appearance.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace qscope::app {

/// What the command line asks of the window.
struct StartOptions {
    QStringList paths;      ///< model, data, or anything that can be dropped on the window
    QString labels;
    QString config;
    QString session;
    QString language;       ///< empty: of the system
    Appearance appearance = Appearance::System;
    std::optional<data::ImageOptions> image; ///< --preprocess
    std::optional<int64_t> samples;          ///< use at most this many
    QString screenshot;                      ///< empty: a window for a person
    QString figures;                         ///< folder; only with a screenshot
    QString report; ///< .html or .pdf; empty: none
    QString method; ///< to run first, as its parameters are by default; only with a screenshot
    QString panel;  ///< dock to bring to the front; only with a screenshot
    QSize size{1280, 800};

    /// Nobody looks: the program ends by itself.
    bool unattended() const { return !screenshot.isEmpty() || !report.isEmpty(); }
};

/// Parses the arguments; prints the help or the version and ends the program when asked for.
/// **Errors** InvalidArgument with one sentence.
Result<StartOptions> parseArguments(const QStringList& arguments);

} // namespace qscope::app
