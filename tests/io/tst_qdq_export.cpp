// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include <cstring>

#include "../support/model_builder.h"
#include "core/io/atomic_file.h"
#include "core/io/qdq_export.h"
#include "core/quant/bias.h"

using namespace qscope;
using analysis::LayerQuantizers;
using quant::QuantParams;
using test::ModelBuilder;

namespace {

QuantParams asymmetric(int bits = 8, float scale = 0.5F, int32_t zeroPoint = 3)
{
    return {bits, false, 0, (1 << bits) - 1, {scale}, {zeroPoint}, -1};
}

QuantParams symmetric(int bits, std::vector<float> scale, int axis = -1)
{
    const int32_t top = (1 << (bits - 1)) - 1;
    const std::vector<int32_t> zeros(scale.size(), 0);
    return {bits, true, -top, top, std::move(scale), zeros, axis};
}

/// A model in all its forms, and the layers found in it.
struct Opened {
    onnxio::Model model;
    std::vector<Layer> layers;
};

Opened opened(const ModelBuilder& builder, const std::string& path = "test.onnx")
{
    auto model = onnxio::parseModel(builder.bytes(), path);
    if (!model.ok())
        qFatal("%s", model.error().text().c_str());
    Opened result{std::move(model).value(), {}};
    result.layers = findLayers(result.model.graph);
    return result;
}

/// The exported message; an empty one after an error, which is printed.
::onnx::ModelProto exported(const Opened& o, const std::vector<LayerQuantizers>& quantizers)
{
    ::onnx::ModelProto proto;
    const auto bytes = io::exportQdq(o.model, o.model.graph, o.layers, quantizers);
    if (!bytes.ok())
        qWarning("%s", bytes.error().text().c_str());
    else if (!proto.ParseFromString(*bytes))
        qWarning("not a model");
    return proto;
}

/// "QuantizeLinear(x, x_scale, x_zero_point) -> x_QuantizeLinear_Output", one line per node.
QStringList nodesOf(const ::onnx::ModelProto& proto)
{
    QStringList lines;
    for (const auto& node : proto.graph().node()) {
        QStringList inputs;
        for (const auto& input : node.input())
            inputs += QString::fromStdString(input);
        for (const auto& a : node.attribute()) {
            const QString name = QString::fromStdString(a.name()) + "=";
            inputs += name
                      + (a.type() == ::onnx::AttributeProto::FLOAT ? QString::number(a.f())
                                                                   : QString::number(a.i()));
        }
        const QString domain =
            node.domain().empty() ? QString() : QString::fromStdString(node.domain()) + ".";
        lines += domain + QString::fromStdString(node.op_type()) + "(" + inputs.join(", ") + ") -> "
                 + QString::fromStdString(node.output(0));
    }
    return lines;
}

QStringList initializersOf(const ::onnx::ModelProto& proto)
{
    QStringList names;
    for (const auto& tensor : proto.graph().initializer())
        names += QString::fromStdString(tensor.name());
    names.sort();
    return names;
}

const ::onnx::TensorProto& tensorOf(const ::onnx::ModelProto& proto, const char* name)
{
    for (const auto& tensor : proto.graph().initializer())
        if (tensor.name() == name)
            return tensor;
    qFatal("no initializer %s", name);
}

template <class T>
QList<double> valuesOf(const ::onnx::TensorProto& tensor)
{
    QList<double> values;
    for (size_t i = 0; i + sizeof(T) <= tensor.raw_data().size(); i += sizeof(T)) {
        T value;
        std::memcpy(&value, tensor.raw_data().data() + i, sizeof(T));
        values += double(value);
    }
    return values;
}

constexpr int Int4 = 22; ///< TensorProto.DataType, newer than the headers

ModelBuilder convModel(int64_t opset = 13)
{
    ModelBuilder builder(opset);
    builder.input("x", {1, 1, 2, 2})
        .output("y", {1, 2, 1, 1})
        .weight("w", {2, 1, 2, 2}, {1, -2, 0.5F, 0.25F, 4, 8, -8, 0});
    builder.node("Conv", {"x", "w"}, {"y"}, "conv");
    return builder;
}

std::vector<LayerQuantizers> convQuantizers()
{
    return {{false, {asymmetric()}, symmetric(8, {0.25F, 0.5F}, 0)}};
}

ModelBuilder biasedConv(int64_t opset, float bias)
{
    ModelBuilder builder(opset);
    builder.input("x", {1, 1, 2, 2}).output("z").weight("w", {2, 1, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 2});
    builder.weight("bias", {2}, {bias, -2});
    builder.node("Conv", {"x", "w", "bias"}, {"y"}, "conv").node("Relu", {"y"}, {"z"}, "relu");
    return builder;
}

/// Two Gemms on the same input.
ModelBuilder twoGemms()
{
    ModelBuilder builder;
    builder.input("x", {1, 2}).output("y", {1, 2}).output("z", {1, 2}).weight("w", {2, 2}, {1, 2, 3, 4});
    builder.node("Relu", {"x"}, {"r"}, "relu")
        .node("Gemm", {"r", "w"}, {"y"}, "a")
        .node("Gemm", {"r", "w"}, {"z"}, "b");
    return builder;
}

QString errorOf(const Opened& o, const std::vector<LayerQuantizers>& quantizers)
{
    const auto bytes = io::exportQdq(o.model, o.model.graph, o.layers, quantizers);
    return bytes.ok() ? QString() : QString::fromStdString(bytes.error().text());
}

} // namespace

