// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/appearance.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

namespace qscope::app {

namespace {

struct Tones {
    QColor window, base, alternate, button, text, dimmed, highlight, highlightedText, link;
};

QPalette paletteOf(const Tones& t)
{
    QPalette p(t.text, t.button, t.button.lighter(120), t.button.darker(140), t.button.darker(115), t.text,
               Qt::white, t.base, t.window);
    p.setColor(QPalette::AlternateBase, t.alternate);
    p.setColor(QPalette::ToolTipBase, t.alternate);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.dimmed);
    p.setColor(QPalette::Highlight, t.highlight);
    p.setColor(QPalette::HighlightedText, t.highlightedText);
    p.setColor(QPalette::Link, t.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, t.dimmed);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.alternate);
    return p;
}

/// Fusion draws the frame of a check box darker than its background, which nobody sees on a dark one.
class DarkFusion final : public QProxyStyle {
public:
    DarkFusion() : QProxyStyle(QStyleFactory::create("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
            return;
        QColor frame = option->palette.color(QPalette::Text);
        frame.setAlphaF(0.5F);
        painter->save();
        painter->setPen(frame);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }
};

} // namespace

void applyAppearance(QApplication& application, Appearance appearance)
{
    if (appearance == Appearance::System)
        return;
    const bool isDark = appearance == Appearance::Dark;
    application.setStyle(isDark ? new DarkFusion : QStyleFactory::create("Fusion"));
    const Tones light{{0xf2f2f2}, {0xffffff}, {0xf4f6f9}, {0xececec}, {0x1a1a1a},
                      {0x6c7076}, {0x0a6ebd}, {0xffffff}, {0x0a5ca8}};
    const Tones dark{{0x26282b}, {0x1b1d1f}, {0x232629}, {0x34373b}, {0xe8e8e8},
                     {0x8b9096}, {0x2d7fc1}, {0xffffff}, {0x6cb6f5}};
    application.setPalette(paletteOf(isDark ? dark : light));
}

} // namespace qscope::app
