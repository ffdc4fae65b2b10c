// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/extreme_spot.h"
#include "views/panels/channels_panel.h"
#include "views/panels/provenance_panel.h"
#include "views/panels/ranges_panel.h"
#include "views/plots/plot.h"
#include "views/plots/range_glyphs.h"
#include "views/plots/sample_canvas.h"

using namespace qscope;
using namespace qscope::views;
using analysis::SampleRange;
using analysis::SampleSet;

namespace {

constexpr int Layers = 10;

/// Six samples, of which number 4 holds the largest value of the first layer's input.
std::shared_ptr<Snapshot> traced(bool withoutIt = false)
{
    synthetic::Options options;
    options.layers = Layers;
    auto s = synthetic::snapshot(options);
    auto calibration = std::make_shared<analysis::CalibrationResult>(*s->calibration);
    calibration->samples = withoutIt ? 5 : 6;
    stats::TensorStats& x = calibration->tensors[0];
    x.trace = {};
    for (int64_t i = 0; i < 6; ++i)
        if (!withoutIt || i != 4)
            x.trace.add(i, -1.F - static_cast<float>(i % 2), i == 4 ? 9.F : 2.F);
    x.shape = {1, 17, 64};
    x.channelAxis = 2;
    x.min = {-2, 1, 5, {0, 0, 5}};
    x.max = withoutIt ? stats::Extreme{2, 0, 7, {0, 3, 7}} : stats::Extreme{9, 4, 7, {0, 7, 7}};
    s->calibration = calibration;
    return s;
}

SampleShown shownSample(int64_t sample)
{
    QImage image(32, 32, QImage::Format_RGB32);
    image.fill(Qt::darkGray);
    return {sample, QStringLiteral("cat.png"), QStringLiteral("x"), image, {}};
}

struct ShownPanel {
    explicit ShownPanel(const SnapshotPtr& snapshot) : panel(&selection)
    {
        selection.selectLayer(LayerId(0));
        panel.resize(800, 360);
        panel.setSnapshot(snapshot);
        panel.show();
        QCoreApplication::processEvents();
    }

    Selection selection;
    ProvenancePanel panel;
};

Tensor imageTensor(const Shape& shape)
{
    Tensor t(DType::Float32, shape);
    auto values = t.span<float>();
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i);
    return t;
}

} // namespace

/// Which sample makes a range wide, where, and what is asked for to leave it out.
class TestProvenancePanel : public QObject {
    Q_OBJECT

private slots:
    void theTraceIsTheRangeOfEverySample()
    {
        ShownPanel shown(traced());
        const auto& high = *shown.panel.trace().largest().data();
        QCOMPARE(high.size(), 1 + 6 + 1); // the outer steps are as wide as the others
        QCOMPARE(high.at(5)->key, 4.0);
        QCOMPARE(high.at(5)->value, 9.0);
        QCOMPARE(shown.panel.trace().smallest().data()->at(4)->value, -2.0);
        QVERIFY(shown.panel.chosen() == (SampleRange{4, 5}));
        QVERIFY2(shown.panel.summaryText().contains("sample 4, in channel 7, at [0, 7, 7]"),
                 qPrintable(shown.panel.summaryText()));
        shown.panel.setEnd(ProvenancePanel::End::Smallest);
        QVERIFY(shown.panel.chosen() == (SampleRange{1, 2}));
    }

