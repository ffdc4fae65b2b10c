// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/data/first_samples.h"
#include "core/io/qdq_export.h"
#include "ort_support.h"
#include "plugins/repq_vit/method.h"

using namespace qscope;
using namespace qscope::test;
using analysis::Analyzer;

namespace {

constexpr int64_t Images = 1000;
const QString Fashion = QStringLiteral("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz");

struct Case {
    int weightBits, activationBits;
    quant::QuantizerKind softmax;
    int classes; ///< of 1000 images may be others
};

} // namespace

Q_DECLARE_METATYPE(Case)

/// A reparameterised vision transformer, exported with one quantizer per tensor and softmax quantizers as local functions, in
/// ONNX Runtime against our simulation.
class TestRepqRuntime : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theSimulationIsWhatRuns_data();
    void theSimulationIsWhatRuns();

private:
    QTemporaryDir m_folder;
};

void TestRepqRuntime::initTestCase()
{
    const Outcome installed = installOrt();
    if (installed.exitCode != 0)
        QSKIP("onnxruntime-node is not available: " + installed.err);
}

void TestRepqRuntime::theSimulationIsWhatRuns_data()
{
    using quant::QuantizerKind;
    QTest::addColumn<Case>("which");
    QTest::newRow("8 bits, log-sqrt2") << Case{8, 8, QuantizerKind::LogSqrt2, 5};
    QTest::newRow("8 bits, log2") << Case{8, 8, QuantizerKind::Log2, 5};
    QTest::newRow("6 bits, log-sqrt2") << Case{6, 6, QuantizerKind::LogSqrt2, 5};
    QTest::newRow("4 bits, log-sqrt2") << Case{4, 4, QuantizerKind::LogSqrt2, 5};
}

void TestRepqRuntime::theSimulationIsWhatRuns()
{
    QFETCH(Case, which);
    const auto original = *Analyzer::open(QSCOPE_SAMPLES "/vit_fashion.onnx");
    const auto all = data::openDataset(QSCOPE_SAMPLES "/fashion_calibration.npz", original->inputSpecs(), {}).value();
    data::FirstSamples samples(*all, 32);
    const auto calibration = *original->calibrate(samples, {}, {}, {true});
    repq_vit::Settings settings;
    settings.weightBits = which.weightBits;
    settings.activationBits = which.activationBits;
    settings.softmax = which.softmax;
    const auto plan = repq_vit::makePlan(*original, *calibration, {}, settings);
    QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text().c_str());
    const auto analyzer = *Analyzer::open(*repq_vit::reparameterise(*plan, *original));
    Analyzer& a = *analyzer;
    const quant::Config config = repq_vit::configOf(*plan, repq_vit::Variant::Reparameterised, a);
    const auto ranges = *a.calibrate(samples, {});
    const auto quantizers = a.quantizers(*ranges, config);
    QVERIFY2(quantizers.ok(), quantizers.ok() ? "" : quantizers.error().text().c_str());
    const QString model = m_folder.filePath("q.onnx"), x = m_folder.filePath("x.npz"), y = m_folder.filePath("y.npz");
    const Status exported = io::exportQdqFile(a.model(), a.graph(), a.layers(), *quantizers, model.toStdString());
    QVERIFY2(exported.ok(), exported.ok() ? "" : exported.error().text().c_str());

    data::OpenOptions options;
    options.limit = Images;
    options.image.mean = {0.286F};
    options.image.std = {0.353F};
    const QString source = QFile::exists(Fashion) ? Fashion : QStringLiteral(QSCOPE_SAMPLES "/fashion_evaluation.npz");
    const auto images = data::openDataset(source.toStdString(), a.inputSpecs(), options).value();
    const auto inputs = images->read(0, images->size());
    QVERIFY(data::writeNpz(x.toStdString(), {{a.inputSpecs().front().name, inputs->front()}}).ok());
    const Outcome run = callOrt({"run", model, x, y});
    QVERIFY2(run.exitCode == 0, run.out + run.err);
    const auto simulated = a.runQuantized(*images, *ranges, config, {});
    const auto outputs = readNpz(y);
    const NamedTensor& ours = simulated->front();
    const Tensor* theirs = find(outputs, ours.name);
    QVERIFY(theirs && theirs->shape() == ours.tensor.shape());
    const int different = differentTopClasses(*theirs, ours.tensor);
    std::printf("%s: %d of %d images in another class, %.1f dB\n", QTest::currentDataTag(), different,
                static_cast<int>(images->size()), sqnrDb(*theirs, ours.tensor));
    QVERIFY2(different <= which.classes, qPrintable(QString("the top class of %1 differs").arg(different)));
}

QTEST_GUILESS_MAIN(TestRepqRuntime)
#include "tst_repq_runtime.moc"