class TestQdqExport : public QObject {
    Q_OBJECT

private slots:
    void convolutionPerChannel();
    void sharedTensorsGetOnePair();
    void differentParametersGetTheirOwnPair();
    void floatLayersStay();
    void fewerCodesThanTheTypeAreClipped();
    void oldOpsetsClipByAttributes();
    void usesTheDomainThatHasTheOperator_data();
    void usesTheDomainThatHasTheOperator();
    void theOpsetIsRaisedAsFarAsItGoes_data();
    void theOpsetIsRaisedAsFarAsItGoes();
    void anOutputNobodyReadsKeepsNoOpset();
    void blocksOfAMatrix();
    void blocksOfAConvolutionAreReshaped();
    void eightBitFloats();
    void weightsWithoutIntegersAreStoredAsFloats();
    void logActivationsAreLocalFunctions();
    void zeroPointsOutsideTheTypeOfAWeight();
    void refusesActivationsItCannotExpress();
    void float16IsCast();
    void weightsBehindOtherNodesAreFolded();
    void weightsReadElsewhereStay();
    void initializersListedAsInputsAreRemoved();
    void matmulOfTwoActivations();
    void biasBecomesInt32_data();
    void biasBecomesInt32();
    void aFloatBiasOfAConvolutionMovesBehindIt();
    void aFloatBiasOfAGemmGetsTwoDimensions();
    void batchNormalizationGoesIntoTheConvolution();
    void aFloatBiasOfAFoldIsAddedBehind();
    void aFoldOfAFloatLayerStays();
    void foldsOfOneWeightAreNotShared();
    void takenNamesAreNotReused();
    void keepsWhatItDoesNotKnow();
    void putsExternalDataInside();
    void refusesWhatDoesNotFit();
    void writesAFileThatReadsBack();
};

void TestQdqExport::convolutionPerChannel()
{
    const auto proto = exported(opened(convModel()), convQuantizers());
    QCOMPARE(
        nodesOf(proto),
        (QStringList{
            "QuantizeLinear(x, x_scale, x_zero_point) -> x_QuantizeLinear_Output",
            "DequantizeLinear(x_QuantizeLinear_Output, x_scale, x_zero_point) -> x_DequantizeLinear_Output",
            "DequantizeLinear(w_quantized, w_scale, w_zero_point, axis=0) -> w_DequantizeLinear_Output",
            "Conv(x_DequantizeLinear_Output, w_DequantizeLinear_Output) -> y"}));
    QCOMPARE(initializersOf(proto),
             (QStringList{"w_quantized", "w_scale", "w_zero_point", "x_scale", "x_zero_point"}));
    const auto& codes = tensorOf(proto, "w_quantized");
    QCOMPARE(codes.data_type(), int(::onnx::TensorProto::INT8));
    QCOMPARE(std::vector<int64_t>(codes.dims().begin(), codes.dims().end()),
             (std::vector<int64_t>{2, 1, 2, 2}));
    QCOMPARE(valuesOf<int8_t>(codes), (QList<double>{4, -8, 2, 1, 8, 16, -16, 0}));
    QCOMPARE(valuesOf<float>(tensorOf(proto, "w_scale")), (QList<double>{0.25, 0.5}));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_zero_point")), (QList<double>{0, 0}));
    QCOMPARE(tensorOf(proto, "x_scale").dims_size(), 0);
    QCOMPARE(valuesOf<float>(tensorOf(proto, "x_scale")), (QList<double>{0.5}));
    QCOMPARE(tensorOf(proto, "x_zero_point").data_type(), int(::onnx::TensorProto::UINT8));
    QCOMPARE(valuesOf<uint8_t>(tensorOf(proto, "x_zero_point")), (QList<double>{3}));
    QCOMPARE(proto.opset_import_size(), 1);
}

void TestQdqExport::sharedTensorsGetOnePair()
{
    const LayerQuantizers q{false, {asymmetric()}, symmetric(8, {0.5F})};
    const auto proto = exported(opened(twoGemms()), {q, q});
    QCOMPARE(
        nodesOf(proto),
        (QStringList{
            "DequantizeLinear(w_quantized, w_scale, w_zero_point) -> w_DequantizeLinear_Output",
            "Relu(x) -> r", "QuantizeLinear(r, r_scale, r_zero_point) -> r_QuantizeLinear_Output",
            "DequantizeLinear(r_QuantizeLinear_Output, r_scale, r_zero_point) -> r_DequantizeLinear_Output",
            "Gemm(r_DequantizeLinear_Output, w_DequantizeLinear_Output) -> y",
            "Gemm(r_DequantizeLinear_Output, w_DequantizeLinear_Output) -> z"}));
}

