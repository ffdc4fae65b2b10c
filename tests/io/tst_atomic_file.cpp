// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "core/io/atomic_file.h"
#include "core/io/sha256.h"

using namespace qscope;

class TestAtomicFile : public QObject {
    Q_OBJECT

private slots:
    void writesAndReadsBack();
    void replacesAndLeavesNothingBeside();
    void keepsPermissions();
    void writesThroughSymbolicLinks();
    void saysWhyItCannotWrite();
    void reportsAFullDisk();
    void writesToADeviceDirectly();
    void saysWhyItCannotRead();
    void hashesLikeTheStandard_data();
    void hashesLikeTheStandard();
};

void TestAtomicFile::writesAndReadsBack()
{
    QTemporaryDir dir;
    const std::string path = dir.filePath("a.bin").toStdString();
    std::string bytes(1000000, '\0');
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 7 / 3);
    QVERIFY(io::writeFileAtomically(path, bytes).ok());
    const auto again = io::readFile(path);
    QVERIFY(again.ok());
    QVERIFY(*again == bytes);
    QVERIFY(io::writeFileAtomically(path, "").ok());
    QCOMPARE(io::readFile(path)->size(), size_t(0));
}

void TestAtomicFile::replacesAndLeavesNothingBeside()
{
    QTemporaryDir dir;
    const std::string path = dir.filePath("a.txt").toStdString();
    QVERIFY(io::writeFileAtomically(path, "first, longer").ok());
    QVERIFY(io::writeFileAtomically(path, "second").ok());
    QCOMPARE(*io::readFile(path), std::string("second"));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"a.txt"});
}

void TestAtomicFile::keepsPermissions()
{
    QTemporaryDir dir;
    const QString path = dir.filePath("a.txt");
    QVERIFY(io::writeFileAtomically(path.toStdString(), "x").ok());
    const auto wanted = QFile::ReadOwner | QFile::WriteOwner;
    QVERIFY(QFile::setPermissions(path, wanted));
    QVERIFY(io::writeFileAtomically(path.toStdString(), "y").ok());
    QVERIFY(!(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther)));
}

void TestAtomicFile::writesThroughSymbolicLinks()
{
    QTemporaryDir dir;
    const QString real = dir.filePath("real.txt");
    const QString link = dir.filePath("link.txt");
    QVERIFY(io::writeFileAtomically(real.toStdString(), "old").ok());
    QVERIFY(QFile::link(real, link));
    QVERIFY(io::writeFileAtomically(link.toStdString(), "new").ok());
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(*io::readFile(real.toStdString()), std::string("new"));
}

void TestAtomicFile::saysWhyItCannotWrite()
{
    QTemporaryDir dir;
    const auto intoFolder = io::writeFileAtomically(dir.path().toStdString(), "x");
    QVERIFY(!intoFolder.ok());
    QCOMPARE(intoFolder.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(QString::fromStdString(intoFolder.error().text()),
             dir.path() + ": cannot write the file: Is a directory");
    const QString path = dir.filePath("none/a.txt");
    const auto nowhere = io::writeFileAtomically(path.toStdString(), "x");
    QVERIFY(!nowhere.ok());
    QCOMPARE(QString::fromStdString(nowhere.error().text()),
             path + ": cannot write the file: No such file or directory");
}

void TestAtomicFile::reportsAFullDisk()
{
    if (!QFile::exists("/dev/full"))
        QSKIP("needs /dev/full");
    const auto full = io::writeFileAtomically("/dev/full", "x");
    QVERIFY(!full.ok());
    QVERIFY(QString::fromStdString(full.error().text()).contains("No space left"));
}

void TestAtomicFile::writesToADeviceDirectly()
{
    QVERIFY(io::writeFileAtomically("/dev/null", "x").ok());
    QVERIFY(!QFileInfo("/dev/null").isFile());
}

void TestAtomicFile::saysWhyItCannotRead()
{
    QTemporaryDir dir;
    const QString path = dir.filePath("a.txt");
    const auto missing = io::readFile(path.toStdString());
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    QCOMPARE(QString::fromStdString(missing.error().text()), path + ": there is no such file");
    const auto folder = io::readFile(dir.path().toStdString());
    QCOMPARE(folder.error().code, ErrorCode::FileUnreadable);
    QVERIFY(io::writeFileAtomically(path.toStdString(), "12345").ok());
    QVERIFY(io::readFile(path.toStdString(), 5).ok());
    const auto tooLarge = io::readFile(path.toStdString(), 4);
    QCOMPARE(tooLarge.error().code, ErrorCode::ResourceExhausted);
}

void TestAtomicFile::hashesLikeTheStandard_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("hex");
    QTest::newRow("nothing") << QByteArray()
                             << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QTest::newRow("one block") << QByteArray("abc")
                               << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    QTest::newRow("a million letters")
        << QByteArray(1000000, 'a') << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
}

void TestAtomicFile::hashesLikeTheStandard()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, hex);
    io::Sha256 whole;
    whole.add(std::string_view(text.constData(), static_cast<size_t>(text.size())));
    QCOMPARE(QString::fromStdString(whole.hex()), hex);
    io::Sha256 pieces;
    for (qsizetype i = 0; i < text.size(); i += 37)
        pieces.add(std::string_view(text.constData() + i,
                                    static_cast<size_t>(std::min<qsizetype>(37, text.size() - i))));
    QCOMPARE(QString::fromStdString(pieces.hex()), hex);
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
