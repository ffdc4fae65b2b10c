// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "../support/model_builder.h"
#include "core/io/aimet_encodings.h"
#include "core/io/atomic_file.h"
#include "core/io/imported_ranges.h"
#include "core/io/qdq_export.h"
#include "core/io/range_comparison.h"
#include "core/onnx/reader.h"

using namespace qscope;
using io::ImportedRanges;
using quant::QuantParams;
using test::ModelBuilder;

namespace {

QuantParams params(bool isSigned, std::vector<float> scale, int32_t zeroPoint, int axis = -1)
{
    QuantParams p;
    p.isSigned = isSigned;
    p.qmin = isSigned ? -127 : 0;
    p.qmax = isSigned ? 127 : 255;
    p.zeroPoint.assign(scale.size(), zeroPoint);
    p.scale = std::move(scale);
    p.axis = axis;
    return p;
}

/// "x 8 sym [-1, 1]; w weight 8 sym [-1, 1] [-2, 2]"
QString described(const Result<ImportedRanges>& ranges)
{
    if (!ranges.ok())
        return QString::fromStdString(ranges.error().text());
    QStringList all;
    for (const io::ImportedTensor& tensor : ranges->tensors) {
        QString text = QString::fromStdString(tensor.name) + (tensor.isWeight ? " weight" : "");
        if (tensor.bits)
            text += " " + QString::number(*tensor.bits);
        if (tensor.symmetric)
            text += *tensor.symmetric ? " sym" : " asym";
        for (const quant::Range& range : tensor.ranges)
            text += QString(" [%1, %2]").arg(range.lo, 0, 'g', 6).arg(range.hi, 0, 'g', 6);
        all << text;
    }
    return all.join("; ");
}

ModelBuilder twoLayers()
{
    ModelBuilder builder;
    builder.input("x", {1, 1, 2, 2}).output("z").weight("w", {2, 1, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 2});
    builder.weight("v", {2, 2}, {1, 2, 3, 4});
    builder.node("Conv", {"x", "w"}, {"c"}, "conv").node("Flatten", {"c"}, {"f"}, "flatten");
    builder.node("Gemm", {"f", "v"}, {"z"}, "gemm");
    return builder;
}

} // namespace

