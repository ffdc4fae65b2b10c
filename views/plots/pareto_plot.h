// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/plots/plot.h"

namespace qscope::views {

/// Points of cost and metric with the front of those that no other one beats.
class ParetoPlot final : public Plot {
    Q_OBJECT
public:
    enum class Kind {
        Other,  ///< beaten by another one
        Front,
        Foreign ///< not comparable with the rest: pale, and never on the front
    };
    struct Point {
        int64_t id = 0;
        double x = 0;
        double y = 0; ///< +inf is drawn at the upper edge
        QString label; ///< empty: none
        Kind kind = Kind::Other;
    };

    explicit ParetoPlot(QWidget* parent = nullptr);

    void setPoints(std::vector<Point> points);
    const std::vector<Point>& points() const { return m_points; }
    /// 0: none.
    void mark(int64_t current, int64_t selected);
    /// A dashed line, e.g. what the float model reaches.
    void setReference(std::optional<double> y);
    /// The point drawn nearest to a position, within a finger's breadth; 0: none.
    int64_t pointAt(const QPoint& position) const;
    QPointF pixelOf(const Point& point) const;
    QStringList shownLabels() const;

signals:
    void pointClicked(qint64 id);

private:
    void recolour();
    void placeMarks();
    void placeLabels();
    QCPItemText* labelAt(qsizetype index);
    double heightOf(const Point& point) const;
    std::vector<const Point*> byImportance() const;
    void setRanges();

    std::vector<Point> m_points;
    int64_t m_current = 0;
    int64_t m_selected = 0;
    std::optional<double> m_referenceY;
    double m_top = 1; ///< where infinite ones are drawn
    QCPGraph* m_front;
    QCPGraph* m_dots[3]; ///< by kind
    QCPGraph* m_infinite;
    QCPGraph* m_currentMark;
    QCPGraph* m_selectedMark;
    QCPItemStraightLine* m_reference;
    QVector<QCPItemText*> m_labels; ///< a pool; those without a place are hidden
};

} // namespace qscope::views
