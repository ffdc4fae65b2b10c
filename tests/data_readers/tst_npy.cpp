// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/npy.h"
#include "core/data/npy_format.h"
#include "core/data/zip_archive.h"
#include "support.h"

using namespace qscope;
using namespace support;

class TestNpy : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void writesWhatItReads_data();
    void writesWhatItReads();
    void headerIsAlignedTo64();
    void channelsLastIsWrittenPlain();
    void survivesTruncationAtEveryByte();
    void npzRoundTrip();
    void sameArraysGiveTheSameFile();
    void npzNotWrittenLeavesNothing();
    void npzErrors_data();
    void npzErrors();
    void npzSurvivesTruncationAtEveryByte();
    void npzSurvivesEveryDamagedByte();
};

void TestNpy::parses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const std::string& file, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(expected);
    };
    const std::string six = raw<float>({1, 2, 3, 4, 5, 6});
    row("little-endian floats", npy(npyHeader("<f4", "(2, 3)"), six), "float32 [2, 3]: 1 2 3 4 5 6");
    row("Fortran order is turned", npy(npyHeader("<f4", "(2, 3)", true), six), "float32 [2, 3]: 1 3 5 2 4 6");
    row("Fortran order of rank 3", npy(npyHeader("<i4", "(2, 1, 3)", true), raw<int32_t>({1, 2, 3, 4, 5, 6})),
        "int32 [2, 1, 3]: 1 3 5 2 4 6");
    row("Fortran order of rank 1 is no order", npy(npyHeader("<f4", "(6,)", true), six),
        "float32 [6]: 1 2 3 4 5 6");
    row("big-endian", npy(npyHeader(">i2", "(2,)"), std::string("\x01\x02\xFF\xFE", 4)), "int16 [2]: 258 -2");
    row("big-endian doubles", npy(npyHeader(">f8", "()"), std::string("\x3F\xF8\0\0\0\0\0\0", 8)),
        "float64 []: 1.5");
    row("half floats are widened",
        npy(npyHeader("<f2", "(4,)"), raw<uint16_t>({0x3C00, 0xC000, 0x0001, 0x7BFF})),
        "float32 [4]: 1 -2 5.960464e-08 65504");
    row("big-endian half floats", npy(npyHeader(">f2", "(1,)"), std::string("\x3C\x00", 2)),
        "float32 [1]: 1");
    row("a scalar", npy(npyHeader("<i8", "()"), raw<int64_t>({16000})), "int64 []: 16000");
    row("no elements", npy(npyHeader("<f4", "(0, 3)"), ""), "float32 [0, 3]:");
    row("any byte but 0 is true", npy(npyHeader("|b1", "(3,)"), std::string("\0\1\7", 3)), "bool [3]: 0 1 1");
    row("keys in another order", npy("{'shape': (1,), 'fortran_order': False, 'descr': '|u1'}", "\x07"),
        "uint8 [1]: 7");
    row("version 2.0 with a four-byte length",
        std::string("\x93NUMPY\x02\x00\x3A\0\0\0", 12)
            + "{'descr': '|i1', 'fortran_order': False, 'shape': (1,), }\n" + "\xFF",
        "int8 [1]: -1");
    row("shape of Python 2", npy(npyHeader("|u1", "(1L, 2L)"), "ab"), "uint8 [1, 2]: 97 98");
    row("bytes after the elements are left alone", npy(npyHeader("|u1", "(1,)"), "abc"), "uint8 [1]: 97");

    row("an empty file", "", "malformed: f.npy: the file is empty");
    row("something else", "hello, world", "malformed: f.npy: is not a .npy file");
    row("an unknown version", std::string("\x93NUMPY\x09\x00\x01\x00{}", 12),
        "unsupported: f.npy: is a .npy file of the unknown version 9");
    row("too few elements", npy(npyHeader("<f4", "(2, 3)"), "1234"),
        "malformed: f.npy: declares the shape [2, 3], which needs 24 bytes, but holds only 4");
    row("a tiny file claiming 10^12 elements", npy(npyHeader("<f4", "(1000000, 1000000)"), "1234"),
        "resource exhausted: f.npy: shape [1000000, 1000000] is larger than the limit of 68719476736 bytes");
    row("dimensions that overflow", npy(npyHeader("<f4", "(4294967296, 4294967296, 4294967296)"), "1234"),
        "resource exhausted: f.npy: shape [4294967296, 4294967296, 4294967296] is larger than the limit of "
        "68719476736 bytes");
    row("a dimension of 30 digits", npy(npyHeader("<f4", "(999999999999999999999999999999,)"), ""),
        "resource exhausted: f.npy: declares a dimension beyond any limit");
    row("overflow hidden by a zero", npy(npyHeader("<f4", "(0, 4294967296, 4294967296)"), ""),
        "resource exhausted: f.npy: shape [0, 4294967296, 4294967296] is larger than the limit of "
        "1152921504606846976 bytes");
    row("a negative dimension", npy(npyHeader("<f4", "(-1, 2)"), ""),
        "malformed: f.npy: the .npy header has no non-negative dimension where one must be");
    row("pickled objects", npy(npyHeader("|O", "()"), "\x80\x03}."),
        "unsupported: f.npy: holds pickled Python objects (dtype object), which are not read because "
        "unpickling runs "
        "code from the file; save plain arrays instead, keyed by the model's input names: "
        "np.savez('data.npz', "
        "x=array) or, from a dictionary, np.savez('data.npz', **arrays)");
    row("complex numbers", npy(npyHeader("<c8", "(1,)"), "12345678"),
        "unsupported: f.npy: holds complex numbers (dtype '<c8'); save it as float32 or an integer type");
    row("text", npy(npyHeader("<U5", "(1,)"), ""),
        "unsupported: f.npy: holds text (dtype '<U5'); save it as float32 or an integer type");
    row("bfloat16 as raw bytes", npy(npyHeader("|V2", "(1,)"), "12"),
        "unsupported: f.npy: holds raw bytes, perhaps bfloat16 (dtype '|V2'); save it as float32 or an "
        "integer type");
    row("a structured array",
        npy("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }", "12345678"),
        "unsupported: f.npy: holds a structured array; save each field as an array of its own");
    row("no type", npy("{'fortran_order': False, 'shape': (1,), }", "1"),
        "malformed: f.npy: the .npy header lacks one of descr, fortran_order and shape");
    row("an unknown type", npy(npyHeader("<q4", "(1,)"), ""),
        "malformed: f.npy: the .npy header has the unknown type '<q4'");
    row("an unknown key", npy("{'order': 'C'}", ""),
        "malformed: f.npy: the .npy header has the unknown key 'order'");
    row("a header that never ends", npy("{'descr': '<f4", ""),
        "malformed: f.npy: the .npy header has no type code where one must be");
    row("no dictionary", npy("[1, 2]", ""),
        "malformed: f.npy: the .npy header has no dictionary where one must be");
}

