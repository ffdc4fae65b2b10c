// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/readers.h"
#include "packed.h"
#include "support.h"

using namespace qscope;
using namespace support;

class TestIdx : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void imagesFeedChannelInputs_data();
    void imagesFeedChannelInputs();
    void pixelsAreScaled();
    void gzippedReadsAsPlain();
    void survivesTruncationAtEveryByte();
    void gzipSurvivesTruncationAtEveryByte();
    void damagedGzipIsNoticed();
    void fashionMnist();
};

void TestIdx::parses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const std::string& file, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(expected);
    };
    row("bytes", idx({2, 2}, "\x01\x02\x03\xFF"), "uint8 [2, 2]: 1 2 3 255");
    row("signed bytes", idx({1}, "\xFF", 0x09), "int8 [1]: -1");
    row("big-endian shorts", idx({2}, std::string("\x01\x00\xFF\xFF", 4), 0x0B), "int16 [2]: 256 -1");
    row("big-endian ints", idx({1}, std::string("\x00\x01\x00\x00", 4), 0x0C), "int32 [1]: 65536");
    row("big-endian floats", idx({1}, std::string("\x3F\x80\x00\x00", 4), 0x0D), "float32 [1]: 1");
    row("big-endian doubles", idx({1}, std::string("\xC0\0\0\0\0\0\0\0", 8), 0x0E), "float64 [1]: -2");
    row("an empty file", "", "malformed: f.idx: ends before byte 4, it is cut off");
    row("something else", "hello", "malformed: f.idx: is not an IDX file");
    row("an unknown type", idx({1}, "a", 0x0A), "malformed: f.idx: is not an IDX file");
    row("too few elements", idx({2, 2}, "abc"),
        "malformed: f.idx: declares the shape [2, 2], which needs 4 bytes, but holds only 3");
    row("dimensions that overflow", idx({4294967295, 4294967295, 4294967295}, "abc"),
        "resource exhausted: f.idx: shape [4294967295, 4294967295, 4294967295] is larger than the limit of "
        "68719476736 bytes");
    row("255 dimensions", idx(std::vector<uint32_t>(255, 2), "abc"), "");
}

void TestIdx::parses()
{
    qscope::setMemoryLimit(int64_t(1) << 36); // what the rows expect
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, expected);
    const auto result = data::parseIdx(bytesOf(file.toStdString()), "f.idx");
    if (expected.isEmpty())
        QCOMPARE(result.error().code, ErrorCode::ResourceExhausted);
    else
        COMPARE_TEXT(outcome(result), expected.toStdString());
}

void TestIdx::imagesFeedChannelInputs_data()
{
    QTest::addColumn<QList<int>>("inputShape");
    QTest::addColumn<QString>("expected");
    QTest::newRow("channel first") << QList<int>{-1, 1, 1, 2} << "float32 [2, 1, 1, 2]: 1 2 3 4";
    QTest::newRow("channel last") << QList<int>{-1, 1, 2, 1} << "float32 [2, 1, 2, 1]: 1 2 3 4";
    QTest::newRow("channel first, any size") << QList<int>{-1, -1, -1, -1} << "float32 [2, 1, 1, 2]: 1 2 3 4";
    QTest::newRow("no channel") << QList<int>{-1, 1, 2} << "float32 [2, 1, 2]: 1 2 3 4";
    QTest::newRow("three channels")
        << QList<int>{-1, 3, 1, 2}
        << "shape mismatch: a.idx: array 'a.idx' has the shape [2, 1, 2], but the model's "
           "input 'x' needs [N, 3, 1, 2]; if it is a single sample, add the axis of "
           "samples in front: x[None] in numpy";
}

void TestIdx::imagesFeedChannelInputs()
{
    QFETCH(QList<int>, inputShape);
    QFETCH(QString, expected);
    const Folder folder;
    const std::string path = folder.write("a.idx", idx({2, 1, 2}, "\x01\x02\x03\x04"));
    data::OpenOptions options;
    options.image.scale = 1;
    auto dataset = data::openDataset(
        path, {input("x", std::vector<int64_t>(inputShape.begin(), inputShape.end()))}, options);
    if (!dataset.ok())
        COMPARE_TEXT(outcome(dataset, folder.path()), expected.toStdString());
    else
        COMPARE_TEXT(summary((*(*dataset)->read(0, 2))[0]), expected.toStdString());
}

