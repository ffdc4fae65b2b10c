// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "core/analysis/analyzer.h"
#include "core/io/qdq_export.h"
#include "ort_support.h"

using namespace qscope;
using namespace qscope::test;
using analysis::Analyzer;

namespace {

const QString SharedData = QStringLiteral(QSCOPE_SHARED "/data/");
const QString Fashion = QStringLiteral("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz");
constexpr int64_t Images = 1000;

struct Task {
    QString model;
    QString data; ///< what the images come from; a .npz with 'images' in bytes [N, H, W, C], or what openDataset reads
    data::ImageOptions image;
    bool classifies = true;
    QString calibration; ///< empty: the first 256 of the images
    int crops = 1; ///< per side and image, evenly over what `image` resizes to
};

data::ImageOptions normalized(std::vector<float> mean, std::vector<float> std)
{
    data::ImageOptions options;
    options.mean = std::move(mean);
    options.std = std::move(std);
    return options;
}

/// Bytes [N, H, W, C] as a model of [N, C, H, W] wants them.
Tensor planes(const Tensor& bytes, const data::ImageOptions& options)
{
    const int64_t n = bytes.dim(0), h = bytes.dim(1), w = bytes.dim(2), c = bytes.dim(3);
    Tensor result(DType::Float32, {n, c, h, w});
    for (int64_t i = 0; i < bytes.size(); ++i) {
        const auto channel = static_cast<size_t>(i % c);
        const int64_t pixel = i / c % (h * w);
        const float value = static_cast<float>(bytes.data<uint8_t>()[i]) * options.scale;
        result.data<float>()[(i / (c * h * w) * c + i % c) * h * w + pixel] =
            (value - options.mean[channel]) / options.std[channel];
    }
    return result;
}

/// Every image cut out `crops` x `crops` times, from edge to edge. images: [N, C, H, W].
Tensor cutOut(const Tensor& images, int64_t width, int64_t crops)
{
    const int64_t channels = images.dim(1), whole = images.dim(3);
    const int64_t n = std::min(Images + 8, images.dim(0) * crops * crops);
    Tensor result(DType::Float32, {n, channels, width, width});
    for (int64_t row = 0; row < n * channels * width; ++row) {
        const int64_t y = row % width, channel = row / width % channels, i = row / (width * channels);
        const int64_t top = (whole - width) * (i % crops) / (crops - 1);
        const int64_t left = (whole - width) * (i / crops % crops) / (crops - 1);
        const int64_t from = ((i / (crops * crops) * channels + channel) * whole + top + y) * whole + left;
        std::copy_n(images.data<float>() + from, width, result.data<float>() + row * width);
    }
    return result;
}

} // namespace

Q_DECLARE_METATYPE(Task)

/// The exported model in ONNX Runtime, which runs it on its integer kernels, against our simulation. The rows of models
/// that are not part of the project take minutes: they run when QSCOPE_MORE_MODELS is set.
class TestIntegerRuntime : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theSimulationIsWhatRuns_data();
    void theSimulationIsWhatRuns();
    void cleanupTestCase();

private:
    QString path(const char* name) const { return m_folder.filePath(name); }
    std::unique_ptr<data::Dataset> openImages(const Task& task, const Analyzer& analyzer);

    QTemporaryDir m_folder;
    QStringList m_table;
};

void TestIntegerRuntime::initTestCase()
{
    const Outcome installed = installOrt();
    if (installed.exitCode != 0)
        QSKIP("onnxruntime-node is not available: " + installed.err);
}

