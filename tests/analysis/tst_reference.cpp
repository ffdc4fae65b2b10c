// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/analysis/analyzer.h"
#include "core/analysis/evaluation_figures.h"
#include "core/analysis/measurement_id.h"
#include "core/graph/structures.h"
#include "core/rewrite/model_rewriter.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using analysis::Analyzer;
using analysis::Evaluation;
using analysis::SensitivityMode;
using AnalyzerPtr = std::shared_ptr<Analyzer>;

namespace {

const std::string Samples = QSCOPE_SAMPLES;

AnalyzerPtr open(const std::string& name, int threads = 2)
{
    auto analyzer = Analyzer::open(Samples + "/" + name, {threads});
    if (!analyzer.ok())
        qFatal("%s", analyzer.error().text().c_str());
    return *analyzer;
}

/// The bias of the last layer times `factor`: what is quantized stays the same, what comes out does not.
AnalyzerPtr withLastBiasTimes(const Analyzer& original, double factor)
{
    const auto structures = findStructures(original.graph());
    rewrite::ModelRewriter rewriter(original.model(), original.graph(), original.layers(), structures);
    const size_t last = original.layers().size() - 1;
    std::vector<double> extra = rewriter.bias(last);
    for (double& b : extra)
        b *= factor - 1;
    rewriter.addToBias(last, extra);
    auto model = rewriter.finish();
    if (!model.ok())
        qFatal("%s", model.error().text().c_str());
    auto analyzer = Analyzer::open(std::move(*model), {2});
    if (!analyzer.ok())
        qFatal("%s", analyzer.error().text().c_str());
    return *analyzer;
}

QByteArray differencesText(const Evaluation& a, const Evaluation& b)
{
    QByteArray text;
    for (const auto& d : analysis::differences(a, b))
        text += QByteArray::fromStdString(d.name) + ' ';
    return text;
}

} // namespace