void TestIdx::pixelsAreScaled()
{
    const Folder folder;
    const std::string path = folder.write("a.idx", idx({1, 1, 3}, std::string("\x00\x33\xFF", 3)));
    data::OpenOptions options;
    options.image.mean = {0.5F};
    options.image.std = {0.25F};
    auto scaled = data::openDataset(path, {input("x", {-1, 1, 1, 3})}, options);
    COMPARE_TEXT(summary((*(*scaled)->read(0, 1))[0]), "float32 [1, 1, 1, 3]: -2 -1.2 2");
    auto plain = data::openDataset(path, {input("x", {-1, 1, 1, 3}, DType::UInt8)}, options);
    COMPARE_TEXT(summary((*(*plain)->read(0, 1))[0]), "uint8 [1, 1, 1, 3]: 0 51 255");
    options.image.mean = {0.5F, 0.5F, 0.5F};
    COMPARE_TEXT(outcome(data::openDataset(path, {input("x", {-1, 1, 1, 3})}, options), folder.path()),
                 "invalid argument: a.idx: 3 values given as mean, but the images have 1 channel(s)");
    options.image.mean = {0};
    options.image.std = {0};
    COMPARE_TEXT(outcome(data::openDataset(path, {input("x", {-1, 1, 1, 3})}, options), folder.path()),
                 "invalid argument: a.idx: the standard deviation of the images must not be 0");
}

void TestIdx::gzippedReadsAsPlain()
{
    const Folder folder;
    std::string pixels;
    for (int i = 0; i < 100 * 64; ++i)
        pixels += static_cast<char>(i * 7 + i / 64);
    const std::string plain = folder.write("a.idx", idx({100, 8, 8}, pixels));
    const std::string packed = folder.write("a.idx.gz", gzipped(idx({100, 8, 8}, pixels)));
    auto first = data::openDataset(plain, {input("x", {-1, 1, 8, 8})});
    auto second = data::openDataset(packed, {input("x", {-1, 1, 8, 8})});
    COMPARE_TEXT(outcome(second), "ok");
    QCOMPARE((*second)->size(), int64_t(100));
    for (const int64_t at : {0, 50, 99, 3, 98, 0})
        COMPARE_TEXT(summary((*(*second)->read(at, 1))[0]), summary((*(*first)->read(at, 1))[0]));
}

void TestIdx::survivesTruncationAtEveryByte()
{
    const Bytes whole = bytesOf(idx({2, 2}, "abcd"));
    for (size_t length = 0; length < whole.size(); ++length) {
        const auto result = data::parseIdx(std::span(whole).first(length), "f.idx");
        QVERIFY2(!result.ok(), qPrintable(QString("accepted %1 bytes").arg(length)));
        QCOMPARE(result.error().code, ErrorCode::Malformed);
    }
}

void TestIdx::gzipSurvivesTruncationAtEveryByte()
{
    const Folder folder;
    const std::string whole = gzipped(idx({2, 1, 2}, "abcd"));
    for (size_t length = 0; length < whole.size(); ++length) {
        const std::string path = folder.write("a.gz", whole.substr(0, length));
        auto dataset = data::openDataset(path, {input("x", {-1, 1, 1, 2})});
        const bool accepted = dataset.ok() && (*dataset)->read(0, 2).ok();
        QVERIFY2(!accepted, qPrintable(QString("accepted %1 bytes").arg(length)));
    }
}

void TestIdx::damagedGzipIsNoticed()
{
    const Folder folder;
    const std::string whole = gzipped(idx({50, 4}, std::string(200, 'x')));
    // Up to byte 10 there are a time and other remarks without a checksum.
    for (size_t i = 10; i < whole.size(); ++i) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
        auto stream = data::openIdx(folder.write("a.gz", damaged));
        const bool accepted = stream.ok() && stream->readAll().ok();
        QVERIFY2(!accepted, qPrintable(QString("accepted with byte %1 damaged").arg(i)));
    }
}

void TestIdx::fashionMnist()
{
    const std::string folder = "/usr/share/datasets/fashion-mnist/";
    if (!QFile::exists(QString::fromStdString(folder + "t10k-images-idx3-ubyte.gz")))
        QSKIP("Debian's dataset-fashion-mnist is not installed");
    auto dataset = data::openDataset(folder + "t10k-images-idx3-ubyte.gz", {input("x", {-1, 1, 28, 28})});
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->size(), int64_t(10000));
    const auto batch = (*dataset)->read(9990, 10);
    COMPARE_TEXT(outcome(batch), "ok");
    QCOMPARE((*batch)[0].shape(), (Shape{10, 1, 28, 28}));
    const auto labels = data::readLabels(folder + "t10k-labels-idx1-ubyte.gz", dataset->get());
    COMPARE_TEXT(outcome(labels), "ok");
    const std::vector<int64_t> firstTen(labels->begin(), labels->begin() + 10);
    QCOMPARE(firstTen, (std::vector<int64_t>{9, 2, 1, 1, 6, 1, 4, 6, 5, 7}));
}

QTEST_GUILESS_MAIN(TestIdx)
#include "tst_idx.moc"