void TestQdqExport::differentParametersGetTheirOwnPair()
{
    const LayerQuantizers a{false, {asymmetric()}, symmetric(8, {0.5F})};
    const LayerQuantizers b{false, {asymmetric(8, 0.25F)}, symmetric(8, {0.25F})};
    const auto proto = exported(opened(twoGemms()), {a, b});
    QVERIFY(
        nodesOf(proto).contains("QuantizeLinear(r, r_scale_2, r_zero_point_2) -> r_QuantizeLinear_Output_2"));
    QVERIFY(nodesOf(proto).contains("Gemm(r_DequantizeLinear_Output_2, w_DequantizeLinear_Output_2) -> z"));
    QVERIFY(nodesOf(proto).contains("Gemm(r_DequantizeLinear_Output, w_DequantizeLinear_Output) -> y"));
}

void TestQdqExport::floatLayersStay()
{
    const LayerQuantizers q{false, {asymmetric()}, symmetric(8, {0.5F})};
    const auto proto = exported(opened(twoGemms()), {LayerQuantizers{}, q});
    QVERIFY(nodesOf(proto).contains("Gemm(r, w) -> y"));
    QVERIFY(initializersOf(proto).contains("w"));
    QVERIFY(nodesOf(proto).contains("Gemm(r_DequantizeLinear_Output, w_DequantizeLinear_Output) -> z"));
    const auto untouched = exported(opened(twoGemms()), {LayerQuantizers{}, LayerQuantizers{}});
    QCOMPARE(nodesOf(untouched), (QStringList{"Relu(x) -> r", "Gemm(r, w) -> y", "Gemm(r, w) -> z"}));
}

void TestQdqExport::fewerCodesThanTheTypeAreClipped()
{
    const auto four = exported(opened(convModel()), {{false, {asymmetric(4, 0.5F, 3)}, symmetric(4, {2})}});
    QCOMPARE(nodesOf(four)[0], "Clip(x, x_clip_min, x_clip_max) -> x_Clip_Output");
    QCOMPARE(nodesOf(four)[1],
             "QuantizeLinear(x_Clip_Output, x_scale, x_zero_point) -> x_QuantizeLinear_Output");
    QCOMPARE(valuesOf<float>(tensorOf(four, "x_clip_min")), (QList<double>{-1.5}));
    QCOMPARE(valuesOf<float>(tensorOf(four, "x_clip_max")), (QList<double>{6}));
    // Two codes share a byte, the first in its lower half.
    QCOMPARE(tensorOf(four, "w_quantized").data_type(), Int4);
    QCOMPARE(QByteArray::fromStdString(tensorOf(four, "w_quantized").raw_data()).toHex(), "f000420c");
    const auto narrow = exported(opened(convModel()), {{false, {symmetric(8, {0.5F})}, symmetric(8, {1})}});
    QCOMPARE(valuesOf<float>(tensorOf(narrow, "x_clip_min")), (QList<double>{-63.5}));
    QCOMPARE(tensorOf(narrow, "x_zero_point").data_type(), int(::onnx::TensorProto::INT8));
}

void TestQdqExport::oldOpsetsClipByAttributes()
{
    ModelBuilder builder = convModel(10);
    builder.node("Nonsense", {"y"}, {"other"}, "other"); // keeps the opset
    const auto proto = exported(opened(builder), {{false, {asymmetric(4, 0.5F, 3)}, symmetric(4, {2})}});
    QVERIFY(nodesOf(proto).contains("Clip(x, max=6, min=-1.5) -> x_Clip_Output"));
}

void TestQdqExport::usesTheDomainThatHasTheOperator_data()
{
    QTest::addColumn<int>("opset");
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("perChannel");
    QTest::addColumn<QString>("domain");
    QTest::newRow("opset 9 has neither operator") << 9 << 8 << false << "com.microsoft";
    QTest::newRow("opset 10 has 8 bits per tensor") << 10 << 8 << false << "";
    QTest::newRow("opset 12 has no axis") << 12 << 8 << true << "com.microsoft";
    QTest::newRow("opset 13 has an axis") << 13 << 8 << true << "";
    QTest::newRow("opset 20 has no 16 bits") << 20 << 16 << false << "com.microsoft";
    QTest::newRow("nine bits need a 16-bit type") << 20 << 9 << true << "com.microsoft";
    QTest::newRow("opset 21 has 16 bits") << 21 << 16 << true << "";
    QTest::newRow("opset 20 has no 4 bits") << 20 << 4 << false << "com.microsoft";
    QTest::newRow("opset 21 has 4 bits") << 21 << 3 << true << "";
}

