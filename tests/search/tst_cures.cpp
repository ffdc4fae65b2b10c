// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <set>

#include "core/search/cures.h"

using namespace qscope;
using search::CureKind;

namespace {

const std::string Samples = QSCOPE_SAMPLES;

std::set<std::string> names(const std::vector<search::Cure>& cures)
{
    std::set<std::string> all;
    for (const search::Cure& cure : cures)
        all.insert(search::cureName(cure));
    return all;
}

} // namespace

/// Cures are measured, ranked by what they gain, and change nothing but their layer.
class TestCures : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        auto opened = analysis::Analyzer::open(Samples + "/vit_fashion.onnx", {2});
        QVERIFY(opened.ok());
        m_analyzer = *opened;
        data::OpenOptions limit;
        limit.limit = 24;
        auto dataset =
            data::openDataset(Samples + "/fashion_evaluation.npz", m_analyzer->inputSpecs(), limit);
        QVERIFY(dataset.ok());
        m_dataset = std::move(*dataset);
        const auto calibration = m_analyzer->calibrate(*m_dataset, {});
        QVERIFY(calibration.ok());
        m_calibration = *calibration;
        for (size_t i = 0; i < m_analyzer->layers().size(); ++i) {
            const Layer& layer = m_analyzer->layers()[i];
            if (layer.weightInput && !m_weighted.valid())
                m_weighted = LayerId(i);
            for (const size_t input : layer.activationInputs) {
                const auto* stats = m_calibration->find(m_analyzer->graph().node(layer.node).inputs[input]);
                if (stats && stats->softmax && !m_softmax.valid())
                    m_softmax = LayerId(i);
            }
        }
        QVERIFY(m_weighted.valid() && m_softmax.valid());
        m_config.weights.bits = m_config.activations.bits = 4;
    }

    void whatCanBeDoneDependsOnTheLayer()
    {
        const auto of = [&](const quant::Config& config, LayerId layer) {
            return names(*search::possibleCures(m_analyzer->graph(), m_analyzer->layers(), *m_calibration,
                                                config, layer));
        };
        const auto weighted = of(m_config, m_weighted);
        for (const char* name :
             {"floating point", "activations: 8 bits", "weights: 8 bits", "activations: per channel",
              "weights: per block", "activations: calibrator max", "weights: calibrator mse"})
            QVERIFY2(weighted.count(name), name);
        QVERIFY(!weighted.count("activations: calibrator lp")); // it has that
        QVERIFY(!weighted.count("weights: per channel"));
        QVERIFY(!weighted.count("softmax: log2"));
        const auto softmax = of(m_config, m_softmax);
        QVERIFY(softmax.count("softmax: log2") && softmax.count("softmax: log-sqrt2"));
        QVERIFY(!softmax.count("weights: 8 bits"));
        quant::Config wide = m_config;
        wide.activations.bits = 16;
        QVERIFY(!of(wide, m_weighted).count("activations: 16 bits"));
        QVERIFY(of(quant::Config(), m_weighted).count("activations: 16 bits"));
    }

    void theGainIsThatOfTwoEvaluations()
    {
        const search::PriceList prices(m_analyzer->graph(), m_analyzer->layers(), m_calibration.get());
        const auto table = search::measureCures(*m_analyzer, *m_dataset, {}, *m_calibration, m_config,
                                                m_weighted, prices, {});
        QVERIFY2(table.ok(), table.ok() ? "" : table.error().text().c_str());
        const auto now = m_analyzer->evaluate(*m_dataset, {}, *m_calibration, m_config, {});
        QCOMPARE(table->now.sqnrDb.value, now->sqnrDb.value);
        QVERIFY(table->cures.size() > 8);
        for (size_t i = 0; i < table->cures.size(); ++i) {
            const search::Cure& cure = table->cures[i];
            const auto alone = m_analyzer->evaluate(*m_dataset, {}, *m_calibration, cure.config, {});
            QCOMPARE(cure.evaluation.sqnrDb.value, alone->sqnrDb.value);
            QVERIFY(std::abs(cure.gainDb.value - (alone->sqnrDb - now->sqnrDb)) < 1e-9);
            QVERIFY(cure.gainDb.low <= cure.gainDb.value && cure.gainDb.value <= cure.gainDb.high);
            // The same samples: the difference is known better than two figures that know nothing of each other.
            const double apart = std::hypot(alone->sqnrDb.high - alone->sqnrDb.low, now->sqnrDb.high - now->sqnrDb.low);
            QVERIFY(cure.gainDb.high - cure.gainDb.low < apart);
            if (i > 0)
                QVERIFY(table->cures[i - 1].gainDb.value >= cure.gainDb.value);
        }
    }

    void onlyTheLayerChangesAndItsPriceIsKnown()
    {
        const search::PriceList prices(m_analyzer->graph(), m_analyzer->layers(), m_calibration.get());
        const auto table = search::measureCures(*m_analyzer, *m_dataset, {}, *m_calibration, m_config,
                                                m_weighted, prices, {});
        const auto before = quant::resolve(m_config, m_analyzer->layers());
        for (const search::Cure& cure : table->cures) {
            const auto after = quant::resolve(cure.config, m_analyzer->layers());
            QVERIFY(after.ok());
            for (size_t i = 0; i < after->size(); ++i)
                QCOMPARE((*after)[i] == (*before)[i], i != m_weighted.index());
            const auto elements = static_cast<double>(m_analyzer->layers()[m_weighted.index()].weightCount);
            if (cure.kind == CureKind::WeightBits)
                QCOMPARE(cure.change.bytes, elements / 2); // 4 bits more
            if (cure.kind == CureKind::KeepFloat)
                QCOMPARE(cure.change.bytes, elements * 28 / 8);
            if (cure.kind == CureKind::ActivationCalibrator)
                QCOMPARE(cure.change.bytes, 0.0);
        }
    }

    void floatLayersAndStrangersAreRefused()
    {
        const auto& layers = m_analyzer->layers();
        const auto config = quant::withFloat(m_config, layers[m_weighted.index()], true, layers);
        const auto refused =
            search::possibleCures(m_analyzer->graph(), layers, *m_calibration, config, m_weighted);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().message, "layer '" + layers[m_weighted.index()].name
                                              + "' is in floating point: there is nothing to cure");
        QVERIFY(!search::possibleCures(m_analyzer->graph(), layers, *m_calibration, m_config, LayerId(9999))
                     .ok());
    }

private:
    std::shared_ptr<analysis::Analyzer> m_analyzer;
    std::unique_ptr<data::Dataset> m_dataset;
    std::shared_ptr<const analysis::CalibrationResult> m_calibration;
    quant::Config m_config;
    LayerId m_weighted, m_softmax;
};

QTEST_GUILESS_MAIN(TestCures)
#include "tst_cures.moc"