class TestImportedRanges : public QObject {
    Q_OBJECT

private slots:
    void readsTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QString(text) << QString(expected);
        };
        row("TensorRT", "TRT-8501-EntropyCalibration2\ninput: 3c010a14\na: b: 3f800000\n",
            "input 8 sym [-1.00024, 1.00024]; a: b 8 sym [-127, 127]");
        row("TensorRT, a digit too few", "TRT-8501-X\ninput: 3c010a1\n",
            "%: line 2: must be a tensor's name, a colon and 8 hexadecimal digits");
        row("TensorRT, no digits", "TRT-8501-X\ninput: 3c010z14\n",
            "%: line 2: must be a tensor's name, a colon and 8 hexadecimal digits");
        row("TensorRT, a scale that is no number", "TRT-8501-X\ninput: 7fc00000\n",
            "%: line 2: the scale of 'input' is no positive number");
        row("TensorRT, nothing but the header", "TRT-8501-X\n", "%: holds no ranges of tensors");
        row("ONNX Runtime's cache", "a 1.5\nb c -2\n", "a sym [-1.5, 1.5]; b c sym [-2, 2]");
        row("ONNX Runtime's cache, no number", "a 1.5\nb\n", "%: line 2: must be a tensor's name and a number");
        row("ONNX Runtime's cache, infinity", "a inf\n", "%: line 1: must be a tensor's name and a number");
        row("an empty file", "", "%: holds no ranges of tensors");
        row("ONNX Runtime's JSON",
            R"({"CLS": "TensorsData", "data": {"x": {"CLS": "TensorData",
                "lowest": {"CLS": "numpy.array", "data": -1.5, "dtype": "float32"},
                "highest": {"CLS": "numpy.array", "data": [2], "dtype": "float32"}, "hist": null}},
                "calibration_method": {"CLS": "CalibrationMethod", "value": "CalibrationMethod.MinMax"}})",
            "x [-1.5, 2]");
        row("ONNX Runtime's JSON, older", R"({"x": [-1, 2], "y": [0, 0.5]})", "x [-1, 2]; y [0, 0.5]");
        row("ONNX Runtime's JSON, per channel", R"({"x": {"lowest": [-1, -2], "highest": [1, 2]}})", "x [-1, 1] [-2, 2]");
        row("ONNX Runtime's JSON, no end", R"({"x": {"lowest": 1}})", "%: x.highest: is missing");
        row("ONNX Runtime's JSON, a text", R"({"x": {"lowest": "a", "highest": 1}})",
            "%: x.lowest: must be a number or a list of numbers");
        row("ONNX Runtime's JSON, upside down", R"({"x": [2, 1]})", "%: x: the lowest value is above the highest");
        row("ONNX Runtime's JSON, channels that do not match", R"({"x": {"lowest": [1, 2], "highest": [3]}})",
            "%: x: has 2 lowest and 1 highest values");
        row("AIMET 0.6.1",
            R"({"version": "0.6.1", "activation_encodings": {"t": [{"bitwidth": 8, "dtype": "int",
                "is_symmetric": "False", "min": -2.109, "max": 2.609, "offset": -114, "scale": 0.0185}],
                "f": [{"bitwidth": 32, "dtype": "float"}]},
                "param_encodings": {"w": [{"bitwidth": 4, "dtype": "int", "is_symmetric": "True", "offset": -8, "scale": 1},
                                          {"bitwidth": 4, "dtype": "int", "is_symmetric": "True", "offset": -8, "scale": 2}]}})",
            "t 8 asym [-2.109, 2.6085]; w weight 4 sym [-7, 7] [-14, 14]");
        row("AIMET 1.0.0",
            R"({"version": "1.0.0", "activation_encodings": [{"name": "t", "enc_type": "PER_TENSOR", "dtype": "INT",
                "bw": 8, "is_sym": false, "scale": [0.5], "offset": [-3]}], "param_encodings": []})",
            "t 8 asym [-1.5, 126]");
        row("AIMET, another version", R"({"version": "2.0.0", "activation_encodings": []})",
            "%: version: \"2.0.0\" is unknown, this program reads 0.x and 1.0.0");
        row("AIMET, a list where an object belongs", R"({"version": "0.6.1", "activation_encodings": [], "param_encodings": {}})",
            "%: activation_encodings: must be an object");
        row("AIMET, no scale",
            R"({"version": "0.6.1", "activation_encodings": {"t": [{"bitwidth": 8, "is_symmetric": "True", "offset": 0}]},
                "param_encodings": {}})",
            "%: activation_encodings.t[0].scale: is missing");
        row("AIMET, absurd bits",
            R"({"version": "1.0.0", "activation_encodings": [{"name": "t", "bw": 900, "is_sym": true, "scale": [1],
                "offset": [0]}], "param_encodings": []})",
            "%: activation_encodings[0].bw: 900 is no number of bits from 2 to 32");
        row("AIMET, a scale below zero",
            R"({"version": "1.0.0", "activation_encodings": [{"name": "t", "bw": 8, "is_sym": true, "scale": [-1],
                "offset": [0]}], "param_encodings": []})",
            "%: activation_encodings[0].scale: must be above 0");
    }

    void readsTexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const std::string path = m_folder.filePath("ranges").toStdString();
        QVERIFY(io::writeFileAtomically(path, text.toStdString()).ok());
        QCOMPARE(described(io::readRanges(path)), expected.replace('%', QString::fromStdString(path)));
    }

    void everyTruncationIsAnErrorOrARange()
    {
        const std::string text = R"({"version": "0.6.1", "activation_encodings": {"t": [{"bitwidth": 8, "dtype": "int",
            "is_symmetric": "False", "offset": -114, "scale": 0.0185}]}, "param_encodings": {}})";
        for (size_t length = 0; length < text.size(); ++length)
            QVERIFY(!io::readAimetEncodings(std::string_view(text).substr(0, length), "t").ok());
    }

    void readsWhatWeExport()
    {
        auto model = onnxio::parseModel(twoLayers().bytes(), "test.onnx");
        QVERIFY(model.ok());
        const auto layers = findLayers(model->graph);
        const std::vector<analysis::LayerQuantizers> quantizers{
            {false, {params(false, {0.5F}, 3)}, params(true, {0.25F, 0.5F}, 0, 0)},
            {false, {params(true, {0.5F}, 0)}, params(true, {1}, 0)}};
        const std::string path = m_folder.filePath("q.onnx").toStdString();
        QVERIFY(io::exportQdqFile(*model, model->graph, layers, quantizers, path).ok());
        QCOMPARE(described(io::readRanges(path)),
                 "x 8 asym [-1.5, 126]; w weight 8 sym [-31.75, 31.75] [-63.5, 63.5]; v weight 8 sym [-127, 127]; "
                 "f 8 sym [-63.5, 63.5]");
    }

    void comparesByName()
    {
        const Graph graph = onnxio::parseModel(twoLayers().bytes(), "test.onnx")->graph;
        const auto layers = findLayers(graph);
        analysis::CalibrationResult calibration;
        calibration.indexByValue.assign(graph.values.size(), -1);
        for (const char* name : {"x", "f"}) {
            stats::TensorStats tensor;
            tensor.value = *graph.findValue(name);
            tensor.name = name;
            std::vector<float> values;
            for (int i = 0; i < 1000; ++i)
                values.push_back(static_cast<float>(i) / 999.F);
            tensor.count = 1000;
            tensor.mean = 0.5;
            tensor.variance = 1.0 / 12;
            tensor.min.value = 0;
            tensor.max.value = 1;
            tensor.histogram.add(values, 0, 1);
            calibration.indexByValue[tensor.value.index()] = static_cast<int32_t>(calibration.tensors.size());
            calibration.tensors.push_back(std::move(tensor));
        }
        quant::Config config;
        config.activations.calibrator = quant::Calibrator::Max;
        const io::ReportInput input{graph, layers, calibration, config, {{}, {}}, {}, {}, {}, "m", "d"};
        ImportedRanges imported;
        imported.tensors = {{"w", true, {{-2, 2}}, 8, true}, {"x", false, {{0, 2}}, {}, {}},
                            {"stranger", false, {{0, 1}}, {}, {}},  {"c", false, {{0, 1}}, {}, {}},
                            {"f", false, {{0, 0.5}}, {}, {}}};
        const auto result = io::compareRanges(input, imported);
        QVERIFY(result.ok());
        QCOMPARE(result->unknown, (std::vector<std::string>{"stranger"}));
        QCOMPARE(result->unrecorded, (std::vector<std::string>{"c"}));
        QCOMPARE(result->tensors.size(), size_t(3));
        const io::RangeComparison& x = result->tensors[0];
        QCOMPARE(x.tensor, std::string("x"));
        QCOMPARE(x.layer, std::string("conv"));
        QCOMPARE(x.ratio, 2.0);
        // Rounding noise of steps 1/255 and 2/255 on values with a mean square of 1/3.
        QVERIFY(std::abs(x.sqnrOursDb - 10 * std::log10(4.0 * 255 * 255)) < 0.5);
        QVERIFY(std::abs(x.sqnrOursDb - x.sqnrTheirsDb - 6.02) < 0.5);
        QCOMPARE(result->tensors[1].tensor, std::string("f"));
        QVERIFY(result->tensors[1].sqnrTheirsDb < 15); // half of the values are clipped
        QVERIFY(result->tensors[2].isWeight);
        QCOMPARE(result->tensors[2].sqnrTheirsDb > 40, true);

        imported.tensors = {{"stranger", false, {{0, 1}}, {}, {}}, {"other", false, {{0, 1}}, {}, {}}};
        QCOMPARE(QString::fromStdString(io::compareRanges(input, imported).error().text()),
                 "none of the 2 tensors is one of the model's: 'stranger' and so on");
    }

    void rangesBecomeRules()
    {
        ModelBuilder builder = twoLayers();
        builder.output("product").node("MatMul", {"f", "z"}, {"product"}, "product");
        const Graph graph = onnxio::parseModel(builder.bytes(), "test.onnx")->graph;
        const auto layers = findLayers(graph);
        ImportedRanges imported;
        imported.tensors = {{"x", false, {{-1, 2}}, 4, false}, {"f", false, {{0, 0.5}}, {}, {}}, {"z", false, {{0, 1}}, {}, {}}};
        const quant::Config config = io::configWithRanges({}, graph, layers, imported);
        QCOMPARE(config.rules.size(), size_t(3));
        QCOMPARE(config.rules[0].match.text, std::string("conv"));
        QCOMPARE(config.rules[0].activations.bits, std::optional<int>(4));
        QCOMPARE(*config.rules[0].activations.range, (quant::Range{-1, 2}));
        QVERIFY(config.rules[1].activations.calibrator == quant::Calibrator::Manual);
        const quant::Rule& product = config.rules[2];
        QVERIFY(product.activations.empty());
        QCOMPARE(*product.inputs.at(0).range, (quant::Range{0, 0.5}));
        QCOMPARE(*product.inputs.at(1).range, (quant::Range{0, 1}));
        QVERIFY(quant::resolve(config, layers).ok());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestImportedRanges)
#include "tst_imported_ranges.moc"
