// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <functional>
#include <limits>

#include "core/analysis/analyzer.h"
#include "core/analysis/data_check.h"
#include "core/data/spread_samples.h"
#include "core/base/random.h"
#include "core/data/npy.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using analysis::DataCheck;
using analysis::FindingKind;

Q_DECLARE_METATYPE(std::function<void(Tensor&)>)

namespace {

const std::string Samples = QSCOPE_SAMPLES;
constexpr int64_t Count = 64;

/// "preprocessing blank ...", in the order they are reported.
QString namesOf(const DataCheck& check)
{
    QStringList names;
    for (const auto& finding : check.findings)
        names << QString::fromStdString(std::string(analysis::findingName(finding.kind)));
    return names.join(' ');
}

QString textsOf(const DataCheck& check)
{
    QStringList texts;
    for (const auto& finding : check.findings)
        texts << QString::fromStdString(analysis::findingText(finding));
    return texts.join('\n');
}

/// x = value * slope + offset
std::function<void(Tensor&)> line(float slope, float offset)
{
    return [=](Tensor& images) {
        for (float& x : images.span<float>())
            x = x * slope + offset;
    };
}

/// Back to pixels of 0 to 1: the samples are (p - 0.286) / 0.353.
void toUnit(Tensor& images) { line(0.353F, 0.286F)(images); }

void inSample(Tensor& images, int64_t sample, const std::function<void(float&)>& change)
{
    const int64_t size = images.size() / images.dim(0);
    for (int64_t i = 0; i < size; ++i)
        change(images.data<float>()[sample * size + i]);
}

} // namespace

class TestDataCheck : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_resnet = *analysis::Analyzer::open(Samples + "/resnet_fashion.onnx");
        m_vit = *analysis::Analyzer::open(Samples + "/vit_fashion.onnx");
        data::OpenOptions options;
        options.limit = Count;
        const auto dataset =
            data::openDataset(Samples + "/fashion_calibration.npz", m_resnet->inputSpecs(), options);
        m_images = (*dataset)->read(0, Count)->front();
        m_labels = *data::readLabels(Samples + "/fashion_calibration_labels.npy");
        m_labels.resize(Count);
    }

    void mistakesAreFound_data();
    void mistakesAreFound();
    void theUsualPreprocessingThatFitsIsProposed();
    void theNegativeIsNotAPreprocessing();
    void aModelWithoutStatisticsIsJudgedByLabels();
    void aModelWithoutEvidenceMakesNoClaim();
    void exchangedColoursAreFound_data();
    void exchangedColoursAreFound();
    void silentStatisticsAreNone();
    void aLabelThatIsNoClassIsAnError();
    void partsArriveAndTheCheckCanBeStopped();
    void usualPreprocessingsAreGuessed_data();
    void usualPreprocessingsAreGuessed();
    void fewSamplesStillWidenTheRanges();
    void growthOfKnownTraces();
    void convergenceOfKnownTraces();
    void aFewSamplesTellBeforeTheCalibration();
    void everyFindingHasItsWords();

private:
    /// What is found in `images`.
    Result<DataCheck> check(analysis::Analyzer& analyzer, const Tensor& images,
                            const std::vector<int64_t>& labels = {}, const RunControl& control = {},
                            const std::function<void(const DataCheck&)>& partial = {})
    {
        const std::string path = m_folder.filePath("data.npz").toStdString();
        const auto specs = analyzer.inputSpecs();
        if (const auto written = data::writeNpz(path, {{specs.front().name, images}}); !written.ok())
            return written.error();
        const auto dataset = data::openDataset(path, specs);
        if (!dataset.ok())
            return dataset.error();
        const std::shared_ptr<const Graph> graph(std::shared_ptr<void>(), &analyzer.graph());
        return analysis::checkData(graph, **dataset, specs, labels, {}, control, partial);
    }
    std::shared_ptr<analysis::Analyzer> colourModel(const char* name);
    Tensor colourImages(bool bgr) const;

    QTemporaryDir m_folder;
    std::shared_ptr<analysis::Analyzer> m_resnet, m_vit;
    Tensor m_images;
    std::vector<int64_t> m_labels;
};

