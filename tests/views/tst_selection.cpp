// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "views/models/selection.h"

using namespace qscope;
using namespace qscope::views;

class TestSelection : public QObject {
    Q_OBJECT
private slots:
    void nothingIsSelectedAtFirst()
    {
        Selection s;
        QVERIFY(!s.layer().valid());
        QVERIFY(!s.value().valid());
        QVERIFY(!s.hovered().valid());
    }

    void selectingTellsOnce()
    {
        Selection s;
        QSignalSpy layers(&s, &Selection::layerChanged);
        QSignalSpy values(&s, &Selection::valueChanged);
        s.selectLayer(LayerId(3));
        s.selectLayer(LayerId(3));
        QCOMPARE(layers.count(), 1);
        QCOMPARE(values.count(), 1);
        QCOMPARE(s.layer(), LayerId(3));
    }

    void anotherTensorOfTheSameLayerIsNoNewLayer()
    {
        Selection s;
        s.selectValue(LayerId(3), ValueId(7));
        QSignalSpy layers(&s, &Selection::layerChanged);
        QSignalSpy values(&s, &Selection::valueChanged);
        s.selectValue(LayerId(3), ValueId(8));
        QCOMPARE(layers.count(), 0);
        QCOMPARE(values.count(), 1);
        QCOMPARE(s.value(), ValueId(8));
    }

    void anotherLayerForgetsTheTensor()
    {
        Selection s;
        s.selectValue(LayerId(3), ValueId(7));
        s.selectLayer(LayerId(4));
        QVERIFY(!s.value().valid());
    }

    void theStateIsCompleteWhenTheFirstSignalComes()
    {
        Selection s;
        ValueId seen;
        connect(&s, &Selection::layerChanged, this, [&] { seen = s.value(); });
        s.selectValue(LayerId(1), ValueId(9));
        QCOMPARE(seen, ValueId(9));
    }

    void clearingForgetsEverything()
    {
        Selection s;
        s.selectValue(LayerId(3), ValueId(7));
        s.hover(LayerId(2));
        QSignalSpy hovers(&s, &Selection::hoveredChanged);
        s.clear();
        QVERIFY(!s.layer().valid() && !s.value().valid() && !s.hovered().valid());
        QCOMPARE(hovers.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
