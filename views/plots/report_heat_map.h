// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"
#include "views/plots/plot.h"

namespace qscope::views {

/// A heat map of a report, with its colour scale. Values that are not there show the background.
class ReportHeatMap : public Plot {
    Q_OBJECT

public:
    explicit ReportHeatMap(report::HeatMap map, QWidget* parent = nullptr);

    const report::HeatMap& map() const { return m_map; }

private:
    QString tipAt(const QPoint& position) const;

    report::HeatMap m_map;
    QCPColorMap* m_colours;
};

} // namespace qscope::views