void TestDataCheck::mistakesAreFound_data()
{
    QTest::addColumn<std::function<void(Tensor&)>>("mistake");
    QTest::addColumn<QString>("found");
    using Mistake = std::function<void(Tensor&)>;
    QTest::newRow("right data") << Mistake([](Tensor&) {}) << "";
    QTest::newRow("0 to 1") << Mistake(toUnit) << "preprocessing";
    QTest::newRow("-1 to 1") << Mistake([](Tensor& x) { toUnit(x), line(2, -1)(x); }) << "preprocessing";
    QTest::newRow("0 to 255") << Mistake([](Tensor& x) { toUnit(x), line(255, 0)(x); }) << "preprocessing";
    QTest::newRow("the negative") << Mistake([](Tensor& x) {
        toUnit(x), line(-1, 1)(x), line(1 / .353F, -.286F / .353F)(x);
    }) << "inverted saturated"; // on a white ground now
    QTest::newRow("two copies") << Mistake([](Tensor& x) {
        const int64_t size = x.size() / Count;
        for (const int64_t copy : {9, 40})
            std::copy_n(x.data<float>() + 3 * size, size, x.data<float>() + copy * size);
    }) << "duplicates";
    QTest::newRow("a blank sample") << Mistake([](Tensor& x) { inSample(x, 5, [](float& v) { v = 0.25F; }); })
                                    << "blank";
    QTest::newRow("a nearly blank sample") << Mistake([](Tensor& x) {
        inSample(x, 5, [](float& v) { v = -0.286F / 0.353F; });
        x.data<float>()[5 * 784 + 100] = 1;
    }) << "nearly-blank";
    QTest::newRow("an overexposed sample")
        << Mistake([](Tensor& x) { std::fill_n(x.data<float>() + 7 * 784, 500, 0.714F / 0.353F); })
        << "saturated";
    QTest::newRow("NaN") << Mistake([](Tensor& x) { x.data<float>()[100] = std::nanf(""); }) << "bad-values";
    QTest::newRow("infinity") << Mistake([](Tensor& x) {
        x.data<float>()[100] = std::numeric_limits<float>::infinity();
    }) << "bad-values";
    QTest::newRow("a sample of 0 to 255 among others")
        << Mistake([](Tensor& x) { inSample(x, 11, [](float& v) { v = 255 * (0.353F * v + 0.286F); }); })
        << "off-scale";
}

void TestDataCheck::mistakesAreFound()
{
    QFETCH(std::function<void(Tensor&)>, mistake);
    QFETCH(QString, found);
    Tensor images = m_images.clone();
    mistake(images);
    const auto result = check(*m_resnet, images);
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().text().c_str());
    QVERIFY(result->complete);
    QCOMPARE(result->samples, Count);
    QVERIFY2(namesOf(*result) == found, qPrintable(namesOf(*result) + ": " + textsOf(*result)));
    QVERIFY2(!textsOf(*result).contains('%') || found == "nearly-blank", qPrintable(textsOf(*result)));
}

void TestDataCheck::theUsualPreprocessingThatFitsIsProposed()
{
    Tensor images = m_images.clone();
    toUnit(images);
    const auto result = check(*m_resnet, images);
    QVERIFY(result.ok());
    QCOMPARE(result->evidence.source, analysis::InputEvidence::Source::Statistics);
    const analysis::Finding& finding = result->findings.front();
    QVERIFY(finding.remedy.has_value());
    QCOMPARE(finding.remedy->mean, std::vector<float>{0.286F});
    QCOMPARE(finding.remedy->std, std::vector<float>{0.353F});
    QCOMPARE(finding.certainty, std::optional<double>(1.0));
    QVERIFY(analysis::findingText(finding).find("Fashion-MNIST (mean 0.286, std 0.353)")
            != std::string::npos);
    // The right data fits what training left to within sampling.
    const auto right = check(*m_resnet, m_images);
    QVERIFY(right->evidence.trials.front().misfit < 0.05);
    QVERIFY(result->evidence.trials.front().misfit > 5 * right->evidence.trials.front().misfit);
}

