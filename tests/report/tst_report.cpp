// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include <cmath>

#include "core/report/chart_extent.h"
#include "core/report/chart_svg.h"
#include "core/report/report_writers.h"

using namespace qscope;
using namespace qscope::report;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Table smallTable()
{
    return {"Layers", {{"layer"}, {"SQNR", "dB", 1}, {"factor"}}, {{"a&b", 12.345, 0.5}, {"größer", kInfinity, {}}}};
}

Chart smallChart()
{
    return {"Curve", {"samples"}, {"SQNR", "dB"}, {{"float", Mark::Line, {1, 2, 4}, {10, 20, 30}, {9, 18, 27}, {11, 22, 33}}}};
}

HeatMap smallMap() { return {"Map", {"channel"}, {"block"}, {"range"}, 2, {1, 2, 3, kNaN}}; }

Report whole() { return {"What was done", {Note{"One <sentence>."}, smallTable(), smallChart(), smallMap()}}; }

QString problem(const ReportItem& item)
{
    const Status status = check({"", {item}});
    return status.ok() ? QString("ok") : QString::fromStdString(status.error().text());
}

bool isXml(const std::string& text)
{
    QXmlStreamReader reader(QByteArray::fromStdString(text));
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void isCheckedBeforeItIsDrawn_data()
    {
        QTest::addColumn<ReportItem>("item");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a table") << ReportItem(smallTable()) << "ok";
        QTest::newRow("a chart") << ReportItem(smallChart()) << "ok";
        QTest::newRow("a heat map") << ReportItem(smallMap()) << "ok";
        Table table = smallTable();
        table.rows[1].pop_back();
        QTest::newRow("a short row") << ReportItem(table) << "row 1 of the table 'Layers' has 2 cells for 3 columns";
        Chart chart = smallChart();
        chart.series[0].y.pop_back();
        QTest::newRow("fewer y than x") << ReportItem(chart) << "the series 'float' of the chart 'Curve' has 3 x for 2 y";
        chart = smallChart();
        chart.series[0].low.clear();
        QTest::newRow("half a band") << ReportItem(chart)
                                     << "the series 'float' of the chart 'Curve' has a confidence band of another length";
        chart = smallChart();
        chart.y.logarithmic = true;
        QTest::newRow("a logarithmic axis") << ReportItem(chart) << "ok";
        chart.series[0].y[1] = 0;
        QTest::newRow("zero on a logarithmic axis")
            << ReportItem(chart) << "the series 'float' of the chart 'Curve' has the value 0.000000 on a logarithmic axis";
        HeatMap map = smallMap();
        map.columns = 3;
        QTest::newRow("a heat map with a ragged edge") << ReportItem(map) << "the heat map 'Map' has 4 values in 3 columns";
        map.columns = 0;
        QTest::newRow("a heat map without columns") << ReportItem(map) << "the heat map 'Map' has 4 values in 0 columns";
    }
    void isCheckedBeforeItIsDrawn()
    {
        QFETCH(ReportItem, item);
        QFETCH(QString, sentence);
        QCOMPARE(problem(item), sentence);
    }

    void readsWellInATerminal()
    {
        const char* expected = "What was done\n"
                               "=============\n"
                               "\n"
                               "One <sentence>.\n"
                               "\n"
                               "Layers\n"
                               "------\n"
                               "layer   SQNR (dB)  factor\n"
                               "a&b          12.3     0.5\n"
                               "größer        inf\n"
                               "\n"
                               "Curve\n"
                               "-----\n"
                               "float\n"
                               "samples  SQNR (dB)  from  to\n"
                               "      1         10     9  11\n"
                               "      2         20    18  22\n"
                               "      4         30    27  33\n"
                               "\n"
                               "Map\n"
                               "---\n"
                               "channel 2 x block 2: range from 1 to 3\n";
        QCOMPARE(QString::fromStdString(reportText(whole())), QString(expected));
    }

    void thinsOutLongCurvesWithBothEnds()
    {
        Chart chart = smallChart();
        Series& s = chart.series[0];
        s = {"long", Mark::Line, {}, {}};
        for (int i = 0; i < 1000; ++i) {
            s.x.push_back(i);
            s.y.push_back(2 * i);
        }
        const QStringList lines = QString::fromStdString(reportText({"", {chart}})).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines[2], "long, 24 of 1000 points");
        QCOMPARE(lines.size(), qsizetype(4 + 24));
        QCOMPARE(lines[4].simplified(), "0 0");
        QCOMPARE(lines.last().simplified(), "999 1998");
    }

    void keepsEveryNumberInJson()
    {
        const auto root = QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(whole()))).object();
        QCOMPARE(root["title"].toString(), "What was done");
        const QJsonArray items = root["items"].toArray();
        QCOMPARE(items.size(), 4);
        QStringList kinds;
        for (const auto& item : items)
            kinds.append(item.toObject()["kind"].toString());
        QCOMPARE(kinds, QStringList({"note", "table", "chart", "heatmap"}));
        QCOMPARE(items[1]["rows"][0], QJsonValue(QJsonArray{"a&b", 12.345, 0.5}));
        QCOMPARE(items[1]["rows"][1], QJsonValue(QJsonArray{"größer", "inf", QJsonValue::Null}));
        QCOMPARE(items[2]["series"][0]["high"], QJsonValue(QJsonArray{11, 22, 33}));
        QCOMPARE(items[2]["y"]["unit"].toString(), "dB");
        QCOMPARE(items[3]["values"], QJsonValue(QJsonArray{1, 2, 3, "nan"}));
    }

    void isOnePageOfHtml()
    {
        const QString page = QString::fromStdString(reportHtml(whole()));
        QVERIFY(page.contains("<title>What was done</title>"));
        QVERIFY(page.contains("One &lt;sentence&gt;."));
        QVERIFY(page.contains("<td class=\"t\">a&amp;b</td><td>12.3</td><td>0.5</td>"));
        QCOMPARE(page.count("<svg"), 2);
        QVERIFY(!page.contains("<script"));
    }

    void drawsWhateverPassesTheCheck_data()
    {
        QTest::addColumn<ReportItem>("item");
        QTest::newRow("a curve with a band") << ReportItem(smallChart());
        Chart chart = smallChart();
        chart.series[0].y = {kNaN, kInfinity, kNaN};
        QTest::newRow("nothing finite") << ReportItem(chart);
        chart = smallChart();
        chart.series[0].x = {7, 7, 7};
        chart.series[0].y = {3, 3, 3};
        chart.x.logarithmic = chart.y.logarithmic = true;
        QTest::newRow("one place on logarithmic axes") << ReportItem(chart);
        QTest::newRow("bars with names") << ReportItem(
            Chart{"Bars", {"variant", "", false, {"layer-wise", "channel-wise"}}, {"accuracy", "%"},
                  {{"4 bits", Mark::Bars, {0, 1}, {12, 70}, {10, 68}, {14, 72}}, {"8 bits", Mark::Bars, {0, 1}, {88, -3}}}});
        QTest::newRow("points") << ReportItem(Chart{"Points", {"a"}, {"b"}, {{"p", Mark::Points, {1, kNaN}, {2, 3}}}});
        QTest::newRow("no series") << ReportItem(Chart{"Empty", {"a"}, {"b"}, {}});
        QTest::newRow("empty series") << ReportItem(Chart{"Empty", {"a"}, {"b"}, {{"e", Mark::Bars, {}, {}}}});
        QTest::newRow("a heat map") << ReportItem(smallMap());
        QTest::newRow("a heat map of nothing") << ReportItem(HeatMap{"Map", {"x"}, {"y"}, {"v"}, 1, {kNaN}});
        QTest::newRow("a logarithmic heat map") << ReportItem(HeatMap{"Map", {"x"}, {"y"}, {"v", "", true}, 1, {1, 1000}});
    }
    void drawsWhateverPassesTheCheck()
    {
        QFETCH(ReportItem, item);
        QCOMPARE(problem(item), "ok");
        const auto* map = std::get_if<HeatMap>(&item);
        const std::string svg = map ? heatMapSvg(*map) : chartSvg(std::get<Chart>(item));
        QVERIFY(isXml(svg));
        // Coordinates follow a quotation mark, a space, or the letter of a path; images are left out.
        static const QRegularExpression image("href=\"[^\"]*\""), odd("[\"> ML]-?(nan|inf)");
        QVERIFY2(!QString::fromStdString(svg).remove(image).contains(odd), svg.c_str());
        QVERIFY(!reportText({"", {item}}).empty());
    }

    void showsAllBars()
    {
        const Chart chart{"Bars", {"x"}, {"y"}, {{"a", Mark::Bars, {2, 4}, {1, 5}}, {"b", Mark::Bars, {2, 4}, {-1, 2}}}};
        const ChartExtent extent = extentOf(chart);
        QVERIFY(extent.x.low < 1 && extent.x.high > 5);
        QVERIFY(extent.y.low < -1 && extent.y.high > 5);
        const BarPlace a = barPlace(chart, 0), b = barPlace(chart, 1);
        QCOMPARE(a.width, 0.8);
        QCOMPARE(b.offset - a.offset, a.width); // side by side
        QCOMPARE(a.offset + b.offset, 0.0);     // around their place
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
