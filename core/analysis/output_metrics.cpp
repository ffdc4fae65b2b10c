// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/output_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::analysis {

std::vector<int64_t> topClasses(const Tensor& output)
{
    size_t axis = output.rank();
    while (axis > 1 && output.dim(axis - 1) == 1)
        --axis;
    const int64_t classes = axis == 0 ? 1 : output.dim(axis - 1);
    const int64_t rows = classes == 0 ? 0 : output.size() / classes;
    std::vector<int64_t> best(static_cast<size_t>(rows), 0);
    const float* x = output.data<float>();
    for (int64_t r = 0; r < rows; ++r)
        best[static_cast<size_t>(r)] = std::max_element(x + r * classes, x + (r + 1) * classes) - (x + r * classes);
    return best;
}

void OutputMetrics::add(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t samples,
                        std::span<const int64_t> labels)
{
    bool first = true;
    for (size_t i = 0; i < reference.size(); ++i) {
        if (reference[i].type() != DType::Float32)
            continue;
        addErrors(reference[i], actual[i], samples, first);
        if (first)
            addClasses(reference[i], actual[i], samples, labels);
        first = false;
    }
    m_samples += samples;
}

void OutputMetrics::addErrors(const Tensor& reference, const Tensor& actual, int64_t samples, bool first)
{
    const int64_t perSample = samples > 0 && reference.size() % samples == 0 ? reference.size() / samples : 0;
    if (perSample == 0)
        return;
    for (int64_t s = 0; s < samples; ++s) {
        const float* y = reference.data<float>() + s * perSample;
        const float* z = actual.data<float>() + s * perSample;
        double signal = 0, noise = 0, dot = 0, power = 0;
        for (int64_t i = 0; i < perSample; ++i) {
            const double a = y[i];
            const double b = z[i];
            signal += a * a;
            noise += (b - a) * (b - a);
            dot += a * b;
            power += b * b;
        }
        if (!std::isfinite(signal + noise + power)) {
            ++m_notFinite;
            continue;
        }
        m_signal.add(signal);
        m_noise.add(noise);
        if (first)
            m_cosine.add(signal > 0 && power > 0 ? dot / std::sqrt(signal * power) : (signal == power ? 1.0 : 0.0));
    }
    m_elements += perSample * samples;
}

void OutputMetrics::addClasses(const Tensor& reference, const Tensor& actual, int64_t samples,
                               std::span<const int64_t> labels)
{
    const auto expected = topClasses(reference);
    const auto got = topClasses(actual);
    for (size_t r = 0; r < expected.size(); ++r)
        m_agreeing += expected[r] == got[r] ? 1 : 0;
    m_rows += static_cast<int64_t>(expected.size());
    if (labels.empty() || expected.size() != static_cast<size_t>(samples))
        return;
    for (size_t r = 0; r < expected.size(); ++r) {
        m_rightReference += expected[r] == labels[r] ? 1 : 0;
        m_rightActual += got[r] == labels[r] ? 1 : 0;
    }
    m_labelled += samples;
}

void OutputMetrics::merge(const OutputMetrics& other)
{
    m_samples += other.m_samples;
    m_notFinite += other.m_notFinite;
    m_elements += other.m_elements;
    m_signal.merge(other.m_signal);
    m_noise.merge(other.m_noise);
    m_cosine.merge(other.m_cosine);
    m_rows += other.m_rows;
    m_agreeing += other.m_agreeing;
    m_labelled += other.m_labelled;
    m_rightReference += other.m_rightReference;
    m_rightActual += other.m_rightActual;
}

double OutputMetrics::sqnrDb() const
{
    if (m_notFinite > 0)
        return std::numeric_limits<double>::quiet_NaN();
    if (m_noise.sum(0) == 0)
        return std::numeric_limits<double>::infinity();
    return 10.0 * std::log10(m_signal.sum(0) / m_noise.sum(0));
}

double OutputMetrics::mse() const
{
    if (m_notFinite > 0)
        return std::numeric_limits<double>::quiet_NaN();
    return m_elements == 0 ? 0 : m_noise.sum(0) / static_cast<double>(m_elements);
}

double OutputMetrics::cosine() const
{
    if (m_notFinite > 0)
        return std::numeric_limits<double>::quiet_NaN();
    return m_samples == 0 ? 1 : m_cosine.sum(0) / static_cast<double>(m_samples);
}

double OutputMetrics::agreement() const
{
    return m_rows == 0 ? 1 : static_cast<double>(m_agreeing) / static_cast<double>(m_rows);
}

std::optional<double> OutputMetrics::accuracyReference() const
{
    if (m_labelled == 0)
        return std::nullopt;
    return static_cast<double>(m_rightReference) / static_cast<double>(m_labelled);
}

std::optional<double> OutputMetrics::accuracyActual() const
{
    if (m_labelled == 0)
        return std::nullopt;
    return static_cast<double>(m_rightActual) / static_cast<double>(m_labelled);
}

} // namespace qscope::analysis
