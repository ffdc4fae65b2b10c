// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QString>
#include <QTest>

#include "core/base/result.h"
#include "core/base/text.h"

using namespace qscope;

/// Sentences of the engine, translated by whoever asks to.
class TestText : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { setTranslator(nullptr); }

    void argumentsTakeTheirPlaces()
    {
        QCOMPARE(filled("%2 of %1, %2", "a", 7), std::string("7 of a, 7"));
        QCOMPARE(filled("95 % of %1", int64_t(-3)), std::string("95 % of -3"));
        QCOMPARE(filled("%1 and %2", "%2", "b"), std::string("%2 and b")); // what an argument holds stays
        QCOMPARE(filled("100 %", "unused"), std::string("100 %"));
        QCOMPARE(filled("%1 of %2", "a"), std::string("a of %2"));
    }

    void nobodyTranslatesAtFirst() { QCOMPARE(say("Model", "no such file"), std::string("no such file")); }

    void theTranslatorSeesContextAndText()
    {
        setTranslator([](const char* context, const char* english) { return std::string(context) + "/" + english; });
        QCOMPARE(filled(say("Model", "%1 inputs"), 3), std::string("Model/3 inputs"));
    }

    void longNamesAreCutBetweenLetters()
    {
        for (int shift = 0; shift < 3; ++shift) {
            std::string name(static_cast<size_t>(shift), 'x');
            for (int i = 0; i < 200; ++i)
                name += "\xEA\xB0\x80"; // a syllable of three bytes
            const std::string text = Error{ErrorCode::Malformed, "'" + name + "' is bad", {}}.text();
            QVERIFY(text.size() < name.size());
            const QString shown = QString::fromStdString(text);
            QVERIFY2(!shown.contains(QChar::ReplacementCharacter), qPrintable(shown));
            QVERIFY(shown.contains("left out"));
        }
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
