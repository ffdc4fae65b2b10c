// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text_font.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QFontInfo>

namespace qscope::app {

namespace {

constexpr double LargeText = 1.5;

struct TextFont {
    QFont usual = QApplication::font(); ///< of the system
    QString family;                     ///< instead of that of the system; empty: none
    bool large = false;

    void apply() const
    {
        QFont font = usual;
        if (!family.isEmpty())
            font.setFamily(family);
        if (large)
            font.setPointSizeF(usual.pointSizeF() * LargeText);
        if (font != QApplication::font())
            QApplication::setFont(font);
    }
};

TextFont& textFont()
{
    static TextFont font;
    return font;
}

/// A sans-serif family with Hangul; empty: none is installed.
QString koreanFamily()
{
    const QStringList families = QFontDatabase::families(QFontDatabase::Korean);
    for (const char* known : {"Noto Sans KR", "Noto Sans CJK KR", "Pretendard", "Nanum Gothic", "NanumGothic",
                              "Malgun Gothic", "Apple SD Gothic Neo"})
        if (families.contains(QLatin1String(known)))
            return QLatin1String(known);
    return {};
}

} // namespace

void useTextFontFor(const QString& code)
{
    TextFont& font = textFont();
    const auto letters = QFontDatabase::writingSystems(QFontInfo(font.usual).family());
    font.family =
        code == QLatin1String("ko") && !letters.contains(QFontDatabase::Korean) ? koreanFamily() : QString();
    font.apply();
}

void useLargeText(bool on)
{
    textFont().large = on;
    textFont().apply();
}

} // namespace qscope::app