void TestDataCheck::theNegativeIsNotAPreprocessing()
{
    Tensor images = m_images.clone();
    toUnit(images), line(-1, 1)(images), line(1 / .353F, -.286F / .353F)(images);
    const auto result = check(*m_resnet, images);
    QVERIFY(!result->findings.front().remedy);
}

void TestDataCheck::aModelWithoutStatisticsIsJudgedByLabels()
{
    const auto right = check(*m_vit, m_images, m_labels);
    QVERIFY2(right.ok(), right.ok() ? "" : right.error().text().c_str());
    QCOMPARE(right->evidence.source, analysis::InputEvidence::Source::Labels);
    QVERIFY2(right->findings.empty(), qPrintable(textsOf(*right)));
    Tensor images = m_images.clone();
    toUnit(images), line(-1, 1)(images), line(1 / .353F, -.286F / .353F)(images);
    const auto wrong = check(*m_vit, images, m_labels);
    QCOMPARE(namesOf(*wrong), QString("inverted saturated"));
    QVERIFY(wrong->findings.front().certainty.value() > 0.7);
}

void TestDataCheck::aModelWithoutEvidenceMakesNoClaim()
{
    Tensor images = m_images.clone();
    toUnit(images);
    const auto result = check(*m_vit, images);
    QCOMPARE(result->evidence.source, analysis::InputEvidence::Source::None);
    QVERIFY(!result->evidence.why.empty());
    QVERIFY(result->findings.empty());
    line(255, 0)(images);
    const auto raw = check(*m_vit, images);
    QCOMPARE(namesOf(*raw), QString("unusual-range"));
    QVERIFY(!raw->findings.front().warning); // right for some models
}

/// A convolution of three channels whose normalization has seen images that are mostly red.
std::shared_ptr<analysis::Analyzer> TestDataCheck::colourModel(const char* name)
{
    const std::string path = m_folder.filePath(name).toStdString();
    test::ModelBuilder(13)
        .input("image", {test::ModelBuilder::Any, 3, 8, 8})
        .weight("w", {3, 3, 1, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1})
        .weight("scale", {3}, {1, 2, 1})
        .weight("bias", {3}, {0.5F, 0, -1})
        .weight("mean", {3},
                name == std::string("silent.onnx") ? std::vector<float>{0, 0, 0}
                                                   : std::vector<float>{0.7F, 0.5F, 0.3F})
        .weight("variance", {3},
                name == std::string("silent.onnx") ? std::vector<float>{1, 1, 1}
                                                   : std::vector<float>{0.03F, 0.03F, 0.03F})
        .node("Conv", {"image", "w"}, {"c"})
        .node("BatchNormalization", {"c", "scale", "bias", "mean", "variance"}, {"n"}, "bn1")
        .node("Relu", {"n"}, {"r"})
        .output("r")
        .write(path);
    auto analyzer = analysis::Analyzer::open(path);
    return analyzer.ok() ? *analyzer : nullptr;
}

Tensor TestDataCheck::colourImages(bool bgr) const
{
    Tensor images(DType::Float32, {Count, 3, 8, 8});
    Random random(7);
    for (int64_t i = 0; i < images.size(); ++i) {
        const int64_t channel = i / 64 % 3;
        const double centre = std::array{0.7, 0.5, 0.3}[static_cast<size_t>(bgr ? 2 - channel : channel)];
        images.data<float>()[i] =
            static_cast<float>(std::clamp(centre + 0.6 * (random.uniform() - 0.5), 0.0, 1.0));
        if (i % 64 < 2) // black and white occur
            images.data<float>()[i] = static_cast<float>(i % 64);
    }
    return images;
}

void TestDataCheck::exchangedColoursAreFound_data()
{
    QTest::addColumn<bool>("bgr");
    QTest::addColumn<QString>("found");
    QTest::newRow("as in training") << false << "";
    QTest::newRow("red and blue exchanged") << true << "colour-order";
}

void TestDataCheck::exchangedColoursAreFound()
{
    QFETCH(bool, bgr);
    QFETCH(QString, found);
    const auto model = colourModel("colour.onnx");
    QVERIFY(model);
    const auto result = check(*model, colourImages(bgr));
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().text().c_str());
    QVERIFY2(namesOf(*result) == found, qPrintable(textsOf(*result)));
    if (bgr) {
        QVERIFY(textsOf(*result).contains("'bn1'"));
        QCOMPARE(result->findings.front().remedy->order,
                 data::ColourOrder::Bgr); // the other one than as read
    }
}

