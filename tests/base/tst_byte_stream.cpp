// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <limits>

#include "core/base/byte_stream.h"

using qscope::ByteReader;
using qscope::ByteWriter;

class TestByteStream : public QObject {
    Q_OBJECT
private slots:
    void integersComeBack_data();
    void integersComeBack();
    void otherValuesComeBack();
    void smallNumbersAreShort();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void afterTheFirstErrorEverythingIsZero();
};

void TestByteStream::integersComeBack_data()
{
    QTest::addColumn<qint64>("value");
    for (const int64_t value : {int64_t(0), int64_t(1), int64_t(-1), int64_t(63), int64_t(64), int64_t(-64), int64_t(-65),
                                int64_t(1) << 40, INT64_MAX, INT64_MIN})
        QTest::addRow("%lld", static_cast<long long>(value)) << qint64(value);
}

void TestByteStream::integersComeBack()
{
    QFETCH(qint64, value);
    ByteWriter out;
    out.putSigned(value);
    out.put(static_cast<uint64_t>(value));
    ByteReader in(out.bytes());
    QCOMPARE(in.signedInt(), int64_t(value));
    QCOMPARE(in.unsignedInt(), static_cast<uint64_t>(value));
    QVERIFY(in.atEnd() && in.status().ok());
}

void TestByteStream::otherValuesComeBack()
{
    ByteWriter out;
    out.put(1.5F);
    out.put(-std::numeric_limits<double>::infinity());
    out.put(std::string_view("tensor\0x", 8));
    out.putFlag(true);
    ByteReader in(out.bytes());
    QCOMPARE(in.float32(), 1.5F);
    QCOMPARE(in.float64(), -std::numeric_limits<double>::infinity());
    QCOMPARE(in.text(), std::string("tensor\0x", 8));
    QVERIFY(in.flag());
    QVERIFY(in.atEnd() && in.status().ok());
}

void TestByteStream::smallNumbersAreShort()
{
    ByteWriter out;
    out.put(uint64_t(127));
    QCOMPARE(out.bytes().size(), size_t(1));
    out.put(uint64_t(128));
    QCOMPARE(out.bytes().size(), size_t(3));
}

void TestByteStream::whatIsWrongIsSaid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    QTest::newRow("nothing") << QByteArray() << "ends too early (byte 0)";
    QTest::newRow("an integer without end") << QByteArray("\x80\x80") << "ends too early (byte 2)";
    QTest::newRow("an integer of 70 bits") << QByteArray(10, '\xff')
                                           << "holds an integer of more than 64 bits (byte 10)";
    QTest::newRow("more elements than bytes") << QByteArray("\x05" "abc")
                                              << "claims 5 elements, which it cannot hold (byte 1)";
    QTest::newRow("10^12 elements") << QByteArray("\x80\xa0\x94\xa5\x8d\x1d")
                                    << "claims 1000000000000 elements, which it cannot hold (byte 6)";
}

void TestByteStream::whatIsWrongIsSaid()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    ByteReader in(std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
    QCOMPARE(in.text(), std::string());
    QVERIFY(!in.ok());
    QCOMPARE(QString::fromStdString(in.status().error().message), message);
}

void TestByteStream::afterTheFirstErrorEverythingIsZero()
{
    ByteReader in(std::string_view("\x07" "abcdefgh"));
    in.fail("is wrong");
    in.fail("is wrong again");
    QCOMPARE(in.unsignedInt(), uint64_t(0));
    QCOMPARE(in.float64(), 0.0);
    QCOMPARE(in.within(3, 9), int64_t(3));
    QCOMPARE(QString::fromStdString(in.status().error().message), QStringLiteral("is wrong (byte 0)"));
}

QTEST_GUILESS_MAIN(TestByteStream)
#include "tst_byte_stream.moc"
