// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli export --format and compare-ranges.
class TestCliExchange : public QObject {
    Q_OBJECT

private slots:
    void everyFormatIsWritten_data();
    void everyFormatIsWritten();
    void whatWasExportedComparesAsEqual_data();
    void whatWasExportedComparesAsEqual();
    void importedRangesBecomeAConfig();
    void aFileOfAnotherModelIsAnError();

private:
    QStringList model() const
    {
        return {sample("resnet_fashion.onnx"), "--data", sample("fashion_calibration.npz"), "--samples", "8"};
    }
    CliResult exported(const QString& format, const QString& file)
    {
        return runCli(QStringList{"export"} + model() + QStringList{"--format", format, "-o", m_folder.filePath(file)});
    }

    QTemporaryDir m_folder;
};

void TestCliExchange::everyFormatIsWritten_data()
{
    QTest::addColumn<QString>("contains");
    QTest::newRow("qdq") << "QuantizeLinear";
    QTest::newRow("aimet-0.6.1") << "\"version\": \"0.6.1\"";
    QTest::newRow("aimet-1.0.0") << "\"enc_type\": \"PER_CHANNEL\"";
    QTest::newRow("ort-overrides") << "\"nodes_to_exclude\"";
    QTest::newRow("nncf") << "\"validate\": true";
    QTest::newRow("model-explorer") << "\"value\": ";
    QTest::newRow("csv") << "index,name,op";
    QTest::newRow("json") << "\"foldsBatchNormalization\": ";
}

void TestCliExchange::everyFormatIsWritten()
{
    QFETCH(QString, contains);
    const CliResult result = exported(QTest::currentDataTag(), "out");
    QVERIFY2(result.exitCode == 0, result.text());
    QVERIFY(contents(m_folder.filePath("out")).contains(contains.toUtf8()));
}

void TestCliExchange::whatWasExportedComparesAsEqual_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("qdq") << "q.onnx";
    QTest::newRow("aimet-0.6.1") << "old.encodings";
    QTest::newRow("aimet-1.0.0") << "new.encodings";
}

void TestCliExchange::whatWasExportedComparesAsEqual()
{
    QFETCH(QString, file);
    const CliResult written = exported(QTest::currentDataTag(), file);
    QVERIFY2(written.exitCode == 0, written.text());
    const CliResult result =
        runCli(QStringList{"compare-ranges"} + model() + QStringList{"--import", m_folder.filePath(file), "--json"});
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonArray tensors = result.json()["tensors"].toArray();
    QVERIFY(tensors.size() >= 16 + 10); // weights, and activations some of which are shared
    for (const auto& tensor : tensors)
        QVERIFY2(std::abs(tensor.toObject()["ratio"].toDouble() - 1) < 1e-3, qPrintable(tensor.toObject()["tensor"].toString()));
}

void TestCliExchange::importedRangesBecomeAConfig()
{
    const CliResult inspected = runCli(QStringList{"export"} + model()
                                       + QStringList{"--format", "json", "-o", m_folder.filePath("q.json")});
    QVERIFY2(inspected.exitCode == 0, inspected.text());
    const auto layer = QJsonDocument::fromJson(contents(m_folder.filePath("q.json")))["layers"][0];
    const QString tensor = layer["activations"][0]["tensor"].toString();
    writeContents(m_folder.filePath("t.cache"),
                  "TRT-8501-EntropyCalibration2\n" + tensor.toUtf8() + ": 3c010a14\nnobody: 3f800000\n");
    const QString config = m_folder.filePath("c.json");
    const CliResult result = runCli(QStringList{"compare-ranges"} + model()
                                    + QStringList{"--import", m_folder.filePath("t.cache"), "--write-config", config});
    QVERIFY2(result.exitCode == 0, result.text());
    QVERIFY(result.out.contains("not in the model: nobody"));
    QVERIFY(contents(config).contains("\"calibrator\": \"manual\""));
    const CliResult used =
        runCli(QStringList{"export"} + model()
               + QStringList{"--format", "json", "--config", config, "-o", m_folder.filePath("q.json")});
    QVERIFY2(used.exitCode == 0, used.text());
    const auto now = QJsonDocument::fromJson(contents(m_folder.filePath("q.json")))["layers"][0]["activations"][0];
    QVERIFY(std::abs(now["scale"][0].toDouble() - 0.00787594) < 1e-6);
    QCOMPARE(now["signed"].toBool(), true);
}

void TestCliExchange::aFileOfAnotherModelIsAnError()
{
    writeContents(m_folder.filePath("o.cache"), "TRT-8501-X\nnobody: 3f800000\n");
    const CliResult result =
        runCli(QStringList{"compare-ranges"} + model() + QStringList{"--import", m_folder.filePath("o.cache")});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(QString(result.err).trimmed(), "quantoscope-cli: " + m_folder.filePath("o.cache")
                                                + ": none of the 1 tensors is one of the model's: 'nobody' and so on");
}

QTEST_GUILESS_MAIN(TestCliExchange)
#include "tst_cli_exchange.moc"
