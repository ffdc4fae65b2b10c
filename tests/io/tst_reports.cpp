// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/csv_report.h"
#include "core/io/json_report.h"
#include "report_fixture.h"

using namespace qscope;
using test::ReportFixture;

namespace {

QJsonDocument parsed(const std::string& json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &error);
    if (error.error != QJsonParseError::NoError)
        qWarning() << error.errorString();
    return document;
}

} // namespace

class TestReports : public QObject {
    Q_OBJECT

private slots:
    void tensorsHaveTheirKeys();
    void tensorsWithChannels();
    void tensorsOfSoftmax();
    void numbersThatAreNoneAreNull();
    void floatsAreShort();
    void evaluationWithoutLabels();
    void evaluationOfEqualOutputs();
    void layersAsCsv();
    void layersWithSensitivityAsCsv();
    void sensitivityAsCsv();
    void depthErrorsAsCsv();
    void quotesFields_data();
    void quotesFields();
};

void TestReports::tensorsHaveTheirKeys()
{
    const ReportFixture fixture;
    const QJsonArray list = parsed(io::tensorsJson(fixture.calibration)).array();
    QCOMPARE(list.size(), 4);
    const QJsonObject v = list[2].toObject();
    QCOMPARE(v["name"].toString(), "v");
    QCOMPARE(v["node"].toString(), "node of v");
    QCOMPARE(v["op"].toString(), "Relu");
    QCOMPARE(v["shape"].toArray(), (QJsonArray{1, 2, 4}));
    QCOMPARE(v["count"].toInt(), 4);
    QCOMPARE(v["min"].toDouble(), -0.5);
    QCOMPARE(v["max"].toDouble(), 1.0);
    for (const char* key : {"mean", "std", "nan_count", "inf_count"})
        QVERIFY2(v[key].isDouble(), key);
    QVERIFY(v["channel_axis"].isNull());
    QVERIFY(v["channel_min"].isNull());
    QVERIFY(!v.contains("softmax"));
    QCOMPARE(v["percentiles"].toObject().keys(),
             (QStringList{"0.01", "0.1", "1", "25", "50", "75", "99", "99.9", "99.99"}));
    const QJsonObject at = v["max_at"].toObject();
    QCOMPARE(at["sample"].toInt(-1), 1);
    QVERIFY(at["channel"].isNull());
    QCOMPARE(at["position"].toArray(), (QJsonArray{0, 1, 0, 1}));
}

void TestReports::tensorsWithChannels()
{
    const ReportFixture fixture;
    const QJsonObject image = parsed(io::tensorsJson(fixture.calibration)).array()[0].toObject();
    QCOMPARE(image["channel_axis"].toInt(), 1);
    QCOMPARE(image["channel_min"].toArray(), (QJsonArray{-1, -4}));
    QCOMPARE(image["channel_max"].toArray(), (QJsonArray{2, 8}));
    QVERIFY(image["inter_channel_ratio"].toDouble() > 1);
}

void TestReports::tensorsOfSoftmax()
{
    const ReportFixture fixture;
    const QJsonObject softmax =
        parsed(io::tensorsJson(fixture.calibration)).array()[1].toObject()["softmax"].toObject();
    QCOMPARE(softmax["row_length"].toInt(), 2);
    QCOMPARE(softmax["near_one"].toDouble(), 0.25);
    QCOMPARE(softmax["below_step"].toDouble(-1), 0.0);
    QCOMPARE(softmax["head_entropy_bits"].toArray(), (QJsonArray{0.5, 1}));
    QCOMPARE(softmax["max_entropy_bits"].toDouble(), 1.0);
    QCOMPARE(softmax["log2_counts"].toArray().size(), 64);
}