    void theSpotIsShownInTheImage()
    {
        ShownPanel shown(traced());
        QSignalSpy asked(&shown.panel, &ProvenancePanel::sampleRequested);
        shown.panel.chooseSamples({2, 3});
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toLongLong(), 2);
        shown.panel.showSample(shownSample(3)); // late: not looked at
        QVERIFY(shown.panel.canvas().image().isNull());
        shown.panel.showSample(shownSample(2));
        QVERIFY(!shown.panel.canvas().image().isNull());
        QVERIFY(shown.panel.canvas().spotRect().isEmpty()); // it holds no extreme
        shown.panel.setEnd(ProvenancePanel::End::Largest);
        shown.panel.showSample(shownSample(4));
        const QRectF all = shown.panel.canvas().imageRect(), spot = shown.panel.canvas().spotRect();
        // Token 7 of 17: behind a class token, row 1 and column 2 of a 4 x 4 grid.
        QCOMPARE(spot.center().x(), all.left() + all.width() * 2.5 / 4);
        QCOMPARE(spot.center().y(), all.top() + all.height() * 1.5 / 4);
        QVERIFY(shown.panel.summaryText().contains("row 2, column 3 of a 4×4 grid"));
        QVERIFY(shown.panel.summaryText().contains("cat.png"));
        QVERIFY(shown.panel.summaryText().contains("position in the tensor"));
    }

    void oneClickLeavesTheSampleOutAndTakesItBack()
    {
        ShownPanel shown(traced());
        QList<SampleSet> wanted;
        connect(&shown.panel, &ProvenancePanel::leaveOutRequested, this,
                [&](const SampleSet& s) { wanted << s; });
        QTest::mouseClick(&shown.panel.leaveOutButton(), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QVERIFY(wanted[0] == SampleSet({4, 5}));

        auto after = traced(true);
        after->leftOut = wanted[0];
        after->withAll = traced()->calibration;
        shown.panel.setSnapshot(after);
        QVERIFY(std::isnan(shown.panel.trace().largest().data()->at(5)->value));
        QCOMPARE(shown.panel.trace().leftOut().data()->size(), 2); // where it reached
        QCOMPARE(shown.panel.trace().leftOut().data()->at(1)->value, 9.0);
        QVERIFY2(shown.panel.summaryText().contains(
                     "From -2 to 9 with all samples; from -2 to 2 without samples 4."),
                 qPrintable(shown.panel.summaryText()));
        shown.panel.chooseSamples({4, 5});
        QTest::mouseClick(&shown.panel.leaveOutButton(), Qt::LeftButton);
        QCOMPARE(wanted.size(), 2);
        QVERIFY(wanted[1].empty());
        shown.panel.setCalibrating(true);
        QVERIFY(!shown.panel.leaveOutButton().isEnabled());
    }

    void anEndInTheRangesPanelAsksForItsSample()
    {
        Selection selection;
        RangesPanel ranges(&selection);
        ranges.resize(640, 420);
        ranges.setSnapshot(traced());
        ranges.show();
        QCoreApplication::processEvents();
        QSignalSpy asked(&selection, &Selection::extremeAsked);
        const RangeSummary& first = ranges.glyphs().summaries().front();
        Plot* plot = ranges.plots().front();
        const int x = static_cast<int>(std::lround(plot->xAxis->coordToPixel(RangeGlyphs::keyOf(first))));
        const auto y = [&](double value) {
            return static_cast<int>(std::lround(ranges.glyphs().pixelOf(value)));
        };
        QTest::mouseClick(plot, Qt::LeftButton, {}, {x, y(first.max)});
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toBool(), true);
        QTest::mouseClick(plot, Qt::LeftButton, {}, {x, y(first.min)});
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[1][0].toBool(), false);
        QTest::mouseClick(plot, Qt::LeftButton, {}, {x, y(first.median)});
        QCOMPARE(asked.size(), 2);
        QCOMPARE(selection.value(), first.value);
    }

    void theChannelOfAnExtremeAsksForItsSample()
    {
        Selection selection;
        ChannelsPanel channels(&selection);
        selection.selectLayer(LayerId(0));
        channels.resize(640, 420);
        channels.setSnapshot(traced());
        channels.setSorted(false);
        channels.show();
        QCoreApplication::processEvents();
        QCOMPARE(channels.extremes().data()->size(), 2);
        QSignalSpy asked(&selection, &Selection::extremeAsked);
        Plot* plot = channels.plots().front();
        const auto click = [&](double channel) {
            QTest::mouseClick(plot, Qt::LeftButton, {},
                              {static_cast<int>(std::lround(plot->xAxis->coordToPixel(channel))),
                               plot->axisRect()->top() + 3});
        };
        click(7);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toBool(), true);
        click(5);
        QCOMPARE(asked[1][0].toBool(), false);
        click(20); // of this channel nobody knows the sample
        QCOMPARE(asked.size(), 2);
    }

    void placesInTheImage_data()
    {
        QTest::addColumn<QString>("op");
        QTest::addColumn<QList<int>>("shape");
        QTest::addColumn<int>("channelAxis");
        QTest::addColumn<QList<int>>("position");
        QTest::addColumn<QRectF>("area"); // empty: nobody knows
        QTest::newRow("a feature map [N, C, H, W]")
            << "Conv" << QList<int>{1, 8, 4, 8} << 1 << QList<int>{0, 3, 1, 6}
            << QRectF(0.75, 0.25, 0.125, 0.25);
        QTest::newRow("a feature map [N, H, W, C]")
            << "Conv" << QList<int>{1, 4, 8, 3} << 3 << QList<int>{0, 1, 6, 2}
            << QRectF(0.75, 0.25, 0.125, 0.25);
        QTest::newRow("attention has no rows and columns of the image")
            << "MatMul" << QList<int>{1, 8, 4, 4} << 1 << QList<int>{0, 3, 1, 2} << QRectF();
        QTest::newRow("tokens") << "MatMul" << QList<int>{1, 16, 8} << 2 << QList<int>{0, 5, 2}
                                << QRectF(0.25, 0.25, 0.25, 0.25);
        QTest::newRow("a class token is nowhere")
            << "MatMul" << QList<int>{1, 17, 8} << 2 << QList<int>{0, 0, 2} << QRectF();
        QTest::newRow("tokens of a text")
            << "MatMul" << QList<int>{1, 13, 8} << 2 << QList<int>{0, 5, 2} << QRectF();
        QTest::newRow("windows of an image")
            << "MatMul" << QList<int>{9, 16, 8} << 2 << QList<int>{1, 5, 2} << QRectF();
        QTest::newRow("a sample of another shape")
            << "Conv" << QList<int>{1, 8, 4, 4} << 1 << QList<int>{0, 3, 4, 0} << QRectF();
    }
    void placesInTheImage()
    {
        QFETCH(QString, op);
        QFETCH(QList<int>, shape);
        QFETCH(int, channelAxis);
        QFETCH(QList<int>, position);
        QFETCH(QRectF, area);
        Graph graph;
        graph.values.resize(3);
        graph.values[2].producer = NodeId(0);
        Node node;
        node.op = op.toStdString();
        node.inputs = {ValueId(0), ValueId(1)};
        node.outputs = {ValueId(2)};
        graph.nodes.push_back(node);
        const std::vector<Layer> layers;
        Snapshot snapshot;
        snapshot.model = std::make_shared<const ModelView>(ModelView{"m", &graph, &layers, nullptr});
        stats::TensorStats stats;
        stats.value = ValueId(2);
        stats.shape.assign(shape.begin(), shape.end());
        stats.channelAxis = channelAxis;
        stats::Extreme extreme{1, 0, 0, {position.begin(), position.end()}};
        const auto spot = imageSpot(snapshot, stats, extreme, {64, 64});
        QCOMPARE(spot ? spot->area : QRectF(), area);
        if (spot)
            QVERIFY(spot->how.contains(QString::number(shape[op == "Conv" ? 2 : 1])));
    }

    void samplesThatAreImages_data()
    {
        QTest::addColumn<QList<int>>("shape");
        QTest::addColumn<QSize>("size"); // empty: no image
        QTest::newRow("[1, C, H, W]") << QList<int>{1, 3, 10, 12} << QSize(12, 10);
        QTest::newRow("[1, H, W, C]") << QList<int>{1, 10, 12, 1} << QSize(12, 10);
        QTest::newRow("[1, H, W]") << QList<int>{1, 10, 12} << QSize(12, 10);
        QTest::newRow("a row of features") << QList<int>{1, 1, 1, 96} << QSize();
        QTest::newRow("five channels") << QList<int>{1, 5, 10, 12} << QSize();
        QTest::newRow("a vector") << QList<int>{1, 400} << QSize();
    }
    void samplesThatAreImages()
    {
        QFETCH(QList<int>, shape);
        QFETCH(QSize, size);
        const SampleShown shown =
            sampleShown(3, "#3", {{"x", imageTensor({shape.begin(), shape.end()})}}, false);
        QCOMPARE(shown.image.size(), size.isEmpty() ? QSize(0, 0) : size);
        QCOMPARE(shown.problem.isEmpty(), !size.isEmpty());
        if (size.isEmpty())
            return;
        QCOMPARE(qRed(shown.image.pixel(0, 0)), 0); // full contrast
        QCOMPARE(qBlue(shown.image.pixel(11, 9)), 255);
    }

    void colourOrderIsKept()
    {
        Tensor t(DType::Float32, {1, 3, 8, 8});
        for (size_t i = 0; i < t.span<float>().size(); ++i)
            t.span<float>()[i] = i < 64 ? 1.F : 0.F; // the first channel
        QCOMPARE(sampleShown(0, {}, {{"x", t}}, false).image.pixel(2, 2), qRgb(255, 0, 0));
        QCOMPARE(sampleShown(0, {}, {{"x", t}}, true).image.pixel(2, 2), qRgb(0, 0, 255));
    }
};

QTEST_MAIN(TestProvenancePanel)
#include "tst_provenance_panel.moc"