void TestDataCheck::silentStatisticsAreNone()
{
    const auto model = colourModel("silent.onnx");
    QVERIFY(model);
    const auto result = check(*model, colourImages(true));
    QCOMPARE(result->evidence.source, analysis::InputEvidence::Source::None);
    QVERIFY(result->findings.empty());
}

void TestDataCheck::aLabelThatIsNoClassIsAnError()
{
    auto labels = m_labels;
    labels[2] = 10;
    const auto result = check(*m_vit, m_images, labels);
    QVERIFY(!result.ok());
    QVERIFY(QString::fromStdString(result.error().text())
                .contains("the label 10 of sample 2 is none of the model's 10 classes"));
}

void TestDataCheck::partsArriveAndTheCheckCanBeStopped()
{
    int parts = 0;
    QVERIFY(check(*m_resnet, m_images, {}, {}, [&](const DataCheck& part) { parts += !part.complete; }).ok());
    QVERIFY(parts >= 1);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = check(*m_resnet, m_images, {}, {stop.get_token(), {}});
    QVERIFY(!stopped.ok());
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
}

void TestDataCheck::usualPreprocessingsAreGuessed_data()
{
    QTest::addColumn<QList<float>>("lo");
    QTest::addColumn<QList<float>>("hi");
    QTest::addColumn<float>("mean"); ///< of the first channel; -1: none
    QTest::newRow("0 to 1") << QList<float>{0, 0, 0} << QList<float>{1, 0.98F, 1} << 0.F;
    QTest::newRow("-1 to 1") << QList<float>{-1, -1, -1} << QList<float>{1, 1, 0.9F} << 0.5F;
    QTest::newRow("ImageNet") << QList<float>{-2.1179F, -2.0357F, -1.8044F}
                              << QList<float>{2.2489F, 2.4286F, 2.64F} << 0.485F;
    QTest::newRow("Caffe") << QList<float>{-103.939F, -116.779F, -123.68F}
                           << QList<float>{151.061F, 138.221F, 131.32F} << 103.939F;
    QTest::newRow("digits") << QList<float>{-0.4242F} << QList<float>{2.8215F} << 0.1307F;
    QTest::newRow("beyond all of them") << QList<float>{-900, 0, 0} << QList<float>{900, 1, 1} << -1.F;
    QTest::newRow("a corner of one of them") << QList<float>{0.4F} << QList<float>{0.5F} << -1.F;
}

void TestDataCheck::usualPreprocessingsAreGuessed()
{
    QFETCH(QList<float>, lo);
    QFETCH(QList<float>, hi);
    QFETCH(float, mean);
    const auto guessed =
        analysis::guessedPreprocessing({lo.data(), size_t(lo.size())}, {hi.data(), size_t(hi.size())});
    QCOMPARE(guessed ? guessed->mean.front() : -1.F, mean);
}

void TestDataCheck::fewSamplesStillWidenTheRanges()
{
    const auto growthWith = [&](int64_t samples) {
        data::OpenOptions options;
        options.limit = samples;
        const auto dataset =
            data::openDataset(Samples + "/fashion_calibration.npz", m_vit->inputSpecs(), options);
        return analysis::rangeGrowth(**m_vit->calibrate(**dataset, {}));
    };
    const auto one = growthWith(1), few = growthWith(4), many = growthWith(128);
    QCOMPARE(analysis::sampleCountFinding(one).value().kind, FindingKind::OneSample);
    QCOMPARE(analysis::sampleCountFinding(few).value().kind, FindingKind::TooFew);
    QVERIFY2(few.upper > 0.1, qPrintable(QString::number(few.upper)));
    QVERIFY2(!analysis::sampleCountFinding(many), qPrintable(QString::number(many.upper)));
    QVERIFY(many.upper < 0.06);
}

