// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "../support/model_builder.h"
#include "core/io/exchange_export.h"
#include "core/onnx/reader.h"

using namespace qscope;
using analysis::LayerQuantizers;
using io::ExchangeFormat;
using quant::QuantParams;
using test::ModelBuilder;

namespace {

QuantParams unsigned8(float scale, int32_t zeroPoint)
{
    QuantParams params;
    params.scale = {scale};
    params.zeroPoint = {zeroPoint};
    return params;
}

QuantParams signed8(std::vector<float> scale, int axis)
{
    QuantParams params;
    params.isSigned = true;
    params.qmin = -127;
    params.qmax = 127;
    params.zeroPoint.assign(scale.size(), 0);
    params.scale = std::move(scale);
    params.axis = axis;
    return params;
}

/// conv (two channels), relu, gemm; all of it quantized but for what a test changes.
struct Fixture {
    Fixture()
    {
        ModelBuilder builder;
        builder.input("x", {1, 1, 2, 2}).output("z").weight("w", {2, 1, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 2});
        builder.weight("v", {2, 2}, {1, 2, 3, 4});
        builder.node("Conv", {"x", "w"}, {"c"}, "/conv").node("Flatten", {"c"}, {"f"}, "flatten");
        builder.node("Gemm", {"f", "v"}, {"z"}, "/gemm");
        config.activations.calibrator = quant::Calibrator::Percentile;
        graph = onnxio::parseModel(builder.bytes(), "test.onnx")->graph;
        layers = findLayers(graph);
        quantizers = {{false, {unsigned8(0.0185F, 114)}, signed8({0.25F, 0.5F}, 0)},
                      {false, {unsigned8(0.5F, 0)}, signed8({0.125F}, -1)}};
    }

    io::ReportInput input() const
    {
        return {graph, layers, calibration, config, quantizers, {}, {}, {}, "test.onnx", "data.npz"};
    }

    QJsonObject json(ExchangeFormat format, io::NodeFigure figure = io::NodeFigure::Sqnr) const
    {
        const auto text = io::exchangeText(format, input(), figure);
        if (!text.ok())
            qWarning("%s", text.error().text().c_str());
        return text.ok() ? QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object() : QJsonObject();
    }

    QString error(ExchangeFormat format) const
    {
        const auto text = io::exchangeText(format, input());
        return text.ok() ? QString() : QString::fromStdString(text.error().text());
    }

    Graph graph;
    std::vector<Layer> layers;
    analysis::CalibrationResult calibration;
    quant::Config config;
    std::vector<LayerQuantizers> quantizers;
};

QJsonValue parsed(const char* json) { return QJsonDocument::fromJson(json).object()["v"]; }

} // namespace

class TestExchange : public QObject {
    Q_OBJECT

private slots:
    void everyFormatHasANameAndIsFoundByIt()
    {
        QCOMPARE(io::exchangeFormats().size(), size_t(8));
        for (const io::FormatEntry& entry : io::exchangeFormats())
            QCOMPARE(io::exchangeFormatFromName(entry.name), entry.format);
        QVERIFY(!io::exchangeFormatFromName("aimet"));
        QCOMPARE(io::nodeFigureFromName("channel-ratio"), io::NodeFigure::ChannelRatio);
        QCOMPARE(io::nodeFigureName(io::NodeFigure::Mse), "mse");
    }

    void aimet061()
    {
        const QJsonObject json = Fixture().json(ExchangeFormat::Aimet061);
        QCOMPARE(json["version"].toString(), "0.6.1");
        const QJsonObject x = json["activation_encodings"].toObject()["x"].toArray()[0].toObject();
        QCOMPARE(x["offset"].toInt(), -114);
        QCOMPARE(x["scale"].toDouble(), 0.0185);
        QCOMPARE(x["min"].toDouble(), -2.109);
        QCOMPARE(x["max"].toDouble(), 0.0185 * 141);
        QCOMPARE(x["is_symmetric"].toString(), "False");
        QCOMPARE(x["bitwidth"].toInt(), 8);
        const QJsonArray w = json["param_encodings"].toObject()["w"].toArray();
        QCOMPARE(w.size(), 2);
        QCOMPARE(w[1].toObject()["scale"].toDouble(), 0.5);
        QCOMPARE(w[1].toObject()["offset"].toInt(), -128);
        QCOMPARE(w[1].toObject()["is_symmetric"].toString(), "True");
        QCOMPARE(json["quantizer_args"].toObject()["per_channel_quantization"].toBool(), true);
        QCOMPARE(json["quantizer_args"].toObject()["quant_scheme"].toString(), "post_training_percentile");
    }

