// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "op_runner.h"

using namespace qscope;
using namespace qscope::test;

/// Sequences and optionals; the backend suite has more of them.
class TestSequences : public QObject {
    Q_OBJECT

private slots:
    void insertsAndErases();
    void splits_data();
    void splits();
    void joins();
    void optionalsMayBeEmpty();
    void looksLikeAnEmptyTensor();
    void refuses_data();
    void refuses();
};

static Tensor pair()
{
    return runOne({"SequenceConstruct", {counting({2}), counting({3})}});
}

static Tensor scalarInt(int64_t v) { return Tensor::scalar(v); }

static QStringList shapesOf(const Tensor& sequence)
{
    QStringList shapes;
    for (const Tensor& t : sequence.elements())
        shapes << QString::fromStdString(shapeText(t.shape()));
    return shapes;
}

void TestSequences::insertsAndErases()
{
    const Tensor one = counting({1});
    QCOMPARE(shapesOf(runOne({"SequenceInsert", {pair(), one}})), (QStringList{"[2]", "[3]", "[1]"}));
    QCOMPARE(shapesOf(runOne({"SequenceInsert", {pair(), one, scalarInt(-2)}})), (QStringList{"[1]", "[2]", "[3]"}));
    QCOMPARE(shapesOf(runOne({"SequenceInsert", {runOne({"SequenceEmpty", {}}), one}})), QStringList{"[1]"});
    QCOMPARE(shapesOf(runOne({"SequenceErase", {pair()}})), QStringList{"[2]"});
    QCOMPARE(shapesOf(runOne({"SequenceErase", {pair(), scalarInt(0)}})), QStringList{"[3]"});
    QCOMPARE(runOne({"SequenceAt", {pair(), scalarInt(-1)}}).shape(), Shape{3});
    QCOMPARE(toInts(runOne({"SequenceLength", {pair()}})), std::vector<int64_t>{2});
}

void TestSequences::splits_data()
{
    QTest::addColumn<QList<qint64>>("split");
    QTest::addColumn<bool>("listed");
    QTest::addColumn<int>("keepdims");
    QTest::addColumn<QStringList>("shapes");
    QTest::newRow("into single rows") << QList<qint64>{} << false << 1 << QStringList{"[2, 1]", "[2, 1]", "[2, 1]"};
    QTest::newRow("into rows without the axis") << QList<qint64>{} << false << 0 << QStringList{"[2]", "[2]", "[2]"};
    QTest::newRow("into parts of one length") << QList<qint64>{2} << false << 1 << QStringList{"[2, 2]", "[2, 1]"};
    QTest::newRow("into given parts") << QList<qint64>{0, 3} << true << 0 << QStringList{"[2, 0]", "[2, 3]"};
}

void TestSequences::splits()
{
    QFETCH(QList<qint64>, split);
    QFETCH(bool, listed);
    QFETCH(int, keepdims);
    QFETCH(QStringList, shapes);
    std::vector<Tensor> inputs{counting({2, 3})};
    if (listed)
        inputs.push_back(ints({split.begin(), split.end()}));
    else if (!split.isEmpty())
        inputs.push_back(scalarInt(split[0]));
    const Tensor parts = runOne({"SplitToSequence", inputs, {{"axis", int64_t(1)}, {"keepdims", int64_t(keepdims)}}});
    QCOMPARE(shapesOf(parts), shapes);
    if (keepdims == 1 || listed) {
        const Tensor back = runOne({"ConcatFromSequence", {parts}, {{"axis", int64_t(1)}}});
        QCOMPARE(toInts(back), (std::vector<int64_t>{0, 1, 2, 3, 4, 5}));
    }
}

void TestSequences::joins()
{
    const Tensor twice = runOne({"SequenceConstruct", {counting({2}), counting({2})}});
    const Tensor y = runOne({"ConcatFromSequence", {twice}, {{"axis", int64_t(-1)}, {"new_axis", int64_t(1)}}});
    QCOMPARE(y.shape(), (Shape{2, 2}));
    QCOMPARE(toInts(y), (std::vector<int64_t>{0, 0, 1, 1}));
}

void TestSequences::optionalsMayBeEmpty()
{
    const Tensor empty = runOne({"Optional", {}}), full = runOne({"Optional", {counting({2})}});
    QVERIFY(!runOne({"OptionalHasElement", {empty}}).data<bool>()[0]);
    QVERIFY(runOne({"OptionalHasElement", {full}}).data<bool>()[0]);
    QCOMPARE(runOne({"OptionalGetElement", {full}}).shape(), Shape{2});
}

void TestSequences::looksLikeAnEmptyTensor()
{
    const Tensor y = runOne({"Identity", {pair()}});
    QCOMPARE(y.elements().size(), size_t(2));
    QCOMPARE(y.size(), 0);
    QVERIFY(!y.absent() && y.clone().isSequence());
}

void TestSequences::refuses_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<QString>("error");
    QTest::newRow("a position behind the end") << "SequenceAt" << "position 2 is outside a sequence of 2";
    QTest::newRow("no sequence") << "SequenceLength" << "input 0 is not a sequence";
    QTest::newRow("nothing in an optional") << "OptionalGetElement" << "the optional has no value";
    QTest::newRow("parts of no length") << "SplitToSequence" << "split does not part 2";
    QTest::newRow("shapes that do not join") << "ConcatFromSequence" << "Concat";
}

void TestSequences::refuses()
{
    QFETCH(QString, op);
    QFETCH(QString, error);
    std::vector<Tensor> inputs{pair(), scalarInt(2)};
    if (op == "SequenceLength")
        inputs = {counting({2})};
    else if (op == "OptionalGetElement")
        inputs = {Tensor::nothing()};
    else if (op == "SplitToSequence")
        inputs = {counting({2}), scalarInt(0)};
    else if (op == "ConcatFromSequence")
        inputs = {runOne({"SequenceConstruct", {counting({2, 3}), counting({4})}})};
    std::string text;
    runOne({op.toStdString(), inputs}, &text);
    QVERIFY2(QString::fromStdString(text).contains(error), text.c_str());
}

QTEST_GUILESS_MAIN(TestSequences)
#include "tst_sequences.moc"
