// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/report/report.h"
#include "views/plots/plot.h"

namespace qscope::views {

/// "title [unit]", the title alone where there is no unit.
QString axisTitle(const report::Axis& axis);

/// A chart of a report: lines with bands, bars and points with intervals, axes with units, names or logarithms.
class ReportChart : public Plot {
    Q_OBJECT

public:
    explicit ReportChart(report::Chart chart, QWidget* parent = nullptr);

    const report::Chart& chart() const { return m_chart; }

private:
    void placeLegend();
    void setupAxes();
    void addSeries(size_t index);
    void addLine(size_t index);
    void addBars(size_t index);
    void addInterval(size_t index, double offset);
    void recolour();
    QString tipAt(const QPoint& position) const;

    report::Chart m_chart;
    struct Drawn {
        size_t series;
        QCPAbstractPlottable* plottable;
        bool isBand;
    };
    std::vector<Drawn> m_drawn;
    std::vector<QCPErrorBars*> m_intervals;
};

} // namespace qscope::views
