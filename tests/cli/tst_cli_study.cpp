// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "cli_process.h"

namespace {

QStringList study(const QString& model, const QStringList& more)
{
    return QStringList{"study", "vit", sample(model), "--data", sample("fashion_evaluation.npz"), "--labels",
                       sample("fashion_evaluation_labels.npy"), "--calibration", sample("fashion_calibration.npz")}
           + more;
}

/// Output SQNR by variant of a part of study.csv.
QMap<QString, double> sqnr(const QByteArray& csv, const QByteArray& part)
{
    QMap<QString, double> found;
    for (const QByteArray& line : csv.split('\n')) {
        const auto cells = line.split(',');
        if (cells.size() > 5 && cells[0] == part)
            found[cells[1]] = cells[5].toDouble();
    }
    return found;
}

} // namespace

class TestCliStudy : public QObject {
    Q_OBJECT

private slots:
    void theOrderOfThePaper()
    {
        const QString folder = m_folder.filePath("study");
        const CliResult result = runCli(study("vit_fashion.onnx", {"--samples", "128", "--bits", "4/4", "--sample-counts", "8", "-o", folder}));
        QVERIFY2(result.exitCode == 0, result.text());
        QVERIFY2(result.out.contains("channel-wise is"), result.text());
        const QByteArray csv = contents(folder + "/study.csv");
        const auto figures = sqnr(csv, "normalizations");
        QCOMPARE(figures.size(), 3);
        QVERIFY2(figures["channel-wise"] > figures["layer-wise"] + 2, csv);
        QVERIFY2(figures["reparameterised"] > figures["layer-wise"] + 1.5, csv);
        const auto softmax = sqnr(csv, "softmax");
        QCOMPARE(softmax.keys(), (QStringList{"log-sqrt2", "log-sqrt2 in base 2", "log2", "twin-range", "uniform"}));
        QCOMPARE(softmax["log-sqrt2"], softmax["log-sqrt2 in base 2"]);
        QCOMPARE(sqnr(csv, "samples").size(), 3);
        for (const char* name : {"study.json", "study.html", "chart1.svg", "chart2.svg"})
            QVERIFY2(!contents(folder + '/' + name).isEmpty(), name);
    }

    void whatReparameterisedLosesIsLostInTheWeights()
    {
        const QString folder = m_folder.filePath("why");
        const CliResult result =
            runCli(study("vit_fashion.onnx", {"--samples", "256", "--bits", "4/4", "--sample-counts", "1", "-o", folder}));
        QVERIFY2(result.exitCode == 0, result.text());
        QVERIFY2(result.out.contains("So what it loses is lost in the weights"), result.text());
        const QByteArray csv = contents(folder + "/study.csv");
        const auto loss = [&](const char* part) {
            const auto figures = sqnr(csv, part);
            return figures["channel-wise"] - figures["reparameterised"];
        };
        QCOMPARE(sqnr(csv, "weights").size(), 3);
        QVERIFY2(loss("weights") < loss("normalizations") / 2, csv);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("a model without transformers") << "resnet_fashion.onnx" << QStringList{"--samples", "4"}
            << QByteArray("there is nothing for RepQ-ViT to do: no normalization's scale can be moved, and no softmax is seen");
        QTest::newRow("bits that are none") << "vit_fashion.onnx" << QStringList{"--samples", "4", "--bits", "4x8"}
            << QByteArray("--bits: \"4x8\" is no pair of bits as 4/8, from 2 to 16 each");
        QTest::newRow("one bit") << "vit_fashion.onnx" << QStringList{"--samples", "4", "--bits", "1/8"}
            << QByteArray("--bits: \"1/8\" is no pair");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, model);
        QFETCH(QStringList, more);
        QFETCH(QByteArray, message);
        const CliResult result = runCli(study(model, more));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains(message), result.text());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliStudy)
#include "tst_cli_study.moc"
