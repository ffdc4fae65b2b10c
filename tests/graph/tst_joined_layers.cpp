// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/joined_layers.h"
#include "core/run/instance.h"
#include "tests/support/graph_text.h"

using namespace qscope;

class TestJoinedLayers : public QObject {
    Q_OBJECT

private slots:
    void joined_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); ///< per layer the others
        QTest::newRow("a chain") << "a = MatMul(x, w[8,8]); b = Relu(a); y = MatMul(b, v[8,8])" << "|";
        QTest::newRow("two branches that are added")
            << "a = MatMul(x, w[8,8]); b = Relu(a); c = MatMul(x, v[8,8]); y = Add(b, c)" << "1|0";
        QTest::newRow("three branches that are concatenated")
            << "a = MatMul(x, w[8,8]); b = MatMul(x, u[8,8]); c = MatMul(x, v[8,8]); y = Concat(a, b, c, axis=-1)"
            << "1,2|0,2|0,1";
        QTest::newRow("a bias is no branch") << "a = MatMul(x, w[8,8]); b = Add(a, k[8]); y = MatMul(b, v[8,8])" << "|";
        QTest::newRow("an input that no layer made") << "a = MatMul(x, w[8,8]); y = Add(x, a)" << "";
        QTest::newRow("additions that share a branch")
            << "a = MatMul(x, w[8,8]); b = MatMul(x, u[8,8]); c = MatMul(x, v[8,8]); d = Add(a, b); e = Add(b, c); "
               "output d"
            << "1,2|0,2|0,1";
        QTest::newRow("a product on the way ends it")
            << "a = MatMul(x, w[8,8]); b = MatMul(x, u[8,8]); c = Mul(a, b); d = MatMul(x, v[8,8]); y = Add(c, d)"
            << "||";
    }
    void joined()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        Graph graph = test::GraphText(text.toStdString()).graph();
        QVERIFY(run::foldConstants(graph).ok());
        QStringList found;
        for (const auto& others : joinedLayers(graph, findLayers(graph))) {
            QStringList numbers;
            for (const LayerId id : others)
                numbers << QString::number(id.value);
            found << numbers.join(',');
        }
        QCOMPARE(found.join('|'), expected);
    }
};

QTEST_GUILESS_MAIN(TestJoinedLayers)
#include "tst_joined_layers.moc"
