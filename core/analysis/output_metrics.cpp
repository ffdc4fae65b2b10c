// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/output_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::analysis {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The last axis, or the one before trailing extents of 1.
int64_t classesOf(const Tensor& output)
{
    size_t axis = output.rank();
    while (axis > 1 && output.dim(axis - 1) == 1)
        --axis;
    return axis == 0 ? 1 : output.dim(axis - 1);
}

/// One row of class scores.
using Row = std::span<const float>;

/// log of what softmax makes of a row is x - offset; of probabilities, log x.
struct Distribution {
    explicit Distribution(Row x) : row(x)
    {
        double sum = 0;
        float least = 0, largest = -std::numeric_limits<float>::infinity();
        for (const float v : row) {
            sum += v;
            least = std::min(least, v);
            largest = std::max(largest, v);
        }
        isProbabilities = least >= 0 && std::abs(sum - 1) < 1e-3;
        if (isProbabilities)
            return;
        double total = 0;
        for (const float v : row)
            total += std::exp(static_cast<double>(v) - largest);
        offset = largest + std::log(total);
    }
    double logOf(size_t i) const
    {
        // A probability that was rounded to zero counts as the smallest float.
        return isProbabilities ? std::log(std::max<double>(row[i], std::numeric_limits<float>::min()))
                               : row[i] - offset;
    }

    Row row;
    double offset = 0;
    bool isProbabilities = false;
};

double divergence(Row reference, Row actual)
{
    if (reference.size() < 2)
        return 0;
    const Distribution p(reference), q(actual);
    double kl = 0;
    for (size_t i = 0; i < reference.size(); ++i) {
        const double logP = p.logOf(i);
        kl += std::exp(logP) * (logP - q.logOf(i));
    }
    return std::max(kl, 0.0);
}

size_t topOf(Row row) { return static_cast<size_t>(std::max_element(row.begin(), row.end()) - row.begin()); }

/// Fewer than five entries are larger (of equals, the first is).
bool amongTop5(Row row, size_t index)
{
    int before = 0;
    for (size_t i = 0; i < row.size() && before < 5; ++i)
        before += row[i] > row[index] || (row[i] == row[index] && i < index) ? 1 : 0;
    return before < 5;
}

void addErrors(std::span<const float> y, std::span<const float> z, bool isFirst, SampleFigures& figures)
{
    double signal = 0, noise = 0, dot = 0, power = 0;
    for (size_t i = 0; i < y.size(); ++i) {
        const double a = y[i];
        const double b = z[i];
        signal += a * a;
        noise += (b - a) * (b - a);
        dot += a * b;
        power += b * b;
    }
    figures.elements += static_cast<int64_t>(y.size());
    if (!std::isfinite(signal + noise + power)) {
        figures.isFinite = 0;
        return;
    }
    figures.signal += signal;
    figures.noise += noise;
    if (isFirst)
        figures.cosine = signal > 0 && power > 0 ? dot / std::sqrt(signal * power) : (signal == power ? 1.0 : 0.0);
}

void addClasses(std::span<const float> y, std::span<const float> z, int64_t classes, std::optional<int64_t> label,
                SampleFigures& figures)
{
    const auto width = static_cast<size_t>(classes);
    const size_t rows = width == 0 ? 0 : y.size() / width;
    for (size_t r = 0; r < rows; ++r) {
        const Row expected = y.subspan(r * width, width);
        const Row got = z.subspan(r * width, width);
        const size_t top = topOf(expected);
        const size_t gotTop = topOf(got);
        figures.sameTop += top == gotTop ? 1 : 0;
        figures.inTop5 += amongTop5(got, top) ? 1 : 0;
        if (figures.isFinite)
            figures.kl += divergence(expected, got) / static_cast<double>(rows);
        if (label && rows == 1) {
            figures.rightReference = static_cast<int64_t>(top) == *label ? 1 : 0;
            figures.rightActual = static_cast<int64_t>(gotTop) == *label ? 1 : 0;
        }
    }
    figures.rows = static_cast<int32_t>(rows);
}

/// Sample s of `count` of a tensor that holds them along axis 0; nothing when they cannot be told apart.
std::span<const float> sampleOf(const Tensor& tensor, int64_t s, int64_t count)
{
    if (tensor.type() != DType::Float32 || count < 1 || tensor.size() % count != 0)
        return {};
    const auto each = static_cast<size_t>(tensor.size() / count);
    return tensor.span<float>().subspan(static_cast<size_t>(s) * each, each);
}

std::vector<Tensor> samplesOf(std::span<const Tensor> outputs, int64_t s, int64_t count)
{
    std::vector<Tensor> alone;
    for (const Tensor& output : outputs) {
        if (count == 1 || output.rank() == 0 || output.dim(0) != count || output.type() != DType::Float32) {
            alone.push_back(output);
            continue;
        }
        Shape shape = output.shape();
        shape[0] = 1;
        alone.push_back(Tensor::of<float>(shape, sampleOf(output, s, count)));
    }
    return alone;
}