void TestIntegerRuntime::theSimulationIsWhatRuns_data()
{
    QTest::addColumn<Task>("task");
    const auto fashion = normalized({0.286F}, {0.353F});
    const QString calibration = QSCOPE_SAMPLES "/fashion_calibration.npz";
    QTest::newRow("vit_fashion (sample)") << Task{QSCOPE_SAMPLES "/vit_fashion.onnx", Fashion, fashion, true, calibration};
    QTest::newRow("resnet_fashion (sample)")
        << Task{QSCOPE_SAMPLES "/resnet_fashion.onnx", Fashion, fashion, true, calibration};
    const auto shared = [](const char* name, const QString& data, const data::ImageOptions& image, bool classifies = true,
                            int crops = 1) {
        const QString model = SharedData + name + "/model.onnx";
        if (qEnvironmentVariableIsSet("QSCOPE_MORE_MODELS") && QFile::exists(model))
            QTest::newRow(name) << Task{model, data.isEmpty() ? SharedData + name + "/inputs.npz" : SharedData + data,
                                        image, classifies, {}, crops};
    };
    const auto imageNet = normalized({0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F});
    const auto cifar = normalized({0.4914F, 0.4822F, 0.4465F}, {0.247F, 0.2435F, 0.2616F});
    const auto digits = normalized({0.1307F}, {0.3081F});
    data::ImageOptions raw;
    raw.scale = 1;
    data::ImageOptions squeeze = normalized({103.939F, 116.779F, 123.68F}, {1, 1, 1});
    squeeze.scale = 1;
    squeeze.order = data::ColourOrder::Bgr;
    data::ImageOptions photo = imageNet;
    photo.width = photo.height = squeeze.width = squeeze.height = 256;
    shared("resnet18_imagenet", "photos", photo, true, 3);
    shared("squeezenet_imagenet", "photos", squeeze, true, 3);
    shared("resnet20_cifar10", "cifar10/test_1000.npz", imageNet);
    shared("densenet_cifar10", "cifar10/test_1000.npz", cifar);
    shared("mnist_cntk", "mnist/t10k-images-idx3-ubyte.gz", raw);
    shared("mnist_burn", "mnist/t10k-images-idx3-ubyte.gz", digits);
    shared("vit_mnist_op13", "mnist/t10k-images-idx3-ubyte.gz", digits);
    for (const char* name : {"movenet_lightning", "sedgen_unet", "u2netp", "mobilesr_x4"})
        shared(name, {}, {}, false);
}

std::unique_ptr<data::Dataset> TestIntegerRuntime::openImages(const Task& task, const Analyzer& analyzer)
{
    QString source = task.data;
    const auto arrays = task.data.endsWith(".npz") ? readNpz(task.data) : std::vector<NamedTensor>();
    if (const Tensor* bytes = find(arrays, "images")) {
        source = path("planes.npz");
        const NamedTensor input{analyzer.inputSpecs().front().name, planes(*bytes, task.image)};
        if (!data::writeNpz(source.toStdString(), {input}).ok())
            return nullptr;
    }
    if (task.crops > 1) {
        data::InputSpec whole = analyzer.inputSpecs().front();
        const int64_t width = whole.shape.back();
        whole.shape = {-1, 3, task.image.height, task.image.width};
        const auto photos = data::openDataset(task.data.toStdString(), {whole}, {task.image, {}});
        const auto images = photos.ok() ? (*photos)->read(0, (*photos)->size()) : photos.error();
        source = path("planes.npz");
        if (!images.ok() || !data::writeNpz(source.toStdString(), {{whole.name, cutOut(images->front(), width, task.crops)}}).ok())
            return nullptr;
    }
    auto dataset = data::openDataset(source.toStdString(), analyzer.inputSpecs(), {task.image, Images});
    if (!dataset.ok())
        qWarning("%s", dataset.error().text().c_str());
    return dataset.ok() ? std::move(*dataset) : nullptr;
}

