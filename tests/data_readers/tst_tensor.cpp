// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "core/tensor/half.h"
#include "core/tensor/tensor.h"
#include "support.h"

using namespace qscope;
using namespace support;

class TestTensor : public QObject {
    Q_OBJECT

private slots:
    void memoryIsAligned();
    void copiesShareAndClonesDoNot();
    void checkedCounts_data();
    void checkedCounts();
    void plainFromChannelsLast_data();
    void plainFromChannelsLast();
    void castsBetweenAllTypes();
    void castsAtTheEdges_data();
    void castsAtTheEdges();
    void everyHalfHasItsValue();
};

void TestTensor::memoryIsAligned()
{
    for (size_t bytes : {0, 1, 63, 64, 65, 1000}) {
        const Buffer buffer(bytes);
        QVERIFY(buffer.data());
        QCOMPARE(reinterpret_cast<uintptr_t>(buffer.data()) % 64, uintptr_t(0));
        QCOMPARE(buffer.bytes(), bytes);
    }
}

void TestTensor::copiesShareAndClonesDoNot()
{
    Tensor tensor = counting({2, 2});
    const Tensor copy = tensor;
    const Tensor clone = tensor.clone();
    const Tensor reshaped = tensor.reshaped({4});
    tensor.data<float>()[0] = 9;
    COMPARE_TEXT(summary(copy), "float32 [2, 2]: 9 1 2 3");
    COMPARE_TEXT(summary(reshaped), "float32 [4]: 9 1 2 3");
    COMPARE_TEXT(summary(clone), "float32 [2, 2]: 0 1 2 3");
    QVERIFY(Tensor().absent());
    QVERIFY(Tensor().clone().absent());
    QVERIFY(!Tensor(DType::Float32, {0}).absent());
}

void TestTensor::checkedCounts_data()
{
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a scalar is one element") << QList<qint64>{} << "1";
    QTest::newRow("a product") << QList<qint64>{2, 3, 4} << "24";
    QTest::newRow("a zero makes all zero") << QList<qint64>{qint64(1) << 29, 0, qint64(1) << 29} << "0";
    QTest::newRow("strides of nothing do not overflow either")
        << QList<qint64>{qint64(1) << 29, 0, qint64(1) << 30}
        << "resource exhausted: shape [536870912, 0, 1073741824] is larger than the limit of "
           "1152921504606846976 bytes";
    QTest::newRow("exactly the limit") << QList<qint64>{250} << "250";
    QTest::newRow("one above the limit")
        << QList<qint64>{251} << "resource exhausted: shape [251] is larger than the limit of 1000 bytes";
    QTest::newRow("a product that wraps to 0")
        << QList<qint64>{qint64(1) << 32, qint64(1) << 32}
        << "resource exhausted: shape [4294967296, 4294967296] is larger than the limit of 1000 bytes";
    QTest::newRow("negative even beside a zero")
        << QList<qint64>{0, -1} << "shape mismatch: shape [0, -1] has a negative dimension";
}

void TestTensor::checkedCounts()
{
    QFETCH(QList<qint64>, shape);
    QFETCH(QString, expected);
    const auto count = checkedElementCount(Shape(shape.begin(), shape.end()), 4, 1000);
    QCOMPARE(QString::fromStdString(count.ok() ? std::to_string(*count) : outcome(count)), expected);
}

void TestTensor::plainFromChannelsLast_data()
{
    QTest::addColumn<QList<qint64>>("shape");
    QTest::newRow("rank 3") << QList<qint64>{2, 3, 4};
    QTest::newRow("rank 4") << QList<qint64>{2, 3, 4, 5};
    QTest::newRow("rank 5") << QList<qint64>{2, 3, 2, 4, 3};
    QTest::newRow("no elements") << QList<qint64>{2, 0, 4, 5};
}

