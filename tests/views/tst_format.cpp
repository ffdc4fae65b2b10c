// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QTest>

#include <limits>

#include "views/models/format.h"

using namespace qscope;
using namespace qscope::views;

namespace {
constexpr double Infinity = std::numeric_limits<double>::infinity();
constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
} // namespace

class TestFormat : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void writes_data()
    {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QString& got, const char* expected) {
            QTest::newRow(name) << got << QString::fromUtf8(expected);
        };
        row("four significant digits", format::number(3.14159265), "3.142");
        row("the integer part is never cut", format::number(12345.67), "12346");
        row("trailing zeros are left out", format::number(2.5), "2.5");
        row("a small number", format::number(0.00123456), "0.001235");
        row("a very small number", format::number(1.23456e-7), "1.235e-7");
        row("a large number stays short", format::number(123456789), "1.235e+8");
        row("negative zero has no sign", format::number(-0.0), "0");
        row("not a number is named", format::number(NaN), "NaN");
        row("infinity is a sign", format::number(Infinity), "∞");
        row("negative infinity keeps its sign", format::number(-Infinity), "-∞");
        row("exact tells float32 apart", format::exact(0.1F), "0.100000001");
        row("decibels have one decimal", format::decibel(23.449), "23.4 dB");
        row("infinite decibels", format::decibel(Infinity), "∞ dB");
        row("accuracy shows three digits", format::percent(0.9082), "90.8 %");
        row("a small share keeps two decimals", format::percent(0.0312), "3.12 %");
        row("a tiny share is not zero", format::percent(1e-7), "<0.01 %");
        row("no share at all is zero", format::percent(0), "0.0 %");
        row("everything", format::percent(1), "100.0 %");
        row("ratio has a sign of its own", format::ratio(12.345), "12.3×");
        row("bytes", format::bytes(12), "12 B");
        row("kilobytes", format::bytes(1500), "1.50 kB");
        row("rounding moves up a unit", format::bytes(999999), "1.00 MB");
        row("large gigabytes have no decimals", format::bytes(123.4e9), "123 GB");
        row("seconds are rounded up", format::duration(11.2), "12 s");
        row("minutes", format::duration(200), "3 min 20 s");
        row("hours", format::duration(3900), "1 h 5 min");
        row("no time is left", format::duration(-3), "0 s");
        row("shape", format::shape({1, 3, 224, 224}), "1×3×224×224");
        row("unknown dimension", format::shape({-1, 10}), "?×10");
        row("no dimensions", format::shape({}), "scalar");
        row("bits of both", format::bits(4, 8), "4/8");
        row("no weight", format::bits(0, 8), "–/8");
        row("a short name stays whole", format::elided(QStringLiteral("conv1"), 10), "conv1");
        row("a long name keeps both ends", format::elided(QStringLiteral("abcdefghijklmnop"), 10),
            "abc…klmnop");
    }
    void writes()
    {
        QFETCH(QString, got);
        QTEST(got, "expected");
    }

    void followsTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(format::number(3.14159), QStringLiteral("3,142"));
        QCOMPARE(format::count(12345), QStringLiteral("12.345"));
        QLocale::setDefault(QLocale::c());
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