template <class Field>
std::vector<double> column(const std::vector<SampleFigures>& figures, Field field)
{
    std::vector<double> values;
    values.reserve(figures.size());
    for (const SampleFigures& f : figures)
        values.push_back(static_cast<double>(field(f)));
    return values;
}

/// In the order of the samples, so that the same samples give the same bits.
template <class Field>
double total(const std::vector<SampleFigures>& figures, Field field)
{
    double sum = 0;
    for (const SampleFigures& f : figures)
        sum += static_cast<double>(field(f));
    return sum;
}

double decibel(double signal, double noise) { return noise == 0 ? kInfinity : 10.0 * std::log10(signal / noise); }

double share(double part, double whole) { return whole == 0 ? kNaN : part / whole; }

} // namespace

std::vector<int64_t> topClasses(const Tensor& output)
{
    const int64_t classes = classesOf(output);
    const int64_t rows = classes == 0 ? 0 : output.size() / classes;
    std::vector<int64_t> best(static_cast<size_t>(rows), 0);
    for (size_t r = 0; r < best.size(); ++r)
        best[r] = static_cast<int64_t>(
            topOf(output.span<float>().subspan(r * static_cast<size_t>(classes), static_cast<size_t>(classes))));
    return best;
}

void OutputMetrics::add(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t first, int64_t count,
                        std::span<const int64_t> labels)
{
    OutputMetrics here(m_metric);
    for (int64_t s = 0; s < count; ++s) {
        SampleFigures figures;
        figures.sample = first + s;
        const auto label = labels.empty() ? std::nullopt : std::optional(labels[static_cast<size_t>(s)]);
        bool isFirst = true;
        for (size_t i = 0; i < reference.size(); ++i) {
            const auto y = sampleOf(reference[i], s, count);
            const auto z = sampleOf(actual[i], s, count);
            if (y.empty() || z.size() != y.size())
                continue;
            addErrors(y, z, isFirst, figures);
            if (isFirst)
                addClasses(y, z, classesOf(reference[i]), label, figures);
            isFirst = false;
        }
        if (m_metric)
            figures.user = m_metric->measure(samplesOf(reference, s, count), samplesOf(actual, s, count),
                                             label.value_or(-1));
        here.m_figures.push_back(figures);
    }
    merge(here);
}

void OutputMetrics::add(const SampleFigures& figures)
{
    OutputMetrics here(m_metric);
    here.m_figures.push_back(figures);
    merge(here);
}

void OutputMetrics::merge(const OutputMetrics& other)
{
    const auto before = [](const SampleFigures& a, const SampleFigures& b) { return a.sample < b.sample; };
    const auto middle = static_cast<std::ptrdiff_t>(m_figures.size());
    m_figures.insert(m_figures.end(), other.m_figures.begin(), other.m_figures.end());
    if (middle == 0 || other.m_figures.empty())
        return;
    // Batches arrive nearly in order: only what lies behind the newcomers moves.
    const auto from = std::upper_bound(m_figures.begin(), m_figures.begin() + middle, other.m_figures.front(), before);
    std::inplace_merge(from, m_figures.begin() + middle, m_figures.end(), before);
}

bool OutputMetrics::allFinite() const
{
    return std::all_of(m_figures.begin(), m_figures.end(), [](const SampleFigures& f) { return f.isFinite != 0; });
}

double OutputMetrics::sqnrDb() const
{
    if (!allFinite())
        return kNaN;
    return decibel(total(m_figures, [](const auto& f) { return f.signal; }),
                   total(m_figures, [](const auto& f) { return f.noise; }));
}

double OutputMetrics::nsr() const
{
    const double sum = total(m_figures, [](const auto& f) { return f.noise / (f.signal + 1e-7); });
    return !allFinite() ? kNaN : m_figures.empty() ? 0 : sum / static_cast<double>(samples());
}

double OutputMetrics::mse() const
{
    const double elements = total(m_figures, [](const auto& f) { return f.elements; });
    const double noise = total(m_figures, [](const auto& f) { return f.noise; });
    return !allFinite() ? kNaN : elements == 0 ? 0 : noise / elements;
}

double OutputMetrics::cosine() const
{
    const double sum = total(m_figures, [](const auto& f) { return f.cosine; });
    return !allFinite() ? kNaN : m_figures.empty() ? 1 : sum / static_cast<double>(samples());
}

double OutputMetrics::kl() const
{
    const double sum = total(m_figures, [](const auto& f) { return f.kl; });
    return !allFinite() ? kNaN : m_figures.empty() ? 0 : sum / static_cast<double>(samples());
}

