// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <QTest>

#include "core/onnx/tensor_proto.h"
#include "core/onnx/tensor_proto_internal.h"
#include "support.h"

using namespace qscope;
using namespace support;
using Proto = ::onnx::TensorProto;

class TestTensorProto : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { setMemoryLimit(int64_t(1) << 36); } // named in messages
    void reads_data();
    void reads();
    void survivesTruncationAtEveryByte();
    void externalData_data();
    void externalData();
    void externalDataThatLeavesTheFolder();
    void installedTestData();
};

static Proto proto(int32_t type, const std::vector<int64_t>& dims)
{
    Proto result;
    result.set_name("w");
    result.set_data_type(type);
    for (int64_t dim : dims)
        result.add_dims(dim);
    return result;
}

static Proto withRaw(int32_t type, const std::vector<int64_t>& dims, const std::string& bytes)
{
    Proto result = proto(type, dims);
    result.set_raw_data(bytes);
    return result;
}

template <class Add>
static Proto with(int32_t type, const std::vector<int64_t>& dims, Add add)
{
    Proto result = proto(type, dims);
    add(result);
    return result;
}

void TestTensorProto::reads_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const Proto& tensor, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor.SerializeAsString()) << expected;
    };
    row("raw floats", withRaw(Proto::FLOAT, {2, 1}, raw<float>({1.5, -2})), "float32 [2, 1]: 1.5 -2");
    row("raw scalar", withRaw(Proto::INT64, {}, raw<int64_t>({-7})), "int64 []: -7");
    row("raw bool, any byte but 0 is true", withRaw(Proto::BOOL, {3}, std::string("\0\1\2", 3)),
        "bool [3]: 0 1 1");
    row("raw half floats", withRaw(Proto::FLOAT16, {2}, raw<uint16_t>({0x3C00, 0xFC00})),
        "float32 [2]: 1 -inf");
    row("raw bfloat16", withRaw(Proto::BFLOAT16, {2}, raw<uint16_t>({0x3F80, 0xC000})), "float32 [2]: 1 -2");
    row("raw float8 e4m3fn", withRaw(17, {4}, "\x38\x7E\x81\x7F"), "float32 [4]: 1 448 -0.001953125 nan");
    row("raw float8 e4m3fnuz", withRaw(18, {2}, "\x40\x7F"), "float32 [2]: 1 240");
    row("raw float8 e5m2", withRaw(19, {3}, "\x3C\xFC\x7B"), "float32 [3]: 1 -inf 57344");
    row("raw float8 e5m2fnuz", withRaw(20, {2}, "\x40\x7F"), "float32 [2]: 1 57344");
    row("int32_data as float8", with(17, {1}, [](Proto& p) { p.add_int32_data(0x38); }), "float32 [1]: 1");
    row("raw int4, odd count", withRaw(22, {3}, "\x8F\x07"), "int4 [3]: -1 -8 7");
    row("raw uint4", withRaw(21, {4}, "\x8F\x07"), "uint4 [4]: 15 8 7 0");
    row("no elements", withRaw(Proto::FLOAT, {0, 3}, ""), "float32 [0, 3]:");
    row("no elements beside huge dimensions", proto(Proto::FLOAT, {int64_t(1) << 62, int64_t(1) << 62, 0}),
        "resource exhausted: f.pb: tensor 'w' is refused: shape [4611686018427387904, 4611686018427387904, "
        "0] is larger than the limit of 1152921504606846976 bytes");

    const auto floats = [](Proto& p) { p.add_float_data(1), p.add_float_data(2); };
    const auto ints = [](Proto& p) { p.add_int32_data(-1), p.add_int32_data(300); };
    row("float_data", with(Proto::FLOAT, {2}, floats), "float32 [2]: 1 2");
    row("double_data", with(Proto::DOUBLE, {1}, [](Proto& p) { p.add_double_data(0.1); }),
        "float64 [1]: 0.1");
    row("int64_data", with(Proto::INT64, {1}, [](Proto& p) { p.add_int64_data(-5); }), "int64 [1]: -5");
    row("uint64_data as uint64", with(Proto::UINT64, {1}, [](Proto& p) { p.add_uint64_data(5); }),
        "uint64 [1]: 5");
    row("uint64_data as uint32", with(Proto::UINT32, {1}, [](Proto& p) { p.add_uint64_data(5); }),
        "uint32 [1]: 5");
    row("int32_data", with(Proto::INT32, {2}, ints), "int32 [2]: -1 300");
    row("int32_data as int16", with(Proto::INT16, {2}, ints), "int16 [2]: -1 300");
    row("int32_data as uint8", with(Proto::UINT8, {1}, [](Proto& p) { p.add_int32_data(200); }),
        "uint8 [1]: 200");
    row("int32_data as int8", with(Proto::INT8, {1}, [](Proto& p) { p.add_int32_data(-3); }), "int8 [1]: -3");
    row("int32_data as bool", with(Proto::BOOL, {2}, ints), "bool [2]: 1 1");
    row("int32_data as half floats", with(Proto::FLOAT16, {1}, [](Proto& p) { p.add_int32_data(0x4000); }),
        "float32 [1]: 2");
    row("int32_data as bfloat16", with(Proto::BFLOAT16, {1}, [](Proto& p) { p.add_int32_data(0x4000); }),
        "float32 [1]: 2");
    row("int32_data as int4 in pairs",
        with(22, {3}, [](Proto& p) { p.add_int32_data(0x8F), p.add_int32_data(7); }), "int4 [3]: -1 -8 7");

    row("too few raw bytes", withRaw(Proto::FLOAT, {2, 3}, "1234"),
        "malformed: f.pb: tensor 'w' of shape [2, 3] needs 24 bytes but has 4");
    row("too many raw bytes", withRaw(Proto::INT8, {2}, "1234"),
        "malformed: f.pb: tensor 'w' of shape [2] needs 2 bytes but has 4");
    row("too few float_data", with(Proto::FLOAT, {3}, floats),
        "malformed: f.pb: tensor 'w' of shape [3] needs 3 entries in float_data but has 2");
    row("data in the wrong field", with(Proto::DOUBLE, {2}, floats),
        "malformed: f.pb: tensor 'w' of shape [2] needs 2 entries in double_data but has 0");
    row("no data at all", proto(Proto::FLOAT, {1000}),
        "malformed: f.pb: tensor 'w' of shape [1000] needs 1000 entries in float_data but has 0");
    row("a tiny file claiming 10^12 elements", withRaw(Proto::FLOAT, {1000000, 1000000}, "1234"),
        "resource exhausted: f.pb: tensor 'w' is refused: shape [1000000, 1000000] is larger than the limit "
        "of "
        "68719476736 bytes");
    row("dimensions that overflow", proto(Proto::FLOAT, {int64_t(1) << 32, int64_t(1) << 32, 16}),
        "resource exhausted: f.pb: tensor 'w' is refused: shape [4294967296, 4294967296, 16] is larger than "
        "the limit "
        "of 68719476736 bytes");
    row("a negative dimension", proto(Proto::FLOAT, {-1}),
        "shape mismatch: f.pb: tensor 'w' is refused: shape [-1] has a negative dimension");
    row("strings", with(Proto::STRING, {1}, [](Proto& p) { p.add_string_data("a"); }),
        "unsupported: f.pb: tensor 'w' holds strings, which are not supported");
    row("complex numbers", withRaw(Proto::COMPLEX64, {1}, "12345678"),
        "unsupported: f.pb: tensor 'w' holds complex numbers, which are not supported");
    row("no type", proto(0, {1}), "malformed: f.pb: tensor 'w' has the unknown element type 0");
    row("a type of the future", proto(99, {1}),
        "malformed: f.pb: tensor 'w' has the unknown element type 99");
    row("a segment", with(Proto::FLOAT, {1}, [](Proto& p) { p.mutable_segment()->set_begin(0); }),
        "unsupported: f.pb: tensor 'w' is only a segment of a larger one, which is not read");
    row("data in another file",
        with(Proto::FLOAT, {1}, [](Proto& p) { p.set_data_location(Proto::EXTERNAL); }),
        "unsupported: f.pb: tensor 'w' keeps its data in another file, which is not read here");
    QTest::newRow("an empty file") << QByteArray() << "malformed: f.pb: the file is empty";
    QTest::newRow("something else") << QByteArray("hello, world")
                                    << "malformed: f.pb: is not a complete TensorProto";
}

