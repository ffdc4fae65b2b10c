// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// Built for a program of last year.
class OldVersion : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/0" FILE "old_version.json")
};

#include "old_version.moc"