    void aimet100()
    {
        Fixture fixture;
        fixture.quantizers[1].isFloat = true;
        const QJsonObject json = fixture.json(ExchangeFormat::Aimet100);
        QCOMPARE(json["version"].toString(), "1.0.0");
        QCOMPARE(json["activation_encodings"], parsed(R"({"v": [{"name": "x", "enc_type": "PER_TENSOR", "dtype": "INT",
            "bw": 8, "is_sym": false, "scale": [0.0185], "offset": [-114]}]})"));
        QCOMPARE(json["param_encodings"], parsed(R"({"v": [{"name": "w", "enc_type": "PER_CHANNEL", "dtype": "INT",
            "bw": 8, "is_sym": true, "scale": [0.25, 0.5], "offset": [-128, -128]}]})"));
        QCOMPARE(json["excluded_layers"], parsed(R"({"v": ["/gemm"]})"));
    }

    void ortOverrides()
    {
        Fixture fixture;
        fixture.quantizers[1].isFloat = true;
        const QJsonObject json = fixture.json(ExchangeFormat::OrtOverrides);
        QCOMPARE(json["TensorQuantOverrides"], parsed(R"({"v": {
            "x": [{"quant_type": "QUInt8", "scale": 0.0185, "zero_point": 114}],
            "w": [{"quant_type": "QInt8", "axis": 0, "scale": 0.25, "zero_point": 0},
                  {"quant_type": "QInt8", "scale": 0.5, "zero_point": 0}]}})"));
        QCOMPARE(json["nodes_to_exclude"], parsed(R"({"v": ["/gemm"]})"));
    }

    void nncfIgnoredScope()
    {
        Fixture fixture;
        fixture.quantizers[0].isFloat = true;
        const QJsonObject json = fixture.json(ExchangeFormat::Nncf);
        QCOMPARE(json["names"], parsed(R"({"v": ["/conv"]})"));
        QCOMPARE(json["validate"].toBool(), true);
        QCOMPARE(json["patterns"].toArray().size(), 0);
    }

    void modelExplorerNodeData()
    {
        Fixture fixture;
        io::ReportInput input = fixture.input();
        input.only.emplace();
        input.only->layers = {{LayerId(0), 30.5, 1e-3, 1, {}}, {LayerId(1), std::numeric_limits<double>::infinity(), 0, 1, {}}};
        const auto text = io::exchangeText(ExchangeFormat::ModelExplorer, input);
        QVERIFY(text.ok());
        const QJsonObject graph =
            QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object()["test"].toObject();
        QCOMPARE(graph["results"], parsed(R"({"v": {"/conv": {"value": 30.5}}})"));
        QCOMPARE(graph["gradient"].toArray().size(), 2);
        QCOMPARE(fixture.error(ExchangeFormat::ModelExplorer), "the sensitivity of the layers was not measured");
    }

    void quantizersOfEveryLayer()
    {
        const QJsonArray layers = Fixture().json(ExchangeFormat::PlainJson)["layers"].toArray();
        QCOMPARE(layers.size(), 2);
        const QJsonObject conv = layers[0].toObject();
        QCOMPARE(conv["activations"].toArray()[0].toObject()["tensor"].toString(), "x");
        QCOMPARE(conv["activations"].toArray()[0].toObject()["zeroPoint"], parsed(R"({"v": [114]})"));
        QCOMPARE(conv["weights"].toObject()["scale"], parsed(R"({"v": [0.25, 0.5]})"));
        QCOMPARE(conv["weights"].toObject()["axis"].toInt(-1), 0);
    }

    void oneTensorTwoQuantizers()
    {
        Fixture fixture;
        fixture.graph.nodes[2].inputs[0] = *fixture.graph.findValue("x");
        QCOMPARE(fixture.error(ExchangeFormat::Aimet061),
                 "tensor 'x' is quantized differently for layers '/conv' and '/gemm', and this format holds one quantizer "
                 "per tensor");
    }

    void whatAFormatHasNoWordsFor()
    {
        Fixture fixture;
        fixture.quantizers[0].activations[0].kind = quant::QuantizerKind::Log2;
        QCOMPARE(fixture.error(ExchangeFormat::Aimet100),
                 "AIMET encodings have no words for the quantizer of tensor 'x'");
        QCOMPARE(fixture.error(ExchangeFormat::OrtOverrides),
                 "TensorQuantOverrides have no words for the quantizer of tensor 'x'");
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