void TestDataCheck::growthOfKnownTraces()
{
    analysis::CalibrationResult calibration;
    calibration.samples = 4;
    stats::TensorStats tensor;
    tensor.name = "a";
    for (int64_t i = 0; i < 4; ++i)
        tensor.trace.add(i, -1, i % 2 == 0 ? 1 : 3); // halves of 2 and of 4, together 4
    calibration.tensors.push_back(tensor);
    tensor.name = "constant";
    tensor.trace = {};
    tensor.trace.add(0, 1, 1);
    tensor.trace.add(1, 1, 1);
    calibration.tensors.push_back(tensor);
    const auto growth = analysis::rangeGrowth(calibration);
    QCOMPARE(growth.tensors, size_t(1));
    QCOMPARE(growth.mostTensor, std::string("a"));
    QCOMPARE(growth.median, 4.0 / 3 - 1);
    QCOMPARE(growth.upper, growth.most);
    QCOMPARE(analysis::findingText(*analysis::sampleCountFinding(growth)),
             std::string("There seem to be too few samples (4): twice as many still widen one range in ten "
                         "by more than 33.3 %, "
                         "that of 'a' by 33.3 %."));
}

void TestDataCheck::convergenceOfKnownTraces()
{
    analysis::CalibrationResult calibration;
    calibration.samples = 8;
    stats::TensorStats tensor;
    for (int64_t i = 0; i < 8; ++i) // sorted: a beginning would see the least
        tensor.trace.add(i, 0, static_cast<float>(i + 1));
    calibration.tensors.push_back(tensor);
    const auto points = analysis::rangeConvergence(calibration);
    QCOMPARE(points.size(), size_t(4));
    const int64_t samples[] = {1, 2, 4, 8};
    const double shares[] = {1.0 / 8, 5.0 / 8, 7.0 / 8, 1}; // samples 0, 4, 2, 6, ...
    for (size_t i = 0; i < 4; ++i) {
        QCOMPARE(points[i].samples, samples[i]);
        QCOMPARE(points[i].median, shares[i]);
        QCOMPARE(points[i].lower, shares[i]);
    }
    calibration.tensors.clear();
    QVERIFY(analysis::rangeConvergence(calibration).empty());
}

void TestDataCheck::aFewSamplesTellBeforeTheCalibration()
{
    const auto dataset = data::openDataset(Samples + "/fashion_calibration.npz", m_vit->inputSpecs(), {});
    const auto few = analysis::rangesOfFew(*m_vit, **dataset, {}, 4);
    QVERIFY(few.ok());
    QCOMPARE((*few)->samples, int64_t(4));
    const auto growth = analysis::rangeGrowth(**few);
    const auto finding = analysis::sampleCountFinding(growth, (*dataset)->size());
    QVERIFY(finding && finding->kind == FindingKind::MaybeTooFew && !finding->warning);
    QCOMPARE(analysis::sampleCountFinding(growth, 4)->kind, FindingKind::TooFew);
    const auto points = analysis::rangeConvergence(**few);
    QCOMPARE(points.size(), size_t(3));
    for (size_t i = 1; i < points.size(); ++i)
        QVERIFY(points[i].median >= points[i - 1].median && points[i].lower >= points[i - 1].lower);
    QCOMPARE(points.back().median, 1.0);
    // Spread over the data: samples 0, 64, 128 and 192 of 256, whatever the batches.
    data::SpreadSamples spread(**dataset, 4);
    const auto together = *spread.read(0, 4), alone = *(*dataset)->read(64, 1);
    const auto size = static_cast<size_t>(alone[0].size());
    QVERIFY(std::equal(alone[0].span<float>().begin(), alone[0].span<float>().end(),
                       together[0].span<float>().begin() + static_cast<std::ptrdiff_t>(size)));
}

void TestDataCheck::everyFindingHasItsWords()
{
    std::set<std::string> names, texts;
    for (int i = 0; i <= static_cast<int>(FindingKind::MaybeTooFew); ++i) {
        names.emplace(analysis::findingName(static_cast<FindingKind>(i)));
        texts.insert(analysis::findingTemplate(static_cast<FindingKind>(i)));
    }
    QCOMPARE(names.size(), static_cast<size_t>(FindingKind::MaybeTooFew) + 1);
    QCOMPARE(texts.size(), names.size());
}

QTEST_GUILESS_MAIN(TestDataCheck)
#include "tst_data_check.moc"