void TestTensorProto::reads()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, expected);
    const auto result = onnxio::parseTensorProto(bytesOf(file.toStdString()), "f.pb");
    if (result.ok())
        COMPARE_TEXT(result->name, "w");
    QCOMPARE(QString::fromStdString(result.ok() ? summary(result->tensor) : outcome(result)), expected);
}

void TestTensorProto::survivesTruncationAtEveryByte()
{
    for (const Proto& whole :
         {withRaw(Proto::FLOAT, {2, 2}, raw<float>({1, 2, 3, 4})),
          with(Proto::INT32, {2}, [](Proto& p) { p.add_int32_data(1), p.add_int32_data(-1); })}) {
        const Bytes bytes = bytesOf(whole.SerializeAsString());
        QVERIFY(onnxio::parseTensorProto(bytes, "f.pb").ok());
        const std::string values = summary(onnxio::parseTensorProto(bytes, "f.pb")->tensor);
        for (size_t length = 0; length < bytes.size(); ++length) {
            const auto result = onnxio::parseTensorProto(std::span(bytes).first(length), "f.pb");
            if (result.ok()) // nothing but the name, which comes last, is missing
                COMPARE_TEXT(summary(result->tensor), values);
            QVERIFY(!result.ok() || length + 3 >= bytes.size() || whole.has_raw_data());
        }
    }
}

