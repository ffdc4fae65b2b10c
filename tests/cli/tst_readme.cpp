// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include "cli_process.h"

/// What README.md tells people to type is typed here. A fenced block counts when the line above it is
///   <!-- tested -->             its lines that call quantoscope-cli are run, one after the other, in one folder, which
///                               holds `resources` as the source tree does
///   <!-- tested: NAME -->       its text is that file in the folder, before anything is run
class TestReadme : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void commands_data();
    void commands();

private:
    QTemporaryDir m_folder;
};

namespace {

struct Block {
    QString file; ///< empty: commands
    QString text;
};

QList<Block> testedBlocks()
{
    static const QRegularExpression pattern("^<!-- tested(?:: (\\S+))? -->\\n```\\w*\\n(.*?)^```$",
                                            QRegularExpression::MultilineOption
                                                | QRegularExpression::DotMatchesEverythingOption);
    QList<Block> blocks;
    for (auto it = pattern.globalMatch(QString::fromUtf8(contents(QSCOPE_README))); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        blocks.append({match.captured(1), match.captured(2)});
    }
    return blocks;
}

} // namespace

void TestReadme::initTestCase()
{
    QVERIFY(QFile::link(QFileInfo(QSCOPE_SAMPLES).dir().path(), m_folder.filePath("resources")));
    for (const Block& block : testedBlocks()) {
        if (!block.file.isEmpty())
            writeContents(m_folder.filePath(block.file), block.text.toUtf8());
    }
}

void TestReadme::commands_data()
{
    QTest::addColumn<QString>("command");
    int number = 0;
    for (Block& block : testedBlocks()) {
        if (!block.file.isEmpty())
            continue;
        for (const QString& line : block.text.replace("\\\n", " ").split('\n')) {
            if (line.startsWith("quantoscope-cli "))
                QTest::newRow(qPrintable(QString("%1: %2").arg(++number).arg(line))) << line;
        }
    }
    QVERIFY2(number > 0, "there is no tested command in " QSCOPE_README);
}

void TestReadme::commands()
{
    QFETCH(QString, command);
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", QFileInfo(QSCOPE_CLI).path() + ":" + environment.value("PATH"));
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory(m_folder.path());
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.start("sh", {"-c", command});
    QVERIFY(shell.waitForFinished(240'000));
    QVERIFY2(shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0, shell.readAll());
}

QTEST_GUILESS_MAIN(TestReadme)
#include "tst_readme.moc"
