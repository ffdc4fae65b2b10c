// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli analyze
class TestCliAnalyze : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void writesTheThreeFilesAndTheirPlots();
    void everyTensorHasTheKeys();
    void softmaxOutputsAreDescribed();
    void extremesEncloseThePercentiles();
    void layersHaveARowEach();
    void reportStandsAlone();
    void bitsDoNotDependOnBatchOrThreads();

private:
    QString m_model = sample("vit_fashion.onnx");
    CliResult analyze(const QString& folder, const QStringList& options) const;
    QString path(const QString& name) const { return m_folder.filePath("report/" + name); }

    QTemporaryDir m_folder;
    QJsonArray m_tensors;
    CliResult m_result;
};

CliResult TestCliAnalyze::analyze(const QString& folder, const QStringList& options) const
{
    return runCli(QStringList{"analyze", m_model, "--data", sample("fashion_calibration.npz"), "--labels",
                              sample("fashion_calibration_labels.npy"), "-o", m_folder.filePath(folder)}
                  + options);
}

void TestCliAnalyze::initTestCase()
{
    m_result = analyze("report", {"--samples", "24", "--json"});
    QVERIFY2(m_result.exitCode == 0, m_result.text());
    m_tensors = QJsonDocument::fromJson(contents(path("tensors.json"))).array();
    QVERIFY(!m_tensors.isEmpty());
}

void TestCliAnalyze::writesTheThreeFilesAndTheirPlots()
{
    QCOMPARE(QDir(m_folder.filePath("report")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{"layers.csv", "plots", "report.html", "tensors.json"}));
    const QFileInfoList plots = QDir(path("plots")).entryInfoList({"*.svg"});
    QVERIFY(plots.size() >= 3);
    for (const QFileInfo& plot : plots)
        QVERIFY2(contents(plot.filePath()).contains("</svg>"), qPrintable(plot.fileName()));
    const QJsonObject json = m_result.json();
    QCOMPARE(json["folder"].toString(), m_folder.filePath("report"));
    QCOMPARE(json["samples"].toInt(), 24);
    QCOMPARE(json["tensors"].toInt(), m_tensors.size());
    QVERIFY(json["layers"].toInt() > 20);
}

void TestCliAnalyze::everyTensorHasTheKeys()
{
    const QStringList percentiles{"0.01", "0.1", "1", "25", "50", "75", "99", "99.9", "99.99"};
    QSet<QString> names;
    for (const QJsonValue& value : std::as_const(m_tensors)) {
        const QJsonObject tensor = value.toObject();
        for (const char* key : {"name", "node", "op", "shape", "count", "min", "max", "mean", "std", "percentiles",
                                "channel_axis", "channel_min", "channel_max"})
            QVERIFY2(tensor.contains(QLatin1String(key)), key + (" is missing of " + tensor["name"].toString()).toUtf8());
        for (const QString& percentile : percentiles)
            QVERIFY2(tensor["percentiles"].toObject().contains(percentile), qPrintable(percentile));
        QCOMPARE(tensor["channel_min"].toArray().size(), tensor["channel_max"].toArray().size());
        names.insert(tensor["name"].toString());
    }
    QCOMPARE(names.size(), m_tensors.size());
    QCOMPARE(m_tensors[0].toObject()["name"].toString(), QString("image"));
    QCOMPARE(m_tensors[0].toObject()["count"].toInt(), 24 * 28 * 28);
}

void TestCliAnalyze::softmaxOutputsAreDescribed()
{
    int softmaxes = 0;
    for (const QJsonValue& value : std::as_const(m_tensors)) {
        const QJsonObject tensor = value.toObject();
        const bool isSoftmax = tensor["op"].toString() == "Softmax";
        QCOMPARE(tensor["softmax"].isObject(), isSoftmax);
        softmaxes += isSoftmax;
        if (isSoftmax)
            QVERIFY(tensor["min"].toDouble() >= 0 && tensor["max"].toDouble() <= 1);
    }
    QVERIFY(softmaxes >= 6);
}

void TestCliAnalyze::extremesEncloseThePercentiles()
{
    for (const QJsonValue& value : std::as_const(m_tensors)) {
        const QJsonObject tensor = value.toObject();
        const double min = tensor["min"].toDouble();
        const double max = tensor["max"].toDouble();
        // Extremes are printed as floats, percentiles as doubles.
        const double slack = 1e-6 * std::max(std::abs(min), std::abs(max));
        double last = min - slack;
        for (const char* key : {"0.01", "0.1", "1", "25", "50", "75", "99", "99.9", "99.99"}) {
            const double p = tensor["percentiles"].toObject()[QLatin1String(key)].toDouble();
            QVERIFY2(p >= last && p <= max + slack, qPrintable(tensor["name"].toString() + " at " + key));
            last = p;
        }
        for (const QJsonValue& channelMin : tensor["channel_min"].toArray())
            QVERIFY(channelMin.toDouble() >= min);
    }
}

void TestCliAnalyze::layersHaveARowEach()
{
    const QByteArrayList lines = contents(path("layers.csv")).trimmed().split('\n');
    QCOMPARE(lines.size(), m_result.json()["layers"].toInt() + 1);
    for (const QByteArray& line : lines) {
        const QString plain = QString::fromUtf8(line).remove(QRegularExpression("\"[^\"]*\"")); // quoted fields hold commas
        QCOMPARE(plain.count(','), lines[0].count(','));
    }
}

void TestCliAnalyze::reportStandsAlone()
{
    const QByteArray html = contents(path("report.html"));
    QVERIFY(html.trimmed().endsWith("</html>"));
    QVERIFY(html.count("<svg") >= 3);
    for (const char* loader : {"src=\"http", "href=\"http", "@import", "url(http", "<script src", "<link "})
        QVERIFY2(!html.contains(loader), loader);
}

void TestCliAnalyze::bitsDoNotDependOnBatchOrThreads()
{
    const QByteArray first = contents(path("tensors.json"));
    QVERIFY(analyze("batch1", {"--samples", "24", "--batch", "1", "--threads", "1"}).exitCode == 0);
    QVERIFY(contents(m_folder.filePath("batch1/tensors.json")) == first);
    QVERIFY(analyze("batch7", {"--samples", "24", "--batch", "7", "--threads", "2"}).exitCode == 0);
    QVERIFY(contents(m_folder.filePath("batch7/tensors.json")) == first);
}

QTEST_GUILESS_MAIN(TestCliAnalyze)
#include "tst_cli_analyze.moc"