void TestReports::numbersThatAreNoneAreNull()
{
    ReportFixture fixture;
    stats::TensorStats& tensor = fixture.calibration.tensors[0];
    tensor.mean = std::numeric_limits<double>::quiet_NaN();
    tensor.variance = std::numeric_limits<double>::infinity();
    tensor.channels.min[0] = -std::numeric_limits<float>::infinity();
    stats::TensorStats empty;
    empty.name = "nothing \xff seen";
    fixture.calibration.tensors.push_back(empty);
    const QJsonArray list = parsed(io::tensorsJson(fixture.calibration)).array();
    QCOMPARE(list.size(), 5);
    QVERIFY(list[0].toObject()["mean"].isNull());
    QVERIFY(list[0].toObject()["std"].isNull());
    QVERIFY(list[0].toObject()["channel_min"].toArray()[0].isNull());
    const QJsonObject last = list[4].toObject();
    for (const char* key : {"min", "max", "mean", "std", "min_at", "max_at"})
        QVERIFY2(last.contains(key) && last[key].isNull(), key);
    QVERIFY(last["percentiles"].toObject()["50"].isNull());
}

void TestReports::floatsAreShort()
{
    ReportFixture fixture;
    fixture.calibration.tensors[0].min.value = 0.1F;
    const std::string json = io::tensorsJson(fixture.calibration);
    QVERIFY(json.find("\"min\": 0.1,") != std::string::npos);
}

void TestReports::evaluationWithoutLabels()
{
    analysis::Evaluation evaluation;
    evaluation.samples = 3;
    evaluation.sqnrDb = 12.5;
    evaluation.agreement = 0.75;
    evaluation.layersFloat = 1;
    evaluation.layersQuantized = 2;
    evaluation.weightBytes = 10;
    evaluation.weightBytesFloat = 40;
    const QJsonObject object = parsed(io::evaluationJson(evaluation)).object();
    QCOMPARE(object["sqnr_db"].toDouble(), 12.5);
    QVERIFY(!object.contains("identical"));
    QCOMPARE(object["agreement"].toDouble(), 0.75);
    QVERIFY(object.contains("accuracy_float") && object["accuracy_float"].isNull());
    QVERIFY(object.contains("accuracy_quantized") && object["accuracy_quantized"].isNull());
    QCOMPARE(object["samples"].toInt(), 3);
    QCOMPARE(object["layers_float"].toInt(), 1);
    QCOMPARE(object["layers_quantized"].toInt(), 2);
    QCOMPARE(object["weight_bytes"].toDouble(), 10.0);
    QCOMPARE(object["weight_bytes_float"].toDouble(), 40.0);
    QVERIFY(object.contains("mse") && object.contains("cosine"));
    QVERIFY(object["intervals_95"].toObject().isEmpty());
    evaluation.agreement = {0.75, 0.5, 1};
    QCOMPARE(parsed(io::evaluationJson(evaluation)).object()["intervals_95"].toObject()["agreement"].toArray(),
             (QJsonArray{0.5, 1.0}));
}

void TestReports::evaluationOfEqualOutputs()
{
    analysis::Evaluation evaluation;
    evaluation.sqnrDb = std::numeric_limits<double>::infinity();
    evaluation.accuracyFloat = 0.5;
    const QJsonObject object = parsed(io::evaluationJson(evaluation)).object();
    QVERIFY(object["sqnr_db"].isNull());
    QCOMPARE(object["identical"], QJsonValue(true));
    QCOMPARE(object["accuracy_float"].toDouble(), 0.5);
}

void TestReports::layersAsCsv()
{
    const ReportFixture fixture;
    const QStringList lines = QString::fromStdString(io::layersCsv(fixture.input())).split("\r\n");
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[0],
             "index,name,op,block,input,input_shape,min,max,p0.01,p99.99,inter_channel_ratio,weight_count,"
             "weight_bits,activation_bits,float,scale,zero_point,clip_lo,clip_hi");
    QVERIFY(lines[1].startsWith("0,\"conv \"\"a\"\"\",Conv,,\"image,1\",\"[1, 2, 2, 2]\",-4,8,"));
    QVERIFY(lines[1].endsWith(",54,4,8,false,0.03125,128,-4,3.96875"));
    QVERIFY(lines[2].startsWith("1,/blocks.0/attn/MatMul,MatMul,blocks.0,attn,"));
    QVERIFY(lines[2].endsWith(",,0,,8,false,0.03125,128,-4,3.96875"));
    QVERIFY(lines[3].startsWith("2,</script><b>&,Gemm,,x<y,\"[1, 4]\",0,0,"));
    QVERIFY(lines[3].endsWith(",0,32,32,true,,,,"));
    QVERIFY(lines[4].isEmpty());
}

