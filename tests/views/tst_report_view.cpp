// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <limits>

#include "views/models/report_table_model.h"
#include "views/panels/report_view.h"
#include "views/plots/report_chart.h"
#include "views/plots/report_heat_map.h"

using namespace qscope;
using namespace qscope::report;
using namespace qscope::views;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Table layers()
{
    return {"Layers", {{"layer"}, {"SQNR", "dB", 1}}, {{"a", 12.345}, {"b", {}}, {"c", 9.0}}};
}

Chart ablation()
{
    return {"Ablation",
            {"variant", "", false, {"layer-wise", "channel-wise", "reparameterised"}},
            {"accuracy", "%"},
            {{"W4/A4", Mark::Bars, {0, 1, 2}, {20, 70, 69}, {17, 67, 66}, {23, 73, 72}},
             {"W8/A8", Mark::Bars, {0, 1, 2}, {85, 88, 88}}}};
}

Chart curve()
{
    Chart chart{"Samples", {"samples", "", true}, {"SQNR", "dB"}, {{"RepQ", Mark::Line, {1, 8, 32, 128}, {10, 20, 22, 23}, {8, 19, 21, 22}, {12, 21, 23, 24}}}};
    chart.series.push_back({"layer-wise", Mark::Points, {1, 8, 32, 128}, {5, 6, 6, 6}, {4, 5, 5, 5}, {6, 7, 7, 7}});
    return chart;
}

HeatMap ranges()
{
    HeatMap map{"Ranges", {"channel"}, {"block"}, {"range", "", true}, 24, {}};
    for (int row = 0; row < 6; ++row)
        for (int c = 0; c < 24; ++c)
            map.values.push_back(c == 5 && row == 2 ? kNaN : 1 + std::abs(std::sin(c * 1.7 + row)) * (c % 7 == 0 ? 30 : 2));
    return map;
}

} // namespace

class TestReportView : public QObject {
    Q_OBJECT

private slots:
    void tablesKeepNumbersAsNumbers()
    {
        const ReportTableModel model(layers());
        const QAbstractItemModelTester tester(const_cast<ReportTableModel*>(&model));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), "SQNR [dB]");
        QCOMPARE(model.index(0, 1).data().toString(), QLocale().toString(12.3, 'f', 1));
        QCOMPARE(model.index(1, 1).data().toString(), "–");
        QCOMPARE(model.index(0, 1).data(Qt::UserRole).toDouble(), 12.345);
        QVERIFY(!model.index(1, 1).data(Qt::UserRole).isValid());
    }

    void showsItemsInTheirOrder()
    {
        ReportView view;
        view.setReport(std::make_shared<Report>(Report{"Title", {Note{"First."}, layers(), ablation(), ranges()}}));
        QStringList texts;
        for (const auto* label : view.widget()->findChildren<QLabel*>())
            texts << label->text();
        QCOMPARE(texts, QStringList({"Title", "First.", "Layers", "Ablation", "Ranges"}));
        QCOMPARE(view.plots().size(), 2);
        view.setReport(nullptr);
        QVERIFY(view.plots().isEmpty());
        QVERIFY(view.widget()->findChildren<QLabel*>().isEmpty());
    }

    void tablesStayInTheAuthorsOrderUntilSorted()
    {
        ReportView view;
        view.setReport(std::make_shared<Report>(Report{"", {layers()}}));
        auto* table = view.widget()->findChild<QTableView*>();
        const auto first = [&] { return table->model()->index(0, 0).data().toString(); };
        QCOMPARE(first(), "a");
        table->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(first(), "a"); // 12.3 before 9
        table->sortByColumn(0, Qt::DescendingOrder);
        QCOMPARE(first(), "c");
    }

    void barsStandSideBySideWithTheirIntervals()
    {
        ReportChart chart(ablation());
        QList<QCPBars*> bars;
        QList<QCPErrorBars*> intervals;
        for (int i = 0; i < chart.plottableCount(); ++i) {
            if (auto* b = qobject_cast<QCPBars*>(chart.plottable(i)))
                bars << b;
            if (auto* e = qobject_cast<QCPErrorBars*>(chart.plottable(i)))
                intervals << e;
        }
        QCOMPARE(bars.size(), 2);
        QCOMPARE(intervals.size(), 1);
        QCOMPARE(bars[0]->data()->at(1)->value, 70.0);
        QVERIFY(std::abs(bars[1]->data()->at(0)->key - bars[0]->data()->at(0)->key - bars[0]->width()) < 1e-12);
        QCOMPARE(intervals[0]->data()->at(0).errorMinus, 3.0);
        QCOMPARE(chart.yAxis->label(), "accuracy [%]");
        QVERIFY(chart.xAxis->range().contains(2) && chart.yAxis->range().contains(88));
    }

    void curvesHaveBandsAndLogarithms()
    {
        ReportChart chart(curve());
        QCOMPARE(chart.xAxis->scaleType(), QCPAxis::stLogarithmic);
        QCOMPARE(chart.yAxis->scaleType(), QCPAxis::stLinear);
        int fills = 0;
        for (int i = 0; i < chart.graphCount(); ++i)
            fills += chart.graph(i)->channelFillGraph() ? 1 : 0;
        QCOMPARE(fills, 1);
        QVERIFY(chart.xAxis->range().lower > 0 && chart.xAxis->range().lower < 1 && chart.xAxis->range().upper > 128);
        QVERIFY(chart.legend->visible());
    }

    void heatMapsKeepTheirRows()
    {
        ReportHeatMap map(ranges());
        auto* colours = qobject_cast<QCPColorMap*>(map.plottable(0));
        QVERIFY(colours);
        QCOMPARE(colours->data()->keySize(), 24);
        QCOMPARE(colours->data()->valueSize(), 6);
        QCOMPARE(colours->data()->cell(7, 0), ranges().values[7]);
        QVERIFY(std::isnan(colours->data()->cell(5, 2)));
        QCOMPARE(colours->dataScaleType(), QCPAxis::stLogarithmic);
        QCOMPARE(map.xAxis->range().lower, -0.5);
    }

    /// For looking at: QSCOPE_SCREENSHOTS=folder.
    void isDrawn()
    {
        ReportView view;
        view.resize(760, 1500);
        view.setReport(std::make_shared<Report>(Report{"RepQ-ViT on vit.onnx", {Note{"Ranges after LayerNorm were put into its affine."}, layers(), ablation(), curve(), ranges()}}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTest::qWait(100);
        const QPixmap picture = view.grab();
        QVERIFY(!picture.isNull());
        if (const QString folder = qEnvironmentVariable("QSCOPE_SCREENSHOTS"); !folder.isEmpty())
            QVERIFY(picture.save(folder + "/report_view.png"));
    }
};

QTEST_MAIN(TestReportView)
#include "tst_report_view.moc"
