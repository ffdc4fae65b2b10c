// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <complex>

#include <unsupported/Eigen/FFT>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"

/// Fourier transforms, window functions and mel filters. All of it is computed in double.
namespace qscope::ops {

namespace {

using Complex = std::complex<double>;
using Signal = std::vector<Complex>;

/// The transform of a signal; the inverse one is divided by its length.
Signal transformed(const Signal& x, bool inverse)
{
    Signal y;
    Eigen::FFT<double> fft;
    if (x.size() < 2)
        return x;
    if (inverse)
        fft.inv(y, x);
    else
        fft.fwd(y, x);
    return y;
}

struct TransformNode {
    bool inverse = false, onesided = false;
};

/// The elements along one axis: [outer, size, inner, parts], where parts is 1 for real and 2 for complex
/// numbers.
struct Line {
    int64_t inner, size, parts, stride;

    int64_t start(int64_t row) const { return (row / inner * size * inner + row % inner) * parts; }
};

template <class T>
void transformLines(const Tensor& x, const Line& from, const TransformNode& node, int64_t length, Tensor& y,
                    const Line& to)
{
    const int64_t rows = to.size ? y.size() / (to.size * to.parts) : 0;
    for (int64_t row = 0; row < rows; ++row) {
        Signal signal(static_cast<size_t>(length));
        const T* source = x.data<T>() + from.start(row);
        for (int64_t i = 0; i < std::min(length, from.size); ++i) {
            const T* v = source + i * from.stride;
            signal[static_cast<size_t>(i)] = {static_cast<double>(v[0]),
                                              from.parts == 2 ? static_cast<double>(v[1]) : 0.0};
        }
        signal = transformed(signal, node.inverse);
        T* target = y.data<T>() + to.start(row);
        for (int64_t i = 0; i < to.size; ++i) {
            target[i * to.stride] = static_cast<T>(signal[static_cast<size_t>(i)].real());
            target[i * to.stride + 1] = static_cast<T>(signal[static_cast<size_t>(i)].imag());
        }
    }
}

Status checkLength(const Context& context, int64_t length)
{
    if (length < 1 || length > 1 << 26)
        return context.error(ErrorCode::InvalidArgument,
                             "cannot transform " + std::to_string(length) + " elements");
    return {};
}

/// The last dimension holds the parts of a number: 1 or 2.
Status checkParts(const Context& context, const Tensor& x)
{
    if (x.rank() < 2 || (x.shape().back() != 1 && x.shape().back() != 2))
        return context.error(ErrorCode::ShapeMismatch, "the last dimension of " + shapeText(x.shape())
                                                           + " is neither 1 (real) nor 2 (complex)");
    return {};
}

Status runDft(Context& context, const TransformNode& node, int64_t axisAttribute)
{
    const Tensor& x = context.input(0);
    QS_RETURN_IF_ERROR(checkParts(context, x));
    QS_ASSIGN(const int64_t wantedAxis, scalarInput(context, 2, axisAttribute));
    QS_ASSIGN(const size_t axis, axisInRange(context, wantedAxis, x.rank()));
    if (axis + 1 == x.rank())
        return context.error(ErrorCode::InvalidArgument, "the axis is that of the real and imaginary parts");
    QS_ASSIGN(const int64_t length, scalarInput(context, 1, x.dim(axis)));
    QS_RETURN_IF_ERROR(checkLength(context, length));
    Shape shape = x.shape();
    shape[axis] = node.onesided ? length / 2 + 1 : length;
    shape.back() = 2;
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    const int64_t inner = sizeOfRange(x.shape(), axis + 1, x.rank() - 1);
    const Line from{inner, x.dim(axis), x.shape().back(), inner * x.shape().back()};
    const Line to{inner, shape[axis], 2, inner * 2};
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        transformLines<typename decltype(tag)::Type>(x, from, node, length, y, to);
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeDft(const Node& node, int64_t opset)
{
    const TransformNode transform{node.intAttribute("inverse", 0) != 0,
                                  node.intAttribute("onesided", 0) != 0};
    if (transform.inverse && transform.onesided)
        return nodeError(node, ErrorCode::Unsupported, "an inverse transform cannot be one-sided");
    const int64_t axis = node.intAttribute("axis", opset < 20 ? 1 : -2);
    return needsInputs(1, [transform, axis](Context& context) { return runDft(context, transform, axis); });
}

template <class T>
void transformFrames(const Tensor& x, const std::vector<double>& window, int64_t step, Tensor& y)
{
    const auto length = static_cast<int64_t>(window.size());
    const int64_t parts = x.dim(2);
    T* to = y.data<T>();
    for (int64_t b = 0; b < y.dim(0); ++b)
        for (int64_t frame = 0; frame < y.dim(1); ++frame) {
            Signal signal(window.size());
            for (int64_t i = 0; i < length; ++i) {
                const T* v = x.data<T>() + (b * x.dim(1) + frame * step + i) * parts;
                const double w = window[static_cast<size_t>(i)];
                signal[static_cast<size_t>(i)] = {w * static_cast<double>(v[0]),
                                                  parts == 2 ? w * static_cast<double>(v[1]) : 0.0};
            }
            signal = transformed(signal, false);
            for (int64_t i = 0; i < y.dim(2); ++i) {
                *to++ = static_cast<T>(signal[static_cast<size_t>(i)].real());
                *to++ = static_cast<T>(signal[static_cast<size_t>(i)].imag());
            }
        }
}

/// STFT: windows every `step` elements, none beyond the end.
Status runStft(Context& context, bool onesided)
{
    Tensor x = context.input(0);
    if (x.rank() == 2)
        x = x.reshaped({x.dim(0), x.dim(1), 1});
    QS_RETURN_IF_ERROR(checkParts(context, x));
    QS_ASSIGN(const int64_t step, scalarInput(context, 1));
    const int64_t windowLength = context.has(2) ? context.input(2).size() : (x.rank() == 3 ? x.dim(1) : 0);
    QS_ASSIGN(const int64_t length, scalarInput(context, 3, windowLength));
    QS_RETURN_IF_ERROR(checkLength(context, length));
    if (x.rank() != 3 || step < 1 || length > x.dim(1) || (context.has(2) && windowLength != length))
        return context.error(ErrorCode::ShapeMismatch, "frames of " + std::to_string(length) + " every "
                                                           + std::to_string(step) + " elements do not fit "
                                                           + shapeText(x.shape()));
    const int64_t bins = onesided && x.dim(2) == 1 ? length / 2 + 1 : length;
    QS_ASSIGN(Tensor y,
              allocateChecked(context, x.type(), {x.dim(0), (x.dim(1) - length) / step + 1, bins, 2}));
    const std::vector<double> window =
        context.has(2) ? toDoubles(context.input(2)) : std::vector<double>(static_cast<size_t>(length), 1.0);
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        transformFrames<typename decltype(tag)::Type>(x, window, step, y);
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeStft(const Node& node, int64_t)
{
    const bool onesided = node.intAttribute("onesided", 1) != 0;
    return needsInputs(2, [onesided](Context& context) { return runStft(context, onesided); });
}

/// A sum of cosines: a[0] - a[1] cos(2 pi i / n) + a[2] cos(4 pi i / n).
struct WindowFunction {
    const char* name;
    double a[3];
};

constexpr WindowFunction WindowFunctions[] = {
    {"HannWindow", {0.5, 0.5, 0.0}},
    {"HammingWindow", {25.0 / 46, 21.0 / 46, 0.0}},
    {"BlackmanWindow", {0.42, 0.5, 0.08}},
};

Status runWindow(Context& context, const WindowFunction& f, DType type, bool periodic)
{
    QS_ASSIGN(const int64_t size, scalarInput(context, 0));
    QS_ASSIGN(const Tensor checked, allocateChecked(context, DType::Float64, {size}));
    Tensor y = checked;
    const double period = static_cast<double>(periodic ? size : std::max<int64_t>(size - 1, 1));
    for (int64_t i = 0; i < size; ++i) {
        const double angle = 2 * M_PI * static_cast<double>(i) / period;
        y.data<double>()[i] = f.a[0] - f.a[1] * std::cos(angle) + f.a[2] * std::cos(2 * angle);
    }
    context.setOutput(0, castTo(y, type));
    return {};
}

Result<Kernel> makeWindow(const Node& node, int64_t)
{
    const auto* f = std::find_if(std::begin(WindowFunctions), std::end(WindowFunctions),
                                 [&](const WindowFunction& g) { return node.op == g.name; });
    if (f == std::end(WindowFunctions))
        return nodeError(node, ErrorCode::Internal, "is registered without a function");
    QS_ASSIGN(const DType type, dtypeOfOnnx(node, node.intAttribute("output_datatype", 1)));
    const bool periodic = node.intAttribute("periodic", 1) != 0;
    return needsInputs(
        1, [f, type, periodic](Context& context) { return runWindow(context, *f, type, periodic); });
}

/// Bins of the spectrum at equal distances on the mel scale.
std::vector<int64_t> melBins(int64_t count, int64_t length, double rate, double low, double high)
{
    const auto toMel = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
    const double step = (toMel(high) - toMel(low)) / static_cast<double>(count + 2);
    std::vector<int64_t> bins;
    for (int64_t i = 0; i < count + 2; ++i) {
        const double hertz = 700 * (std::pow(10, (toMel(low) + static_cast<double>(i) * step) / 2595) - 1);
        const double bin = std::floor(static_cast<double>(length + 1) * hertz / rate);
        bins.push_back(std::isfinite(bin) ? static_cast<int64_t>(std::clamp(bin, -1.0, 1e9)) : -1);
    }
    return bins;
}

/// A triangle per mel bin, [length / 2 + 1, count].
Status fillMelWeights(const Context& context, const std::vector<int64_t>& bins, Tensor& y)
{
    const int64_t count = y.dim(1);
    std::fill_n(y.data<double>(), y.size(), 0.0);
    for (int64_t i = 0; i < count; ++i) {
        const int64_t low = bins[static_cast<size_t>(i)], centre = bins[static_cast<size_t>(i) + 1],
                      high = bins[static_cast<size_t>(i) + 2];
        if (low < 0 || centre < low || high < centre || centre >= y.dim(0) || high > y.dim(0))
            return context.error(ErrorCode::InvalidArgument, "the edges lie outside of the spectrum");
        for (int64_t j = low; j < centre; ++j)
            y.data<double>()[j * count + i] =
                static_cast<double>(j - low) / static_cast<double>(centre - low);
        y.data<double>()[centre * count + i] = 1;
        for (int64_t j = centre; j < high; ++j)
            y.data<double>()[j * count + i] =
                static_cast<double>(high - j) / static_cast<double>(high - centre);
    }
    return {};
}

Status runMelWeights(Context& context, DType type)
{
    QS_ASSIGN(const int64_t count, scalarInput(context, 0));
    QS_ASSIGN(const int64_t length, scalarInput(context, 1));
    QS_ASSIGN(const int64_t rate, scalarInput(context, 2));
    if (context.input(3).size() != 1 || context.input(4).size() != 1 || rate < 1 || length < 1
        || length > 1 << 30 || count < 0)
        return context.error(ErrorCode::InvalidArgument,
                             "the sizes, the sample rate or the edges make no sense");
    QS_ASSIGN(Tensor y, allocateChecked(context, DType::Float64, {length / 2 + 1, count}));
    QS_RETURN_IF_ERROR(fillMelWeights(context,
                                      melBins(count, length, static_cast<double>(rate),
                                              toDoubles(context.input(3))[0], toDoubles(context.input(4))[0]),
                                      y));
    context.setOutput(0, castTo(y, type));
    return {};
}

Result<Kernel> makeMelWeights(const Node& node, int64_t)
{
    QS_ASSIGN(const DType type, dtypeOfOnnx(node, node.intAttribute("output_datatype", 1)));
    return needsInputs(5, [type](Context& context) { return runMelWeights(context, type); });
}

} // namespace

std::vector<Registration> signalOperators()
{
    std::vector<Registration> list = {
        {"DFT", {makeDft}},
        {"STFT", {makeStft}},
        {"MelWeightMatrix", {makeMelWeights}},
    };
    for (const WindowFunction& f : WindowFunctions)
        list.push_back({f.name, {makeWindow}});
    return list;
}

} // namespace qscope::ops
