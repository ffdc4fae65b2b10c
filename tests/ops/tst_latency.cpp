// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/ops/latency.h"

using namespace qscope;

/// Times are not compared with anything: a machine may be busy. That they exist, and when they do not, is.
class TestLatency : public QObject {
    Q_OBJECT

private slots:
    void layersThatCanBeMeasured_data()
    {
        QTest::addColumn<QString>("op");
        QTest::addColumn<std::vector<Shape>>("shapes");
        QTest::addColumn<QString>("error");
        using Shapes = std::vector<Shape>;
        QTest::newRow("convolution") << "Conv" << Shapes{{1, 8, 14, 14}, {16, 8, 3, 3}} << "";
        QTest::newRow("in one dimension") << "Conv" << Shapes{{2, 8, 40}, {16, 8, 5}} << "";
        QTest::newRow("product with a weight") << "MatMul" << Shapes{{2, 17, 32}, {32, 24}} << "";
        QTest::newRow("product of activations") << "MatMul" << Shapes{{2, 4, 17, 8}, {2, 4, 8, 17}} << "";
        QTest::newRow("Gemm") << "Gemm" << Shapes{{2, 32}, {32, 10}} << "";
        QTest::newRow("another operator") << "Relu" << Shapes{{2, 32}, {1}} << "it is neither a convolution nor a product";
        QTest::newRow("channels that do not fit") << "Conv" << Shapes{{1, 8, 14, 14}, {16, 9, 3, 3}}
                                                  << "its channels do not fit";
        QTest::newRow("vectors") << "MatMul" << Shapes{{32}, {32}} << "it multiplies vectors";
        QTest::newRow("no rows") << "MatMul" << Shapes{{0, 32}, {32, 4}} << "its shapes do not fit";
    }
    void layersThatCanBeMeasured()
    {
        QFETCH(QString, op);
        QFETCH(std::vector<Shape>, shapes);
        QFETCH(QString, error);
        Node node;
        node.name = "n";
        node.op = op.toStdString();
        const auto latency = ops::measureLatency(node, shapes, shapes[1].size() == 2);
        if (error.isEmpty()) {
            QVERIFY2(latency.ok(), latency.ok() ? "" : latency.error().text().c_str());
            QVERIFY(latency->floatMs > 0 && latency->int8Ms > 0);
        } else {
            QVERIFY(!latency.ok());
            QVERIFY(QString::fromStdString(latency.error().text()).contains(error));
        }
    }
};

QTEST_GUILESS_MAIN(TestLatency)
#include "tst_latency.moc"
