// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "core/io/html_report.h"
#include "core/io/plot_text.h"
#include "core/io/svg_axis.h"
#include "report_fixture.h"

using namespace qscope;
using test::ReportFixture;

namespace {

QString pageOf(const io::ReportInput& input) { return QString::fromStdString(io::htmlReport(input)); }

/// Text of all <title> elements; an error text when it is not well-formed.
QStringList titlesOf(const std::string& svg)
{
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    QStringList titles;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("title"))
            titles += reader.readElementText();
    return reader.hasError() ? QStringList{reader.errorString()} : titles;
}

std::string plotNamed(const io::ReportInput& input, const std::string& name)
{
    for (const io::NamedPlot& plot : io::reportPlots(input))
        if (plot.name == name)
            return plot.svg;
    return {};
}

QStringList labels(const std::vector<io::Tick>& ticks)
{
    QStringList result;
    for (const io::Tick& tick : ticks)
        result += QString::fromStdString(tick.label);
    return result;
}

} // namespace

class TestHtmlReport : public QObject {
    Q_OBJECT

private slots:
    void loadsNothingFromElsewhere();
    void escapesNames();
    void showsTheFigures();
    void histogramDataIsJson();
    void hasARowPerLayer();
    void plotsAreWellFormed();
    void plotsNameTheirLayers();
    void plotsOnlyWhatIsKnown();
    void standalonePlotsNeedNoVariables();
    void survivesNothingMeasured();
    void survivesAThousandLayers();
    void ticks_data();
    void ticks();
    void texts();
};

void TestHtmlReport::loadsNothingFromElsewhere()
{
    const QString page = pageOf(ReportFixture().inputWithEverything());
    QVERIFY(page.contains("default-src 'none'"));
    QString rest = page;
    rest.remove("http://www.w3.org/2000/svg").remove("http://www.w3.org/1999/xlink");
    for (const char* word : {"http:", "https:", "//cdn", "@import", "url(", "<link", "src=", "fetch("})
        QVERIFY2(!rest.contains(word), word);
}

void TestHtmlReport::escapesNames()
{
    const QString page = pageOf(ReportFixture().inputWithEverything());
    QCOMPARE(page.count("</script>"), 2);
    QVERIFY(!page.contains("<b>&"));
    QVERIFY(page.contains("<h1>net &lt;1&gt;.onnx</h1>"));
    QVERIFY(page.contains("NaN in &lt;x&gt;"));
    QVERIFY(page.contains("title=\"conv &quot;a&quot;\""));
}

void TestHtmlReport::showsTheFigures()
{
    const QString page = pageOf(ReportFixture().inputWithEverything());
    for (const char* text :
         {"<b>20.5 dB</b>", "<b>50 %</b> <span>accuracy in float", "<b>25 %</b> <span>accuracy under",
          "<b>1 of 3</b>", "2 samples of data.npz", "8-bit asymmetric per-tensor, lp of power 3"})
        QVERIFY2(page.contains(text), text);
    const QString plain = pageOf(ReportFixture().input());
    QVERIFY(!plain.contains("output SQNR</span>"));
    QVERIFY(!plain.contains("Which layers hurt?"));
}

void TestHtmlReport::histogramDataIsJson()
{
    const QString page = pageOf(ReportFixture().input());
    const auto match = QRegularExpression("id=\"histograms\">(.*?)</script>").match(page);
    QVERIFY(match.hasMatch());
    const QJsonArray layers = QJsonDocument::fromJson(match.captured(1).toUtf8()).array();
    QCOMPARE(layers.size(), 3);
    QCOMPARE(layers[2].toObject()["name"].toString(), "</script><b>&");
    const QJsonArray inputs = layers[1].toObject()["inputs"].toArray();
    QCOMPARE(inputs.size(), 2);
    const QJsonObject histogram = inputs[1].toObject()["histogram"].toObject();
    QCOMPARE(histogram["clip"].toArray(), (QJsonArray{-4, 3.96875}));
    double total = 0;
    for (const QJsonValue& count : histogram["counts"].toArray())
        total += count.toDouble();
    QCOMPARE(total, 4.0);
    QVERIFY(!layers[2].toObject()["inputs"].toArray()[0].toObject()["histogram"].toObject().contains("clip"));
}

void TestHtmlReport::hasARowPerLayer()
{
    const QString page = pageOf(ReportFixture().inputWithEverything());
    const QString table = page.mid(page.indexOf("<table id=\"layers\">"));
    QCOMPARE(table.count("<tr tabindex"), 3);
    const QString row = table.section("<tr tabindex", 3, 3).section("</tr>", 0, 0);
    QCOMPARE(row.count("<td"), table.section("</thead>", 0, 0).count("<th") - 1);
    QVERIFY(row.contains("data-v=\"1e999\""));
    QVERIFY(row.contains(">float<"));
}

void TestHtmlReport::plotsAreWellFormed()
{
    const auto plots = io::reportPlots(ReportFixture().inputWithEverything());
    QStringList names;
    for (const io::NamedPlot& plot : plots) {
        names += QString::fromStdString(plot.name);
        QXmlStreamReader reader(QByteArray::fromStdString(plot.svg));
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), plot.name.c_str());
    }
    QCOMPARE(names, (QStringList{"ranges-over-depth", "channel-heat-map", "channel-ranges", "softmax",
                                 "softmax-entropy", "sensitivity-only", "sensitivity-except"}));
}

