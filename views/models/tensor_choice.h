// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

#include "views/models/snapshot.h"

namespace qscope::views {

/// A tensor of a layer that a person can pick in a panel.
struct TensorChoice {
    enum Kind { Input, Weight, Output };
    Kind kind = Input;
    ValueId value;
    size_t input = 0; ///< index into Layer::activationInputs, for Input
    QString label;    ///< "Input 2: /blocks.0/attn/Softmax_output_0", without what all names share
};

/// Activation inputs, then the weight, then the output; only those with a valid id.
std::vector<TensorChoice> tensorChoices(const Snapshot& snapshot, LayerId layer);

/// Index of the choice for `value`; 0 when it is none of them.
int choiceIndex(const std::vector<TensorChoice>& choices, ValueId value);

} // namespace qscope::views
