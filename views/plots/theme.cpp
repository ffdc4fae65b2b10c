// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/theme.h"

namespace qscope::views {

namespace {

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

} // namespace

Theme Theme::of(const QPalette& palette)
{
    Theme t;
    t.background = palette.color(QPalette::Base);
    t.text = palette.color(QPalette::Text);
    t.dark = t.background.lightness() < 128;
    t.axis = mixed(t.text, t.background, 0.45);
    t.grid = mixed(t.text, t.background, 0.86);
    t.data = t.dark ? QColor(0x56, 0xB4, 0xE9) : QColor(0x00, 0x72, 0xB2);
    t.dataLight = mixed(t.data, t.background, t.dark ? 0.55 : 0.6);
    t.second = t.dark ? QColor(0x2F, 0xC7, 0x9B) : QColor(0x00, 0x9E, 0x73);
    t.quantizer = t.dark ? QColor(0xF5, 0xB8, 0x3D) : QColor(0xE6, 0x9F, 0x00);
    t.warning = t.dark ? QColor(0xFF, 0x7F, 0x45) : QColor(0xD5, 0x5E, 0x00);
    t.selected = QColor(0xCC, 0x79, 0xA7);
    t.hovered = mixed(t.selected, t.background, 0.5);
    t.muted = mixed(t.text, t.background, 0.6);
    return t;
}

} // namespace qscope::views
