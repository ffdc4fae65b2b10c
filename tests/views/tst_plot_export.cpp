// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "views/plots/plot.h"

using namespace qscope::views;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestPlotExport : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_plot = std::make_unique<Plot>();
        m_plot->resize(320, 200);
        m_plot->addGraph()->setData({0, 1, 2}, {1, 3, 2});
        m_plot->setAxisTitles(QStringLiteral("layer"), QStringLiteral("value"));
        m_plot->fit();
    }

    void pngIsTwiceTheSizeAndNotBlank()
    {
        QString error;
        QVERIFY2(m_plot->exportTo(path("a.png"), &error), qPrintable(error));
        const QImage image(path("a.png"));
        QCOMPARE(image.size(), QSize(640, 400));
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 10);
    }

    void svgIsWellFormedAndHoldsVectorsAndTitles()
    {
        QVERIFY(m_plot->exportTo(path("a.svg")));
        const QByteArray bytes = contents(path("a.svg"));
        QXmlStreamReader reader(bytes);
        int shapes = 0;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement() && (reader.name() == u"polyline" || reader.name() == u"path"))
                ++shapes;
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(shapes > 3);
        QVERIFY(bytes.contains("layer"));
        QVERIFY(!bytes.contains("<image"));
    }

    void pdfIsAPdf()
    {
        QVERIFY(m_plot->exportTo(path("a.PDF")));
        const QByteArray bytes = contents(path("a.PDF"));
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.trimmed().endsWith("%%EOF"));
    }

    void anotherSuffixIsRefused()
    {
        QString error;
        QVERIFY(!m_plot->exportTo(path("a.bmp"), &error));
        QVERIFY2(error.contains(QLatin1String("bmp")) && error.contains(QLatin1String(".svg")),
                 qPrintable(error));
        QVERIFY(!QFile::exists(path("a.bmp")));
    }

    void aFolderThatDoesNotExistIsNamed()
    {
        QString error;
        const QString target = path("missing/a.png");
        QVERIFY(!m_plot->exportTo(target, &error));
        QVERIFY2(error.startsWith(target), qPrintable(error));
    }

    void nothingElseIsLeftInTheFolder()
    {
        QVERIFY(m_plot->exportTo(path("a.pdf")));
        QVERIFY(m_plot->exportTo(path("a.pdf"))); // over an existing file
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{QStringLiteral("a.pdf")});
    }

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Plot> m_plot;
};

QTEST_MAIN(TestPlotExport)
#include "tst_plot_export.moc"