void TestQdqExport::usesTheDomainThatHasTheOperator()
{
    QFETCH(int, opset);
    QFETCH(int, bits);
    QFETCH(bool, perChannel);
    QFETCH(QString, domain);
    const QuantParams weights = perChannel ? symmetric(bits, {0.25F, 0.5F}, 0) : symmetric(bits, {0.5F});
    ModelBuilder builder = convModel(opset);
    // Each of them changes its meaning at one of the borders, so that the opset stays.
    builder.node("TopK", {"y"}, {"values", "places"}, "at10").node("Softmax", {"y"}, {"s"}, "at13");
    builder.node("GroupNormalization", {"y", "y", "y"}, {"g"}, "at21");
    const auto proto = exported(opened(builder), {{false, {asymmetric(bits)}, weights}});
    QCOMPARE(proto.opset_import(0).version(), int64_t(opset));
    bool imported = false;
    for (const auto& import : proto.opset_import())
        imported = imported || (import.domain() == "com.microsoft" && import.version() == 1);
    QCOMPARE(imported, !domain.isEmpty());
    for (const auto& node : proto.graph().node())
        if (node.op_type() == "DequantizeLinear" && node.input(0) == "w_quantized")
            QCOMPARE(QString::fromStdString(node.domain()), domain);
    QCOMPARE(tensorOf(proto, "w_quantized").data_type(),
             bits > 8 ? int(::onnx::TensorProto::INT16) : bits > 4 ? int(::onnx::TensorProto::INT8) : Int4);
    if (bits > 8)
        QCOMPARE(valuesOf<int16_t>(tensorOf(proto, "w_quantized")).last(), 0.0);
}

void TestQdqExport::theOpsetIsRaisedAsFarAsItGoes_data()
{
    QTest::addColumn<int>("opset");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QString>("op");
    QTest::addColumn<int>("expected");
    QTest::newRow("for an axis") << 9 << 8 << "Relu" << 13;
    QTest::newRow("for 4 bits") << 13 << 4 << "Relu" << 21;
    QTest::newRow("not where nothing is missing") << 15 << 8 << "Relu" << 15;
    QTest::newRow("up to where an operator changes") << 9 << 8 << "Softmax" << 12;
    QTest::newRow("not with an operator of no known history") << 9 << 8 << "Nonsense" << 9;
}

void TestQdqExport::theOpsetIsRaisedAsFarAsItGoes()
{
    QFETCH(int, opset);
    QFETCH(int, bits);
    QFETCH(QString, op);
    ModelBuilder builder = convModel(opset);
    builder.node(op.toStdString(), {"y"}, {"other"}, "other");
    const auto proto = exported(opened(builder), {{false, {asymmetric(8)}, symmetric(bits, {0.25F, 0.5F}, 0)}});
    QTEST(int(proto.opset_import(0).version()), "expected");
}

void TestQdqExport::anOutputNobodyReadsKeepsNoOpset()
{
    ModelBuilder builder = convModel(7);
    builder.node("Dropout", {"y"}, {"kept", "mask"}, "dropout");
    QCOMPARE(exported(opened(builder), convQuantizers()).opset_import(0).version(), int64_t(13));
    builder.output("mask");
    QCOMPARE(exported(opened(builder), convQuantizers()).opset_import(0).version(), int64_t(9));
}

void TestQdqExport::blocksOfAMatrix()
{
    ModelBuilder builder(21);
    builder.input("x", {1, 4}).output("y").weight("w", {4, 2}, {1, 8, 2, 16, 3, 24, 4, 32});
    builder.node("MatMul", {"x", "w"}, {"y"}, "matmul");
    QuantParams weights = symmetric(8, {1, 2, 8, 16}, 1); // blocks of a channel lie side by side
    weights.blockSize = 2;
    const auto proto = exported(opened(builder), {{false, {asymmetric()}, weights}});
    QVERIFY(nodesOf(proto).contains("DequantizeLinear(w_quantized, w_scale, w_zero_point, axis=0, block_size=2) -> "
                                    "w_DequantizeLinear_Output"));
    const auto& scale = tensorOf(proto, "w_scale");
    QCOMPARE(std::vector<int64_t>(scale.dims().begin(), scale.dims().end()), (std::vector<int64_t>{2, 2}));
    QCOMPARE(valuesOf<float>(scale), (QList<double>{1, 8, 2, 16}));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_quantized")), (QList<double>{1, 1, 2, 2, 2, 2, 2, 2}));
}

void TestQdqExport::blocksOfAConvolutionAreReshaped()
{
    QuantParams weights = symmetric(8, {1, 0.25F, 4, 8}, 0);
    weights.blockSize = 2;
    const auto proto = exported(opened(convModel(21)), {{false, {asymmetric()}, weights}});
    const QStringList nodes = nodesOf(proto);
    QVERIFY(nodes.contains("DequantizeLinear(w_quantized, w_scale, w_zero_point, axis=1, block_size=2) -> "
                           "w_DequantizeLinear_Output"));
    QVERIFY(nodes.contains("Reshape(w_DequantizeLinear_Output, w_shape) -> w_Reshape_Output"));
    const auto& codes = tensorOf(proto, "w_quantized");
    QCOMPARE(std::vector<int64_t>(codes.dims().begin(), codes.dims().end()), (std::vector<int64_t>{2, 4}));
    QCOMPARE(valuesOf<int64_t>(tensorOf(proto, "w_shape")), (QList<double>{2, 1, 2, 2}));
}

