// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

/// Bytes of .npy and .npz files that nobody should accept.
namespace arrays {

/// A .npy with this header dictionary and body, format 1.0.
QByteArray npy(const QByteArray& descr, const QByteArray& shape, const QByteArray& body);

/// numpy.array([...], dtype=object), which only unpickling could read.
QByteArray pickled();

/// A zip archive with one stored entry.
QByteArray zip(const QByteArray& name, const QByteArray& body);

} // namespace arrays
