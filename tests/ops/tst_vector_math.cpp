// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "core/ops/float_loops.h"

using namespace qscope::ops;

namespace {

constexpr float Infinity = std::numeric_limits<float>::infinity();

struct Function {
    const char* name;
    loops::Unary loop;
    double (*exact)(double);
    float low, high; ///< where the bound holds
    double ulps;
};

double exactGelu(double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }
double exactGeluTanh(double x) { return x / (1 + std::exp(-2 * std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))); }
double exactSigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double exactSoftplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); }

/// The bounds of core/ops/vector_math.h.
const Function Functions[] = {
    {"exp", loops::exp, std::exp, -87.0f, 88.7f, 2},
    {"log", loops::log, std::log, 1e-38f, 3e38f, 2},
    {"log near 1", loops::log, std::log, 0.5f, 2.0f, 2},
    {"expm1, through elu", loops::elu, std::expm1, -50.0f, 0.0f, 3},
    {"tanh", loops::tanh, std::tanh, -20.0f, 20.0f, 3},
    {"tanh near 0", loops::tanh, std::tanh, -0.7f, 0.7f, 3},
    {"sigmoid", loops::sigmoid, exactSigmoid, -87.0f, 87.0f, 4},
    {"erf", loops::erf, std::erf, -6.0f, 6.0f, 4},
    {"erf near 0", loops::erf, std::erf, -1.0f, 1.0f, 4},
    {"gelu", loops::gelu, exactGelu, -5.0f, 20.0f, 7},
    {"gelu far below 0", loops::gelu, exactGelu, -13.0f, -5.0f, 80},
    {"gelu by tanh", loops::geluTanh, exactGeluTanh, -5.0f, 20.0f, 40},
    {"softplus", loops::softplus, exactSoftplus, -80.0f, 80.0f, 4},
    {"mish", loops::mish, [](double x) { return x * std::tanh(exactSoftplus(x)); }, -30.0f, 30.0f, 5},
};

} // namespace

/// The vectorised functions against those of std in double.
class TestVectorMath : public QObject {
    Q_OBJECT

private slots:
    void staysWithinItsErrorBound_data();
    void staysWithinItsErrorBound();
    void keepsNaN_data() { staysWithinItsErrorBound_data(); }
    void keepsNaN();
    void limitsAreExact();
    void resultDoesNotDependOnPositionOrLength();
};

void TestVectorMath::staysWithinItsErrorBound_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < static_cast<int>(std::size(Functions)); ++i)
        QTest::newRow(Functions[i].name) << i;
}

void TestVectorMath::staysWithinItsErrorBound()
{
    QFETCH(int, which);
    const Function& f = Functions[which];
    constexpr int Count = 400001;
    std::vector<float> x(Count), y(Count);
    const bool logarithmic = f.low > 0 && f.high / f.low > 1e6f;
    for (int i = 0; i < Count; ++i) {
        const double part = i / (Count - 1.0);
        x[i] = static_cast<float>(logarithmic ? f.low * std::pow(static_cast<double>(f.high) / f.low, part)
                                              : f.low + (static_cast<double>(f.high) - f.low) * part);
    }
    f.loop(x.data(), y.data(), Count, 1.0f, 0.0f);
    double worst = 0;
    float at = 0;
    for (int i = 0; i < Count; ++i) {
        const double exact = f.exact(x[i]);
        const double unit = std::ldexp(1.0, std::max(std::ilogb(exact == 0 ? 1e-40 : exact), -126) - 23);
        const double error = std::fabs(y[i] - exact) / unit;
        if (!(error <= worst)) {
            worst = error;
            at = x[i];
        }
    }
    QVERIFY2(worst <= f.ulps, qPrintable(QStringLiteral("%1 ulp at %2").arg(worst).arg(static_cast<double>(at))));
}

void TestVectorMath::keepsNaN()
{
    QFETCH(int, which);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> x(40, nan), y(40, 0.0f);
    Functions[which].loop(x.data(), y.data(), 40, 1.0f, 0.0f);
    for (float v : y)
        QVERIFY(std::isnan(v));
}

void TestVectorMath::limitsAreExact()
{
    const auto at = [](loops::Unary f, float x) {
        float y = 0;
        f(&x, &y, 1, 1.0f, 0.0f);
        return y;
    };
    QCOMPARE(at(loops::exp, 0.0f), 1.0f);
    QCOMPARE(at(loops::exp, -Infinity), 0.0f);
    QVERIFY(std::isinf(at(loops::exp, 89.0f)));
    QVERIFY(at(loops::exp, -100.0f) > 0.0f); // a denormal
    QCOMPARE(at(loops::log, 1.0f), 0.0f);
    QVERIFY(std::isinf(at(loops::log, 0.0f)));
    QVERIFY(std::isinf(at(loops::log, Infinity)));
    QVERIFY(std::isnan(at(loops::log, -1.0f)));
    QVERIFY(std::fabs(at(loops::log, 1e-42f) - std::log(static_cast<double>(1e-42f))) < 1e-5);
    QCOMPARE(at(loops::tanh, Infinity), 1.0f);
    QCOMPARE(at(loops::tanh, -Infinity), -1.0f);
    QCOMPARE(at(loops::sigmoid, -Infinity), 0.0f);
    QCOMPARE(at(loops::sigmoid, Infinity), 1.0f);
    QCOMPARE(at(loops::erf, -Infinity), -1.0f);
    QCOMPARE(at(loops::gelu, Infinity), Infinity);
    QCOMPARE(at(loops::gelu, -Infinity), 0.0f);
    QCOMPARE(at(loops::geluTanh, -Infinity), 0.0f);
    QCOMPARE(at(loops::softplus, Infinity), Infinity);
    QCOMPARE(at(loops::elu, -Infinity), -1.0f);
    QCOMPARE(at(loops::round, 2.5f), 2.0f);
    QCOMPARE(at(loops::round, -3.5f), -4.0f);
}

/// Vector body and scalar rest of a loop must agree, or results would depend on how work is cut into pieces.
void TestVectorMath::resultDoesNotDependOnPositionOrLength()
{
    std::vector<float> x(333), whole(333), single(333);
    for (size_t i = 0; i < x.size(); ++i)
        x[i] = -9.0f + 0.0541f * static_cast<float>(i);
    for (const Function& f : Functions) {
        f.loop(x.data(), whole.data(), 333, 1.0f, 0.0f);
        for (size_t i = 0; i < x.size(); ++i)
            f.loop(&x[i], &single[i], 1, 1.0f, 0.0f);
        for (size_t i = 0; i < x.size(); ++i)
            QVERIFY2(whole[i] == single[i] || std::isnan(whole[i]), f.name);
    }
}

QTEST_GUILESS_MAIN(TestVectorMath)
#include "tst_vector_math.moc"
