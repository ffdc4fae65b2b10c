// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

/// Bytes of small ONNX models: x [N, 4] float through a Gemm to y [N, 3], with one thing changed each.
namespace models {

QByteArray good();
QByteArray cyclic();           ///< nodes 'first' and 'second' feed each other
QByteArray unknownOperators(); ///< nodes of 'FrobnicateTensor' and of 'com.example.Whirl'
QByteArray danglingInput();    ///< the Gemm reads 'nowhere', which nobody produces
QByteArray wrongWeightShape(); ///< the Gemm's weight is [5, 3]
QByteArray shortWeight();      ///< the weight says [4, 3] and holds 5 values
QByteArray externalMissing();  ///< the weight lies in 'weights.bin', which is not there
QByteArray futureOpset();      ///< opset 99
QByteArray noGraph();
QByteArray integerInput();     ///< x is int64 and goes through a Cast first

} // namespace models
