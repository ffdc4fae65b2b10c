// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/start_options.h"

using namespace qscope;
using namespace qscope::app;

class TestStartOptions : public QObject {
    Q_OBJECT

private slots:
    void arguments();
    void wrongArguments_data();
    void wrongArguments();
};

void TestStartOptions::arguments()
{
    const auto options = parseArguments(
        {"quantoscope", "m.onnx",       "d.npz",   "--labels", "l.npy",    "--dark",       "--lang",
         "ko",          "--screenshot", "s.png",   "--size",   "640x480",  "--preprocess", "caffe",
         "--samples",   "32",           "--panel", "history",  "--method", "repq-vit", "--report", "r.pdf"});
    QVERIFY(options.ok());
    const StartOptions& o = options.value();
    QCOMPARE(o.paths, (QStringList{"m.onnx", "d.npz"}));
    QCOMPARE(o.labels, QString("l.npy"));
    QCOMPARE(o.appearance, Appearance::Dark);
    QCOMPARE(o.language, QString("ko"));
    QCOMPARE(o.size, QSize(640, 480));
    QCOMPARE(o.panel, QString("history"));
    QCOMPARE(o.method, QString("repq-vit"));
    QCOMPARE(o.report, QString("r.pdf"));
    QVERIFY(o.unattended());
    QCOMPARE(o.samples, std::optional<int64_t>(32));
    QVERIFY(o.image && o.image->order == data::ColourOrder::Bgr);
}

void TestStartOptions::wrongArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("an unknown option") << QStringList{"--nonsense"};
    QTest::newRow("a size that is none") << QStringList{"--size", "12"};
    QTest::newRow("a report of an unknown form") << QStringList{"--report", "r.docx"};
    QTest::newRow("no samples") << QStringList{"--samples", "0"};
    QTest::newRow("dark and light at once") << QStringList{"--dark", "--light"};
    QTest::newRow("an unknown preprocessing") << QStringList{"--preprocess", "vgg"};
}

void TestStartOptions::wrongArguments()
{
    QFETCH(QStringList, arguments);
    const auto options = parseArguments(QStringList{"quantoscope"} + arguments);
    QVERIFY(!options.ok());
    QCOMPARE(options.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestStartOptions)
#include "tst_start_options.moc"
