// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"

using namespace qscope;
using namespace qscope::views;
using Model = LayerTableModel;

class TestLayerFilterProxy : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        synthetic::Options o;
        o.layers = 60;
        o.channels = 8;
        o.broken = true;
        m_model.setSnapshot(synthetic::snapshot(o));
        m_proxy.setSourceModel(&m_model);
        m_proxy.setFilter({});
    }

    void filters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows");
        QTest::newRow("nothing shows all") << QString() << 60;
        QTest::newRow("a word of the name") << QStringLiteral("qkv") << 12;
        QTest::newRow("case does not matter") << QStringLiteral("QKV") << 12;
        QTest::newRow("a word of the type") << QStringLiteral("gemm") << 12;
        QTest::newRow("a block and what starts like it") << QStringLiteral("blocks.1") << 15;
        QTest::newRow("every word must occur") << QStringLiteral("blocks.1/ qkv") << 1;
        QTest::newRow("nothing fits") << QStringLiteral("zebra") << 0;
        QTest::newRow("an expression") << QStringLiteral("/blocks\\.(2|3)\\/attn/") << 6;
        QTest::newRow("an expression with anchors looks at one field") << QStringLiteral("/^Gemm$/") << 12;
        QTest::newRow("a wrong expression shows all") << QStringLiteral("/(/") << 60;
        QTest::newRow("a single slash is a word") << QStringLiteral("/") << 60;
    }
    void filters()
    {
        const QAbstractItemModelTester tester(&m_proxy,
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QFETCH(QString, text);
        m_proxy.setFilter(text);
        QTEST(m_proxy.rowCount(), "rows");
    }

    void aWrongExpressionIsExplained()
    {
        m_proxy.setFilter(QStringLiteral("/ab(/"));
        QVERIFY(m_proxy.filterError().contains(QLatin1String("character 4")));
        m_proxy.setFilter(QStringLiteral("ab("));
        QVERIFY(m_proxy.filterError().isEmpty());
    }

    void unknownFiguresComeLastEitherWay()
    {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            m_proxy.sort(Model::OnlyThisColumn, order);
            bool unknownSeen = false;
            double before = order == Qt::AscendingOrder ? -1e300 : INFINITY;
            for (int row = 0; row < m_proxy.rowCount(); ++row) {
                const QVariant value = m_proxy.index(row, Model::OnlyThisColumn).data(Model::SortRole);
                unknownSeen = unknownSeen || !value.isValid();
                QCOMPARE(value.isValid(), !unknownSeen);
                if (!value.isValid())
                    continue;
                QVERIFY(order == Qt::AscendingOrder ? before <= value.toDouble()
                                                    : before >= value.toDouble());
                before = value.toDouble();
            }
            QVERIFY(unknownSeen);
        }
    }

    void sortsNumbersAsNumbers()
    {
        m_proxy.sort(Model::IndexColumn, Qt::DescendingOrder);
        QCOMPARE(m_proxy.index(0, Model::IndexColumn).data().toInt(), 59);
        QCOMPARE(m_proxy.index(59, Model::IndexColumn).data().toInt(), 0);
    }

private:
    Model m_model;
    LayerFilterProxy m_proxy;
};

QTEST_GUILESS_MAIN(TestLayerFilterProxy)
#include "tst_layer_filter_proxy.moc"
