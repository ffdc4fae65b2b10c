// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <cstring>

#include "core/analysis/analyzer.h"
#include "core/data/read_ahead.h"

using namespace qscope;
using analysis::Analyzer;

namespace {

const std::string Samples = QSCOPE_SAMPLES;

std::unique_ptr<data::Dataset> open(const Analyzer& analyzer, int64_t limit, int64_t chunk = 8)
{
    data::OpenOptions options;
    options.limit = limit;
    auto dataset = data::openDataset(Samples + "/fashion_evaluation.npz", analyzer.inputSpecs(), options);
    return data::readAhead(std::move(dataset.value()), chunk);
}

quant::Config withBits(int weightBits, int activationBits)
{
    quant::Config config;
    config.weights.bits = weightBits;
    config.activations.bits = activationBits;
    return config;
}

bool sameBits(const Tensor& a, const Tensor& b)
{
    return a.shape() == b.shape() && std::memcmp(a.rawData(), b.rawData(), a.bytes()) == 0;
}

} // namespace

class TestAnalyzer : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        auto vit = Analyzer::open(Samples + "/vit_fashion.onnx", {2});
        QVERIFY2(vit.ok(), vit.ok() ? "" : vit.error().text().c_str());
        m_vit = *vit;
        auto resnet = Analyzer::open(Samples + "/resnet_fashion.onnx", {2});
        QVERIFY2(resnet.ok(), resnet.ok() ? "" : resnet.error().text().c_str());
        m_resnet = *resnet;
    }

    void outputsAreTheSameBitsForAnyReadingSizeAndThreadCount()
    {
        for (const char* model : {"/vit_fashion.onnx", "/resnet_fashion.onnx"}) {
            auto one = Analyzer::open(Samples + model, {1});
            auto two = Analyzer::open(Samples + model, {2});
            QVERIFY(one.ok() && two.ok());
            const auto reference = (*one)->run(*open(**one, 21, 1), {});
            QVERIFY(reference.ok());
            QCOMPARE(reference->front().tensor.shape(), (Shape{21, 10}));
            for (const int64_t chunk : {3, 64}) {
                const auto other = (*two)->run(*open(**two, 21, chunk), {});
                QVERIFY(other.ok());
                QVERIFY(sameBits(reference->front().tensor, other->front().tensor));
            }
        }
    }

    void statisticsAreTheSameForAnyReadingSizeAndThreadCount()
    {
        auto one = Analyzer::open(Samples + "/vit_fashion.onnx", {1});
        const auto a = (*one)->calibrate(*open(**one, 13, 1), {});
        const auto b = m_vit->calibrate(*open(*m_vit, 13, 64), {});
        QVERIFY(a.ok() && b.ok());
        QCOMPARE((*a)->tensors.size(), (*b)->tensors.size());
        for (size_t i = 0; i < (*a)->tensors.size(); ++i) {
            const auto& x = (*a)->tensors[i];
            const auto& y = (*b)->tensors[i];
            QVERIFY2(x.histogram == y.histogram, x.name.c_str());
            QVERIFY2(x.mean == y.mean && x.variance == y.variance, x.name.c_str());
            QVERIFY2(x.min.sample == y.min.sample && x.max.position == y.max.position, x.name.c_str());
            QVERIFY2(x.channels.mean == y.channels.mean && x.channels.max == y.channels.max, x.name.c_str());
        }
    }

    void statisticsCountEveryElementOfEverySample()
    {
        const auto calibration = m_vit->calibrate(*open(*m_vit, 13), {});
        QVERIFY(calibration.ok());
        QCOMPARE((*calibration)->samples, int64_t(13));
        const auto* input = (*calibration)->find(m_vit->graph().inputs[0]);
        QVERIFY(input != nullptr);
        QCOMPARE(input->count, int64_t(13 * 28 * 28)); // the filled-up batch does not count
        for (const auto& t : (*calibration)->tensors)
            QVERIFY2(t.histogram.total() == static_cast<uint64_t>(t.count), t.name.c_str());
    }

    void theViTShowsUnequalChannelsAndCrowdedSoftmax()
    {
        const auto calibration = m_vit->calibrate(*open(*m_vit, 64), {});
        QVERIFY(calibration.ok());
        double widest = 0;
        double crowded = 0;
        int softmaxes = 0;
        for (const auto& t : (*calibration)->tensors) {
            if (t.op == "LayerNormalization")
                widest = std::max(widest, t.interChannelRatio());
            if (!t.softmax)
                continue;
            ++softmaxes;
            crowded = std::max(crowded, t.softmax->shareBelowStep);
            QCOMPARE(t.softmax->rowLength, int64_t(49));
            QCOMPARE(t.softmax->headEntropyBits.size(), size_t(4));
            for (const double bits : t.softmax->headEntropyBits)
                QVERIFY(bits >= 0 && bits <= t.softmax->maxEntropyBits + 1e-6);
        }
        QCOMPARE(softmaxes, 6);
        QVERIFY2(widest > 8, qPrintable(QString::number(widest)));
        QVERIFY2(crowded > 0.6, qPrintable(QString::number(crowded)));
    }

    void eightBitsLoseLittleAndFewBitsLoseMuch()
    {
        auto dataset = open(*m_vit, 64);
        const auto calibration = m_vit->calibrate(*dataset, {});
        const auto eight = m_vit->evaluate(*dataset, {}, **calibration, withBits(8, 8), {});
        const auto four = m_vit->evaluate(*dataset, {}, **calibration, withBits(4, 4), {});
        const auto two = m_vit->evaluate(*dataset, {}, **calibration, withBits(2, 2), {});
        QVERIFY(eight.ok() && four.ok() && two.ok());
        QVERIFY(eight->agreement > 0.95);
        QVERIFY(eight->sqnrDb > four->sqnrDb + 6);
        QVERIFY(four->sqnrDb > two->sqnrDb);
        QCOMPARE(eight->layersQuantized, 38);
        QCOMPARE(four->weightBytes * 2, eight->weightBytes);
    }

    void layersInFloatingPointAreFloat()
    {
        auto dataset = open(*m_resnet, 16);
        const auto calibration = m_resnet->calibrate(*dataset, {});
        quant::Config config = withBits(3, 3);
        config.rules.push_back({{quant::MatchKind::Regex, ".*"}, true, {}, {}});
        const auto evaluation = m_resnet->evaluate(*dataset, {}, **calibration, config, {});
        QVERIFY(evaluation.ok());
        QVERIFY(std::isinf(evaluation->sqnrDb));
        QCOMPARE(evaluation->layersQuantized, 0);
        QCOMPARE(evaluation->agreement, 1.0);
    }

    void sensitivityOfALayerEqualsEvaluatingItAlone()
    {
        auto dataset = open(*m_resnet, 11);
        const auto calibration = m_resnet->calibrate(*dataset, {});
        using analysis::SensitivityMode;
        const auto only = m_resnet->sensitivity(*dataset, {}, **calibration, withBits(4, 4),
                                                SensitivityMode::OnlyThisLayer, {});
        const auto except = m_resnet->sensitivity(*dataset, {}, **calibration, withBits(4, 4),
                                                  SensitivityMode::AllButThis, {});
        QVERIFY(only.ok() && except.ok());
        QCOMPARE(only->layers.size(), m_resnet->layers().size());
        for (const size_t i : {size_t(0), size_t(7), m_resnet->layers().size() - 1}) {
            quant::Config alone = withBits(4, 4);
            alone.rules.push_back({{quant::MatchKind::Regex, ".*"}, true, {}, {}});
            alone.rules.push_back({{quant::MatchKind::Name, m_resnet->layers()[i].name}, false, {}, {}});
            QCOMPARE(m_resnet->evaluate(*dataset, {}, **calibration, alone, {})->sqnrDb, only->layers[i].sqnrDb);
            quant::Config others = withBits(4, 4);
            others.rules.push_back({{quant::MatchKind::Name, m_resnet->layers()[i].name}, true, {}, {}});
            QCOMPARE(m_resnet->evaluate(*dataset, {}, **calibration, others, {})->sqnrDb, except->layers[i].sqnrDb);
        }
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        RunControl control{source.get_token(), [&](const Progress& p) {
                               if (p.done > 0)
                                   source.request_stop();
                           }};
        const auto calibration = m_vit->calibrate(*open(*m_vit, 64), control);
        QVERIFY(!calibration.ok());
        QCOMPARE(calibration.error().code, ErrorCode::Cancelled);
    }

    void wrongLabelsAreRefused()
    {
        auto dataset = open(*m_resnet, 8);
        const auto calibration = m_resnet->calibrate(*dataset, {});
        const auto evaluation = m_resnet->evaluate(*dataset, {1, 2, 3}, **calibration, {}, {});
        QVERIFY(!evaluation.ok());
        QVERIFY(evaluation.error().text().find("3 labels for 8 samples") != std::string::npos);
    }

private:
    std::shared_ptr<Analyzer> m_vit;
    std::shared_ptr<Analyzer> m_resnet;
};

QTEST_GUILESS_MAIN(TestAnalyzer)
#include "tst_analyzer.moc"
