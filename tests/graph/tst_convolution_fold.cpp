// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/graph/layers.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::GraphText;

namespace {

const char* const Normalized = "y = BatchNormalization(c, g[4], b[4], m[4], v[4])";

/// The constants of GraphText: 0.5, 0.51, 0.52, ...
double at(int64_t i) { return static_cast<double>(0.5F + 0.01F * static_cast<float>(i)); }
/// What batch normalization with such constants multiplies channel c by and adds to it.
double factor(int64_t c) { return at(c) / std::sqrt(at(c) + 1e-5); }
double summand(int64_t c) { return at(c) - at(c) * factor(c); }

QString described(const std::string& text)
{
    const Graph graph = GraphText(text).graph();
    QStringList lines;
    for (const auto& fold : findConvolutionFolds(graph)) {
        lines << QString::fromStdString(graph.displayName(fold->layer()) + " takes in "
                                        + std::to_string(fold->nodes().size() - 1) + " up to "
                                        + graph.value(fold->output()).name);
    }
    return lines.join("; ");
}

} // namespace

class TestConvolutionFold : public QObject {
    Q_OBJECT

private slots:
    void findsWhatFoldsExactly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(expected);
        };
        row("batch normalization after a convolution", std::string("c = Conv(x, w[4,2,3,3]); ") + Normalized,
            "n_c takes in 1 up to y");
        row("after a transposed convolution in groups",
            std::string("c = ConvTranspose(x, w[4,2,3,3], group=2); ") + Normalized, "n_c takes in 1 up to y");
        row("with a bias added in between",
            "c = Conv(x, w[4,2,3,3]); a = Add(c, a[4,1,1]); y = BatchNormalization(a, g[4], b[4], m[4], v[4])",
            "n_c takes in 2 up to y");
        row("written as Mul and Add", "c = Conv(x, w[4,2,3,3]); s = Mul(c, g[4,1,1]); y = Add(s, b[4,1,1])",
            "n_c takes in 2 up to y");
        row("not when somebody else reads the convolution",
            std::string("c = Conv(x, w[4,2,3,3]); r = Relu(c); output r; ") + Normalized, "");
        row("not when the convolution is an output", std::string("c = Conv(x, w[4,2,3,3]); output c; ") + Normalized, "");
        row("not when the bias is computed", std::string("c = Conv(x, w[4,2,3,3], bias); ") + Normalized, "");
        row("not when the weight is computed", std::string("c = Conv(x, w); ") + Normalized, "");
        row("not when the channels do not match", "c = Conv(x, w[3,2,3,3]); y = BatchNormalization(c, g[4], b[4], m[4], v[4])",
            "");
        row("not when the variance has no root",
            "c = Conv(x, w[1,2,3,3]); y = BatchNormalization(c, 1, 0, 0.5, -1)", "");
        row("not after a matrix product", std::string("c = MatMul(x, w[2,4]); ") + Normalized, "");
        row("not when the groups do not divide the channels",
            std::string("c = ConvTranspose(x, w[3,2,3,3], group=2); ") + Normalized, "");
    }

    void findsWhatFoldsExactly()
    {
        QFETCH(QString, text);
        QTEST(described(text.toStdString()), "expected");
    }

    void foldsTheWeightByOutputChannel_data()
    {
        QTest::addColumn<QString>("convolution");
        QTest::addColumn<QList<int>>("channels"); ///< output channel of every pair of first axes of the weight
        QTest::newRow("Conv: the first axis") << "Conv(x, w[4,2,1,1])" << QList<int>{0, 0, 1, 1, 2, 2, 3, 3};
        QTest::newRow("Conv in groups: the first axis") << "Conv(x, w[4,2,1,1], group=2)" << QList<int>{0, 0, 1, 1, 2, 2, 3, 3};
        QTest::newRow("ConvTranspose: the second axis")
            << "ConvTranspose(x, w[2,4,1,1])" << QList<int>{0, 1, 2, 3, 0, 1, 2, 3};
        QTest::newRow("ConvTranspose in groups: the second axis within the group")
            << "ConvTranspose(x, w[4,2,1,1], group=2)" << QList<int>{0, 1, 0, 1, 2, 3, 2, 3};
    }

    void foldsTheWeightByOutputChannel()
    {
        QFETCH(QString, convolution);
        QFETCH(QList<int>, channels);
        const Graph graph = GraphText("c = " + convolution.toStdString() + "; " + Normalized).graph();
        const auto folds = findConvolutionFolds(graph);
        QCOMPARE(folds.size(), size_t(1));
        const Tensor weight = folds[0]->weight();
        for (int i = 0; i < channels.size(); ++i)
            QCOMPARE(weight.data<float>()[i], static_cast<float>(at(i) * factor(channels[i])));
        QCOMPARE(folds[0]->keptWeight().data<float>()[3], weight.data<float>()[3]);
        const Tensor bias = folds[0]->bias();
        for (int c = 0; c < 4; ++c)
            QCOMPARE(bias.data<float>()[c], static_cast<float>(summand(c)));
    }

    void addsUpAllBiases()
    {
        const Graph graph = GraphText("c = Conv(x, w[4,2,1,1], bias[4]); a = Add(c, a[4,1,1]); "
                                      "y = BatchNormalization(a, g[4], b[4], m[4], v[4])")
                                .graph();
        const Tensor bias = findConvolutionFolds(graph).at(0)->bias();
        for (int c = 0; c < 4; ++c)
            QCOMPARE(bias.data<float>()[c], static_cast<float>(2 * at(c) * factor(c) + summand(c)));
        const Graph decomposed = GraphText("c = Conv(x, w[4,2,1,1]); a = Add(c, a[4,1,1]); s = Mul(a, g[4,1,1]); "
                                           "y = Add(s, b[4,1,1])")
                                     .graph();
        const Tensor both = findConvolutionFolds(decomposed).at(0)->bias();
        for (int c = 0; c < 4; ++c)
            QCOMPARE(both.data<float>()[c], static_cast<float>(at(c) * at(c) + at(c)));
    }

    void layersKnowTheirFold()
    {
        const Graph graph = GraphText(std::string("c = Conv(x, w[4,2,1,1]); ") + Normalized).graph();
        const auto layers = findLayers(graph);
        QVERIFY(layers.at(0).fold);
        QCOMPARE(graph.value(outputOf(graph, layers[0])).name, std::string("y"));
        QCOMPARE(weightOf(graph, layers[0]).data<float>()[0], static_cast<float>(at(0) * factor(0)));
        QCOMPARE(biasOf(graph, layers[0]).size(), int64_t(4));
    }

    void biasesThatIntegersCanBeAddedTo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("has");
        QTest::newRow("of a convolution") << "y = Conv(x, w[4,2,1,1], b[4])" << true;
        QTest::newRow("of a transposed convolution in groups") << "y = ConvTranspose(x, w[4,2,1,1], b[4], group=2)" << true;
        QTest::newRow("of Gemm") << "y = Gemm(x, w[2,4], b[4])" << true;
        QTest::newRow("of a transposed Gemm") << "y = Gemm(x, w[4,2], b[4], transB=1)" << true;
        QTest::newRow("none") << "y = Conv(x, w[4,2,1,1])" << false;
        QTest::newRow("computed") << "y = Conv(x, w[4,2,1,1], b)" << false;
        QTest::newRow("of Gemm in two dimensions") << "y = Gemm(x, w[2,4], b[1,4])" << false;
        QTest::newRow("of Gemm, one number for all") << "y = Gemm(x, w[2,4], 1)" << false;
        QTest::newRow("of Gemm with alpha") << "y = Gemm(x, w[2,4], b[4], alpha=0.5)" << false;
        QTest::newRow("of a fused convolution") << "y = com.microsoft.FusedConv(x, w[4,2,1,1], b[4])" << false;
        QTest::newRow("of another length") << "y = Conv(x, w[4,2,1,1], b[3])" << false;
    }

    void biasesThatIntegersCanBeAddedTo()
    {
        QFETCH(QString, text);
        const Graph graph = GraphText(text.toStdString()).graph();
        QTEST(!biasOf(graph, findLayers(graph).at(0)).absent(), "has");
    }
};

QTEST_GUILESS_MAIN(TestConvolutionFold)
#include "tst_convolution_fold.moc"
