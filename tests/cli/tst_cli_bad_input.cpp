// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>

#include "bad_arrays.h"
#include "bad_models.h"
#include "cli_process.h"

/// Wrong input of every kind: an exit code, one sentence on standard error naming what is wrong and where, and nothing
/// written.
class TestCliBadInput : public QObject {
    Q_OBJECT

private slots:
    void models_data();
    void models();
    void truncatedModels_data();
    void truncatedModels();
    void data_data();
    void data();
    void configs_data();
    void configs();
    void labels_data();
    void labels();
    void outputs_data();
    void outputs();
    void theGoodOnesPass();

private:
    static QByteArray fourColumns(int rows);
    void fails(const QStringList& arguments, const QByteArrayList& named);
    QString file(const QString& name, const QByteArray& bytes) const;

    QTemporaryDir m_folder;
};

QByteArray TestCliBadInput::fourColumns(int rows)
{
    return arrays::npy("<f4", "(" + QByteArray::number(rows) + ", 4)", QByteArray(rows * 16, '\0'));
}

QString TestCliBadInput::file(const QString& name, const QByteArray& bytes) const
{
    const QString path = m_folder.filePath(name);
    writeContents(path, bytes);
    return path;
}

/// Calls the program with `-o <fresh folder>/out` (but for evaluate, which writes nothing).
void TestCliBadInput::fails(const QStringList& arguments, const QByteArrayList& named)
{
    const QTemporaryDir out;
    QStringList all = arguments;
    if (arguments[0] != "evaluate" && !arguments.contains("-o"))
        all += {"-o", out.filePath("out")};
    const CliResult result = runCli(all, out.path());
    QVERIFY2(result.exitCode > 0, result.text());
    QVERIFY2(result.out.isEmpty(), result.text());
    QVERIFY2(result.err.startsWith("quantoscope-cli: ") && result.err.endsWith('\n'), result.err);
    QVERIFY2(result.err.count('\n') == 1 && result.err.size() < 1000, result.err);
    for (const QByteArray& word : named)
        QVERIFY2(result.err.contains(word), "'" + word + "' is not in: " + result.err);
    // The folder of analyze may be there, but nothing in it.
    for (QDirIterator it(out.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();)
        QFAIL(qPrintable("left behind: " + it.next()));
}

void TestCliBadInput::models_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("named");
    using List = QByteArrayList;
    QTest::newRow("an empty file") << QByteArray("") << List{"model.onnx"};
    QTest::newRow("a text file") << QByteArray("This is a letter, not a model.\n") << List{"model.onnx"};
    QTest::newRow("a zip archive") << arrays::zip("x.npy", fourColumns(1)) << List{"model.onnx"};
    QTest::newRow("random bytes") << QByteArray::fromHex("f00dfacecafe8badf00d0badc0ffee00ff") << List{"model.onnx"};
    QTest::newRow("a model without a graph") << models::noGraph() << List{"model.onnx", "graph"};
    QTest::newRow("a cyclic graph") << models::cyclic() << List{"model.onnx", "cycle", "first"};
    QTest::newRow("two unknown operators, both listed")
        << models::unknownOperators() << List{"FrobnicateTensor", "odd", "com.example", "Whirl", "odder", "17"};
    QTest::newRow("an input nobody produces") << models::danglingInput() << List{"nowhere", "gemm"};
    QTest::newRow("a weight of the wrong shape") << models::wrongWeightShape() << List{"gemm", "4", "5"};
    QTest::newRow("a weight with too few values") << models::shortWeight() << List{"'w'", "5", "12"};
    QTest::newRow("a weight in a file that is missing") << models::externalMissing() << List{"'w'", "weights.bin"};
    QTest::newRow("an opset of the future") << models::futureOpset() << List{"model.onnx", "99"};
}

void TestCliBadInput::models()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, named);
    const QString model = file("model.onnx", bytes);
    const QString data = file("good.npy", fourColumns(6));
    fails({"run", model, "--data", data}, named);
    if (!QTest::currentTestFailed())
        fails({"analyze", model, "--data", data}, named);
}

void TestCliBadInput::truncatedModels_data()
{
    QTest::addColumn<int>("sixteenths");
    for (int i = 1; i < 16; ++i)
        QTest::newRow(qPrintable(QString("after %1/16 of its length").arg(i))) << i;
}

