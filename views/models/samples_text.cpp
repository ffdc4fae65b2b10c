// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/samples_text.h"

#include <QStringList>

namespace qscope::views {

QString samplesText(const analysis::SampleRange& samples)
{
    return samples.count() == 1 ? QString::number(samples.first)
                                : QStringLiteral("%1–%2").arg(samples.first).arg(samples.end - 1);
}

QString samplesText(const analysis::SampleSet& samples)
{
    QStringList parts;
    for (const analysis::SampleRange& range : samples.ranges())
        parts << samplesText(range);
    return parts.join(QStringLiteral(", "));
}

} // namespace qscope::views
