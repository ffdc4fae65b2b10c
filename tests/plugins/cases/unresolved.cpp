// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// Needs a function that nobody has.
class Unresolved : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/1" FILE "unresolved.json")

public:
    Unresolved() { notThere(); }
    static void notThere();
};

#include "unresolved.moc"
