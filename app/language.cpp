// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

#include "app/text_font.h"
#include "core/base/text.h"

namespace qscope::app {

namespace {

std::string translated(const char* context, const char* english)
{
    return QCoreApplication::translate(context, english).toStdString();
}

} // namespace

Language::Language(QObject* parent) : QObject(parent) { setTranslator(translated); }

QList<Language::Choice> Language::choices()
{
    return {{"en", "English"}, {"ko", QString::fromUtf8("한국어")}};
}

void Language::use(const QString& code)
{
    QCoreApplication::removeTranslator(&m_program);
    QCoreApplication::removeTranslator(&m_qt);
    m_code = "en";
    const QString language = code.section('_', 0, 0).section('-', 0, 0);
    // English has a file too: it holds the plural forms.
    if (!m_program.load(":/i18n/quantoscope_" + language + ".qm")) {
        if (m_program.load(":/i18n/quantoscope_en.qm"))
            QCoreApplication::installTranslator(&m_program);
        useTextFontFor(m_code);
        return;
    }
    m_code = language;
    useTextFontFor(m_code);
    QCoreApplication::installTranslator(&m_program);
    if (m_qt.load("qtbase_" + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

} // namespace qscope::app
