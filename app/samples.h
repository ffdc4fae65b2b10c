// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace qscope::app {

/// A model that comes with the program, and data for it.
struct Sample {
    QString title;       ///< "ViT on Fashion-MNIST"
    QString description; ///< one line on what it shows
    QString modelPath;
    QString dataPath;
    QString labelsPath; ///< may be empty
};

/// Where the samples are: beside an installed program, or in the sources it was built from. Empty when nowhere.
QString samplesFolder();

/// Those whose files are there.
QList<Sample> bundledSamples();

} // namespace qscope::app
