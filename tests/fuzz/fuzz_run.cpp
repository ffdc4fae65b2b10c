// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <new>

#include "tests/fuzz/opened_model.h"

namespace {

using namespace qscope;

/// Small numbers of the type and shape an input declares, 2 for a free dimension; absent when that is too large.
Tensor inputFor(const Value& value)
{
    Shape shape;
    for (const Dim& dim : value.shape.value_or(std::vector<Dim>{{2, {}}, {3, {}}}))
        shape.push_back(dim.size < 0 ? 2 : dim.size);
    const auto count = checkedElementCount(shape, elementSize(value.type), 1 << 16);
    if (!count.ok())
        return {};
    std::vector<float> numbers(static_cast<size_t>(*count));
    for (size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<float>(i % 7) - 2.5F;
    return castTo(Tensor::of<float>(shape, numbers), value.type);
}

void runBothPlans(run::Instance& instance)
{
    std::vector<Tensor> inputs;
    for (const ValueId in : instance.graph().inputs) {
        inputs.push_back(inputFor(instance.graph().value(in)));
        if (inputs.back().absent())
            return;
    }
    (void)instance.run(inputs).ok();
    const run::Watch watch = [](ValueId, const Tensor&) { return Status(); };
    (void)instance.run(inputs, {nullptr, &watch, true}).ok();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    try {
        if (const auto instance = fuzz::openModel(data, size))
            runBothPlans(*instance);
    } catch (const std::bad_alloc&) { // the memory limit
    }
    return 0;
}