struct External {
    int32_t type = Proto::FLOAT;
    std::vector<int64_t> dims{2};
    std::vector<std::pair<std::string, std::string>> entries;
};
Q_DECLARE_METATYPE(External)

static Proto externalProto(const External& external)
{
    Proto result = proto(external.type, external.dims);
    result.set_data_location(Proto::EXTERNAL);
    for (const auto& [key, value] : external.entries) {
        auto* entry = result.add_external_data();
        entry->set_key(key);
        entry->set_value(value);
    }
    return result;
}

void TestTensorProto::externalData_data()
{
    // weights.bin holds the floats 1, 2, 3, 4.
    QTest::addColumn<External>("external");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, External external, const char* expected) {
        QTest::newRow(name) << std::move(external) << expected;
    };
    row("from the start", {Proto::FLOAT, {2}, {{"location", "weights.bin"}}}, "float32 [2]: 1 2");
    row("with offset and length",
        {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"offset", "8"}, {"length", "8"}}},
        "float32 [2]: 3 4");
    row("in a folder below", {Proto::FLOAT, {4}, {{"location", "sub/weights.bin"}}}, "float32 [4]: 1 2 3 4");
    row("half floats", {Proto::FLOAT16, {2}, {{"location", "weights.bin"}, {"offset", "2"}}},
        "float32 [2]: 1.875 0");
    row("unknown keys are left alone", {Proto::FLOAT, {1}, {{"location", "weights.bin"}, {"checksum", "x"}}},
        "float32 [1]: 1");
    row("beyond the end", {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"offset", "12"}}},
        "malformed: m.onnx: tensor 'w' needs bytes 12 to 12 + 8 of 'weights.bin', which has 16");
    row("an offset beyond the end",
        {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"offset", "9000000000000000000"}}},
        "malformed: m.onnx: tensor 'w' needs bytes 9000000000000000000 to 9000000000000000000 + 8 of "
        "'weights.bin', "
        "which has 16");
    row("a length that does not fit the shape",
        {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"length", "16"}}},
        "malformed: m.onnx: tensor 'w' of shape [2] needs 8 bytes of external data but has 16");
    row("a negative offset", {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"offset", "-4"}}},
        "malformed: m.onnx: tensor 'w' has external data with the bad offset '-4'");
    row("an offset that is no number", {Proto::FLOAT, {2}, {{"location", "weights.bin"}, {"offset", "1e3"}}},
        "malformed: m.onnx: tensor 'w' has external data with the bad offset '1e3'");
    row("no location", {Proto::FLOAT, {2}, {{"offset", "0"}}},
        "malformed: m.onnx: tensor 'w' has external data without a location");
    row("a file that is not there", {Proto::FLOAT, {2}, {{"location", "none.bin"}}},
        "file not found: m.onnx: tensor 'w' has its data in 'none.bin', which does not exist");
    row("a folder", {Proto::FLOAT, {2}, {{"location", "sub"}}},
        "file unreadable: m.onnx: tensor 'w' has its data in 'sub', which is no file");
    row("a small file for a large shape", {Proto::FLOAT, {1 << 30}, {{"location", "weights.bin"}}},
        "malformed: m.onnx: tensor 'w' needs bytes 0 to 0 + 4294967296 of 'weights.bin', which has 16");
}

