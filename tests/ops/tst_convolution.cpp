// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <omp.h>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Attributes = std::map<std::string, AttributeValue, std::less<>>;

/// Images, channels in and out, height, width of a 3 x 3 convolution with padding `pad`.
struct Extent {
    int64_t n, in, out, h, w, pad;
};

struct Case {
    std::vector<Tensor> inputs; ///< x, w, bias and perhaps a summand
    Attributes attributes;
};

Case caseOf(const Extent& e, bool hasSummand, const std::string& activation)
{
    std::mt19937 random(17);
    Case c{{randomFloats({e.n, e.in, e.h, e.w}, random), randomFloats({e.out, e.in, 3, 3}, random),
            randomFloats({e.out}, random)},
           {{"pads", std::vector<int64_t>(4, e.pad)}}};
    if (hasSummand)
        c.inputs.push_back(randomFloats({e.n, e.out, e.h + 2 * e.pad - 2, e.w + 2 * e.pad - 2}, random));
    if (!activation.empty()) {
        c.attributes[std::string(ops::FusedActivation)] = activation;
        c.attributes[std::string(ops::FusedAlpha)] = activation == "Clip" ? -1.F : 0.25F;
        c.attributes[std::string(ops::FusedBeta)] = 1.5F;
    }
    return c;
}

/// Of the sum alone, in double.
std::vector<double> expected(const Case& c)
{
    const auto wide = [&](size_t i) { return castTo(c.inputs[i], DType::Float64); };
    std::vector<double> y = toDoubles(runOne({"Conv", {wide(0), wide(1), wide(2)}, {{"pads", c.attributes.at("pads")}}}));
    if (c.inputs.size() > 3) {
        const std::vector<double> summand = toDoubles(c.inputs[3]);
        for (size_t i = 0; i < y.size(); ++i)
            y[i] += summand[i];
    }
    return y;
}

double activated(double v, const std::string& activation)
{
    if (activation == "Relu")
        return std::max(v, 0.0);
    if (activation == "LeakyRelu")
        return v > 0 ? v : 0.25 * v;
    if (activation == "Clip")
        return std::clamp(v, -1.0, 1.5);
    if (activation == "QuickGelu")
        return v / (1 + std::exp(-0.25 * v));
    if (activation == "HardSwish")
        return v * std::clamp(v / 6 + 0.5, 0.0, 1.0);
    return v;
}

float largest(const Tensor& t)
{
    float most = 0;
    for (const float v : t.span<float>())
        most = std::max(most, std::abs(v));
    return most;
}

/// The bound of kernels::Convolution.
double bound(const Case& c)
{
    const Tensor& w = c.inputs[1];
    double most = 0;
    const int64_t perOutput = w.size() / w.dim(0);
    for (int64_t o = 0; o < w.dim(0); ++o) {
        double sum = 0;
        for (int64_t i = 0; i < perOutput; ++i)
            sum += std::abs(static_cast<double>(w.data<float>()[o * perOutput + i]));
        most = std::max(most, sum);
    }
    return 1e-5 * static_cast<double>(largest(c.inputs[0])) * most;
}

Tensor computed(const Case& c, int threads)
{
    omp_set_num_threads(threads);
    const Tensor y = runOne({"Conv", c.inputs, c.attributes});
    omp_set_num_threads(1);
    return y;
}

} // namespace

/// Convolutions 3 x 3 of many channels, which are computed by Winograd's method where the machine has it.
class TestConvolution : public QObject {
    Q_OBJECT

private slots:
    void staysWithinTheBound_data();
    void staysWithinTheBound();
    void anyNumberOfThreadsGivesTheSameBits_data() { staysWithinTheBound_data(); }
    void anyNumberOfThreadsGivesTheSameBits();
    void anImageDoesNotDependOnItsNeighbours();
};

