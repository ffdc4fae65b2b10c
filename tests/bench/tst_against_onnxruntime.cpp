// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "core/data/npy.h"

using qscope::NamedTensor;

/// The engine against ONNX Runtime (npm package onnxruntime-node), on the samples and, where it is there, on every model
/// of the folder QSCOPE_SHARED/data. Skipped as a whole when the package cannot be had.
class TestAgainstOnnxRuntime : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void floatOutputsAgree_data();
    void floatOutputsAgree();
    void exportedModelComputesWhatWeSimulate_data();
    void exportedModelComputesWhatWeSimulate();
    void cleanupTestCase();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    void note(const QString& line) { m_table.append("| " + QString(QTest::currentDataTag()) + " | " + line + " |"); }

    QTemporaryDir m_folder;
    QStringList m_table;
};

namespace {

const QString SharedData = QStringLiteral(QSCOPE_SHARED "/data/");
const QString SampleData = QStringLiteral(QSCOPE_SAMPLES "/fashion_evaluation.npz");

struct Outcome {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

Outcome call(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(580'000))
        return {-1, {}, "did not start or did not finish: " + program.toUtf8()};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

Outcome callOrt(const QStringList& arguments)
{
    return call("node", QStringList{QSCOPE_ORT_RUN} + arguments);
}

std::vector<NamedTensor> readNpz(const QString& path)
{
    auto arrays = qscope::data::readNpz(path.toStdString());
    return arrays.ok() ? *arrays : std::vector<NamedTensor>{};
}

const qscope::Tensor* find(const std::vector<NamedTensor>& arrays, const std::string& name)
{
    for (const NamedTensor& array : arrays) {
        if (array.name == name)
            return &array.tensor;
    }
    return nullptr;
}

std::vector<double> numbers(const qscope::Tensor& tensor)
{
    std::vector<double> result(static_cast<size_t>(tensor.size()));
    for (size_t i = 0; i < result.size(); ++i) {
        switch (tensor.type()) {
        case qscope::DType::Float32: result[i] = tensor.data<float>()[i]; break;
        case qscope::DType::Float64: result[i] = tensor.data<double>()[i]; break;
        case qscope::DType::Int64: result[i] = static_cast<double>(tensor.data<int64_t>()[i]); break;
        default: return {};
        }
    }
    return result;
}

/// Below this an output says "nothing here": 1e-3 of it is the rounding of a float near 1, which is what sigmoids and
/// softmaxes of different libraries differ by.
constexpr double SmallestScale = 1e-4;

/// Largest difference over the largest value of `wanted`; infinity when the two cannot be compared.
double relativeDifference(const qscope::Tensor* got, const qscope::Tensor& wanted)
{
    if (!got || got->shape() != wanted.shape())
        return std::numeric_limits<double>::infinity();
    const auto a = numbers(*got);
    const auto b = numbers(wanted);
    double largest = SmallestScale;
    double difference = 0;
    for (size_t i = 0; i < b.size(); ++i) {
        largest = std::max(largest, std::abs(b[i]));
        const double d = std::abs(a[i] - b[i]);
        difference = d <= difference ? difference : d; // a NaN stays
    }
    return difference / largest;
}

double worst(const std::vector<NamedTensor>& got, const std::vector<NamedTensor>& wanted)
{
    double result = wanted.empty() ? std::numeric_limits<double>::infinity() : 0;
    for (const NamedTensor& array : wanted) {
        const double d = relativeDifference(find(got, array.name), array.tensor);
        result = d <= result ? result : d;
    }
    return result;
}

double sqnrDb(const qscope::Tensor& got, const qscope::Tensor& wanted)
{
    const auto a = numbers(got);
    const auto b = numbers(wanted);
    double signal = 0;
    double noise = 0;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        signal += b[i] * b[i];
        noise += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return 10 * std::log10(signal / noise);
}

/// Samples (axis 0) whose largest element is not at the same place.
int differentTopClasses(const qscope::Tensor& got, const qscope::Tensor& wanted)
{
    const auto a = numbers(got);
    const auto b = numbers(wanted);
    const auto samples = static_cast<size_t>(wanted.dim(0));
    const auto row = static_cast<ptrdiff_t>(b.size() / samples);
    int different = 0;
    for (size_t s = 0; s < samples; ++s) {
        const auto first = static_cast<ptrdiff_t>(s) * row;
        different += std::max_element(a.begin() + first, a.begin() + first + row) - a.begin()
                     != std::max_element(b.begin() + first, b.begin() + first + row) - b.begin();
    }
    return different;
}

} // namespace

void TestAgainstOnnxRuntime::initTestCase()
{
    const Outcome installed = call("sh", {QSCOPE_ORT_INSTALL, qEnvironmentVariable("QSCOPE_ORT")});
    if (installed.exitCode != 0)
        QSKIP("onnxruntime-node is not available: " + installed.err);
}

void TestAgainstOnnxRuntime::floatOutputsAgree_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("stored"); ///< outputs recorded from another version of ONNX Runtime
    QTest::newRow("vit_fashion (sample)") << QSCOPE_SAMPLES "/vit_fashion.onnx" << SampleData << QString();
    QTest::newRow("resnet_fashion (sample)") << QSCOPE_SAMPLES "/resnet_fashion.onnx" << SampleData << QString();
    for (const QString& name : QDir(SharedData).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString folder = SharedData + name;
        if (QFile::exists(folder + "/model.onnx"))
            QTest::newRow(qPrintable(name))
                << folder + "/model.onnx" << folder + "/inputs.npz" << folder + "/outputs.npz";
    }
}

void TestAgainstOnnxRuntime::floatOutputsAgree()
{
    QFETCH(QString, model);
    QFETCH(QString, data);
    QFETCH(QString, stored);
    const QString row = QTest::currentDataTag();
    const Outcome ours = call(QSCOPE_CLI, {"run", model, "--data", data, "-o", path("ours.npz")});
    QVERIFY2(ours.exitCode == 0, ours.err);
    const Outcome theirs = callOrt({"run", model, data, path("theirs.npz")});
    QVERIFY2(theirs.exitCode == 0, theirs.out + theirs.err);
    const auto outputs = readNpz(path("ours.npz"));
    const double now = worst(outputs, readNpz(path("theirs.npz")));
    const double then = stored.isEmpty() ? 0 : worst(outputs, readNpz(stored));
    note(QString("%1 | %2").arg(now, 0, 'e', 1).arg(stored.isEmpty() ? QString() : QString::number(then, 'e', 1)));
    // A model in float16 is rounded after every operator there, and computed in float32 here. In a quantized one a last
    // bit decides now and then which integer an activation becomes, and the layers after it see another number.
    const double tolerance = row.endsWith("int8") ? 5e-2 : row.endsWith("fp16") ? 1e-2 : 1e-3;
    QVERIFY2(now <= tolerance, qPrintable(QString("differs by %1").arg(now)));
    QVERIFY2(then <= tolerance, qPrintable(QString("differs from the recorded outputs by %1").arg(then)));
}

void TestAgainstOnnxRuntime::exportedModelComputesWhatWeSimulate_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("data");
    QTest::addColumn<bool>("classifies");
    QTest::newRow("vit_fashion (sample), 8 bits") << QSCOPE_SAMPLES "/vit_fashion.onnx" << SampleData << true;
    QTest::newRow("resnet_fashion (sample), 8 bits") << QSCOPE_SAMPLES "/resnet_fashion.onnx" << SampleData << true;
    for (const QString name : {"resnet18_imagenet", "vit_fashion_op17", "squeezenet_imagenet", "densenet_cifar10",
                               "resnet20_cifar10", "vit_mnist_op13", "movenet_lightning", "sedgen_unet"}) {
        const QString folder = SharedData + name;
        if (QFile::exists(folder + "/model.onnx"))
            QTest::newRow(qPrintable(name + ", 8 bits")) << folder + "/model.onnx" << folder + "/inputs.npz"
                                                         << (name != "movenet_lightning" && name != "sedgen_unet");
    }
}

void TestAgainstOnnxRuntime::exportedModelComputesWhatWeSimulate()
{
    QFETCH(QString, model);
    QFETCH(QString, data);
    QFETCH(bool, classifies);
    const Outcome simulated = call(QSCOPE_CLI, {"run", "--quantized", model, "--data", data, "-o", path("sim.npz")});
    QVERIFY2(simulated.exitCode == 0, simulated.err);
    const Outcome exported = call(QSCOPE_CLI, {"export", model, "--data", data, "-o", path("q.onnx")});
    QVERIFY2(exported.exitCode == 0, exported.err);
    const Outcome plain = call(QSCOPE_CLI, {"run", model, "--data", data, "-o", path("float.npz")});
    QVERIFY2(plain.exitCode == 0, plain.err);
    const Outcome run = callOrt({"run", path("q.onnx"), data, path("q.npz")});
    QVERIFY2(run.exitCode == 0, run.out + run.err);
    const auto ours = readNpz(path("sim.npz"));
    const auto theirs = readNpz(path("q.npz"));
    QVERIFY(!ours.empty() && ours.size() == theirs.size());
    const qscope::Tensor* ofRuntime = find(theirs, ours[0].name);
    QVERIFY(ofRuntime && ofRuntime->shape() == ours[0].tensor.shape());
    const double sqnr = sqnrDb(*ofRuntime, ours[0].tensor);
    const double noise = sqnrDb(ours[0].tensor, readNpz(path("float.npz"))[0].tensor);
    const auto samples = static_cast<int>(ours[0].tensor.dim(0));
    const int different = classifies ? differentTopClasses(*ofRuntime, ours[0].tensor) : 0;
    note(QString("%1 dB (to float: %2 dB) | %3")
             .arg(sqnr, 0, 'f', 1)
             .arg(noise, 0, 'f', 1)
             .arg(classifies ? QString("%1 of %2").arg(samples - different).arg(samples) : QString()));
    // One in a hundred; of less than a hundred one, for two classes may be equally likely.
    QVERIFY2(different <= std::max(1, samples / 100), qPrintable(QString("the top class of %1 differs").arg(different)));
    QVERIFY2(sqnr > noise, qPrintable(QString("%1 dB apart, quantization itself %2 dB").arg(sqnr).arg(noise)));
}

void TestAgainstOnnxRuntime::cleanupTestCase()
{
    if (m_table.isEmpty())
        return;
    std::puts("\n| model | largest relative difference (quantized: SQNR) | from recorded outputs (same top class) |");
    std::puts("|---|---|---|");
    std::puts(qPrintable(m_table.join('\n')));
}

QTEST_GUILESS_MAIN(TestAgainstOnnxRuntime)
#include "tst_against_onnxruntime.moc"
