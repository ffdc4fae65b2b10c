// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace qscope::app {

/// Something to see on a bundled sample: where to look, and the page of the guide that says what it is.
struct Lesson {
    QString key; ///< "channels"
    QString title;
    QString summary;      ///< one line on what there is to see
    QString model;        ///< base name of the sample's model: "vit_fashion"
    QString layer;        ///< to select
    QString dock;         ///< to bring to the front
    QString page;         ///< of the guide
    int bits = 0;         ///< of weights and activations; 0: as the config has them
    bool measure = false; ///< the sensitivity of each layer
};

/// In the current language, in the order in which they teach. Their figures are checked by tst_arrival.
QList<Lesson> lessons();

} // namespace qscope::app