void TestNpy::parses()
{
    qscope::setMemoryLimit(int64_t(1) << 36); // what the rows expect
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, expected);
    COMPARE_TEXT(outcome(data::parseNpy(bytesOf(file.toStdString()), "f.npy")), expected.toStdString());
}

void TestNpy::writesWhatItReads_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("rank");
    for (int type = 0; type <= static_cast<int>(DType::Bool); ++type)
        for (int rank = 0; rank <= 5; ++rank)
            QTest::addRow("%s of rank %d", std::string(dtypeName(static_cast<DType>(type))).c_str(), rank)
                << type << rank;
}

void TestNpy::writesWhatItReads()
{
    QFETCH(int, type);
    QFETCH(int, rank);
    const Tensor written = castTo(counting(Shape(static_cast<size_t>(rank), 2)), static_cast<DType>(type));
    const auto read = data::parseNpy(data::formatNpy(written), "f.npy");
    COMPARE_TEXT(outcome(read), summary(written));
}

void TestNpy::headerIsAlignedTo64()
{
    for (int64_t size = 1; size < int64_t(1) << 40; size *= 7) {
        const std::string header = data::npyHeader(DType::Float32, {size, 3});
        QCOMPARE(header.size() % 64, size_t(0));
        QCOMPARE(header.back(), '\n');
    }
}

