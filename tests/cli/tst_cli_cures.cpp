// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli cures
class TestCliCures : public QObject {
    Q_OBJECT

private slots:
    void theTableIsRanked();
    void aCureIsWrittenAsAConfig();
    void whatCannotBeCuredIsSaid();
    void anEqualizationIsWrittenAsAModel();

private:
    CliResult cures(const QStringList& options)
    {
        return runCli(QStringList{"cures", sample("resnet_fashion.onnx"), "--data",
                                  sample("fashion_evaluation.npz"), "--samples", "16"}
                      + options);
    }
    QString firstLayer()
    {
        const CliResult layers = runCli({"layers", sample("resnet_fashion.onnx"), "--data",
                                         sample("fashion_evaluation.npz"), "--samples", "2", "--json"});
        return layers.json()["layers"].toArray().at(0)["layer"].toString();
    }
};

void TestCliCures::theTableIsRanked()
{
    const QString layer = firstLayer();
    const CliResult result = cures({"--layer", layer, "--json"});
    QVERIFY2(result.exitCode == 0, result.text());
    QCOMPARE(result.json()["layer"].toString(), layer);
    QCOMPARE(result.json()["samples"].toInt(), 16);
    const QJsonArray table = result.json()["cures"].toArray();
    QVERIFY(table.size() > 5);
    double last = 1e9;
    for (const auto& one : table) {
        const QJsonObject cure = one.toObject();
        const double gain = cure["gain_db"].toDouble();
        QVERIFY(gain <= last);
        QVERIFY(cure["gain_db_low"].toDouble() <= gain && gain <= cure["gain_db_high"].toDouble());
        QVERIFY(cure["price"]["bytes"].isDouble());
        last = gain;
    }
    const CliResult text = cures({"--layer", layer});
    QVERIFY2(text.exitCode == 0, text.text());
    QVERIFY(text.out.contains(table[0]["cure"].toString().toUtf8()));
}

void TestCliCures::aCureIsWrittenAsAConfig()
{
    const QTemporaryDir folder;
    const QString config = folder.filePath("c.json");
    const CliResult result = cures({"--layer", firstLayer(), "--json", "-o", config, "--apply", "2"});
    QVERIFY2(result.exitCode == 0, result.text());
    const CliResult evaluated =
        runCli({"evaluate", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                "--samples", "16", "--config", config, "--json"});
    QVERIFY2(evaluated.exitCode == 0, evaluated.text());
    QCOMPARE(evaluated.json()["sqnr_db"].toDouble(),
             result.json()["cures"].toArray().at(1)["sqnr_db"].toDouble());
    const CliResult tooMany = cures({"--layer", firstLayer(), "-o", config, "--apply", "99"});
    QVERIFY(tooMany.exitCode != 0 && tooMany.err.contains("--apply 99: there are"));
}

void TestCliCures::whatCannotBeCuredIsSaid()
{
    const CliResult result = cures({"--layer", "no such layer"});
    QVERIFY(result.exitCode != 0);
    QVERIFY2(result.err.contains("there is no layer 'no such layer'; 'layers' lists them"), result.text());
}

void TestCliCures::anEqualizationIsWrittenAsAModel()
{
    const QTemporaryDir folder;
    const QString model = folder.filePath("equal.onnx"), layer = "/layer1/layer1.0/conv1/Conv";
    const QJsonObject json = cures({"--layer", layer, "--json"}).json();
    const QJsonArray table = json["cures"].toArray();
    qsizetype rank = 0;
    while (rank < table.size() && !table[rank]["cure"].toString().startsWith("equalize with neighbours"))
        ++rank;
    QVERIFY(rank < table.size());
    QVERIFY(json["missing"].toArray().at(0).toString().startsWith("SmoothQuant"));
    const QString number = QString::number(rank + 1);
    const CliResult result = cures({"--layer", layer, "--output-model", model, "--apply", number});
    QVERIFY2(result.exitCode == 0, result.text());
    QVERIFY(result.out.contains("not among them: SmoothQuant"));
    const CliResult evaluated =
        runCli({"evaluate", model, "--data", sample("fashion_evaluation.npz"), "--samples", "16", "--json"});
    QVERIFY2(evaluated.exitCode == 0, evaluated.text());
    // That compares with the rewritten model in floating point, the cure with the one before: the same but for rounding.
    QVERIFY(std::abs(evaluated.json()["sqnr_db"].toDouble() - table[rank]["sqnr_db"].toDouble()) < 0.05);
    const CliResult noModel = cures({"--layer", layer, "-o", folder.filePath("c.json"), "--apply", number});
    QVERIFY2(noModel.exitCode != 0 && noModel.err.contains("rewrites the model: --output-model says where to"), noModel.text());
}

QTEST_GUILESS_MAIN(TestCliCures)
#include "tst_cli_cures.moc"