void TestTensorProto::externalData()
{
    QFETCH(External, external);
    QFETCH(QString, expected);
    const Folder folder;
    folder.write("weights.bin", raw<float>({1, 2, 3, 4}));
    folder.write("sub/weights.bin", raw<float>({1, 2, 3, 4}));
    const auto result = onnxio::tensorFromProto(externalProto(external), "m.onnx", folder.path());
    QCOMPARE(QString::fromStdString(outcome(result)), expected);
}

void TestTensorProto::externalDataThatLeavesTheFolder()
{
    const Folder folder;
    const std::string secret = folder.write("secret.bin", raw<float>({1, 2}));
    folder.write("model/inside.bin", raw<float>({5, 6}));
    folder.write("model-other/beside.bin", raw<float>({1, 2}));
    const std::string model = folder.path("model");
    std::filesystem::create_symlink(secret, model + "/link.bin");
    std::filesystem::create_symlink(model + "/inside.bin", model + "/good-link.bin");
    for (const std::string& location :
         {std::string("../secret.bin"), secret, std::string("link.bin"), std::string("sub/../../secret.bin"),
          std::string("../model-other/beside.bin")})
        COMPARE_TEXT(outcome(onnxio::tensorFromProto(
                         externalProto({Proto::FLOAT, {2}, {{"location", location}}}), "m.onnx", model)),
                     "malformed: m.onnx: tensor 'w' has its data in '" + location
                         + "', which is outside of the model's folder");
    for (const std::string& location : {std::string("./inside.bin"), std::string("good-link.bin")})
        COMPARE_TEXT(
            outcome(onnxio::tensorFromProto(externalProto({Proto::FLOAT, {2}, {{"location", location}}}),
                                            "m.onnx", model + "/")),
            "float32 [2]: 5 6");
}

void TestTensorProto::installedTestData()
{
    namespace fs = std::filesystem;
    const fs::path root = "/usr/share/libonnx-testdata/data/node";
    if (!fs::exists(root))
        QSKIP("Debian's libonnx-testdata is not installed");
    int read = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".pb" || !(name.starts_with("input_") || name.starts_with("output_")))
            continue;
        QFile file(QString::fromStdString(entry.path().string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto result =
            onnxio::parseTensorProto(bytesOf(file.readAll().toStdString()), entry.path().string());
        // Some are sequences or optionals, some hold strings; what is a tensor must be read.
        read += result.ok() ? 1 : 0;
    }
    QVERIFY2(read > 2000, qPrintable(QString::number(read)));
}

QTEST_GUILESS_MAIN(TestTensorProto)
#include "tst_tensor_proto.moc"
