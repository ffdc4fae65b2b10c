// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/image_input.h"

#include "core/data/sample_scan.h"

namespace qscope::analysis {

namespace {

/// value = pixel * slope + offset, for each channel of the tensor.
struct PixelLine {
    double slope, offset;
};

PixelLine pixelLine(const InputTrial& trial, size_t channel)
{
    const auto of = [&](const std::vector<float>& values) {
        return double(values[values.size() == 1 ? 0 : channel]);
    };
    PixelLine line{trial.how.scale / of(trial.how.std), -of(trial.how.mean) / of(trial.how.std)};
    if (trial.inverted)
        line = {-line.slope, 255 * line.slope + line.offset};
    return line;
}

} // namespace

std::optional<ImageInput> findImageInput(const std::vector<data::InputSpec>& inputs)
{
    for (size_t i = 0; i < inputs.size(); ++i)
        if (const int axis = data::imageChannelAxis(inputs[i]); axis > 0 && isFloating(inputs[i].type))
            return ImageInput{i, static_cast<int>(inputs[i].shape[static_cast<size_t>(axis)]), axis};
    return std::nullopt;
}

Tensor ImageInput::converted(const Tensor& x, const InputTrial& from, const InputTrial& to) const
{
    const Tensor source = castTo(toPlain(x), DType::Float32);
    Tensor result(DType::Float32, source.shape());
    const auto count = static_cast<size_t>(channels);
    const auto inner = static_cast<size_t>(axis == 1 ? x.dim(2) * x.dim(3) : 1);
    const auto outer = static_cast<size_t>(x.size()) / (count * inner);
    const bool swap = from.how.order != to.how.order && count == 3;
    for (size_t c = 0; c < count; ++c) {
        const size_t s = swap ? count - 1 - c : c;
        const PixelLine a = pixelLine(from, s), b = pixelLine(to, c);
        const auto slope = static_cast<float>(b.slope / a.slope);
        const auto offset = static_cast<float>(b.offset - a.offset * b.slope / a.slope);
        for (size_t o = 0; o < outer; ++o)
            for (size_t i = 0; i < inner; ++i)
                result.data<float>()[(o * count + c) * inner + i] =
                    source.data<float>()[(o * count + s) * inner + i] * slope + offset;
    }
    return castTo(result, x.type());
}

} // namespace qscope::analysis
