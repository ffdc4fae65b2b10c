// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/tensor_choice.h"

#include <QCoreApplication>

#include "views/models/short_names.h"

namespace qscope::views {

namespace {

struct ChoiceWords {
    Q_DECLARE_TR_FUNCTIONS(TensorChoice)
};

} // namespace

std::vector<TensorChoice> tensorChoices(const Snapshot& snapshot, LayerId layer)
{
    std::vector<TensorChoice> choices;
    const ShortNames shortNames(snapshot);
    const auto name = [&](ValueId value) { return shortNames(snapshot.model->graph->value(value).name); };
    const auto inputs = snapshot.activations(layer);
    for (size_t k = 0; k < inputs.size(); ++k) {
        if (!inputs[k].valid())
            continue;
        choices.push_back(
            {TensorChoice::Input, inputs[k], k,
             inputs.size() == 1
                 ? ChoiceWords::tr("Input: %1").arg(name(inputs[k]))
                 : ChoiceWords::tr("Input %1: %2").arg(QString::number(k + 1), name(inputs[k]))});
    }
    if (snapshot.weight(layer)) {
        const ValueId value = snapshot.node(layer).inputs[*snapshot.layer(layer).weightInput];
        choices.push_back({TensorChoice::Weight, value, 0, ChoiceWords::tr("Weight: %1").arg(name(value))});
    }
    const ValueId output = snapshot.output(layer);
    if (output.valid())
        choices.push_back({TensorChoice::Output, output, 0, ChoiceWords::tr("Output: %1").arg(name(output))});
    return choices;
}

int choiceIndex(const std::vector<TensorChoice>& choices, ValueId value)
{
    for (size_t i = 0; i < choices.size(); ++i) {
        if (value.valid() && choices[i].value == value)
            return static_cast<int>(i);
    }
    return 0;
}

} // namespace qscope::views