void TestQdqExport::eightBitFloats()
{
    QuantParams activation;
    activation.kind = quant::QuantizerKind::Fp8E4m3;
    activation.isSigned = true;
    QuantParams weights = activation;
    weights.scale = {0.25F, 0.5F};
    weights.zeroPoint = {0, 0};
    weights.axis = 0;
    const auto proto = exported(opened(convModel(19)), {{false, {activation}, weights}});
    QCOMPARE(tensorOf(proto, "w_quantized").data_type(), 17);
    QCOMPARE(tensorOf(proto, "x_zero_point").data_type(), 17);
    QVERIFY(!nodesOf(proto).join(' ').contains("Clip"));
    ModelBuilder old = convModel(17);
    old.node("GroupNormalization", {"y", "y", "y"}, {"g"}, "other").node("Nonsense", {"y"}, {"h"}, "nonsense");
    QCOMPARE(errorOf(opened(old), {{false, {activation}, weights}}),
             "layer 'conv': 8-bit floats need opset 19, the model has 17");
}

void TestQdqExport::weightsWithoutIntegersAreStoredAsFloats()
{
    QuantParams weights;
    weights.kind = quant::QuantizerKind::Log2;
    weights.bits = 4;
    weights.isSigned = true;
    weights.qmax = 7;
    weights.scale = {8};
    const auto proto = exported(opened(convModel()), {{false, {asymmetric()}, weights}});
    QVERIFY(nodesOf(proto).contains("Conv(x_DequantizeLinear_Output, w_float) -> y"));
    QCOMPARE(valuesOf<float>(tensorOf(proto, "w_float")), (QList<double>{1, -2, 0.5, 0.25, 4, 8, -8, 0}));
}

void TestQdqExport::logActivationsAreLocalFunctions()
{
    QuantParams logarithmic;
    logarithmic.kind = quant::QuantizerKind::LogSqrt2;
    logarithmic.bits = 4;
    logarithmic.qmax = 15;
    logarithmic.scale = {0.8F};
    const Opened o = opened(convModel());
    const auto bytes = io::exportQdq(o.model, o.model.graph, o.layers, {{false, {logarithmic}, symmetric(8, {1})}});
    QVERIFY2(bytes.ok(), bytes.ok() ? "" : bytes.error().text().c_str());
    ::onnx::ModelProto proto;
    QVERIFY(proto.ParseFromString(*bytes));
    QCOMPARE(proto.functions_size(), 1);
    QCOMPARE(proto.functions(0).domain(), std::string("org.quantoscope"));
    QCOMPARE(proto.functions(0).name(), std::string("LogSqrt2Quantize15"));
    QVERIFY(proto.ir_version() >= 8);
    // Our own engine runs the function: it is what the quantizer is.
    auto again = onnxio::parseModel(*bytes, "again.onnx");
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    bool found = false;
    for (const Node& node : again->graph.nodes)
        found = found || node.op == "Where";
    QVERIFY(found);
}

void TestQdqExport::zeroPointsOutsideTheTypeOfAWeight()
{
    QuantParams weights = asymmetric();
    weights.bits = 4;
    weights.qmax = 15;
    weights.zeroPoint = {22};
    const auto proto = exported(opened(convModel()), {{false, {asymmetric()}, weights}});
    QVERIFY(nodesOf(proto).contains("Conv(x_DequantizeLinear_Output, w_float) -> y"));
}

void TestQdqExport::refusesActivationsItCannotExpress()
{
    QuantParams logarithmic;
    logarithmic.kind = quant::QuantizerKind::Log2;
    logarithmic.isSigned = true;
    QCOMPARE(errorOf(opened(convModel()), {{false, {logarithmic}, symmetric(8, {1})}}),
             "layer 'conv': QuantizeLinear and DequantizeLinear know no log2 codes");
    QuantParams outside = asymmetric();
    outside.zeroPoint = {300};
    QCOMPARE(errorOf(opened(convModel()), {{false, {outside}, symmetric(8, {1})}}),
             "layer 'conv': QuantizeLinear and DequantizeLinear know no zero point of 300 in codes of 0 to 255");
    QuantParams between = asymmetric();
    between.zeroFraction = 0.25F;
    QCOMPARE(errorOf(opened(convModel()), {{false, {between}, symmetric(8, {1})}}),
             "layer 'conv': QuantizeLinear and DequantizeLinear know no zero point that is not whole");
    QuantParams away = asymmetric();
    away.rounding = quant::Rounding::HalfAway;
    QCOMPARE(errorOf(opened(convModel()), {{false, {away}, symmetric(8, {1})}}),
             "layer 'conv': QuantizeLinear and DequantizeLinear know no activations whose halves are rounded away from "
             "zero");
}

