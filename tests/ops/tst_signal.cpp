// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <complex>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Complex = std::complex<double>;

/// The definition of the discrete Fourier transform, of `length` elements, zeros behind the end.
std::vector<Complex> definition(const std::vector<Complex>& x, int64_t length, bool inverse)
{
    std::vector<Complex> y(static_cast<size_t>(length));
    for (int64_t k = 0; k < length; ++k) {
        for (int64_t i = 0; i < std::min(length, static_cast<int64_t>(x.size())); ++i)
            y[static_cast<size_t>(k)] +=
                x[static_cast<size_t>(i)]
                * std::polar(1.0, (inverse ? 2 : -2) * M_PI * static_cast<double>(i * k % length)
                                      / static_cast<double>(length));
        y[static_cast<size_t>(k)] /= inverse ? static_cast<double>(length) : 1.0;
    }
    return y;
}

std::vector<double> flattened(const std::vector<Complex>& values)
{
    std::vector<double> result;
    for (const Complex& v : values)
        result.insert(result.end(), {v.real(), v.imag()});
    return result;
}

} // namespace

class TestSignal : public QObject {
    Q_OBJECT

private slots:
    void transformsOfAnyLength();
    void theInverseUndoesTheTransform();
    void theAxisIsAnAttributeOrAnInput();
    void framesAreTransformedOneByOne();
    void windowsAreSymmetricOrPeriodic();
    void saysWhatIsWrong();
};

void TestSignal::transformsOfAnyLength()
{
    std::mt19937 random(51);
    for (int64_t size : {1, 2, 3, 7, 8, 12, 17}) {
        for (int64_t length : {size, size + 3, std::max<int64_t>(1, size - 1)}) {
            const Tensor x = castTo(randomFloats({1, size, 2}, random), DType::Float64);
            std::vector<Complex> signal;
            for (int64_t i = 0; i < size; ++i)
                signal.emplace_back(x.data<double>()[2 * i], x.data<double>()[2 * i + 1]);
            for (bool inverse : {false, true}) {
                const Tensor y = runOne(
                    {"DFT", {x, tensorOf<int64_t>({}, {length})}, {{"inverse", int64_t(inverse)}}, 17});
                QCOMPARE(
                    differenceFrom(y, {1, length, 2}, flattened(definition(signal, length, inverse)), 1e-11),
                    QString());
            }
        }
    }
}

void TestSignal::theInverseUndoesTheTransform()
{
    std::mt19937 random(52);
    const Tensor x = castTo(randomFloats({2, 5, 3, 1}, random), DType::Float64);
    const Tensor y = runOne({"DFT", {x, Tensor(), tensorOf<int64_t>({}, {1})}, {}, 20});
    const Tensor back =
        runOne({"DFT", {y, Tensor(), tensorOf<int64_t>({}, {1})}, {{"inverse", int64_t(1)}}, 20});
    std::vector<double> wanted;
    for (double v : toDoubles(x))
        wanted.insert(wanted.end(), {v, 0});
    QCOMPARE(differenceFrom(back, {2, 5, 3, 2}, wanted, 1e-12), QString());
}

void TestSignal::theAxisIsAnAttributeOrAnInput()
{
    const Tensor x = counting({2, 4, 6, 1});
    const auto shapeOf = [&](OpCall call) { return runOne(std::move(call)).shape(); };
    QCOMPARE(shapeOf({"DFT", {x}, {{"onesided", int64_t(1)}}, 17}),
             Shape({2, 3, 6, 2})); // axis 1 was the default
    QCOMPARE(shapeOf({"DFT", {x}, {{"onesided", int64_t(1)}}, 20}),
             Shape({2, 4, 4, 2})); // the last one is now
    QCOMPARE(shapeOf({"DFT", {x}, {{"onesided", int64_t(1)}, {"axis", int64_t(0)}}, 17}),
             Shape({2, 4, 6, 2}));
    QCOMPARE(shapeOf({"DFT", {x, Tensor(), tensorOf<int64_t>({}, {-3})}, {{"onesided", int64_t(1)}}, 20}),
             Shape({2, 3, 6, 2}));
}

void TestSignal::framesAreTransformedOneByOne()
{
    std::mt19937 random(53);
    const Tensor x = castTo(randomFloats({1, 11, 1}, random), DType::Float64);
    const Tensor window = tensorOf<double>({4}, {0.5, 1, 1, 0.25});
    const Tensor y =
        runOne({"STFT", {x, tensorOf<int64_t>({}, {3}), window}, {{"onesided", int64_t(0)}}, 17});
    std::vector<double> wanted;
    for (int64_t frame = 0; frame < 3; ++frame) {
        std::vector<Complex> part;
        for (int64_t i = 0; i < 4; ++i)
            part.emplace_back(x.data<double>()[3 * frame + i] * window.data<double>()[i], 0);
        const std::vector<double> bins = flattened(definition(part, 4, false));
        wanted.insert(wanted.end(), bins.begin(), bins.end());
    }
    QCOMPARE(differenceFrom(y, {1, 3, 4, 2}, wanted, 1e-12), QString());
}

void TestSignal::windowsAreSymmetricOrPeriodic()
{
    const auto hann = [](int64_t periodic) {
        return runOne({"HannWindow",
                       {tensorOf<int64_t>({}, {4})},
                       {{"periodic", periodic}, {"output_datatype", int64_t(11)}}});
    };
    QCOMPARE(differenceFrom(hann(1), {4}, {0, 0.5, 1, 0.5}, 1e-15), QString());
    QCOMPARE(differenceFrom(hann(0), {4}, {0, 0.75, 0.75, 0}, 1e-15), QString());
}

void TestSignal::saysWhatIsWrong()
{
    const auto errorOf = [](OpCall call) {
        std::string error;
        runOne(std::move(call), &error);
        return QString::fromStdString(error);
    };
    QCOMPARE(errorOf({"DFT", {counting({2, 4, 3})}}),
             QStringLiteral(
                 "node 'n' (DFT): the last dimension of [2, 4, 3] is neither 1 (real) nor 2 (complex)"));
    QCOMPARE(errorOf({"DFT", {counting({2, 4, 1}), tensorOf<int64_t>({}, {0})}}),
             QStringLiteral("node 'n' (DFT): cannot transform 0 elements"));
    QCOMPARE(
        errorOf({"STFT",
                 {counting({1, 4, 1}), tensorOf<int64_t>({}, {1}), Tensor(), tensorOf<int64_t>({}, {5})}}),
        QStringLiteral("node 'n' (STFT): frames of 5 every 1 elements do not fit [1, 4, 1]"));
    QCOMPARE(errorOf({"HannWindow", {tensorOf<int64_t>({}, {-1})}}),
             QStringLiteral("node 'n' (HannWindow): the result: shape [-1] has a negative dimension"));
}

QTEST_GUILESS_MAIN(TestSignal)
#include "tst_signal.moc"