void TestIntegerRuntime::theSimulationIsWhatRuns()
{
    QFETCH(Task, task);
    if (!QFile::exists(task.data))
        QSKIP(qPrintable(task.data + " is not there"));
    const auto analyzer = Analyzer::open(task.model.toStdString());
    QVERIFY2(analyzer.ok(), analyzer.ok() ? "" : analyzer.error().text().c_str());
    Analyzer& a = **analyzer;
    const auto images = openImages(task, a);
    QVERIFY(images);
    const std::string calibrationPath = (task.calibration.isEmpty() ? task.data : task.calibration).toStdString();
    data::OpenOptions few{task.image, 256};
    const QString prepared = path("planes.npz");
    auto calibrationData =
        data::openDataset(QFile::exists(prepared) ? prepared.toStdString() : calibrationPath, a.inputSpecs(), few);
    QVERIFY2(calibrationData.ok(), calibrationData.ok() ? "" : calibrationData.error().text().c_str());
    const auto calibration = a.calibrate(**calibrationData, {});
    QVERIFY2(calibration.ok(), calibration.ok() ? "" : calibration.error().text().c_str());
    const quant::Config config;
    const auto quantizers = a.quantizers(**calibration, config);
    QVERIFY(quantizers.ok());
    const Status exported = io::exportQdqFile(a.model(), a.graph(), a.layers(), *quantizers, path("q.onnx").toStdString());
    QVERIFY2(exported.ok(), exported.ok() ? "" : exported.error().text().c_str());

    const auto inputs = images->read(0, images->size());
    QVERIFY(inputs.ok());
    std::vector<NamedTensor> arrays;
    for (size_t i = 0; i < inputs->size(); ++i)
        arrays.push_back({a.inputSpecs()[i].name, (*inputs)[i]});
    QVERIFY(data::writeNpz(path("x.npz").toStdString(), arrays).ok());
    const Outcome run = callOrt({"run", path("q.onnx"), path("x.npz"), path("y.npz")});
    QVERIFY2(run.exitCode == 0, run.out + run.err);
    const auto simulated = a.runQuantized(*images, **calibration, config, {});
    const auto floating = a.run(*images, {});
    QVERIFY(simulated.ok() && floating.ok());
    QFile::remove(prepared);

    const NamedTensor& ours = simulated->front();
    const auto outputs = readNpz(path("y.npz"));
    const Tensor* theirs = find(outputs, ours.name);
    QVERIFY(theirs && theirs->shape() == ours.tensor.shape());
    const double sqnr = sqnrDb(*theirs, ours.tensor);
    const Outcome plain = callOrt({"run", path("q.onnx"), path("x.npz"), path("plain.npz"), "--optimize", "basic"});
    QVERIFY2(plain.exitCode == 0, plain.out + plain.err);
    const auto plainOutputs = readNpz(path("plain.npz"));
    const Tensor* unoptimized = find(plainOutputs, ours.name);
    QVERIFY(unoptimized && unoptimized->shape() == ours.tensor.shape());
    const auto samples = static_cast<int>(ours.tensor.dim(0));
    const int different = task.classifies ? differentTopClasses(*theirs, ours.tensor) : 0;
    const auto share = [&](int others) {
        return task.classifies ? QString::number(100.0 * (samples - others) / samples, 'f', 1) + " %" : QString();
    };
    m_table << QString("| %1 | %2 | %3 | %4 | %5 | %6 | %7 |")
                   .arg(QTest::currentDataTag())
                   .arg(samples)
                   .arg(share(different))
                   .arg(sqnr, 0, 'f', 1)
                   .arg(share(task.classifies ? differentTopClasses(*theirs, *unoptimized) : 0))
                   .arg(sqnrDb(*theirs, *unoptimized), 0, 'f', 1)
                   .arg(sqnrDb(ours.tensor, floating->front().tensor), 0, 'f', 1);
    // Half a percent; of less than two hundred one, for two classes may be equally likely.
    QVERIFY2(different <= std::max(1, samples / 200), qPrintable(QString("the top class of %1 differs").arg(different)));
    QVERIFY2(sqnr >= 30, qPrintable(QString("%1 dB apart").arg(sqnr)));
}

void TestIntegerRuntime::cleanupTestCase()
{
    if (m_table.isEmpty())
        return;
    std::puts("\n| model | samples | same top class | SQNR to the simulation, dB | ONNX Runtime to itself without fused "
              "operators | the same, dB | simulation to float, dB |");
    std::puts("|---|---|---|---|---|---|---|");
    std::puts(qPrintable(m_table.join('\n')));
}

QTEST_GUILESS_MAIN(TestIntegerRuntime)
#include "tst_integer_runtime.moc"
