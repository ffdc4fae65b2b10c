// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QTranslator>

namespace qscope::app {

/// The language of the window. Switching needs no restart: widgets get QEvent::LanguageChange.
class Language : public QObject {
    Q_OBJECT

public:
    struct Choice {
        QString code; ///< "en", "ko"
        QString name; ///< in the language itself
    };

    explicit Language(QObject* parent = nullptr);

    static QList<Choice> choices();
    /// "ko" or "ko_KR"; a language that there is no translation for means English.
    void use(const QString& code);
    const QString& code() const { return m_code; }

private:
    QTranslator m_program;
    QTranslator m_qt; ///< buttons of Qt's own dialogs
    QString m_code = "en";
};

} // namespace qscope::app