void TestNpy::channelsLastIsWrittenPlain()
{
    Tensor tensor(DType::Float32, {1, 2, 1, 2}, Layout::ChannelsLast);
    const float memory[] = {1, 10, 2, 20};
    std::copy(std::begin(memory), std::end(memory), tensor.data<float>());
    COMPARE_TEXT(outcome(data::parseNpy(data::formatNpy(tensor), "f")), "float32 [1, 2, 1, 2]: 1 2 10 20");
}

void TestNpy::survivesTruncationAtEveryByte()
{
    const Bytes whole = data::formatNpy(counting({2, 2}));
    for (size_t length = 0; length < whole.size(); ++length) {
        const auto result = data::parseNpy(std::span(whole).first(length), "f.npy");
        QVERIFY2(!result.ok(), qPrintable(QString("accepted %1 bytes").arg(length)));
        QCOMPARE(result.error().code, ErrorCode::Malformed);
    }
}

void TestNpy::npzRoundTrip()
{
    const Folder folder;
    const std::string path = folder.path("a.npz");
    const std::vector<NamedTensor> arrays{{"x", counting({3, 2})},
                                          {"/layers.0/Add_output_0", tensor<int64_t>({2}, {-1, 1LL << 40})},
                                          {"empty", Tensor(DType::UInt8, {0, 2})},
                                          {"scalar", Tensor::scalar<double>(0.1)}};
    const auto status = data::writeNpz(path, arrays);
    COMPARE_TEXT(outcome(status), "ok");
    const auto read = data::readNpz(path);
    COMPARE_TEXT(outcome(read), "ok");
    QCOMPARE(read->size(), arrays.size());
    for (size_t i = 0; i < arrays.size(); ++i) {
        COMPARE_TEXT((*read)[i].name, arrays[i].name);
        COMPARE_TEXT(summary((*read)[i].tensor), summary(arrays[i].tensor));
    }
    QCOMPARE(QDir(QString::fromStdString(folder.path())).entryList(QDir::Files), QStringList{"a.npz"});
}

void TestNpy::sameArraysGiveTheSameFile()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("a.npz"), {{"x", counting({9, 9})}}).ok());
    QTest::qWait(2100); // the resolution of times in a zip file is two seconds
    QVERIFY(data::writeNpz(folder.path("b.npz"), {{"x", counting({9, 9})}}).ok());
    QCOMPARE(folder.read("a.npz"), folder.read("b.npz"));
}

void TestNpy::npzNotWrittenLeavesNothing()
{
    const Folder folder;
    const auto status = data::writeNpz(folder.path("missing/a.npz"), {{"x", counting({1})}});
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    COMPARE_TEXT(outcome(data::writeNpz(folder.path("a.npz"), {{"x", counting({1})}, {"x", counting({1})}}),
                         folder.path()),
                 "invalid argument: a.npz: two arrays are named 'x'");
    COMPARE_TEXT(outcome(data::writeNpz(folder.path("a.npz"), {}), folder.path()),
                 "invalid argument: a.npz: there are no arrays to write");
    QVERIFY(QDir(QString::fromStdString(folder.path())).isEmpty());
}

