// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QCheckBox>
#include <QPushButton>
#include <QTest>

#include "app/search_dialog.h"

using namespace qscope;
using app::SearchDialog;

class TestSearchDialog : public QObject {
    Q_OBJECT

private slots:
    void readsBits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("bits");
        QTest::newRow("with blanks") << "2, 3,  8" << QList<int>{2, 3, 8};
        QTest::newRow("with floating point") << "4,32" << QList<int>{4, 32};
        QTest::newRow("one") << "6" << QList<int>{6};
        QTest::newRow("too many bits") << "4, 17" << QList<int>{};
        QTest::newRow("no number") << "4, x" << QList<int>{};
        QTest::newRow("nothing") << "" << QList<int>{};
        QTest::newRow("a comma too many") << "4," << QList<int>{};
    }
    void readsBits()
    {
        QFETCH(QString, text);
        QFETCH(QList<int>, bits);
        const auto parsed = SearchDialog::parseBits(text);
        QCOMPARE(parsed.has_value(), !bits.isEmpty());
        if (parsed)
            QCOMPARE(QList<int>(parsed->begin(), parsed->end()), bits);
    }

    void asksForWhatIsShown()
    {
        SearchDialog dialog({true, 20.4, 1000, 4000});
        auto* kind = dialog.findChildren<QComboBox*>().front();
        QCOMPARE(kind->count(), 4);
        QCOMPARE(dialog.question().target, (search::Target{search::TargetKind::SqnrDb, 25}));
        QVERIFY(dialog.question().method == search::Method::Recommended);
        QVERIFY(dialog.question().bits.empty());
        kind->setCurrentIndex(kind->findData(static_cast<int>(search::TargetKind::Bytes)));
        dialog.findChild<QDoubleSpinBox*>()->setValue(1.5);
        QCOMPARE(dialog.question().target, (search::Target{search::TargetKind::Bytes, 1500}));
        dialog.findChild<QCheckBox*>()->setChecked(true);
        QCOMPARE(dialog.question().bits, (std::vector<int>{2, 3, 4, 6, 8, 16}));
    }

    void budgetsOfWhatIsKnownCanBeAskedFor()
    {
        SearchDialog dialog({false, 20, 1000, 4000, 2e6, 32e6, 0.25, 1});
        auto* kind = dialog.findChildren<QComboBox*>().front();
        QCOMPARE(kind->count(), 5);
        kind->setCurrentIndex(kind->findData(static_cast<int>(search::TargetKind::BitOperations)));
        QCOMPARE(dialog.question().target, (search::Target{search::TargetKind::BitOperations, 9.5e6}));
        kind->setCurrentIndex(kind->findData(static_cast<int>(search::TargetKind::Latency)));
        QCOMPARE(dialog.question().target, (search::Target{search::TargetKind::Latency, 0.4375}));
    }

    void aFigureOfOnesOwnCanBeTheTarget()
    {
        SearchDialog::Known known;
        known.userMetric = {"loss", "nats", true};
        known.user = 0.75;
        SearchDialog dialog(known);
        auto* kind = dialog.findChildren<QComboBox*>().front();
        kind->setCurrentIndex(kind->findData(static_cast<int>(search::TargetKind::Metric)));
        QCOMPARE(kind->currentText(), QString("loss at most"));
        QCOMPARE(dialog.findChild<QDoubleSpinBox*>()->suffix(), QString(" nats"));
        QCOMPARE(dialog.question().target, (search::Target{search::TargetKind::Metric, 0.75, true}));
    }

    void withoutLabelsThereIsNoAccuracy()
    {
        const SearchDialog dialog({false, 20, 1000, 4000});
        QCOMPARE(dialog.findChildren<QComboBox*>().front()->findData(static_cast<int>(search::TargetKind::AccuracyDrop)), -1);
    }

    void nonsenseCannotBeAskedFor()
    {
        SearchDialog dialog({false, 20, 1000, 4000});
        const auto* find = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(find->isEnabled());
        dialog.findChild<QCheckBox*>()->setChecked(true);
        const auto edits = dialog.findChildren<QLineEdit*>();
        for (auto* edit : edits)
            if (!qobject_cast<QAbstractSpinBox*>(edit->parentWidget()))
                edit->setText(QStringLiteral("1, 2"));
        QVERIFY(!find->isEnabled());
    }
};

QTEST_MAIN(TestSearchDialog)
#include "tst_search_dialog.moc"
