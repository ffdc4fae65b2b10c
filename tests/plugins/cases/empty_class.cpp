// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>

/// Its metadata promises an interface that it does not have.
class EmptyClass : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.quantoscope.Method/1" FILE "empty_class.json")
};

#include "empty_class.moc"
