// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cstring>

#include <sys/resource.h>

#include "core/analysis/analyzer.h"
#include "core/onnx/graph_editor.h"
#include "core/onnx/reader.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;
using Proto = ::onnx::TensorProto;

namespace {

/// An initializer whose data is in another file.
Proto& outside(ModelBuilder& b, const std::string& name, const std::vector<int64_t>& dims, const std::string& location,
               int64_t offset, int type = Proto::FLOAT)
{
    Proto& tensor = *b.proto().mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    tensor.mutable_dims()->Add(dims.begin(), dims.end());
    tensor.set_data_location(Proto::EXTERNAL);
    for (const auto& [key, value] : {std::pair("location", location), std::pair("offset", std::to_string(offset))}) {
        auto* entry = tensor.add_external_data();
        entry->set_key(key);
        entry->set_value(value);
    }
    return tensor;
}

QString errorOf(const Result<onnxio::Model>& model)
{
    return model.ok() ? QString() : QString::fromStdString(model.error().text());
}

const Tensor& constantOf(const onnxio::Model& model, const char* name)
{
    return *model.graph.value(*model.graph.findValue(name)).constant;
}

int64_t peakKilobytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestExternalData : public QObject {
    Q_OBJECT

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    void write(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    static QByteArray floats(std::initializer_list<float> values)
    {
        return {reinterpret_cast<const char*>(values.begin()), static_cast<int>(values.size() * sizeof(float))};
    }

    QTemporaryDir m_folder;

private slots:
    void cleanup() { setMemoryLimit(0); }

    void severalTensorsLieInOneMapping()
    {
        write("w.bin", floats({1, 2, 3, 4, 5, 6}));
        ModelBuilder b;
        b.input("x", {1, 2}).node("MatMul", {"x", "a"}, {"y"}).node("Add", {"y", "b"}, {"z"}).output("z");
        outside(b, "a", {2, 2}, "w.bin", 0);
        outside(b, "b", {2}, "w.bin", 16);
        b.write(path("two.onnx"));
        const auto model = onnxio::readModel(path("two.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        const Tensor& a = constantOf(*model, "a");
        const Tensor& second = constantOf(*model, "b");
        QVERIFY(a.buffer()->isBorrowed() && second.buffer()->isBorrowed());
        QCOMPARE(second.data<char>() - a.data<char>(), std::ptrdiff_t(16));
        QCOMPARE(toDoubles(second), (std::vector<double>{5, 6}));
    }

    void aTensorOutlivesItsModel()
    {
        write("w.bin", floats({1, 2}));
        ModelBuilder b;
        b.input("x", {2}).node("Add", {"x", "a"}, {"y"}).output("y");
        outside(b, "a", {2}, "w.bin", 0);
        b.weight("inside", {2}, {3, 4}).node("Add", {"y", "inside"}, {"z"}).output("z");
        b.write(path("m.onnx"));
        std::vector<Tensor> kept;
        {
            const auto model = onnxio::readModel(path("m.onnx"));
            QVERIFY2(model.ok(), qPrintable(errorOf(model)));
            kept = {constantOf(*model, "a"), constantOf(*model, "inside")};
        }
        QCOMPARE(toDoubles(kept[0]), (std::vector<double>{1, 2}));
        QCOMPARE(toDoubles(kept[1]), (std::vector<double>{3, 4}));
    }

    void otherFormsAreConverted_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QByteArray>("element");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("isDeferred");
        const QByteArray half("\x00\x3C", 2), brain("\xC0\x3F", 2), one("\x00\x00\x80\x3F", 4);
        const QByteArray two("\x00\x00\x00\x00\x00\x00\x00\x40", 8), yes("\x02", 1), packed("\x33", 1);
        QTest::newRow("a few half floats, at once") << int(Proto::FLOAT16) << qint64(2) << qint64(10) << half << 1.0 << false;
        QTest::newRow("many half floats, when used") << int(Proto::FLOAT16) << qint64(2) << qint64(40000) << half << 1.0 << true;
        QTest::newRow("many bfloat16") << int(Proto::BFLOAT16) << qint64(3) << qint64(40000) << brain << 1.5 << true;
        QTest::newRow("floats at an odd offset") << int(Proto::FLOAT) << qint64(5) << qint64(40000) << one << 1.0 << true;
        QTest::newRow("doubles at an even offset") << int(Proto::DOUBLE) << qint64(4098) << qint64(10) << two << 2.0 << false;
        QTest::newRow("bools other than 0 and 1") << int(Proto::BOOL) << qint64(0) << qint64(70000) << yes << 1.0 << true;
        QTest::newRow("int4 in pairs") << 22 << qint64(1) << qint64(70001) << packed << 3.0 << true;
    }
    void otherFormsAreConverted()
    {
        QFETCH(int, type);
        QFETCH(qint64, offset);
        QFETCH(qint64, count);
        QFETCH(QByteArray, element);
        QFETCH(double, value);
        QFETCH(bool, isDeferred);
        const qint64 elements = type == 22 ? (count + 1) / 2 : count;
        write("w.bin", QByteArray(static_cast<int>(offset), '\x7F') + element.repeated(static_cast<int>(elements)));
        ModelBuilder b;
        b.input("x", {1}).node("Relu", {"x"}, {"y"}).output("y");
        outside(b, "w", {count}, "w.bin", offset, type);
        b.write(path("m.onnx"));
        const auto model = onnxio::readModel(path("m.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        const Tensor& w = constantOf(*model, "w");
        QCOMPARE(w.buffer()->isDeferred(), isDeferred);
        QCOMPARE(toDoubles(w), std::vector<double>(static_cast<size_t>(count), value));
        QCOMPARE(reinterpret_cast<quintptr>(w.rawData()) % 64, quintptr(0));
    }

    void threeGigabytesOpenAtOnce()
    {
        constexpr int64_t Rows = 3 << 10;
        constexpr int64_t Columns = 1 << 18;
        QFile weights(m_folder.filePath("huge.bin"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        if (!weights.resize(Rows * Columns * 4 + 4096))
            QSKIP("the file system makes no sparse file of 3 GB");
        QVERIFY(weights.seek(Rows * Columns * 4) && weights.write(floats({7, 8})) == 8);
        weights.close();
        ModelBuilder b;
        b.input("x", {1, Rows}).node("MatMul", {"x", "w"}, {"y"}).node("Add", {"y", "b"}, {"z"}).output("z");
        outside(b, "w", {Rows, Columns}, "huge.bin", 0);
        outside(b, "b", {2}, "huge.bin", Rows * Columns * 4);
        b.write(path("huge.onnx"));
        QElapsedTimer timer;
        timer.start();
        const int64_t before = peakKilobytes();
        const auto model = onnxio::readModel(path("huge.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(constantOf(*model, "w").size(), Rows * Columns);
        QCOMPARE(toDoubles(constantOf(*model, "b")), (std::vector<double>{7, 8}));
        QCOMPARE(constantOf(*model, "w").data<float>()[Rows * Columns - 1], 0.0F);
        QVERIFY2(peakKilobytes() - before < 64 << 10, qPrintable(QString::number(peakKilobytes() - before)));

        // Too large for a file in one piece: this is found before anything is read.
        timer.restart();
        const auto exported = onnxio::GraphEditor(*model).serialize();
        QVERIFY(!exported.ok() && timer.elapsed() < 2000);
        QCOMPARE(exported.error().code, ErrorCode::ResourceExhausted);
        QVERIFY(exported.error().message.find("3221225") != std::string::npos);
        QVERIFY(exported.error().message.find("2 GB") != std::string::npos);

        // Unless the large weight is replaced, as an export with quantized weights does.
        onnxio::GraphEditor editor(*model);
        editor.addFloats("small", {Rows, 1}, std::vector<float>(Rows, 0.5F));
        QVERIFY(editor.replaceInput("y", 1, "small").ok());
        editor.dropUnused("w");
        const auto small = editor.serialize();
        QVERIFY2(small.ok(), small.ok() ? "" : small.error().text().c_str());
        const auto again = onnxio::parseModel(*small, "/nowhere/small.onnx");
        QVERIFY2(again.ok(), qPrintable(errorOf(again)));
        QCOMPARE(toDoubles(constantOf(*again, "b")), (std::vector<double>{7, 8}));
        weights.remove();
    }

    void threeGigabytesBehindAnOperatorOpenAtOnce_data()
    {
        QTest::addColumn<QString>("op");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("isWeight");
        QTest::newRow("Transpose") << "Transpose" << int(Proto::FLOAT) << 4 << true;
        QTest::newRow("Cast") << "Cast" << int(Proto::DOUBLE) << 8 << true;
        QTest::newRow("Reshape") << "Reshape" << int(Proto::FLOAT) << 4 << true;
        QTest::newRow("DequantizeLinear, four times as large") << "DequantizeLinear" << int(Proto::INT8) << 1 << false;
    }
    void threeGigabytesBehindAnOperatorOpenAtOnce()
    {
        QFETCH(QString, op);
        QFETCH(int, type);
        QFETCH(int, bytes);
        constexpr int64_t Rows = 3 << 10;
        const int64_t columns = (int64_t(1) << 20) / bytes;
        QFile weights(m_folder.filePath("behind.bin"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        if (!weights.resize(Rows << 20))
            QSKIP("the file system makes no sparse file of 3 GB");
        weights.close();
        ModelBuilder b;
        b.input("x", {1, op == "Transpose" ? columns : Rows}).weight("scale", {}, {0.5F}).ints("shape", {Rows, -1});
        outside(b, "w", {Rows, columns}, "behind.bin", 0, type);
        std::vector<std::string> inputs{"w"};
        if (op == "Reshape" || op == "DequantizeLinear")
            inputs.push_back(op == "Reshape" ? "shape" : "scale");
        b.node(op.toStdString(), inputs, {"v"}, "n", {{"to", int64_t(Proto::FLOAT)}});
        if (op != "Cast")
            b.proto().mutable_graph()->mutable_node(0)->clear_attribute();
        b.node("MatMul", {"x", "v"}, {"y"}, "product").output("y");
        b.write(path("behind.onnx"));
        setMemoryLimit(int64_t(8) << 30);
        QElapsedTimer timer;
        timer.start();
        const int64_t before = peakKilobytes();
        const auto analyzer = analysis::Analyzer::open(path("behind.onnx"));
        QVERIFY2(analyzer.ok(), analyzer.ok() ? "" : analyzer.error().text().c_str());
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(peakKilobytes() - before < 64 << 10, qPrintable(QString::number(peakKilobytes() - before)));
        QCOMPARE((*analyzer)->layers().size(), size_t(1));
        QTEST((*analyzer)->layers()[0].weightInput.has_value(), "isWeight");
        weights.remove();
    }

    void largeConstantsAreConvertedWhenUsed_data()
    {
        QTest::addColumn<QString>("op");
        QTest::newRow("Transpose") << "Transpose";
        QTest::newRow("Cast") << "Cast";
        QTest::newRow("DequantizeLinear per channel") << "DequantizeLinear";
    }
    void largeConstantsAreConvertedWhenUsed()
    {
        QFETCH(QString, op);
        constexpr int64_t Rows = 3, Columns = 6 << 20;
        QByteArray bytes(Rows * Columns, '\0');
        for (int64_t i = 0; i < bytes.size(); ++i)
            bytes[static_cast<qsizetype>(i)] = static_cast<char>(i % 120 - 60);
        write("bytes.bin", bytes);
        ModelBuilder b;
        outside(b, "w", {Rows, Columns}, "bytes.bin", 0, Proto::INT8);
        b.weight("scales", {Rows}, {1, 2, 3}).input("x", {1}).node("Identity", {"x"}, {"y"}).output("y");
        if (op == "Transpose")
            b.node("Transpose", {"w"}, {"v"});
        else if (op == "Cast")
            b.node("Cast", {"w"}, {"v"}, "n", {{"to", int64_t(Proto::FLOAT)}});
        else
            b.node("DequantizeLinear", {"w", "scales"}, {"v"}, "n", {{"axis", int64_t(-2)}});
        b.output("v").write(path("later.onnx"));
        auto model = onnxio::readModel(path("later.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        QVERIFY(run::foldConstants(model->graph).ok());
        const auto& folded = model->graph.value(*model->graph.findValue("v")).constant;
        QVERIFY(folded && folded->buffer()->isDeferred());
        QVERIFY(folded->shape() == (op == "Transpose" ? Shape{Columns, Rows} : Shape{Rows, Columns}));
        for (const int64_t i : {int64_t(0), int64_t(12345), Columns + 7, 2 * Columns, 3 * Columns - 1}) {
            const int64_t row = i / Columns, column = i % Columns;
            const int value = static_cast<int>(i % 120 - 60);
            if (op == "Transpose")
                QCOMPARE(int(folded->data<int8_t>()[column * Rows + row]), value);
            else
                QCOMPARE(folded->data<float>()[i], static_cast<float>(op == "Cast" ? value : value * (row + 1)));
        }
    }

    void whatCannotBeConvertedSaysSoAtOnce()
    {
        write("bytes.bin", QByteArray(20 << 20, '\1'));
        ModelBuilder b;
        outside(b, "w", {4, 5 << 20}, "bytes.bin", 0, Proto::INT8);
        b.weight("scales", {3}, {1, 2, 3}).input("x", {1}).node("Identity", {"x"}, {"y"}).output("y");
        b.node("DequantizeLinear", {"w", "scales"}, {"v"}, "n", {{"axis", int64_t(0)}}).output("v");
        b.write(path("wrong.onnx"));
        auto model = onnxio::readModel(path("wrong.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        const Status folded = run::foldConstants(model->graph);
        QVERIFY(!folded.ok());
        QCOMPARE(QString::fromStdString(folded.error().text()),
                 "node 'n' (DequantizeLinear): scales [3] do not fit axis 0 of [4, 5242880]");
    }

    void anExportHoldsWhatConstantNodesAndSubgraphsKeepOutside()
    {
        write("w.bin", floats({1, 2, 3}));
        ModelBuilder b;
        outside(b, "moved", {2}, "w.bin", 0);
        b.input("x", {2}).node("Constant", {}, {"c"}).node("Add", {"x", "c"}, {"y"}).output("y");
        auto& attribute = *b.proto().mutable_graph()->mutable_node(0)->add_attribute();
        attribute.set_name("value");
        attribute.set_type(::onnx::AttributeProto::TENSOR);
        *attribute.mutable_t() = b.proto().graph().initializer(0);
        b.proto().mutable_graph()->clear_initializer();
        b.write(path("m.onnx"));
        const auto model = onnxio::readModel(path("m.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        const auto bytes = onnxio::GraphEditor(*model).serialize();
        QVERIFY(bytes.ok());
        const auto again = onnxio::parseModel(*bytes, "/nowhere/m.onnx");
        QVERIFY2(again.ok(), qPrintable(errorOf(again)));
        QCOMPARE(toDoubles(std::get<Tensor>(again->graph.nodes[0].attributes.at("value"))), (std::vector<double>{1, 2}));
    }

    void weightsInsideTheFileAreHeldOnce()
    {
        constexpr int64_t Count = 64 << 20;
        {
            ModelBuilder b;
            b.input("x", {Count}).node("Add", {"x", "w"}, {"y"}).output("y");
            Proto& w = *b.proto().mutable_graph()->add_initializer();
            w.set_name("w");
            w.set_data_type(Proto::INT8);
            w.add_dims(Count);
            w.set_raw_data(std::string(Count, '\5'));
            b.write(path("inline.onnx"));
        }
        const auto model = onnxio::readModel(path("inline.onnx"));
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        QVERIFY(constantOf(*model, "w").buffer()->isBorrowed());
        QCOMPARE(int(constantOf(*model, "w").data<int8_t>()[Count - 1]), 5);
    }

    void refusesBadPlaces_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<QString>("message");
        const QString outsideText = "tensor 'w' has its data in '%1', which is outside of the model's folder";
        for (const char* location : {"../w.bin", "/etc/passwd", "sub/../../w.bin"})
            QTest::newRow(location) << location << qint64(0) << outsideText.arg(location);
        QTest::newRow("a missing file") << "none.bin" << qint64(0)
                                        << "tensor 'w' has its data in 'none.bin', which does not exist";
        QTest::newRow("more than the file has")
            << "w.bin" << qint64(4) << "tensor 'w' needs bytes 4 to 4 + 8 of 'w.bin', which has 8";
        QTest::newRow("an offset that overflows")
            << "w.bin" << std::numeric_limits<qint64>::max() << "of 'w.bin', which has 8";
    }
    void refusesBadPlaces()
    {
        QFETCH(QString, location);
        QFETCH(qint64, offset);
        QFETCH(QString, message);
        write("w.bin", floats({1, 2}));
        ModelBuilder b;
        b.input("x", {2}).node("Add", {"x", "w"}, {"y"}).output("y");
        outside(b, "w", {2}, location.toStdString(), offset);
        b.write(path("bad.onnx"));
        const QString text = errorOf(onnxio::readModel(path("bad.onnx")));
        QVERIFY2(text.contains(message), qPrintable(text));
        QVERIFY2(text.contains("bad.onnx"), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestExternalData)
#include "tst_external_data.moc"