void TestCliBadInput::truncatedModels()
{
    QFETCH(int, sixteenths);
    const QByteArray whole = contents(sample("vit_fashion.onnx"));
    QVERIFY(whole.size() > 100'000);
    const QString model = file("truncated.onnx", whole.left(whole.size() / 16 * sixteenths));
    fails({"run", model, "--data", sample("fashion_evaluation.npz"), "--samples", "2"}, {"truncated.onnx"});
}

void TestCliBadInput::data_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("named");
    using List = QByteArrayList;
    const auto npy = [](const char* descr, const char* shape, int bytes) {
        return arrays::npy(descr, shape, QByteArray(bytes, '\0'));
    };
    QTest::newRow("an empty file") << "d.npy" << QByteArray("") << List{"d.npy"};
    QTest::newRow("a text file") << "d.npy" << QByteArray("1 2 3 4\n5 6 7 8\n") << List{"d.npy"};
    QTest::newRow("an unknown ending") << "d.xyz" << QByteArray("1 2 3 4\n5 6 7 8\n") << List{"d.xyz"};
    QTest::newRow("five columns for four") << "d.npy" << npy("<f4", "(2, 5)", 40) << List{"d.npy", "'x'", "5", "4"};
    QTest::newRow("one dimension too many") << "d.npy" << npy("<f4", "(2, 4, 1)", 32) << List{"d.npy", "'x'"};
    QTest::newRow("a number") << "d.npy" << npy("<f4", "()", 4) << List{"d.npy", "'x'"};
    QTest::newRow("no samples") << "d.npy" << npy("<f4", "(0, 4)", 0) << List{"d.npy"};
    QTest::newRow("fewer bytes than the header says") << "d.npy" << npy("<f4", "(2, 4)", 20) << List{"d.npy"};
    QTest::newRow("strings") << "d.npy" << npy("<U3", "(1, 4)", 48) << List{"d.npy", "U3"};
    QTest::newRow("complex numbers") << "d.npy" << npy("<c8", "(1, 4)", 32) << List{"d.npy", "c8"};
    QTest::newRow("a pickled .npy") << "d.npy" << arrays::pickled() << List{"d.npy", "pickle"};
    QTest::newRow("a pickled array in a .npz")
        << "d.npz" << arrays::zip("x.npy", arrays::pickled()) << List{"d.npz", "pickle"};
    QTest::newRow("an archive with something else in it")
        << "d.npz" << arrays::zip("letter.txt", "Dear all,") << List{"d.npz", "x"};
    QTest::newRow("an archive without the input, but with others")
        << "d.npz"
        << arrays::zip("z.npy", npy("<f4", "(2, 5)", 40)) << List{"d.npz", "x"};
    QTest::newRow("half an archive")
        << "d.npz" << arrays::zip("x.npy", fourColumns(2)).left(120) << List{"d.npz"};
}

void TestCliBadInput::data()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, named);
    fails({"run", file("good.onnx", models::good()), "--data", file(name, bytes)}, named);
}

void TestCliBadInput::configs_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArrayList>("named");
    using List = QByteArrayList;
    QTest::newRow("an empty file") << QByteArray("") << List{"c.json"};
    QTest::newRow("no JSON") << QByteArray("bits: 8\n") << List{"c.json"};
    QTest::newRow("half an object") << QByteArray(R"({"version": 1, "rules": [)") << List{"c.json"};
    QTest::newRow("an unknown version") << QByteArray(R"({"version": 2})") << List{"c.json", "version", "2"};
    QTest::newRow("an unknown key") << QByteArray(R"({"version": 1, "defaults": {}})") << List{"c.json", "defaults"};
    QTest::newRow("an unknown key inside a rule")
        << QByteArray(R"({"version": 1, "rules": [{"match": {"op": "Gemm"}, "weights": {"bitz": 4}}]})")
        << List{"c.json", "rules[0].weights", "bitz"};
    QTest::newRow("bits beyond 16")
        << QByteArray(R"({"version": 1, "default": {"weights": {"bits": 17}}})") << List{"c.json", "bits", "17"};
    QTest::newRow("bits as a word")
        << QByteArray(R"({"version": 1, "default": {"weights": {"bits": "eight"}}})") << List{"c.json", "bits"};
    QTest::newRow("an unknown calibrator")
        << QByteArray(R"({"version": 1, "default": {"activations": {"calibrator": "magic"}}})")
        << List{"c.json", "calibrator", "magic"};
    QTest::newRow("a rule that matches nothing, by name")
        << QByteArray(R"({"version": 1, "rules": [{"match": {"name": "layer7"}, "float": true}]})") << List{"layer7"};
    QTest::newRow("a rule that matches nothing, by operator")
        << QByteArray(R"({"version": 1, "rules": [{"match": {"op": "ConvTranspose"}, "float": true}]})")
        << List{"ConvTranspose"};
    QTest::newRow("a regular expression that is none")
        << QByteArray(R"({"version": 1, "rules": [{"match": {"regex": "(gemm"}, "float": true}]})") << List{"(gemm"};
}

