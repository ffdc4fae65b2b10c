// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/file_kind.h"

using namespace qscope::app;

class TestFileKind : public QObject {
    Q_OBJECT

private slots:
    void kindsOfFiles();
    void labelsBesideTheData();
    void fileManagersAreToldWhatOpens();
};

void TestFileKind::kindsOfFiles()
{
    QTemporaryDir folder;
    const QDir dir(folder.path());
    const auto touch = [&](const QString& name) {
        QVERIFY(dir.mkpath(QFileInfo(dir.filePath(name)).path()));
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    };
    touch("flat/a.JPG");
    touch("classes/cat/a.png");
    touch("sets/test_data_set_0/input_0.pb");
    touch("other/readme.md");
    QCOMPARE(fileKind("m.ONNX"), FileKind::Model);
    QCOMPARE(fileKind("d.npz"), FileKind::Data);
    QCOMPARE(fileKind("t10k-images-idx3-ubyte.gz"), FileKind::Data);
    QCOMPARE(fileKind("t10k-labels-idx1-ubyte.gz"), FileKind::Labels);
    QCOMPARE(fileKind("fashion_labels.npy"), FileKind::Labels);
    QCOMPARE(fileKind("s.qsession"), FileKind::Session);
    QCOMPARE(fileKind("c.json"), FileKind::Config);
    QCOMPARE(fileKind("picture.bmp"), FileKind::Unknown);
    QCOMPARE(fileKind(dir.filePath("flat")), FileKind::ImageFolder);
    QCOMPARE(fileKind(dir.filePath("classes")), FileKind::ImageFolder);
    QCOMPARE(fileKind(dir.filePath("sets")), FileKind::Data);
    QCOMPARE(fileKind(dir.filePath("sets/test_data_set_0")), FileKind::Data);
    QCOMPARE(fileKind(dir.filePath("other")), FileKind::Unknown);
}

void TestFileKind::labelsBesideTheData()
{
    const QString samples = QSCOPE_SAMPLES;
    QCOMPARE(labelsBeside(samples + "/fashion_calibration.npz"), samples + "/fashion_calibration_labels.npy");
    QCOMPARE(labelsBeside(samples + "/nothing.npz"), QString());
    QCOMPARE(labelsBeside(samples), QString());
}

/// The desktop entry names the types of the MIME file, each of which opens by itself.
void TestFileKind::fileManagersAreToldWhatOpens()
{
    const auto read = [](const QString& name) {
        QFile file(QStringLiteral(QSCOPE_SAMPLES "/../../packaging/org.quantoscope.Quantoscope") + name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    QStringList types;
    QList<FileKind> kinds;
    QXmlStreamReader xml(read(".mime.xml"));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"mime-type")
            types << xml.attributes().value("type").toString();
        else if (xml.name() == u"glob")
            kinds << fileKind(xml.attributes().value("pattern").toString().replace('*', "file"));
    }
    QVERIFY(!xml.hasError());
    QCOMPARE(kinds, (QList<FileKind>{FileKind::Model, FileKind::Session}));
    const QString entry = read(".desktop");
    static const QRegularExpression line("^MimeType=(.*);$", QRegularExpression::MultilineOption);
    QCOMPARE(line.match(entry).captured(1).split(';'), types);
    QVERIFY(entry.contains("\nExec=quantoscope %F\n")); // every path that is opened is an argument
}

QTEST_GUILESS_MAIN(TestFileKind)
#include "tst_file_kind.moc"
