// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// Its metadata has no name.
class Unnamed : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/1" FILE "unnamed.json")
};

#include "unnamed.moc"
