// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include "ort_support.h"

using namespace qscope::test;
using qscope::NamedTensor;

/// The engine against ONNX Runtime (npm package onnxruntime-node), on the samples and, where it is there, on every model
/// of the folder QSCOPE_SHARED/data. Skipped as a whole when the package cannot be had.
class TestAgainstOnnxRuntime : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void floatOutputsAgree_data();
    void floatOutputsAgree();
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

} // namespace

void TestAgainstOnnxRuntime::initTestCase()
{
    const Outcome installed = installOrt();
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

void TestAgainstOnnxRuntime::cleanupTestCase()
{
    if (m_table.isEmpty())
        return;
    std::puts("\n| model | largest relative difference | from recorded outputs |");
    std::puts("|---|---|---|");
    std::puts(qPrintable(m_table.join('\n')));
}

QTEST_GUILESS_MAIN(TestAgainstOnnxRuntime)
#include "tst_against_onnxruntime.moc"
