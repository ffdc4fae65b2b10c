// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// Its name is taken.
class Twin : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/1" FILE "twin.json")
};

#include "twin.moc"
