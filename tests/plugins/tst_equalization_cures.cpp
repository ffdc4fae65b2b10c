// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <cmath>

#include "plugins/registry/equalization_cures.h"

using namespace qscope;

namespace {

const std::string Samples = QSCOPE_SAMPLES;

/// A sample model at 4 bits with its cures.
struct CuresOf {
    CuresOf(const std::string& model, const std::string& layerName)
    {
        input.analyzer = *analysis::Analyzer::open(Samples + "/" + model, {2});
        data::OpenOptions limit;
        limit.limit = 24;
        dataset = data::openDataset(Samples + "/fashion_evaluation.npz", input.analyzer->inputSpecs(), limit).value();
        input.calibration = *input.analyzer->calibrate(*dataset, {});
        input.config.weights.bits = input.config.activations.bits = 4;
        input.config.weights.granularity = quant::Granularity::PerTensor;
        input.dataset = dataset.get();
        const auto layer = quant::matchLayers({quant::MatchKind::Name, layerName}, input.analyzer->layers());
        if (!layer.ok() || layer->size() != 1)
            qFatal("no layer %s", layerName.c_str());
        const search::PriceList prices(input.analyzer->graph(), input.analyzer->layers(), input.calibration.get());
        auto measured = search::measureCures(*input.analyzer, *dataset, {}, *input.calibration, input.config, layer->front(),
                                             prices, {});
        if (!measured.ok())
            qFatal("%s", measured.error().text().c_str());
        table = std::move(*measured);
    }
    const search::Cure* equalization(const std::string& method) const
    {
        for (const search::Cure& cure : table.cures)
            if (cure.method && cure.method->name == method)
                return &cure;
        return nullptr;
    }

    plugins::MethodInput input;
    std::unique_ptr<data::Dataset> dataset;
    search::CureTable table;
    plugins::Registry registry{{}};
};

} // namespace

/// Equalization with the neighbours of a layer is a cure among the others, or there is a sentence why not.
class TestEqualizationCures : public QObject {
    Q_OBJECT

private slots:
    void aPairOfConvolutions()
    {
        CuresOf cures("resnet_fashion.onnx", "/layer1/layer1.0/conv1/Conv");
        const size_t others = cures.table.cures.size();
        QVERIFY(plugins::addEqualization(cures.table, cures.registry, cures.input, {}, {}).ok());
        QCOMPARE(cures.table.cures.size(), others + 1);
        const search::Cure* cure = cures.equalization("cross-layer-equalization");
        QVERIFY(cure);
        QCOMPARE(search::cureName(*cure), std::string("equalize with neighbours: Cross-layer equalization"));
        QVERIFY(cure->config == cures.input.config);
        QVERIFY(std::abs(cure->gainDb.value - (cure->evaluation.sqnrDb.value - cures.table.now.sqnrDb.value)) < 1e-9);
        QVERIFY(cure->gainDb.low <= cure->gainDb.value && cure->gainDb.value <= cure->gainDb.high);
        for (size_t i = 1; i < cures.table.cures.size(); ++i)
            QVERIFY(cures.table.cures[i - 1].gainDb.value >= cures.table.cures[i].gainDb.value);
        QCOMPARE(cures.table.missing.size(), size_t(1));
        QVERIFY2(cures.table.missing[0].find("SmoothQuant") == 0, cures.table.missing[0].c_str());
    }

    /// What is measured is the model that applying gives, against the float outputs of the one before.
    void whatIsMeasuredIsWhatIsMade()
    {
        CuresOf cures("resnet_fashion.onnx", "/layer1/layer1.0/conv1/Conv");
        QVERIFY(plugins::addEqualization(cures.table, cures.registry, cures.input, {}, {}).ok());
        const search::Cure* cure = cures.equalization("cross-layer-equalization");
        const auto made = plugins::runCure(*cure->method, cures.registry, cures.input, {});
        QVERIFY(made.ok() && made->model);
        const auto after = *analysis::Analyzer::open(*made->model, {1});
        const auto ranges = *after->calibrate(*cures.dataset, {});
        const auto reference = *cures.input.analyzer->run(*cures.dataset, {});
        const auto outputs = *after->runQuantized(*cures.dataset, *ranges, cures.input.config, {});
        double signal = 0, noise = 0;
        const Tensor x = toPlain(reference[0].tensor), y = toPlain(outputs[0].tensor);
        for (int64_t i = 0; i < x.size(); ++i) {
            const auto a = static_cast<double>(x.data<float>()[i]), b = static_cast<double>(y.data<float>()[i]);
            signal += a * a;
            noise += (a - b) * (a - b);
        }
        QVERIFY(std::abs(10 * std::log10(signal / noise) - cure->evaluation.sqnrDb.value) < 1e-9);
        // Only the layer and its neighbour have other weights.
        const auto &before = cures.input.analyzer->layers(), &now = after->layers();
        int changed = 0;
        for (size_t i = 0; i < before.size(); ++i)
            changed += toDoubles(weightOf(cures.input.analyzer->graph(), before[i])) != toDoubles(weightOf(after->graph(), now[i]));
        QCOMPARE(changed, 2);
    }

    void aLayerBehindANormalization()
    {
        CuresOf cures("vit_fashion.onnx", "/blocks.4/mlp/fc1/MatMul");
        QVERIFY(plugins::addEqualization(cures.table, cures.registry, cures.input, {}, {}).ok());
        QVERIFY(cures.equalization("smooth-quant"));
        QVERIFY(!cures.equalization("cross-layer-equalization"));
        QCOMPARE(cures.table.missing.size(), size_t(1));
        QVERIFY(cures.table.missing[0].find("cross-layer equalization needs a neighbour") == 0);
    }

    void neitherOfThem()
    {
        CuresOf cures("vit_fashion.onnx", "/blocks.4/mlp/fc2/MatMul");
        const size_t others = cures.table.cures.size();
        QVERIFY(plugins::addEqualization(cures.table, cures.registry, cures.input, {}, {}).ok());
        QCOMPARE(cures.table.cures.size(), others);
        QCOMPARE(cures.table.missing.size(), size_t(2));
        QVERIFY2(cures.table.missing[1].find("which is none") != std::string::npos, cures.table.missing[1].c_str());
    }

    void itCanBeStopped()
    {
        CuresOf cures("resnet_fashion.onnx", "/layer1/layer1.0/conv1/Conv");
        std::stop_source stop;
        stop.request_stop();
        RunControl control;
        control.stop = stop.get_token();
        QCOMPARE(plugins::addEqualization(cures.table, cures.registry, cures.input, {}, control).error().code,
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestEqualizationCures)
#include "tst_equalization_cures.moc"