class TestReference : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_original = open("vit_fashion.onnx");
        data::OpenOptions options;
        options.limit = 21; // no whole number of micro-batches
        auto data = data::openDataset(Samples + "/fashion_evaluation.npz", m_original->inputSpecs(), options);
        QVERIFY(data.ok());
        m_data = std::move(*data);
        m_labels = m_data->labels().value_or(std::vector<int64_t>());
    }

    void aModelThatWasNotChangedHasTheSameFiguresToTheLastBit()
    {
        for (const int threads : {1, 2}) {
            const AnalyzerPtr again = open("vit_fashion.onnx", threads);
            QVERIFY(again->setReference(*m_original).ok());
            QCOMPARE(differencesText(evaluated(*m_original), evaluated(*again)), QByteArray());
            QCOMPARE(sensitivityBits(*again), sensitivityBits(*m_original));
        }
    }

    void aMethodThatChangesTheFloatFunctionPaysForIt()
    {
        const Evaluation before = evaluated(*m_original);
        const Evaluation byItself = evaluated(*withLastBiasTimes(*m_original, 20));
        const AnalyzerPtr rewritten = withLastBiasTimes(*m_original, 20);
        QVERIFY(rewritten->setReference(*m_original).ok());
        const Evaluation figures = evaluated(*rewritten);
        QVERIFY2(figures.sqnrDb < byItself.sqnrDb - 1,
                 qPrintable(
                     QString("%1 dB, by itself %2 dB").arg(figures.sqnrDb.value).arg(byItself.sqnrDb.value)));
        QVERIFY(figures.sqnrDb < before.sqnrDb);
        QCOMPARE(figures.accuracyFloat->value, before.accuracyFloat->value); // of the original
    }

    void nothingQuantizedIsTheDifferenceOfTheFloatModels()
    {
        const AnalyzerPtr rewritten = withLastBiasTimes(*m_original, 20);
        QVERIFY(rewritten->setReference(*m_original).ok());
        quant::Config config;
        for (const Layer& layer : rewritten->layers())
            config = quant::withFloat(config, layer, true, rewritten->layers());
        const auto calibration = rewritten->calibrate(*m_data, {});
        const auto figures = rewritten->evaluate(*m_data, m_labels, **calibration, config, {});
        QVERIFY(figures.ok());
        const auto y = m_original->run(*m_data, {}), z = rewritten->run(*m_data, {});
        double signal = 0, noise = 0;
        for (int64_t i = 0; i < y->front().tensor.size(); ++i) {
            const double a = y->front().tensor.data<float>()[i], b = z->front().tensor.data<float>()[i];
            signal += a * a;
            noise += (b - a) * (b - a);
        }
        const double expected = 10 * std::log10(signal / noise);
        QVERIFY2(std::abs(figures->sqnrDb - expected) < 1e-6,
                 qPrintable(QString("%1, not %2").arg(figures->sqnrDb.value).arg(expected)));
    }

    void oneLayerAloneComparesWithItsOwnModel()
    {
        const AnalyzerPtr rewritten = withLastBiasTimes(*m_original, 20), byItself = withLastBiasTimes(*m_original, 20);
        QVERIFY(rewritten->setReference(*m_original).ok());
        QCOMPARE(sensitivityBits(*rewritten), sensitivityBits(*byItself)); // or every layer would look alike
        const auto allBut = sensitivityBits(*rewritten, SensitivityMode::AllButThis),
                   own = sensitivityBits(*byItself, SensitivityMode::AllButThis);
        QVERIFY2(allBut.front() < own.front() - 1, qPrintable(QString("%1, not %2").arg(allBut.front()).arg(own.front())));
    }

    void whatTheOriginalRemembersOfOtherMicroBatchesDoesNotMatter()
    {
        const AnalyzerPtr fresh = open("vit_fashion.onnx"), used = open("vit_fashion.onnx");
        evaluated(*used);
        const AnalyzerPtr a = withLastBiasTimes(*m_original, 20), b = withLastBiasTimes(*m_original, 20);
        QVERIFY(a->setReference(*fresh).ok() && b->setReference(*used).ok());
        QCOMPARE(differencesText(evaluated(*a), evaluated(*b)), QByteArray());
    }

    void aModelMadeOfARewrittenOneComparesWithTheFirst()
    {
        const AnalyzerPtr second = withLastBiasTimes(*m_original, 20);
        QVERIFY(second->setReference(*m_original).ok());
        const AnalyzerPtr third = withLastBiasTimes(*second, 1);
        QVERIFY(third->setReference(*second).ok());
        QCOMPARE(third->reference(), std::shared_ptr<const Analyzer>(m_original));
        QCOMPARE(differencesText(evaluated(*second), evaluated(*third)), QByteArray());
    }

    void anotherModelIsRefusedInOneSentence()
    {
        test::ModelBuilder builder(13);
        builder.input("images", {-1, 2}).output("y").node("Relu", {"images"}, {"y"}, "relu");
        auto model = onnxio::parseModel(builder.bytes(), "other.onnx");
        QVERIFY(model.ok());
        const AnalyzerPtr other = *Analyzer::open(std::move(*model), {1});
        const Status status = other->setReference(*m_original);
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::ShapeMismatch);
        QVERIFY2(status.error().text().find("differs from") != std::string::npos,
                 status.error().text().c_str());
        QVERIFY(!other->reference());
    }

    void figuresAgainstAnotherReferenceHaveAnotherId()
    {
        const analysis::CalibrationState state;
        QCOMPARE(analysis::measurementId(state, 1, {}), analysis::measurementId(state, 1, {}, ""));
        QVERIFY(analysis::measurementId(state, 1, {}) != analysis::measurementId(state, 1, {}, "ab"));
        QVERIFY(analysis::measurementId(state, 1, {}, "cd") != analysis::measurementId(state, 1, {}, "ab"));
    }

private:
    Evaluation evaluated(Analyzer& analyzer)
    {
        const auto calibration = analyzer.calibrate(*m_data, {});
        quant::Config config;
        config.activations.bits = 6;
        auto evaluation = analyzer.evaluate(*m_data, m_labels, **calibration, config, {});
        if (!evaluation.ok())
            qFatal("%s", evaluation.error().text().c_str());
        return *evaluation;
    }

    QList<double> sensitivityBits(Analyzer& analyzer, SensitivityMode mode = SensitivityMode::OnlyThisLayer)
    {
        const auto calibration = analyzer.calibrate(*m_data, {});
        const auto result =
            analyzer.sensitivity(*m_data, m_labels, **calibration, {}, mode, {});
        QList<double> all;
        for (const auto& layer : result->layers)
            all << layer.sqnrDb.value << layer.sqnrDb.low << layer.kl.value;
        return all;
    }

    AnalyzerPtr m_original;
    std::unique_ptr<data::Dataset> m_data;
    std::vector<int64_t> m_labels;
};

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