void TestReports::layersWithSensitivityAsCsv()
{
    const ReportFixture fixture;
    const QStringList lines =
        QString::fromStdString(io::layersCsv(fixture.inputWithEverything())).split("\r\n");
    QVERIFY(lines[0].endsWith(",clip_hi,sqnr_db_only,sqnr_db_except"));
    QVERIFY(lines[2].endsWith(",12.5,12.5"));
    QVERIFY(lines[3].endsWith(",inf,inf"));
}

void TestReports::sensitivityAsCsv()
{
    const ReportFixture fixture;
    analysis::SensitivityResult result = *fixture.inputWithEverything().only;
    result.layers[1].sqnrDb = {12.5, 12, 13};
    result.layers[1].accuracy = analysis::Estimate(0.25, 0.125, 0.5);
    result.ranking = {LayerId(1), LayerId(0), LayerId(2)};
    result.tiedWithNext = {false, true, false};
    QCOMPARE(QString::fromStdString(io::sensitivityCsv(result, fixture.layers)),
             "index,name,op,block,sqnr_db,sqnr_db_low,sqnr_db_high,mse,mse_low,mse_high,cosine,cosine_low,cosine_high,"
             "kl,kl_low,kl_high,agreement,agreement_low,agreement_high,agreement_top5,agreement_top5_low,"
             "agreement_top5_high,accuracy,accuracy_low,accuracy_high,rank,tied_with_next\r\n"
             "0,\"conv \"\"a\"\"\",Conv,,30,,,0.001,,,1,,,0,,,1,,,1,,,0.5,,,2,true\r\n"
             "1,/blocks.0/attn/MatMul,MatMul,blocks.0,12.5,12,13,0.01,,,1,,,0,,,0.5,,,1,,,0.25,0.125,0.5,1,false\r\n"
             "2,</script><b>&,Gemm,,inf,,,0,,,1,,,0,,,1,,,1,,,,,,3,false\r\n");
}

void TestReports::depthErrorsAsCsv()
{
    const ReportFixture fixture;
    analysis::DepthErrors errors;
    errors.layers = {{LayerId(1), {20, 19, 21}, 10, 0.01, 0.1}};
    QCOMPARE(QString::fromStdString(io::depthErrorsCsv(errors, fixture.layers)),
             "index,name,op,block,local_db,local_db_low,local_db_high,accumulated_db,accumulated_db_low,"
             "accumulated_db_high,local_nsr,accumulated_nsr\r\n"
             "1,/blocks.0/attn/MatMul,MatMul,blocks.0,20,19,21,10,,,0.01,0.1\r\n");
}

void TestReports::quotesFields_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain text stays") << "a b"
                                      << "a b";
    QTest::newRow("a comma") << "a,b"
                             << "\"a,b\"";
    QTest::newRow("a quote") << "a\"b"
                             << "\"a\"\"b\"";
    QTest::newRow("a line feed") << "a\nb"
                                 << "\"a\nb\"";
    QTest::newRow("a carriage return") << "a\rb"
                                       << "\"a\rb\"";
    QTest::newRow("nothing") << ""
                             << "";
}

void TestReports::quotesFields()
{
    QFETCH(QString, text);
    QFETCH(QString, field);
    QCOMPARE(QString::fromStdString(io::csvField(text.toStdString())), field);
}

QTEST_GUILESS_MAIN(TestReports)
#include "tst_reports.moc"
