// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sample_scan.h"

#include <algorithm>
#include <cmath>

#include <xxhash.h>

namespace qscope::data {

void ValueFigures::add(float value)
{
    lo = std::min(lo, value);
    hi = std::max(hi, value);
    sum += value;
    squares += double(value) * value;
    ++count;
}

double ValueFigures::std() const
{
    return count > 0 ? std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean() * mean())) : 0;
}

int imageChannelAxis(const InputSpec& input)
{
    if (input.shapeKnown && input.shape.size() == 4)
        for (const int axis : {1, 3})
            if (const int64_t channels = input.shape[static_cast<size_t>(axis)];
                channels == 1 || channels == 3)
                return axis;
    return -1;
}

SampleScan::SampleScan(std::vector<InputSpec> inputs)
{
    for (InputSpec& spec : inputs) {
        InputFigures figures;
        if (const int axis = imageChannelAxis(spec); axis > 0)
            figures.channels.resize(static_cast<size_t>(spec.shape[static_cast<size_t>(axis)]));
        figures.spec = std::move(spec);
        m_inputs.push_back(std::move(figures));
    }
}

void SampleScan::chooseMain(const std::vector<Tensor>& inputs)
{
    int64_t most = 0;
    for (size_t i = 0; i < m_inputs.size(); ++i) {
        m_inputs[i].shape = inputs[i].shape();
        if (!m_inputs[i].channels.empty()) {
            m_main = i;
            most = std::numeric_limits<int64_t>::max();
        } else if (isFloating(inputs[i].type()) && inputs[i].size() > most) {
            m_main = i;
            most = inputs[i].size();
        }
    }
}

void SampleScan::add(const std::vector<Tensor>& inputs)
{
    if (m_samples.empty())
        chooseMain(inputs);
    SampleFigures figures;
    const auto sample = static_cast<int64_t>(m_samples.size());
    for (size_t i = 0; i < m_inputs.size(); ++i) {
        const Tensor plain = toPlain(inputs[i]);
        figures.hash = XXH3_64bits_withSeed(plain.rawData(), plain.bytes(), figures.hash);
        const Tensor values = castTo(plain, DType::Float32);
        const int64_t bad = m_inputs[i].nanCount + m_inputs[i].infCount;
        addValues(m_inputs[i], values, sample);
        figures.bad = figures.bad || m_inputs[i].nanCount + m_inputs[i].infCount > bad;
        if (m_main == i)
            addMain(figures, values);
    }
    m_samples.push_back(figures);
}

void SampleScan::addValues(InputFigures& input, const Tensor& tensor, int64_t sample)
{
    const size_t channels = std::max<size_t>(1, input.channels.size());
    const auto axis = static_cast<size_t>(std::max(0, imageChannelAxis(input.spec)));
    size_t inner = 1;
    for (size_t i = axis + 1; i < tensor.rank(); ++i)
        inner *= static_cast<size_t>(tensor.dim(i));
    const auto values = tensor.span<float>();
    ValueFigures all; // of this sample alone, so that a long scan loses no digits
    std::vector<ValueFigures> byChannel(input.channels.size());
    for (size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            ++(std::isnan(values[i]) ? input.nanCount : input.infCount);
            if (input.firstBad < 0)
                input.firstBad = sample;
            continue;
        }
        all.add(values[i]);
        if (!byChannel.empty())
            byChannel[i / inner % channels].add(values[i]);
    }
    const auto join = [](ValueFigures& total, const ValueFigures& part) {
        total.lo = std::min(total.lo, part.lo);
        total.hi = std::max(total.hi, part.hi);
        total.sum += part.sum;
        total.squares += part.squares;
        total.count += part.count;
    };
    join(input.values, all);
    for (size_t c = 0; c < byChannel.size(); ++c)
        join(input.channels[c], byChannel[c]);
}

void SampleScan::addMain(SampleFigures& figures, const Tensor& tensor) const
{
    ValueFigures values;
    for (const float value : tensor.span<float>())
        if (std::isfinite(value))
            values.add(value);
    if (values.count == 0)
        return;
    figures.lo = values.lo;
    figures.hi = values.hi;
    int64_t atLo = 0, atHi = 0;
    for (const float value : tensor.span<float>()) {
        atLo += value == values.lo;
        atHi += value == values.hi;
    }
    figures.atLo = static_cast<float>(atLo) / static_cast<float>(tensor.size());
    figures.atHi = static_cast<float>(atHi) / static_cast<float>(tensor.size());
}

} // namespace qscope::data
