// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/input_match.h"

#include <algorithm>
#include <numeric>

#include "core/base/text.h"

namespace qscope::data {

namespace {

/// The first dimension when the file fixes it, else -1.
int64_t fixedBatch(const InputSpec& input)
{
    return input.shapeKnown && !input.shape.empty() ? input.shape[0] : -1;
}

bool isScalarInput(const ArrayInfo& array) { return array.shape.empty(); }

Status checkShape(const ArrayInfo& array, const InputSpec& input)
{
    const auto mismatch = [&array](std::string message) {
        return Error{ErrorCode::ShapeMismatch, std::move(message), array.where};
    };
    const auto what = [&] {
        return filled(say("Data", "array '%1' has the shape %2, but the model's input '%3' needs %4"),
                      array.name, shapeText(array.shape), input.name, inputShapeText(input));
    };
    if (!input.shapeKnown)
        return {};
    if (array.shape.size() + 1 == input.shape.size())
        return mismatch(filled(
            say("Data", "%1; if it is a single sample, add the axis of samples in front: x[None] in numpy"),
            what()));
    if (array.shape.size() != input.shape.size())
        return mismatch(what());
    for (size_t axis = 1; axis < array.shape.size(); ++axis)
        if (input.shape[axis] >= 0 && input.shape[axis] != array.shape[axis])
            return mismatch(filled(say("Data", "%1; axis %2 differs"), what(), axis));
    return {};
}

bool convertible(DType from, DType to) { return from == to || isFloating(to) || !isFloating(from); }

} // namespace

std::string inputShapeText(const InputSpec& input)
{
    if (!input.shapeKnown)
        return say("Data", "any shape");
    std::string text = "[";
    for (size_t axis = 0; axis < input.shape.size(); ++axis) {
        const int64_t size = input.shape[axis];
        text += axis ? ", " : "";
        if (size >= 0 && (axis > 0 || size > 1))
            text += std::to_string(size);
        else
            text += axis ? "?" : "N";
    }
    return text + "]";
}

Status checkArray(const ArrayInfo& array, const InputSpec& input)
{
    QS_RETURN_IF_ERROR(checkShape(array, input));
    if (convertible(array.type, input.type))
        return {};
    return Error{
        ErrorCode::TypeMismatch,
        filled(
            say("Data",
                "array '%1' is %2, but the model's input '%3' takes %4, to which floats are not converted"),
            array.name, dtypeName(array.type), input.name, dtypeName(input.type)),
        array.where};
}

Result<Tensor> convertTo(const InputSpec& input, const Tensor& tensor, const std::string& where)
{
    Tensor result = castTo(tensor, input.type);
    const bool checked = !isFloating(input.type) && input.type != DType::Bool && tensor.type() != input.type;
    if (!checked)
        return result;
    // A wrapped integer is off by at least 2^8, so doubles tell it even where they round.
    const std::vector<double> before = toDoubles(tensor);
    const std::vector<double> after = toDoubles(result);
    const auto [bad, ignored] = std::mismatch(before.begin(), before.end(), after.begin());
    if (bad == before.end())
        return result;
    return Error{
        ErrorCode::TypeMismatch,
        filled(say("Data", "holds the value %1, which the model's input '%2' of type %3 cannot hold"),
               static_cast<long long>(*bad), input.name, dtypeName(input.type)),
        where};
}

Result<Extent> commonExtent(const std::vector<ArrayInfo>& arrays, const std::vector<InputSpec>& inputs)
{
    Extent extent;
    for (size_t i = 0; i < arrays.size(); ++i) {
        const int64_t batch = fixedBatch(inputs[i]);
        bool shared = isScalarInput(arrays[i]);
        if (!shared && batch > 1 && arrays[i].shape[0] == batch)
            for (size_t k = 0; k < inputs.size(); ++k)
                shared = shared || (!isScalarInput(arrays[k]) && fixedBatch(inputs[k]) != batch);
        extent.shared.push_back(shared);
    }
    std::optional<size_t> leader;
    for (size_t i = 0; i < arrays.size(); ++i) {
        if (extent.shared[i])
            continue;
        const ArrayInfo& array = arrays[i];
        const int64_t samples = array.shape[0];
        if (samples == 0)
            return Error{ErrorCode::InvalidArgument,
                         filled(say("Data", "array '%1' holds no samples"), array.name), array.where};
        if (leader && samples != extent.samples)
            return Error{ErrorCode::ShapeMismatch,
                         filled(say("Data", "array '%1' holds %2 samples, but array '%3' holds %4"),
                                arrays[*leader].name, extent.samples, array.name, samples),
                         array.where};
        const int64_t batch = fixedBatch(inputs[i]);
        if (batch > 0 && samples % batch != 0)
            return Error{
                ErrorCode::ShapeMismatch,
                filled(say("Data",
                           "array '%1' holds %2 samples, which is no multiple of the batch of %3 that the "
                           "model's input '%4' is fixed to"),
                       array.name, samples, batch, inputs[i].name),
                array.where};
        leader = leader.value_or(i);
        extent.samples = samples;
    }
    if (!leader)
        extent.samples = 1;
    return extent;
}

Result<int64_t> limitedSamples(int64_t samples, const std::vector<InputSpec>& inputs,
                               const std::optional<int64_t>& limit)
{
    if (!limit || *limit >= samples)
        return samples;
    if (*limit < 1)
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Data", "the number of samples to use must be at least 1, not %1"), *limit),
                     {}};
    int64_t batch = 1;
    for (const InputSpec& input : inputs)
        if (const int64_t fixed = fixedBatch(input); fixed > 1 && samples % fixed == 0)
            batch = std::lcm(batch, fixed);
    return std::min(samples, std::max(batch, *limit / batch * batch));
}

Status checkRange(int64_t first, int64_t count, int64_t size, const std::string& where)
{
    if (first >= 0 && count >= 1 && first <= size && count <= size - first)
        return {};
    return Error{
        ErrorCode::InvalidArgument,
        filled(say("Data", "there are %1 samples, %2 from #%3 on are not among them"), size, count, first),
        where};
}

std::string quotedList(const std::vector<std::string>& names)
{
    constexpr size_t Shown = 12;
    std::string text;
    for (size_t i = 0; i < names.size() && i < Shown; ++i)
        text += (i ? ", '" : "'") + names[i] + "'";
    return names.size() > Shown ? filled(say("Data", "%1, ... (%2 in all)"), text, names.size()) : text;
}

std::string inputNames(const std::vector<InputSpec>& inputs)
{
    std::vector<std::string> names;
    for (const InputSpec& input : inputs)
        names.push_back(input.name);
    return quotedList(names);
}

} // namespace qscope::data
