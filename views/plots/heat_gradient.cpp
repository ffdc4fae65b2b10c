// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/heat_gradient.h"

#include "views/plots/theme.h"

namespace qscope::views {

QCPColorGradient heatGradient()
{
    QCPColorGradient colours;
    colours.clearColorStops();
    const QColor stops[] = {QColor(0x00224e), QColor(0x35456c), QColor(0x666970),
                            QColor(0x948e77), QColor(0xc8b866), QColor(0xfee838)};
    for (int i = 0; i < 6; ++i)
        colours.setColorStopAt(i / 5.0, stops[i]);
    colours.setNanHandling(QCPColorGradient::nhTransparent);
    return colours;
}

void recolourScale(QCPColorScale& scale, const Theme& theme)
{
    QCPAxis* axis = scale.axis();
    for (const auto& set : {&QCPAxis::setBasePen, &QCPAxis::setTickPen, &QCPAxis::setSubTickPen})
        (axis->*set)(QPen(theme.axis));
    axis->setTickLabelColor(theme.text);
    axis->setLabelColor(theme.text);
}

} // namespace qscope::views
