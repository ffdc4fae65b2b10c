// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

/// The translations are complete: a string that is new in the program fails here until it is translated.
class TestTranslations : public QObject {
    Q_OBJECT

private slots:
    void everyStringIsTranslated();
    void placeholdersAreKept();
    void contextsAreWhole();
    void sentencesOfTheEngineAreTranslated();

private:
    struct Message {
        QString context;
        QString source;
        QStringList translations;
        bool unfinished = false;
    };
    static QList<Message> messages();
    static Message readMessage(QXmlStreamReader& xml);
};

QList<TestTranslations::Message> TestTranslations::messages()
{
    QFile file(QStringLiteral(QSCOPE_TRANSLATIONS "/quantoscope_ko.ts"));
    QList<Message> all;
    if (!file.open(QIODevice::ReadOnly))
        return all;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"name")
            context = xml.readElementText();
        if (xml.name() != u"message" || xml.attributes().value("type") == u"vanished"
            || xml.attributes().value("type") == u"obsolete")
            continue;
        all << readMessage(xml);
        all.last().context = context;
    }
    return all;
}

TestTranslations::Message TestTranslations::readMessage(QXmlStreamReader& xml)
{
    Message message;
    while (xml.readNextStartElement()) {
        if (xml.name() == u"source") {
            message.source = xml.readElementText();
        } else if (xml.name() == u"translation") {
            message.unfinished = xml.attributes().hasAttribute("type");
            message.translations << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        } else {
            xml.skipCurrentElement();
        }
    }
    return message;
}

void TestTranslations::everyStringIsTranslated()
{
    const auto all = messages();
    QVERIFY2(all.size() > 100, "the translation file is missing or empty");
    QStringList open;
    for (const Message& message : all)
        if (message.unfinished || message.translations.join(QString()).isEmpty())
            open << message.source;
    QVERIFY2(open.isEmpty(), qPrintable(open.join('\n')));
}

/// Of a class in a namespace whose tr() is called from outside, lupdate may take the bare name for the context: those
/// strings are never found.
void TestTranslations::contextsAreWhole()
{
    QFile file(QStringLiteral(QSCOPE_TRANSLATIONS "/quantoscope_ko.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList contexts;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"name")
            contexts << xml.readElementText();
    QVERIFY(contexts.size() > 20);
    for (const QString& context : contexts)
        for (const QString& other : contexts)
            QVERIFY2(!other.endsWith("::" + context), qPrintable(context));
}

void TestTranslations::placeholdersAreKept()
{
    for (const Message& message : messages())
        for (const char* placeholder : {"%1", "%2", "%3", "%4", "%5", "%6", "%7", "%8", "%9", "%n"})
            if (message.source.contains(placeholder))
                QVERIFY2(message.translations.join(QString()).contains(placeholder), qPrintable(message.source));
}

/// Every say() of core and plugins has two literals, which is how lupdate finds it, and stands in the
/// translation.
void TestTranslations::sentencesOfTheEngineAreTranslated()
{
    QSet<QString> known;
    for (const Message& message : messages())
        known << message.context + '/' + message.source;
    static const QRegularExpression call(R"re((?<![\w.>])say\(\s*")re");
    static const QRegularExpression whole(
        R"re((?<![\w.>])say\(\s*"([^"]*)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\))re");
    static const QRegularExpression literal(R"re("((?:[^"\\]|\\.)*)")re");
    qsizetype found = 0;
    for (const char* folder : {"/../../core", "/../../plugins"}) {
        QDirIterator files(QStringLiteral(QSCOPE_TRANSLATIONS) + folder, {"*.cpp", "*.h"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (file.fileName().endsWith("core/base/text.h"))
                continue; // its example
            const QString code = QString::fromUtf8(file.readAll());
            qsizetype calls = 0, matches = 0;
            for (auto it = call.globalMatch(code); it.hasNext(); it.next())
                ++calls;
            for (auto it = whole.globalMatch(code); it.hasNext(); ++matches) {
                const auto match = it.next();
                QString sentence;
                for (auto parts = literal.globalMatch(match.captured(2)); parts.hasNext();)
                    sentence += parts.next().captured(1);
                sentence.replace("\\n", "\n").replace("\\\"", "\"");
                const QString key = match.captured(1) + '/' + sentence;
                QVERIFY2(known.contains(key), qPrintable(file.fileName() + ": " + key));
            }
            QVERIFY2(calls == matches, qPrintable(file.fileName()));
            found += matches;
        }
    }
    QVERIFY(found > 500);
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