void TestQdqExport::float16IsCast()
{
    ModelBuilder builder;
    builder.input("x", {1, 2}, ::onnx::TensorProto::FLOAT16).output("y");
    builder.node("Relu", {"x"}, {"r"}).node("Gemm", {"r", "w"}, {"y"}, "gemm");
    auto* w = builder.proto().mutable_graph()->add_initializer();
    w->set_name("w");
    w->set_data_type(::onnx::TensorProto::FLOAT16);
    w->add_dims(2);
    w->add_dims(1);
    w->set_raw_data(std::string("\x00\x3c\x00\x40", 4)); // 1, 2
    const auto proto = exported(opened(builder), {{false, {asymmetric()}, symmetric(8, {0.5F})}});
    QCOMPARE(
        nodesOf(proto),
        (QStringList{
            "DequantizeLinear(w_quantized, w_scale, w_zero_point) -> w_DequantizeLinear_Output",
            "Cast(w_DequantizeLinear_Output, to=10) -> w_quantized_Cast_From_Float_Output", "Relu(x) -> r",
            "Cast(r, to=1) -> r_Cast_To_Float_Output",
            "QuantizeLinear(r_Cast_To_Float_Output, r_scale, r_zero_point) -> r_QuantizeLinear_Output",
            "DequantizeLinear(r_QuantizeLinear_Output, r_scale, r_zero_point) -> r_DequantizeLinear_Output",
            "Cast(r_DequantizeLinear_Output, to=10) -> r_Cast_From_Float_Output",
            "Gemm(r_Cast_From_Float_Output, w_quantized_Cast_From_Float_Output) -> y"}));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_quantized")), (QList<double>{2, 4}));
}

void TestQdqExport::weightsBehindOtherNodesAreFolded()
{
    ModelBuilder builder;
    builder.input("x", {1, 2}).output("y").weight("w", {3, 2}, {1, 2, 3, 4, 5, 6});
    builder.node("Transpose", {"w"}, {"wt"}, "transpose").node("MatMul", {"x", "wt"}, {"y"}, "matmul");
    Opened o = opened(builder);
    o.model.graph.value(*o.model.graph.findValue("wt")).constant =
        Tensor::of<float>({2, 3}, std::vector<float>{1, 3, 5, 2, 4, 6});
    o.layers = findLayers(o.model.graph);
    const auto proto = exported(o, {{false, {asymmetric()}, symmetric(8, {1, 1, 2}, 1)}});
    QCOMPARE(nodesOf(proto).last(), "MatMul(x_DequantizeLinear_Output, wt_DequantizeLinear_Output) -> y");
    QVERIFY(!nodesOf(proto).join("\n").contains("Transpose"));
    QVERIFY(!initializersOf(proto).contains("w"));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "wt_quantized")), (QList<double>{1, 3, 2, 2, 4, 3}));
}

void TestQdqExport::weightsReadElsewhereStay()
{
    ModelBuilder builder = convModel();
    builder.output("abs").node("Abs", {"w"}, {"abs"}, "abs");
    const auto proto = exported(opened(builder), convQuantizers());
    QVERIFY(initializersOf(proto).contains("w"));
    QVERIFY(nodesOf(proto).contains("Abs(w) -> abs"));
}

void TestQdqExport::initializersListedAsInputsAreRemoved()
{
    ModelBuilder builder = convModel();
    builder.input("w", {2, 1, 2, 2});
    builder.proto().set_ir_version(3);
    const auto proto = exported(opened(builder), convQuantizers());
    QCOMPARE(proto.graph().input_size(), 1);
    QCOMPARE(proto.graph().input(0).name(), std::string("x"));
    QCOMPARE(proto.ir_version(), int64_t(4));
    QCOMPARE(exported(opened(convModel()), convQuantizers()).ir_version(), int64_t(8));
}

void TestQdqExport::matmulOfTwoActivations()
{
    ModelBuilder builder;
    builder.input("a", {2, 2}).input("b", {2, 2}).output("y").node("MatMul", {"a", "b"}, {"y"}, "matmul");
    const auto proto =
        exported(opened(builder), {{false, {asymmetric(), asymmetric(8, 0.25F)}, std::nullopt}});
    QCOMPARE(nodesOf(proto).last(), "MatMul(a_DequantizeLinear_Output, b_DequantizeLinear_Output) -> y");
    QCOMPARE(valuesOf<float>(tensorOf(proto, "b_scale")), (QList<double>{0.25}));
}

void TestQdqExport::biasBecomesInt32_data()
{
    QTest::addColumn<int>("opset");
    QTest::addColumn<QString>("domain");
    QTest::newRow("with an axis of the default domain") << 13 << "";
    QTest::newRow("before opset 13 that of ONNX Runtime") << 12 << "com.microsoft.";
}

void TestQdqExport::biasBecomesInt32()
{
    QFETCH(int, opset);
    QFETCH(QString, domain);
    auto quantizers = convQuantizers();
    quantizers[0].bias = quant::biasParams(Tensor::of<float>({2}, std::vector<float>{1, -2}),
                                           quantizers[0].activations[0], *quantizers[0].weights);
    ModelBuilder builder = biasedConv(opset, 1);
    builder.node("Softmax", {"z"}, {"s"}, "softmax"); // means something else from opset 13 on
    const auto proto = exported(opened(builder), quantizers);
    const QStringList nodes = nodesOf(proto);
    QVERIFY(nodes.contains(domain + "DequantizeLinear(bias_quantized, bias_scale, bias_zero_point, axis=0) -> "
                                    "bias_DequantizeLinear_Output"));
    QVERIFY(nodes.contains(
        "Conv(x_DequantizeLinear_Output, w_DequantizeLinear_Output, bias_DequantizeLinear_Output) -> y"));
    QCOMPARE(tensorOf(proto, "bias_quantized").data_type(), int(::onnx::TensorProto::INT32));
    QCOMPARE(valuesOf<int32_t>(tensorOf(proto, "bias_quantized")), (QList<double>{8, -8}));
    QCOMPARE(valuesOf<float>(tensorOf(proto, "bias_scale")), (QList<double>{0.125, 0.25}));
    QCOMPARE(valuesOf<int32_t>(tensorOf(proto, "bias_zero_point")), (QList<double>{0, 0}));
    QVERIFY(!initializersOf(proto).contains("bias"));
}

