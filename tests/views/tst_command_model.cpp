// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "views/models/command_model.h"
#include "views/models/fuzzy_match.h"
#include "views/models/selection.h"
#include "views/models/selection_history.h"

using namespace qscope;
using namespace qscope::views;

namespace {

std::vector<Command> commands(const QStringList& texts, int disabled = -1)
{
    std::vector<Command> all;
    for (int i = 0; i < texts.size(); ++i)
        all.push_back({texts[i], QStringLiteral("Group"), {}, i != disabled, [] {}});
    return all;
}

QStringList shown(const CommandModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row).data().toString();
    return texts;
}

} // namespace

class TestCommandModel : public QObject {
    Q_OBJECT
private slots:
    void theEnglishNameIsFoundToo()
    {
        CommandModel model;
        std::vector<Command> all = commands({QStringLiteral("모델 열기"), QStringLiteral("캘리브레이션")});
        all[1].also = QStringLiteral("Calibrate");
        model.setCommands(all);
        model.setTyped(QStringLiteral("calib"));
        QCOMPARE(shown(model), QStringList{all[1].text});
    }
    void lettersInOrderAreFound_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("found");
        QTest::newRow("beginnings of words") << "Open Model…" << "om" << true;
        QTest::newRow("capitals do not count") << "Open Model…" << "OPEN" << true;
        QTest::newRow("blanks do not count") << "Open Model…" << "o mod" << true;
        QTest::newRow("another order is no match") << "Open Model…" << "mo p" << false;
        QTest::newRow("a letter too many is no match") << "Open" << "openn" << false;
        QTest::newRow("the same letter is not used twice") << "Open" << "oo" << false;
        QTest::newRow("nothing typed answers everything") << "Open" << "" << true;
        QTest::newRow("an empty text answers nothing") << "" << "a" << false;
        QTest::newRow("Korean") << "모델 열기" << "모열" << true;
    }
    void lettersInOrderAreFound()
    {
        QFETCH(QString, text);
        QFETCH(QString, typed);
        QFETCH(bool, found);
        QCOMPARE(fuzzyScore(text, typed).has_value(), found);
    }

    void theBestMatchIsFirst()
    {
        CommandModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QStringList texts{"Select the Whole Block", "Calibrate", "Open Calibration…", "Cancel"};
        model.setCommands(commands(texts));
        QCOMPARE(shown(model), texts);
        model.setTyped("cal");
        QCOMPARE(shown(model), (QStringList{"Calibrate", "Open Calibration…", "Cancel"}));
        model.setTyped("zzz");
        QCOMPARE(model.rowCount(), 0);
        model.setTyped("group whole"); // by the menu it is in
        QCOMPARE(shown(model), QStringList{"Select the Whole Block"});
    }

    void whatCannotBeDoneNowIsLast()
    {
        CommandModel model;
        model.setCommands(commands({"Calibrate", "Cancel Calibrating"}, 0));
        model.setTyped("cal");
        QCOMPARE(shown(model), (QStringList{"Cancel Calibrating", "Calibrate"}));
        QVERIFY(!model.index(1).flags().testFlag(Qt::ItemIsEnabled));
    }

    void tenThousandCommandsAreAnsweredWhileTyping()
    {
        QStringList texts;
        for (int i = 0; i < 10'000; ++i)
            texts << QStringLiteral("/model/encoder/layer.%1/attention/MatMul_%2").arg(i / 4).arg(i % 4);
        CommandModel model;
        model.setCommands(commands(texts));
        QElapsedTimer timer;
        timer.start();
        model.setTyped("enc 1234 mat");
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("/model/encoder/layer.1234/attention/MatMul_0"));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(model.rowCount() <= int(CommandModel::MostShown));
    }

    void backAndForwardThroughWhatWasLookedAt()
    {
        Selection selection;
        SelectionHistory history(&selection);
        QSignalSpy changed(&history, &SelectionHistory::changed);
        QVERIFY(!history.canGoBack() && !history.canGoForward());
        selection.selectLayer(LayerId(1));
        selection.selectValue(LayerId(2), ValueId(7));
        selection.selectLayer(LayerId(3));
        QVERIFY(history.canGoBack() && !history.canGoForward());
        history.back();
        QCOMPARE(selection.layer(), LayerId(2));
        QCOMPARE(selection.value(), ValueId(7));
        history.back();
        history.back(); // no further
        QCOMPARE(selection.layer(), LayerId(1));
        history.forward();
        QCOMPARE(selection.layer(), LayerId(2));
        selection.selectLayer(LayerId(5)); // another way from here
        QVERIFY(!history.canGoForward());
        history.back();
        QCOMPARE(selection.layer(), LayerId(2));
        QVERIFY(changed.count() > 0);
        selection.clear(); // another model
        QVERIFY(!history.canGoBack() && !history.canGoForward());
    }

    void theHistoryDoesNotGrowForEver()
    {
        Selection selection;
        SelectionHistory history(&selection);
        for (int i = 0; i < 300; ++i)
            selection.selectLayer(LayerId(i));
        int steps = 0;
        for (; history.canGoBack(); ++steps)
            history.back();
        QCOMPARE(steps, int(SelectionHistory::MaxEntries) - 1);
        QCOMPARE(selection.layer(), LayerId(200));
    }
};

QTEST_GUILESS_MAIN(TestCommandModel)
#include "tst_command_model.moc"
