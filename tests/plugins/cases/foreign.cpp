// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// The plugin of another program.
class Foreign : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.example.Filter" FILE "foreign.json")
};

#include "foreign.moc"