void TestQdqExport::aFloatBiasOfAConvolutionMovesBehindIt()
{
    const auto proto = exported(opened(biasedConv(13, 3e9F)), convQuantizers());
    const QStringList nodes = nodesOf(proto);
    QCOMPARE(nodes[3], "Conv(x_DequantizeLinear_Output, w_DequantizeLinear_Output) -> y_without_bias");
    QCOMPARE(nodes[4], "Add(y_without_bias, bias_column) -> y");
    QCOMPARE(nodes[5], "Relu(y) -> z");
    const auto& column = tensorOf(proto, "bias_column");
    QCOMPARE(std::vector<int64_t>(column.dims().begin(), column.dims().end()),
             (std::vector<int64_t>{2, 1, 1}));
    QCOMPARE(valuesOf<float>(column), (QList<double>{3e9, -2}));
    QVERIFY(!initializersOf(proto).contains("bias"));
}

void TestQdqExport::aFloatBiasOfAGemmGetsTwoDimensions()
{
    ModelBuilder builder(9);
    builder.input("x", {1, 2}).output("y").weight("w", {2, 2}, {1, 2, 3, 4}).weight("c", {2}, {5, 6});
    builder.node("Gemm", {"x", "w", "c"}, {"y"}, "gemm");
    const auto proto = exported(opened(builder), {{false, {asymmetric()}, symmetric(8, {0.5F}), {}}});
    QCOMPARE(nodesOf(proto).last(), "Gemm(x_DequantizeLinear_Output, w_DequantizeLinear_Output, c_row) -> y");
    const auto& row = tensorOf(proto, "c_row");
    QCOMPARE(std::vector<int64_t>(row.dims().begin(), row.dims().end()), (std::vector<int64_t>{1, 2}));
    QCOMPARE(valuesOf<float>(row), (QList<double>{5, 6}));
}

/// Conv, batch normalization, Relu.
static ModelBuilder normalizedConv()
{
    ModelBuilder builder;
    builder.input("x", {1, 1, 2, 2}).output("z").weight("w", {2, 1, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 2});
    for (const char* name : {"gain", "shift", "mean", "variance"})
        builder.weight(name, {2}, {1, 4});
    builder.node("Conv", {"x", "w"}, {"c"}, "conv")
        .node("BatchNormalization", {"c", "gain", "shift", "mean", "variance"}, {"y"}, "bn", {{"epsilon", 0.F}})
        .node("Relu", {"y"}, {"z"}, "relu");
    return builder;
}

void TestQdqExport::batchNormalizationGoesIntoTheConvolution()
{
    auto quantizers = convQuantizers(); // factors 1 and 2, summands 0 and -4
    const Opened o = opened(normalizedConv());
    quantizers[0].bias =
        quant::biasParams(biasOf(o.model.graph, o.layers[0]), quantizers[0].activations[0], *quantizers[0].weights);
    const auto proto = exported(o, quantizers);
    QCOMPARE(nodesOf(proto).mid(4),
             (QStringList{"Conv(x_DequantizeLinear_Output, w_DequantizeLinear_Output, "
                          "conv_bias_DequantizeLinear_Output) -> y",
                          "Relu(y) -> z"}));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_quantized")), (QList<double>{4, 4, 4, 4, 8, 8, 8, 8}));
    QCOMPARE(valuesOf<int32_t>(tensorOf(proto, "conv_bias_quantized")), (QList<double>{0, -16}));
    QCOMPARE(initializersOf(proto),
             (QStringList{"conv_bias_quantized", "conv_bias_scale", "conv_bias_zero_point", "w_quantized", "w_scale",
                          "w_zero_point", "x_scale", "x_zero_point"}));
    QCOMPARE(proto.graph().node(4).name(), std::string("conv"));
}

void TestQdqExport::aFloatBiasOfAFoldIsAddedBehind()
{
    const auto proto = exported(opened(normalizedConv()), convQuantizers());
    QCOMPARE(nodesOf(proto).mid(3),
             (QStringList{"Conv(x_DequantizeLinear_Output, w_DequantizeLinear_Output) -> y_without_bias",
                          "Add(y_without_bias, conv_bias_column) -> y", "Relu(y) -> z"}));
}

void TestQdqExport::aFoldOfAFloatLayerStays()
{
    const auto proto = exported(opened(normalizedConv()), {LayerQuantizers{}});
    QCOMPARE(nodesOf(proto), (QStringList{"Conv(x, w) -> c", "BatchNormalization(c, gain, shift, mean, variance, "
                                          "epsilon=0) -> y", "Relu(y) -> z"}));
}