void TestCliBadInput::configs()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArrayList, named);
    const QStringList common{file("good.onnx", models::good()), "--data", file("good.npy", fourColumns(6)),
                             "--config", file("c.json", config)};
    fails(QStringList{"evaluate"} + common, named);
    if (!QTest::currentTestFailed())
        fails(QStringList{"export"} + common, named);
}

void TestCliBadInput::labels_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("named");
    using List = QByteArrayList;
    QTest::newRow("fewer labels than samples") << "l.txt" << QByteArray("0\n1\n2\n") << List{"l.txt", "3", "6"};
    QTest::newRow("more labels than samples")
        << "l.txt" << QByteArray("0\n1\n2\n0\n1\n2\n0\n") << List{"l.txt", "7", "6"};
    QTest::newRow("a label that is no number") << "l.txt" << QByteArray("0\n1\nboot\n1\n2\n0\n") << List{"l.txt", "boot"};
    QTest::newRow("no labels") << "l.txt" << QByteArray("") << List{"l.txt"};
    QTest::newRow("labels with a fraction")
        << "l.npy" << arrays::npy("<f4", "(6,)", QByteArray("\x00\x00\xc0\x3f", 4).repeated(6)) << List{"l.npy"};
    QTest::newRow("pickled labels") << "l.npy" << arrays::pickled() << List{"l.npy", "pickle"};
}

void TestCliBadInput::labels()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, named);
    fails({"evaluate", file("good.onnx", models::good()), "--data", file("good.npy", fourColumns(6)), "--labels",
           file(name, bytes)},
          named);
}

void TestCliBadInput::outputs_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("run") << QStringList{"run"};
    QTest::newRow("analyze") << QStringList{"analyze"};
    QTest::newRow("sensitivity") << QStringList{"sensitivity"};
    QTest::newRow("export") << QStringList{"export"};
}

void TestCliBadInput::outputs()
{
    QFETCH(QStringList, command);
    const QStringList common = command
                               + QStringList{file("good.onnx", models::good()), "--data",
                                             file("good.npy", fourColumns(6)), "-o"};
    // Also root cannot write below something that is no folder.
    const QString blocked = file("blocker", "not a folder") + "/out";
    fails(common + QStringList{blocked}, {"blocker"});
    QCOMPARE(contents(m_folder.filePath("blocker")), QByteArray("not a folder"));
    if (command[0] == "analyze" || QTest::currentTestFailed())
        return; // it makes the folders it needs
    fails(common + QStringList{m_folder.filePath("missing/out")}, {"missing/out"});
    QVERIFY(!QFileInfo::exists(m_folder.filePath("missing")));
}

void TestCliBadInput::theGoodOnesPass()
{
    const QTemporaryDir out;
    const QString data = file("good.npy", fourColumns(6));
    for (const QByteArray& model : {models::good(), models::integerInput()}) {
        const QString input = model == models::good()
                                  ? data
                                  : file("int.npy", arrays::npy("<i8", "(6, 4)", QByteArray(192, '\0')));
        const CliResult result = runCli({"run", file("good.onnx", model), "--data", input, "-o", out.filePath("y.npz")});
        QVERIFY2(result.exitCode == 0, result.text());
    }
    const CliResult zipped = runCli({"run", file("good.onnx", models::good()), "--data",
                                     file("good.npz", arrays::zip("x.npy", fourColumns(2))), "-o",
                                     out.filePath("y.npz")});
    QVERIFY2(zipped.exitCode == 0, zipped.text());
    fails({"run", file("int.onnx", models::integerInput()), "--data",
           file("f.npy", arrays::npy("<f4", "(1, 4)", QByteArray("\x00\x00\xc0\x3f", 4).repeated(4)))},
          {"f.npy", "int64"});
    if (!QTest::currentTestFailed())
        fails({"run", m_folder.filePath("nothing.onnx"), "--data", data}, {"nothing.onnx"});
    if (!QTest::currentTestFailed())
        fails({"run", file("good.onnx", models::good()), "--data", m_folder.filePath("nothing.npz")}, {"nothing.npz"});
}

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "tst_cli_bad_input.moc"