void TestTensor::plainFromChannelsLast()
{
    QFETCH(QList<qint64>, shape);
    const Shape dims(shape.begin(), shape.end());
    const int64_t inner = elementCount(Shape(dims.begin() + 2, dims.end()));
    for (const DType type : {DType::Float32, DType::Float64, DType::UInt8}) {
        Tensor last(type, dims, Layout::ChannelsLast);
        const Tensor expected = castTo(counting(dims), type);
        const size_t bytes = elementSize(type);
        for (int64_t n = 0; n < dims[0]; ++n)
            for (int64_t c = 0; c < dims[1]; ++c)
                for (int64_t i = 0; i < inner; ++i)
                    std::memcpy(last.data<char>() + size_t((n * inner + i) * dims[1] + c) * bytes,
                                expected.data<char>() + size_t((n * dims[1] + c) * inner + i) * bytes, bytes);
        const Tensor plain = toPlain(last);
        QCOMPARE(plain.layout(), Layout::Plain);
        COMPARE_TEXT(summary(plain), summary(expected));
        COMPARE_TEXT(summary(last), summary(expected)); // toDoubles reads in row-major order, too
    }
}

void TestTensor::castsBetweenAllTypes()
{
    for (int from = 0; from <= static_cast<int>(DType::Bool); ++from)
        for (int to = 0; to <= static_cast<int>(DType::Bool); ++to) {
            const auto source = static_cast<DType>(from);
            const auto target = static_cast<DType>(to);
            const Tensor cast = castTo(castTo(tensor<float>({3}, {0, 1, 5}), source), target);
            const bool narrow = source == DType::Bool || target == DType::Bool;
            COMPARE_TEXT(summary(cast),
                         std::string(dtypeName(target)) + (narrow ? " [3]: 0 1 1" : " [3]: 0 1 5"));
        }
}

void TestTensor::castsAtTheEdges_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("expected");
    const double inf = std::numeric_limits<double>::infinity();
    const auto row = [](const char* name, double value, DType type, double expected) {
        QTest::newRow(name) << value << static_cast<int>(type) << expected;
    };
    row("truncates up", -2.9, DType::Int32, -2);
    row("truncates down", 2.9, DType::UInt8, 2);
    row("above saturates", 300, DType::Int8, 127);
    row("below saturates", -1, DType::UInt8, 0);
    row("infinity saturates", inf, DType::Int64, 0x1p63);
    row("minus infinity saturates", -inf, DType::Int64, -0x1p63);
    row("2^63 saturates", 0x1p63, DType::Int64, 0x1p63);
    row("2^64 saturates", 0x1p64, DType::UInt64, 0x1p64);
    row("the smallest int64", -0x1p63, DType::Int64, -0x1p63);
    row("NaN becomes 0", std::nan(""), DType::Int16, 0);
    row("NaN is true", std::nan(""), DType::Bool, 1);
    row("a fraction is true", 0.1, DType::Bool, 1);
    row("minus zero is false", -0.0, DType::Bool, 0);
}

void TestTensor::castsAtTheEdges()
{
    QFETCH(double, value);
    QFETCH(int, type);
    QFETCH(double, expected);
    QCOMPARE(toDoubles(castTo(Tensor::scalar<double>(value), static_cast<DType>(type)))[0], expected);
    if (type == static_cast<int>(DType::Int64))
        QCOMPARE(toInts(Tensor::scalar<double>(value))[0],
                 castTo(Tensor::scalar<double>(value), DType::Int64).data<int64_t>()[0]);
}

void TestTensor::everyHalfHasItsValue()
{
    for (uint32_t bits = 0; bits < 0x10000; ++bits) {
        const uint32_t exponent = bits >> 10 & 0x1F;
        const double fraction = bits & 0x3FF;
        const double sign = bits & 0x8000 ? -1 : 1;
        const float value = halfToFloat(static_cast<uint16_t>(bits));
        if (exponent == 31 && fraction > 0)
            QVERIFY(std::isnan(value));
        else if (exponent == 31)
            QCOMPARE(double(value), sign * std::numeric_limits<double>::infinity());
        else if (exponent == 0)
            QCOMPARE(double(value), sign * std::ldexp(fraction, -24));
        else
            QCOMPARE(double(value), sign * std::ldexp(1024 + fraction, static_cast<int>(exponent) - 25));
        QCOMPARE(std::signbit(value), (bits & 0x8000) != 0);
    }
}

QTEST_GUILESS_MAIN(TestTensor)
#include "tst_tensor.moc"