void TestHtmlReport::plotsNameTheirLayers()
{
    const ReportFixture fixture;
    const auto input = fixture.inputWithEverything();
    const QStringList ranges = titlesOf(plotNamed(input, "ranges-over-depth"));
    QCOMPARE(ranges.size(), 4);
    QVERIFY(ranges[0].startsWith("#0 conv \"a\" (Conv) | min -4, max 8"));
    QVERIFY(ranges[0].endsWith("clips to -4 .. 3.969, 8 bits"));
    QVERIFY(ranges[2].contains("/blocks.0/attn/MatMul (MatMul), input 2 of 2"));
    QVERIFY(ranges[3].startsWith("#2 </script><b>& (Gemm)"));
    QVERIFY(ranges[3].endsWith("stays in floating point"));
    const QStringList only = titlesOf(plotNamed(input, "sensitivity-only"));
    QCOMPARE(only.size(), 3);
    QCOMPARE(only[1], "#1 /blocks.0/attn/MatMul | SQNR 12.5 dB, same top class 50.0 %, accuracy 25.0 %");
    QCOMPARE(only[2], "#2 </script><b>& | nothing changes, same top class 100.0 %");
    QCOMPARE(titlesOf(plotNamed(input, "channel-heat-map"))[0],
             "#0 conv \"a\" | 2 channels, widest is channel 1 with 1 times the median range");
    QCOMPARE(titlesOf(plotNamed(input, "softmax-entropy")).size(), 2);
}

void TestHtmlReport::plotsOnlyWhatIsKnown()
{
    ReportFixture fixture;
    fixture.calibration.tensors[0].channelAxis = -1;
    fixture.calibration.tensors[1].softmax.reset();
    const auto plots = io::reportPlots(fixture.input());
    QCOMPARE(plots.size(), size_t(1));
    QCOMPARE(plots[0].name, std::string("ranges-over-depth"));
}

void TestHtmlReport::standalonePlotsNeedNoVariables()
{
    for (const io::NamedPlot& plot : io::reportPlots(ReportFixture().inputWithEverything())) {
        QVERIFY2(plot.svg.find("var(") == std::string::npos, plot.name.c_str());
        QVERIFY2(plot.svg.find("<style>") != std::string::npos, plot.name.c_str());
        QVERIFY2(plot.svg.starts_with("<?xml"), plot.name.c_str());
    }
}

void TestHtmlReport::survivesNothingMeasured()
{
    ReportFixture fixture;
    fixture.calibration = {};
    fixture.quantizers.clear();
    QVERIFY(pageOf(fixture.input()).contains("<b>3 of 3</b>"));
    QVERIFY(io::reportPlots(fixture.input()).empty());
    fixture.layers.clear();
    QVERIFY(pageOf(fixture.input()).contains("0 layers"));
}

void TestHtmlReport::survivesAThousandLayers()
{
    ReportFixture fixture;
    for (int i = 0; i < 1000; ++i) {
        Layer layer = fixture.layers[static_cast<size_t>(i % 2)];
        layer.name = "/very/long/name/of/a/block." + std::to_string(i) + std::string(200, 'x') + "/end";
        fixture.layers.push_back(layer);
        fixture.quantizers.push_back(fixture.quantizers[static_cast<size_t>(i % 2)]);
    }
    const std::string ranges = plotNamed(fixture.input(), "ranges-over-depth");
    QCOMPARE(titlesOf(ranges).size(), 4 + 1500);
    QVERIFY(ranges.find("index in execution order)") != std::string::npos);
}

void TestHtmlReport::ticks_data()
{
    QTest::addColumn<QStringList>("actual");
    QTest::addColumn<QStringList>("expected");
    const auto on = [](io::Scale scale) { return labels(scale.onto(0, 300).ticks(50)); };
    QTest::newRow("round steps on a linear scale")
        << on(io::Scale::linear(-0.3, 10)) << QStringList{"0", "2", "4", "6", "8", "10"};
    QTest::newRow("an empty range still has ticks")
        << on(io::Scale::linear(3, 3)) << QStringList{"2.7", "2.8", "2.9", "3", "3.1", "3.2", "3.3"};
    QTest::newRow("powers of ten on a logarithmic scale")
        << on(io::Scale::logarithmic(1e-4, 1)) << QStringList{"1e-4", "0.001", "0.01", "0.1", "1"};
    QTest::newRow("both signs on a symmetric logarithmic scale")
        << on(io::Scale::symmetricLog(-100, 100, 1)) << QStringList{"-100", "-10", "0", "10", "100"};
}

void TestHtmlReport::ticks()
{
    QFETCH(QStringList, actual);
    QFETCH(QStringList, expected);
    QCOMPARE(actual, expected);
}

void TestHtmlReport::texts()
{
    QCOMPARE(io::xmlEscaped("<a & \"b'>"), std::string("&lt;a &amp; &quot;b&#39;&gt;"));
    QCOMPARE(io::xmlEscaped("a\x01\xff"
                            "b"),
             std::string("a\xEF\xBF\xBD\xEF\xBF\xBD"
                         "b"));
    QCOMPARE(io::middleTruncated("short", 10), std::string("short"));
    QCOMPARE(io::middleTruncated("abcdefghij", 7), std::string("abc\xE2\x80\xA6hij"));
    QCOMPARE(io::middleTruncated("\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4", 3),
             std::string("\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4"));
    QCOMPARE(io::compactNumber(-0.0), std::string("0"));
    QCOMPARE(io::compactNumber(12.3456), std::string("12.35"));
}

QTEST_GUILESS_MAIN(TestHtmlReport)
#include "tst_html_report.moc"