/// A zip file of one member, written as the format says; sizes may lie.
static std::string zipOf(const std::string& name, const std::string& packed, uint32_t size, uint16_t method,
                         uint16_t flags = 0)
{
    const auto u16 = [](size_t v) { return raw<uint16_t>({static_cast<uint16_t>(v)}); };
    const auto u32 = [](size_t v) { return raw<uint32_t>({static_cast<uint32_t>(v)}); };
    const std::string common = u16(20) + u16(flags) + u16(method) + u32(0x210000) + u32(0)
                               + u32(packed.size()) + u32(size) + u16(name.size()) + u16(0);
    const std::string local = "PK\x03\x04" + common + name + packed;
    const std::string central =
        "PK\x01\x02" + u16(20) + common + u16(0) + u16(0) + u16(0) + u32(0) + u32(0) + name;
    return local + central + "PK\x05\x06" + u32(0) + u16(1) + u16(1) + u32(central.size()) + u32(local.size())
           + u16(0);
}

void TestNpy::npzErrors_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const std::string& file, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(expected);
    };
    const std::string one = npy(npyHeader("|u1", "(1,)"), "a");
    row("an empty file", "", "malformed: a.npz: the file is empty");
    row("no zip", "hello, world, this is no archive",
        "malformed: a.npz: is not a complete .npz (zip) file (Not a zip archive)");
    row("a bomb: 4 GB out of 100 bytes", zipOf("x.npy", std::string(100, 'x'), 4000000000U, 8),
        "malformed: a.npz: x.npy: claims to unpack 100 bytes to 4000000000, which cannot be");
    row("a stored member longer than the file", zipOf("x.npy", one, 999, 0),
        "malformed: a.npz: x.npy: claims to unpack 69 bytes to 999, which cannot be");
    row("packed by bzip2", zipOf("x.npy", one, 69, 12),
        "unsupported: a.npz: x.npy: is packed by method 12; only stored and deflated are read");
    row("encrypted", zipOf("x.npy", one, 60, 8, 1), "unsupported: a.npz: x.npy: is encrypted");
    row("a wrong checksum", zipOf("x.npy", one, static_cast<uint32_t>(one.size()), 0),
        "malformed: a.npz: x.npy: the zipped data is damaged (CRC error)");
    row("deflated data that is none", zipOf("x.npy", std::string(50, '\xFF'), 60, 8),
        "malformed: a.npz: x.npy: is not a .npy file");
    row("no arrays", zipOf("readme.txt", "hello", 5, 0), "malformed: a.npz: holds no .npy arrays");
}

void TestNpy::npzErrors()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, expected);
    const Folder folder;
    const std::string path = folder.write("a.npz", file.toStdString());
    COMPARE_TEXT(outcome(data::readNpz(path), folder.path()), expected.toStdString());
}

void TestNpy::npzSurvivesTruncationAtEveryByte()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("a.npz"), {{"x", counting({2, 2})}, {"y", counting({3})}}).ok());
    const Bytes whole = bytesOf(folder.read("a.npz"));
    for (size_t length = 0; length < whole.size(); ++length) {
        const auto archive = data::ZipArchive::openMemory(std::span(whole).first(length), "a.npz");
        QVERIFY2(!archive.ok() || !data::readArrays(*archive, "a.npz").ok(),
                 qPrintable(QString("accepted %1 bytes").arg(length)));
    }
}

void TestNpy::npzSurvivesEveryDamagedByte()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("a.npz"), {{"x", counting({2, 2})}}).ok());
    const Bytes whole = bytesOf(folder.read("a.npz"));
    int refused = 0;
    for (size_t i = 0; i < whole.size(); ++i) {
        Bytes damaged = whole;
        damaged[i] ^= std::byte(0x41);
        const auto archive = data::ZipArchive::openMemory(damaged, "a.npz");
        if (!archive.ok()) {
            ++refused;
            continue;
        }
        const auto arrays = data::readArrays(*archive, "a.npz");
        refused += arrays.ok() ? 0 : 1;
        // Dates, versions and names have no checksum; what was unpacked has.
        if (arrays.ok())
            COMPARE_TEXT(summary((*arrays)[0].tensor), "float32 [2, 2]: 0 1 2 3");
    }
    QVERIFY(refused > static_cast<int>(whole.size()) / 3);
}

QTEST_GUILESS_MAIN(TestNpy)
#include "tst_npy.moc"