void TestConvolution::staysWithinTheBound_data()
{
    QTest::addColumn<std::vector<int64_t>>("extent");
    QTest::addColumn<bool>("hasSummand");
    QTest::addColumn<QString>("activation");
    const auto row = [](const char* name, std::vector<int64_t> extent, bool summand = false, const char* op = "") {
        QTest::newRow(name) << std::move(extent) << summand << QString(op);
    };
    row("one image of whole tiles", {1, 32, 32, 16, 16, 1});
    row("tiles cut off at the edges", {1, 16, 32, 7, 13, 1});
    row("no padding", {1, 32, 16, 9, 10, 0});
    row("several images at once", {8, 32, 32, 8, 8, 1});
    row("several images one by one", {3, 64, 64, 56, 56, 1});
    row("an odd number of images", {5, 16, 48, 30, 30, 1});
    row("more threads than tiles", {1, 64, 64, 4, 4, 1});
    row("many channels on few pixels", {1, 256, 256, 7, 7, 1});
    row("channels that are no multiple of 16", {1, 30, 32, 16, 16, 1});
    row("a summand", {2, 32, 32, 16, 16, 1}, true);
    row("Relu at the end", {2, 32, 32, 16, 16, 1}, false, "Relu");
    row("a summand and Relu", {2, 32, 32, 16, 16, 1}, true, "Relu");
    row("a summand and LeakyRelu", {2, 32, 32, 16, 16, 1}, true, "LeakyRelu");
    row("a summand and Clip", {2, 32, 32, 16, 16, 1}, true, "Clip");
    row("SiLU at the end", {2, 32, 32, 16, 16, 1}, false, "QuickGelu");
    row("HardSwish at the end", {2, 32, 32, 16, 16, 1}, false, "HardSwish");
}

void TestConvolution::staysWithinTheBound()
{
    QFETCH(std::vector<int64_t>, extent);
    QFETCH(bool, hasSummand);
    QFETCH(QString, activation);
    const std::string op = activation.toStdString();
    const Case c = caseOf({extent[0], extent[1], extent[2], extent[3], extent[4], extent[5]}, hasSummand, op);
    const Tensor y = computed(c, 2);
    const std::vector<double> wanted = expected(c);
    QCOMPARE(y.size(), static_cast<int64_t>(wanted.size()));
    const double allowed = bound(c);
    double worst = 0;
    for (size_t i = 0; i < wanted.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(y.data<float>()[i]) - activated(wanted[i], op)));
    QVERIFY2(worst <= allowed, qPrintable(QString("%1 is more than %2").arg(worst).arg(allowed)));
}

void TestConvolution::anyNumberOfThreadsGivesTheSameBits()
{
    QFETCH(std::vector<int64_t>, extent);
    QFETCH(bool, hasSummand);
    QFETCH(QString, activation);
    const Case c = caseOf({extent[0], extent[1], extent[2], extent[3], extent[4], extent[5]}, hasSummand,
                          activation.toStdString());
    const Tensor one = computed(c, 1);
    for (const int threads : {2, 3, 8}) {
        const Tensor several = computed(c, threads);
        QCOMPARE(std::memcmp(one.rawData(), several.rawData(), one.bytes()), 0);
    }
}

void TestConvolution::anImageDoesNotDependOnItsNeighbours()
{
    Case c = caseOf({6, 32, 32, 12, 12, 1}, false, "");
    const Tensor before = computed(c, 1);
    const int64_t image = c.inputs[0].size() / 6;
    for (int64_t i = 0; i < image; ++i)
        c.inputs[0].data<float>()[i] = 1e6F;
    const Tensor after = computed(c, 1);
    const size_t rest = before.bytes() / 6;
    QCOMPARE(std::memcmp(before.data<char>() + rest, after.data<char>() + rest, before.bytes() - rest), 0);
    QVERIFY(std::memcmp(before.rawData(), after.rawData(), rest) != 0);
}

QTEST_GUILESS_MAIN(TestConvolution)
#include "tst_convolution.moc"
