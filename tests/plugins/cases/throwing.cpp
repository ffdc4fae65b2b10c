// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include <QObject>

/// Throws when it is made.
class Throwing : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/1" FILE "throwing.json")

public:
    Throwing() { throw std::runtime_error("no licence"); }
};

#include "throwing.moc"