void TestQdqExport::foldsOfOneWeightAreNotShared()
{
    ModelBuilder builder = normalizedConv();
    builder.output("other").weight("double", {2}, {2, 2}).weight("one", {2}, {1, 1}).weight("zero", {2}, {0, 0});
    builder.node("Conv", {"x", "w"}, {"d"}, "second");
    builder.node("BatchNormalization", {"d", "double", "zero", "zero", "one"}, {"other"}, "bn2", {{"epsilon", 0.F}});
    const auto q = convQuantizers()[0];
    const auto proto = exported(opened(builder), {q, q});
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_quantized")), (QList<double>{4, 4, 4, 4, 8, 8, 8, 8}));
    QCOMPARE(valuesOf<int8_t>(tensorOf(proto, "w_quantized_2")), (QList<double>{8, 8, 8, 8, 8, 8, 8, 8}));
    QVERIFY(!initializersOf(proto).contains("w"));
}

void TestQdqExport::takenNamesAreNotReused()
{
    ModelBuilder builder = convModel();
    builder.weight("x_scale", {1}, {7}).output("other").node("Abs", {"x_scale"}, {"other"}, "abs");
    const auto proto = exported(opened(builder), convQuantizers());
    QVERIFY(nodesOf(proto).contains("QuantizeLinear(x, x_scale_2, x_zero_point) -> x_QuantizeLinear_Output"));
    QCOMPARE(tensorOf(proto, "x_scale").float_data(0), 7.0F);
}

void TestQdqExport::keepsWhatItDoesNotKnow()
{
    ModelBuilder builder = convModel();
    auto* property = builder.proto().add_metadata_props();
    property->set_key("author");
    property->set_value("somebody");
    builder.proto().set_producer_name("pytorch");
    builder.proto().mutable_graph()->set_doc_string("kept");
    const auto proto = exported(opened(builder), convQuantizers());
    QCOMPARE(proto.producer_name(), std::string("pytorch"));
    QCOMPARE(proto.graph().doc_string(), std::string("kept"));
    QCOMPARE(proto.metadata_props_size(), 2);
    QCOMPARE(proto.metadata_props(0).value(), std::string("somebody"));
    QCOMPARE(proto.metadata_props(1).key(), std::string("quantoscope.form"));
}

void TestQdqExport::putsExternalDataInside()
{
    QTemporaryDir dir;
    const std::vector<float> bias{1.5F, -2};
    QVERIFY(
        io::writeFileAtomically(dir.filePath("data.bin").toStdString(), std::as_bytes(std::span(bias))).ok());
    ModelBuilder builder;
    builder.input("x", {1, 1, 2, 2}).output("y").weight("w", {2, 1, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 2});
    builder.node("Conv", {"x", "w"}, {"c"}, "conv").node("Add", {"c", "bias"}, {"y"}, "add");
    auto* tensor = builder.proto().mutable_graph()->add_initializer();
    tensor->set_name("bias");
    tensor->set_data_type(::onnx::TensorProto::FLOAT);
    tensor->add_dims(2);
    tensor->set_data_location(::onnx::TensorProto::EXTERNAL);
    auto* location = tensor->add_external_data();
    location->set_key("location");
    location->set_value("data.bin");
    const auto proto = exported(opened(builder, dir.filePath("m.onnx").toStdString()), convQuantizers());
    const auto& inside = tensorOf(proto, "bias");
    QCOMPARE(valuesOf<float>(inside), (QList<double>{1.5, -2}));
    QCOMPARE(inside.data_type(), int(::onnx::TensorProto::FLOAT));
    QVERIFY(inside.data_location() != ::onnx::TensorProto::EXTERNAL);
    QCOMPARE(inside.external_data_size(), 0);
}

void TestQdqExport::refusesWhatDoesNotFit()
{
    const Opened conv = opened(convModel());
    QCOMPARE(errorOf(conv, {}), "test.onnx: 0 quantizers for 1 layers");
    QCOMPARE(errorOf(conv, {{false, {}, std::nullopt}}),
             "the quantizers do not fit the inputs of layer 'conv'");
    Opened elsewhere = opened(convModel());
    elsewhere.model.graph.value(*elsewhere.model.graph.findValue("y")).name = "inside a function";
    QCOMPARE(errorOf(elsewhere, convQuantizers()), "layer 'conv' is no node of the file's main graph");
}

void TestQdqExport::writesAFileThatReadsBack()
{
    QTemporaryDir dir;
    const std::string path = dir.filePath("q.onnx").toStdString();
    const Opened o = opened(convModel());
    QVERIFY(io::exportQdqFile(o.model, o.model.graph, o.layers, convQuantizers(), path).ok());
    const auto again = onnxio::readModel(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QCOMPARE(again->graph.nodes.size(), size_t(4));
    const auto nowhere = io::exportQdqFile(o.model, o.model.graph, o.layers, convQuantizers(),
                                           dir.filePath("none/q.onnx").toStdString());
    QVERIFY(!nowhere.ok());
    QCOMPARE(nowhere.error().code, ErrorCode::FileUnwritable);
}

QTEST_GUILESS_MAIN(TestQdqExport)
#include "tst_qdq_export.moc"