double OutputMetrics::agreement() const
{
    const double rows = total(m_figures, [](const auto& f) { return f.rows; });
    return rows == 0 ? 1 : total(m_figures, [](const auto& f) { return f.sameTop; }) / rows;
}

double OutputMetrics::agreementTop5() const
{
    const double rows = total(m_figures, [](const auto& f) { return f.rows; });
    return rows == 0 ? 1 : total(m_figures, [](const auto& f) { return f.inTop5; }) / rows;
}

namespace {

bool isLabelled(const SampleFigures& f) { return f.rightReference >= 0; }

template <class Field>
std::optional<double> shareOfLabelled(const std::vector<SampleFigures>& figures, Field right)
{
    const double labelled = total(figures, isLabelled);
    if (labelled == 0)
        return std::nullopt;
    return total(figures, [&](const auto& f) { return isLabelled(f) ? right(f) : 0; }) / labelled;
}

} // namespace

std::optional<double> OutputMetrics::accuracyReference() const
{
    return shareOfLabelled(m_figures, [](const auto& f) { return f.rightReference; });
}

std::optional<double> OutputMetrics::accuracyActual() const
{
    return shareOfLabelled(m_figures, [](const auto& f) { return f.rightActual; });
}

std::optional<double> OutputMetrics::user() const
{
    if (!m_metric || m_figures.empty())
        return std::nullopt;
    return total(m_figures, [](const auto& f) { return f.user; }) / static_cast<double>(samples());
}

namespace {

/// The figures of one OutputMetrics in every resample.
class Resampled {
public:
    Resampled(const std::vector<SampleFigures>& figures, const Resampling& resampling)
        : m_figures(figures), m_resampling(resampling)
    {
    }

    template <class Field>
    std::vector<double> sums(Field field) const
    {
        return m_resampling.possible() ? m_resampling.sums(column(m_figures, field)) : std::vector<double>();
    }
    /// value: the figure itself; the rest: sum of `part` over sum of `whole`, put through `f`.
    template <class Part, class Whole, class F>
    Estimate ratio(double value, Part part, Whole whole, F f) const
    {
        if (!m_resampling.possible() || std::isnan(value))
            return value;
        auto parts = sums(part);
        const auto wholes = sums(whole);
        for (size_t b = 0; b < parts.size(); ++b)
            parts[b] = f(parts[b], wholes[b]);
        return withInterval(value, std::move(parts));
    }
    template <class Part>
    Estimate mean(double value, Part part) const
    {
        return ratio(value, part, [](const auto&) { return 1; }, share);
    }
    template <class Part>
    std::optional<Estimate> ofLabelled(std::optional<double> value, Part right) const
    {
        if (!value)
            return std::nullopt;
        return ratio(*value, [&](const auto& f) { return isLabelled(f) ? right(f) : 0; }, isLabelled, share);
    }

private:
    const std::vector<SampleFigures>& m_figures;
    const Resampling& m_resampling;
};

} // namespace

void estimate(const OutputMetrics& metrics, const Resampling& resampling, Evaluation& e)
{
    const Resampled resampled(metrics.figures(), resampling);
    const auto signal = [](const auto& f) { return f.signal; };
    const auto noise = [](const auto& f) { return f.noise; };
    const auto rows = [](const auto& f) { return f.rows; };
    e.samples = metrics.samples();
    e.sqnrDb = resampled.ratio(metrics.sqnrDb(), signal, noise, decibel);
    e.mse = resampled.ratio(metrics.mse(), noise, [](const auto& f) { return f.elements; }, share);
    e.cosine = resampled.mean(metrics.cosine(), [](const auto& f) { return f.cosine; });
    e.kl = resampled.mean(metrics.kl(), [](const auto& f) { return f.kl; });
    e.agreement = resampled.ratio(metrics.agreement(), [](const auto& f) { return f.sameTop; }, rows, share);
    e.agreementTop5 = resampled.ratio(metrics.agreementTop5(), [](const auto& f) { return f.inTop5; }, rows, share);
    e.accuracyFloat = resampled.ofLabelled(metrics.accuracyReference(), [](const auto& f) { return f.rightReference; });
    e.accuracyQuantized = resampled.ofLabelled(metrics.accuracyActual(), [](const auto& f) { return f.rightActual; });
    e.accuracyDrop.reset();
    if (e.accuracyFloat)
        e.accuracyDrop = resampled.ofLabelled(*metrics.accuracyReference() - *metrics.accuracyActual(),
                                              [](const auto& f) { return f.rightReference - f.rightActual; });
    e.user.reset();
    if (const auto user = metrics.user())
        e.user = resampled.mean(*user, [](const auto& f) { return f.user; });
}

} // namespace qscope::analysis
