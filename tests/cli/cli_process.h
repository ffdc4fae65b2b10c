// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// What a finished call of quantoscope-cli left.
struct CliResult {
    int exitCode = -1; ///< -1: crashed, did not start or took longer than two minutes
    QByteArray out;
    QByteArray err;

    /// The one object on standard output; empty when it is anything else.
    QJsonObject json() const;
    /// For messages of failed checks.
    QByteArray text() const;
};

/// Calls the built program in `folder` (empty: here).
CliResult runCli(const QStringList& arguments, const QString& folder = {});

/// resources/samples/<name>.
QString sample(const QString& name);

QByteArray contents(const QString& path);
void writeContents(const QString& path, const QByteArray& bytes);
