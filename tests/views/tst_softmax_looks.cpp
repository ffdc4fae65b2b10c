// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include <cmath>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/softmax_summary.h"
#include "views/panels/attention_view.h"
#include "views/panels/softmax_panel.h"

using namespace qscope;
using namespace qscope::views;

namespace {

const LayerId AfterSoftmax(3);

std::shared_ptr<Snapshot> tenLayers()
{
    synthetic::Options options;
    options.layers = 10;
    return synthetic::snapshot(options);
}

struct ShownSoftmax {
    ShownSoftmax() : panel(&selection)
    {
        selection.selectLayer(AfterSoftmax);
        panel.resize(800, 360);
        panel.setSnapshot(tenLayers());
        panel.show();
        QCoreApplication::processEvents();
    }

    Selection selection;
    SoftmaxPanel panel;
};

/// Two heads of 3 queries and 4 keys: 0, 1, 2, ... as far as 23.
Tensor twoHeads(Shape shape)
{
    Tensor t(DType::Float32, std::move(shape));
    auto values = t.span<float>();
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i);
    return t;
}

stats::TensorStats probabilities(size_t bin)
{
    stats::TensorStats tensor;
    tensor.softmax.emplace();
    tensor.softmax->log2Counts.assign(64, 0);
    tensor.softmax->log2Counts[bin] = 1000;
    const float p = std::exp2(-(static_cast<float>(bin) + 0.5F) / 4);
    const std::vector<float> x{0, p, 1};
    tensor.histogram.add(x, 0, 1);
    tensor.min.value = 0;
    tensor.max.value = 1;
    return tensor;
}

} // namespace

/// What the kinds of quantizers do to probabilities, and what one head looks at.
class TestSoftmaxLooks : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void smallProbabilitiesNeedLogarithmicSteps()
    {
        const SoftmaxErrors small = softmaxErrors(probabilities(40), 4); // about 2^-10
        QVERIFY(std::abs(small.uniformDb) < 1e-9); // all become 0: the error is the signal
        QVERIFY(small.log2Db > 10);
        QVERIFY(small.log2Db > small.logSqrt2Db); // its smallest value is 2^-7.5
        const SoftmaxErrors large = softmaxErrors(probabilities(1), 8);
        QVERIFY(large.uniformDb > large.log2Db);
        QVERIFY(large.logSqrt2Db > large.log2Db); // half the steps between
        QVERIFY(std::isnan(softmaxErrors(stats::TensorStats(), 8).uniformDb));
    }

    void theErrorsAreThoseOfTheBitsChosen()
    {
        ShownSoftmax shown;
        const auto& stats = *shown.panel.snapshot().stats(shown.panel.value());
        const auto text = [&](int bits) {
            const SoftmaxErrors e = softmaxErrors(stats, bits);
            return QString::fromUtf8("Local SQNR at %1 bits: uniform %2 dB · log2 %3 dB · log-√2 %4 dB")
                .arg(bits)
                .arg(e.uniformDb, 0, 'f', 1)
                .arg(e.log2Db, 0, 'f', 1)
                .arg(e.logSqrt2Db, 0, 'f', 1);
        };
        QCOMPARE(shown.panel.errorsText(), text(8)); // as the config has it
        shown.panel.setErrorBits(4);
        QCOMPARE(shown.panel.errorsText(), text(4));
        QVERIFY(text(4) != text(8));
        shown.panel.setErrorBits(0);
        QCOMPARE(shown.panel.errorsText(), text(8));
    }

    void aHeadIsAskedForWhenItIsLookedAt()
    {
        ShownSoftmax shown;
        QSignalSpy asked(&shown.panel, &SoftmaxPanel::tensorRequested);
        QCOMPARE(shown.panel.plots().size(), 3); // with the codes
        shown.panel.showAttention(true);
        QCoreApplication::processEvents();
        QVERIFY(asked.size() >= 1);
        QCOMPARE(asked.last()[0].value<ValueId>(), shown.panel.value());
        QCOMPARE(asked.last()[1].toLongLong(), 0);
        AttentionView& view = shown.panel.attention();
        QCOMPARE(view.sampleBox().maximum(), 255);
        view.sampleBox().setValue(5);
        QCOMPARE(asked.last()[1].toLongLong(), 5);
        view.showTensor({shown.panel.value(), 0, twoHeads({1, 2, 3, 4}), {}}); // late
        QVERIFY(!view.map().visible());
        view.showTensor({shown.panel.value(), 5, twoHeads({1, 2, 3, 4}), {}});
        QVERIFY(view.map().visible());
        QCOMPARE(shown.panel.plots().size(), 4);
        const auto& cells = *const_cast<QCPColorMap&>(view.map()).data();
        QCOMPARE(cells.keySize(), 4);
        QCOMPARE(cells.valueSize(), 3);
        QCOMPARE(const_cast<QCPColorMapData&>(cells).cell(1, 2), 9.0); // query 2 looks at key 1
        QCOMPARE(view.headBox().maximum(), 1);
        view.headBox().setValue(1);
        QCOMPARE(const_cast<QCPColorMapData&>(cells).cell(1, 2), 21.0);
        QVERIFY(view.plot()->yAxis->rangeReversed());
        QVERIFY(view.plot()->xAxis->label().contains("key"));
    }

    void headsLieWhereTheShapeSays_data()
    {
        QTest::addColumn<QList<int>>("shape");
        QTest::addColumn<int>("heads");
        QTest::newRow("[1, heads, queries, keys]") << QList<int>{1, 2, 3, 4} << 2;
        QTest::newRow("[heads, queries, keys]") << QList<int>{2, 3, 4} << 2;
        QTest::newRow("classes") << QList<int>{1, 10} << 0;
        QTest::newRow("several samples at once") << QList<int>{2, 2, 3, 4} << 0;
    }
    void headsLieWhereTheShapeSays()
    {
        QFETCH(QList<int>, shape);
        QFETCH(int, heads);
        const Tensor t = twoHeads({shape.begin(), shape.end()});
        QCOMPARE(attentionHeads(t), int64_t(heads));
        if (heads > 0)
            QCOMPARE(attentionMap(t, 1).values.front(), 12.F);
    }

    void whatWentWrongIsSaidInThePlot()
    {
        ShownSoftmax shown;
        shown.panel.showAttention(true);
        QCoreApplication::processEvents();
        AttentionView& view = shown.panel.attention();
        QCOMPARE(view.plot()->notice(), QString("Being computed."));
        view.showTensor({shown.panel.value(), 0, std::nullopt, "no such sample"});
        QCOMPARE(view.plot()->notice(), QString("no such sample"));
        view.showTensor({shown.panel.value(), 0, twoHeads({1, 24}), {}});
        QVERIFY(view.plot()->notice().startsWith("This is no attention: 1"));
    }
};

QTEST_MAIN(TestSoftmaxLooks)
#include "tst_softmax_looks.moc"
