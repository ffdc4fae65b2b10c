// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "views/models/snapshot.h"

namespace qscope::views {

/// What a layer is to the structures around it: "LayerNorm → attention · q, k, v", "BatchNorm folded →
/// residual add", "GELU → MatMul". Empty: nothing is known.
QString structureText(const Snapshot& snapshot, LayerId layer);

/// A line per structure of structureText(), with the names of the file:
/// "Attention: q /q, k /k, v /v, scores /s, probabilities /p, output /o".
QStringList structureDetails(const Snapshot& snapshot, LayerId layer);

/// What a tensor is in the model: "attention · probabilities, LayerNorm · input". Empty: part of no
/// structure.
QString tensorRoleText(const Snapshot& snapshot, ValueId value);

} // namespace qscope::views
