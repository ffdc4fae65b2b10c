// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stop_token>

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/report_pdf.h"

using namespace qscope;

namespace {

const std::string Samples = QSCOPE_SAMPLES;

/// What the report of a sample is made from.
struct Material {
    explicit Material(const char* model) : analyzer(*analysis::Analyzer::open(Samples + "/" + model, {2}))
    {
        data::OpenOptions limit;
        limit.limit = 8;
        dataset = data::openDataset(Samples + "/fashion_calibration.npz", analyzer->inputSpecs(), limit).value();
        calibration = *analyzer->calibrate(*dataset, {});
    }
    io::ReportInput input()
    {
        io::ReportInput all{analyzer->graph(), analyzer->layers(), *calibration, config, {}, {}, {}, {}, {}, {}};
        all.quantizers = *analyzer->quantizers(*calibration, all.config);
        all.evaluation = *analyzer->evaluate(*dataset, {}, *calibration, all.config, {});
        all.modelName = "a model.onnx";
        all.dataName = "samples";
        return all;
    }

    std::shared_ptr<analysis::Analyzer> analyzer;
    std::unique_ptr<data::Dataset> dataset;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    quant::Config config;
};

/// Everything in the file that is compressed, one after the other.
QByteArray contents(const QByteArray& pdf)
{
    QByteArray all;
    for (qsizetype at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 1)) {
        if (pdf.mid(at - 3, 3) == "end")
            continue;
        const qsizetype begin = at + 7, end = pdf.indexOf("endstream", begin);
        all += qUncompress(QByteArray("\0\x10\0\0", 4) + pdf.mid(begin, end - begin)); // the size is a guess, and may be
    }
    return all;
}

int pagesOf(const QByteArray& pdf)
{
    const auto match = QRegularExpression("/Count (\\d+)").match(QString::fromLatin1(pdf));
    return match.captured(1).toInt();
}

} // namespace

/// The report on paper: pages, text that can be searched, and the figures of the web page.
class TestReportPdf : public QObject {
    Q_OBJECT

private slots:
    void itHasPagesTextAndFigures()
    {
        Material material("vit_fashion.onnx");
        const io::ReportInput input = material.input();
        const auto pdf = app::reportPdf(input, {});
        QVERIFY(pdf.ok());
        QVERIFY(pdf->startsWith("%PDF-"));
        const int pages = pagesOf(*pdf);
        QVERIFY2(pages >= 5 && pages <= 20, qPrintable(QString::number(pages)));
        QCOMPARE(pdf->count("/Type /Page\n"), pages);
        QVERIFY(pdf->count("/ToUnicode") > 0); // what makes text text
        const QByteArray inside = *pdf + contents(*pdf); // what says which letters these are is not compressed
        QVERIFY(inside.count("Tj") > 500); // pieces of text
        QVERIFY(inside.contains("begincmap"));
        for (const char letter : QByteArray("amodelnx")) { // of the name of the model
            const QByteArray code = QByteArray::number(static_cast<int>(letter), 16).rightJustified(4, '0');
            QVERIFY2(inside.toLower().contains("<" + code + ">"), code.constData());
        }
        // The figures of the web page are all there.
        size_t figures = 0;
        for (const io::PaperPart& part : io::paperReport(input))
            figures += part.plots.size();
        QCOMPARE(figures, io::reportPlots(input).size());
        QVERIFY(figures >= 5);
    }

    void moreLayersTakeMorePages()
    {
        Material vit("vit_fashion.onnx"), resnet("resnet_fashion.onnx");
        const auto longer = app::reportPdf(vit.input(), {}), shorter = app::reportPdf(resnet.input(), {});
        QVERIFY(longer.ok() && shorter.ok());
        QVERIFY(pagesOf(*longer) > pagesOf(*shorter));
    }

    void itCanBeStopped()
    {
        Material material("resnet_fashion.onnx");
        std::stop_source stop;
        stop.request_stop();
        RunControl control;
        control.stop = stop.get_token();
        QCOMPARE(app::reportPdf(material.input(), control).error().code, ErrorCode::Cancelled);
    }

    void theProgramWritesItByItself()
    {
        const QTemporaryDir folder;
        for (const char* name : {"report.pdf", "report.html"}) {
            QProcess program;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("QT_QPA_PLATFORM", "offscreen");
            environment.insert("XDG_DATA_HOME", folder.path());
            program.setProcessEnvironment(environment);
            program.start(QSCOPE_PROGRAM, {QString::fromStdString(Samples + "/resnet_fashion.onnx"),
                                           QString::fromStdString(Samples + "/fashion_calibration.npz"), "--samples", "8",
                                           "--report", folder.filePath(name)});
            QVERIFY(program.waitForFinished(120'000));
            QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            QVERIFY(text.startsWith(QByteArray(name).endsWith("pdf") ? "%PDF-" : "<!DOCTYPE html>"));
        }
    }

    void withoutDataItSaysWhatItNeeds()
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        program.setProcessEnvironment(environment);
        const QTemporaryDir folder;
        program.start(QSCOPE_PROGRAM, {QString::fromStdString(Samples + "/resnet_fashion.onnx"), "--report",
                                       folder.filePath("report.pdf")});
        QVERIFY(program.waitForFinished(120'000));
        QCOMPARE(program.exitCode(), 1);
        QVERIFY(program.readAllStandardError().contains("it needs a model and data"));
    }
};

QTEST_MAIN(TestReportPdf)
#include "tst_report_pdf.moc"
