// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "cli_process.h"
#include "core/data/npy.h"

/// quantoscope-cli run
class TestCliRun : public QObject {
    Q_OBJECT

private slots:
    void outputsAreStackedUnderTheirNames();
    void jsonNamesTheFileAndTheShapes();
    void samplesLimitsTheData();
    void bitsDoNotDependOnBatchOrThreads_data();
    void bitsDoNotDependOnBatchOrThreads();
    void quantizedDiffersALittle();

private:
    std::vector<qscope::NamedTensor> run(const QString& model, const QStringList& options);

    QTemporaryDir m_folder;
};

std::vector<qscope::NamedTensor> TestCliRun::run(const QString& model, const QStringList& options)
{
    const QString out = m_folder.filePath("out.npz");
    QFile::remove(out);
    const CliResult result = runCli(
        QStringList{"run", sample(model), "--data", sample("fashion_evaluation.npz"), "-o", out} + options);
    if (result.exitCode != 0) {
        qWarning("%s", result.text().constData());
        return {};
    }
    auto arrays = qscope::data::readNpz(out.toStdString());
    if (!arrays.ok()) {
        qWarning("%s", arrays.error().text().c_str());
        return {};
    }
    return *arrays;
}

void TestCliRun::outputsAreStackedUnderTheirNames()
{
    const auto outputs = run("resnet_fashion.onnx", {"--samples", "20"});
    QCOMPARE(outputs.size(), size_t(1));
    QCOMPARE(outputs[0].name, std::string("logits"));
    QCOMPARE(outputs[0].tensor.shape(), (qscope::Shape{20, 10}));
}

void TestCliRun::jsonNamesTheFileAndTheShapes()
{
    const QString out = m_folder.filePath("json.npz");
    const CliResult result = runCli({"run", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                                     "--samples", "3", "--json", "-o", out});
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonObject json = result.json();
    QCOMPARE(json["output"].toString(), out);
    QCOMPARE(json["samples"].toInt(), 3);
    QCOMPARE(json["shapes"].toObject()["logits"].toArray(), (QJsonArray{3, 10}));
    QVERIFY2(result.err.isEmpty(), result.err);
}

void TestCliRun::samplesLimitsTheData()
{
    const auto few = run("resnet_fashion.onnx", {"--samples", "5"});
    const auto more = run("resnet_fashion.onnx", {"--samples", "9"});
    QVERIFY(few.size() == 1 && more.size() == 1);
    QCOMPARE(few[0].tensor.dim(0), int64_t(5));
    QCOMPARE(more[0].tensor.dim(0), int64_t(9));
    QVERIFY(std::memcmp(few[0].tensor.rawData(), more[0].tensor.rawData(), few[0].tensor.bytes()) == 0);
}

void TestCliRun::bitsDoNotDependOnBatchOrThreads_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QStringList>("otherOptions");
    for (const QString model : {"vit_fashion.onnx", "resnet_fashion.onnx"}) {
        const auto row = [&](const char* what, const QStringList& one, const QStringList& other) {
            QTest::newRow(qPrintable(model + ": " + what)) << model << one << other;
        };
        row("batches of 1 and 7", {"--batch", "1"}, {"--batch", "7"});
        row("batches of 7 and 64", {"--batch", "7"}, {"--batch", "64"});
        row("one and two threads", {"--threads", "1"}, {"--threads", "2"});
        row("one thread with batch 1, two with batch 64", {"--threads", "1", "--batch", "1"},
            {"--threads", "2", "--batch", "64"});
    }
}

void TestCliRun::bitsDoNotDependOnBatchOrThreads()
{
    QFETCH(QString, model);
    QFETCH(QStringList, options);
    QFETCH(QStringList, otherOptions);
    // 70 is no multiple of any batch: the last one is cut short.
    const auto one = run(model, options + QStringList{"--samples", "70"});
    const auto other = run(model, otherOptions + QStringList{"--samples", "70"});
    QVERIFY(one.size() == 1 && other.size() == 1);
    QCOMPARE(one[0].tensor.shape(), other[0].tensor.shape());
    const float* a = one[0].tensor.data<float>();
    const float* b = other[0].tensor.data<float>();
    const int64_t size = one[0].tensor.size();
    int64_t different = 0;
    float largest = 0;
    for (int64_t i = 0; i < size; ++i) {
        different += a[i] != b[i];
        largest = std::max(largest, std::abs(a[i] - b[i]));
    }
    QVERIFY2(different == 0, qPrintable(QString("%1 of %2 values differ, by up to %3").arg(different).arg(size).arg(largest)));
}

void TestCliRun::quantizedDiffersALittle()
{
    const auto plain = run("resnet_fashion.onnx", {"--samples", "16"});
    const auto quantized = run("resnet_fashion.onnx", {"--samples", "16", "--quantized"});
    QVERIFY(plain.size() == 1 && quantized.size() == 1);
    QCOMPARE(plain[0].tensor.shape(), quantized[0].tensor.shape());
    double signal = 0;
    double noise = 0;
    for (int64_t i = 0; i < plain[0].tensor.size(); ++i) {
        const double y = plain[0].tensor.data<float>()[i];
        const double d = quantized[0].tensor.data<float>()[i] - y;
        signal += y * y;
        noise += d * d;
    }
    const double sqnrDb = 10 * std::log10(signal / noise);
    QVERIFY2(sqnrDb > 15 && sqnrDb < 60, qPrintable(QString::number(sqnrDb)));
}

QTEST_GUILESS_MAIN(TestCliRun)
#include "tst_cli_run.moc"
