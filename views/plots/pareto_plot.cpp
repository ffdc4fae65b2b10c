// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/pareto_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/models/format.h"

namespace qscope::views {

namespace {

constexpr double ReachPixels = 10;
constexpr int MaxLabels = 40;
constexpr int LabelCharacters = 18;
constexpr int Gap = 8; ///< pixels between a point and its label

/// Where a label stands: the sign of its place to the right of and below the point.
struct Spot {
    int x, y;
    Qt::Alignment alignment; ///< of the label to the point
};
const Spot Spots[] = {{1, 0, Qt::AlignLeft | Qt::AlignVCenter},
                      {-1, 0, Qt::AlignRight | Qt::AlignVCenter},
                      {0, -1, Qt::AlignHCenter | Qt::AlignBottom},
                      {0, 1, Qt::AlignHCenter | Qt::AlignTop}};

QCPGraph* addDots(QCustomPlot& plot)
{
    QCPGraph* dots = plot.addGraph();
    dots->setLineStyle(QCPGraph::lsNone);
    return dots;
}

} // namespace

ParetoPlot::ParetoPlot(QWidget* parent) : Plot(parent)
{
    m_front = addGraph();
    m_front->setLineStyle(QCPGraph::lsStepLeft);
    for (QCPGraph*& dots : m_dots)
        dots = addDots(*this);
    std::swap(m_dots[0], m_dots[2]); // the foreign ones lie below the others
    m_infinite = addDots(*this);
    m_selectedMark = addDots(*this);
    m_currentMark = addDots(*this);
    m_reference = new QCPItemStraightLine(this);
    m_reference->setVisible(false);
    setZoomable(Qt::Horizontal | Qt::Vertical);
    setRecolour([this](const Theme&) { recolour(); });
    connect(this, &QCustomPlot::afterLayout, this, &ParetoPlot::placeLabels);
    connect(this, &Plot::clicked, this, [this](const QPoint& position) {
        if (const int64_t id = pointAt(position); id != 0)
            emit pointClicked(id);
    });
}

void ParetoPlot::recolour()
{
    const auto style = [this](QCPGraph* graph, QCPScatterStyle::ScatterShape shape, const QColor& line,
                              const QBrush& fill, double size) {
        graph->setScatterStyle(QCPScatterStyle(shape, QPen(line, 1.6), fill, size));
    };
    const Theme& t = theme();
    style(m_dots[static_cast<int>(Kind::Other)], QCPScatterStyle::ssCircle, t.data, Qt::NoBrush, 6);
    style(m_dots[static_cast<int>(Kind::Front)], QCPScatterStyle::ssDisc, t.data, t.data, 8);
    style(m_dots[static_cast<int>(Kind::Foreign)], QCPScatterStyle::ssCircle, t.muted, Qt::NoBrush, 6);
    style(m_infinite, QCPScatterStyle::ssTriangle, t.data, t.data, 9);
    style(m_currentMark, QCPScatterStyle::ssCircle, t.quantizer, Qt::NoBrush, 15);
    style(m_selectedMark, QCPScatterStyle::ssDisc, t.selected, t.selected, 10);
    m_front->setPen(QPen(t.data, 1.4));
    m_reference->setPen(QPen(t.second, 1.2, Qt::DashLine));
    for (QCPItemText* label : m_labels) {
        label->setColor(t.text);
        label->setFont(font());
    }
}

void ParetoPlot::setPoints(std::vector<Point> points)
{
    m_points = std::move(points);
    setRanges();
    QVector<double> xs[3], ys[3], infiniteX, infiniteY;
    std::vector<const Point*> front;
    for (const Point& point : m_points) {
        const bool infinite = std::isinf(point.y);
        (infinite ? infiniteX : xs[static_cast<int>(point.kind)]) << point.x;
        (infinite ? infiniteY : ys[static_cast<int>(point.kind)]) << heightOf(point);
        if (point.kind == Kind::Front)
            front.push_back(&point);
    }
    for (int kind = 0; kind < 3; ++kind)
        m_dots[kind]->setData(xs[kind], ys[kind]);
    m_infinite->setData(infiniteX, infiniteY);
    std::sort(front.begin(), front.end(), [](const Point* a, const Point* b) { return a->x < b->x; });
    QVector<double> frontX, frontY;
    for (const Point* point : front) {
        frontX << point->x;
        frontY << heightOf(*point);
    }
    if (!front.empty()) { // what is reached at a cost is reached at every higher one
        frontX << homeX().upper;
        frontY << frontY.back();
    }
    m_front->setData(frontX, frontY);
    placeMarks();
}

void ParetoPlot::setRanges()
{
    constexpr double Infinity = std::numeric_limits<double>::infinity();
    double left = Infinity, right = -Infinity, bottom = m_referenceY.value_or(Infinity), top = m_referenceY.value_or(-Infinity);
    for (const Point& point : m_points) {
        left = std::min(left, point.x);
        right = std::max(right, point.x);
        bottom = std::min(bottom, point.y);
        top = std::isinf(point.y) ? top : std::max(top, point.y);
    }
    if (m_points.empty())
        left = right = 0;
    if (!std::isfinite(bottom) || !std::isfinite(top))
        bottom = top = 0; // nothing, or infinite ones alone
    const double besides = std::max({0.08 * (right - left), 0.05 * right, 1e-6});
    const double above = std::max({0.1 * (top - bottom), 0.02 * std::abs(top), 1e-3});
    const bool infinite = std::any_of(m_points.begin(), m_points.end(), [](const Point& p) { return std::isinf(p.y); });
    m_top = top + above;
    setHome({std::max(0.0, left - besides), right + besides}, {bottom - above, infinite ? m_top + 1.2 * above : m_top});
}

double ParetoPlot::heightOf(const Point& point) const { return std::isinf(point.y) ? m_top : point.y; }

void ParetoPlot::mark(int64_t current, int64_t selected)
{
    m_current = current;
    m_selected = selected;
    placeMarks();
}

void ParetoPlot::placeMarks()
{
    const auto place = [this](QCPGraph* graph, int64_t id) {
        const auto found = std::find_if(m_points.begin(), m_points.end(), [=](const Point& p) { return p.id == id; });
        if (found == m_points.end())
            graph->setData({}, {});
        else
            graph->setData({found->x}, {heightOf(*found)});
    };
    place(m_currentMark, m_current);
    place(m_selectedMark, m_selected);
    requestReplot();
}

void ParetoPlot::setReference(std::optional<double> y)
{
    m_referenceY = y;
    m_reference->setVisible(y.has_value());
    if (!y)
        return;
    m_reference->point1->setCoords(0, *y);
    m_reference->point2->setCoords(1, *y);
}

QPointF ParetoPlot::pixelOf(const Point& point) const
{
    return {xAxis->coordToPixel(point.x), yAxis->coordToPixel(heightOf(point))};
}

int64_t ParetoPlot::pointAt(const QPoint& position) const
{
    int64_t nearest = 0;
    double least = ReachPixels;
    for (const Point& point : m_points) {
        const QPointF d = pixelOf(point) - QPointF(position);
        // Of points on the same spot the one that matters most answers.
        const double rank = point.kind == Kind::Front ? 0 : point.kind == Kind::Other ? 0.01 : 0.02;
        if (const double distance = std::hypot(d.x(), d.y()) + rank; distance < least) {
            least = distance;
            nearest = point.id;
        }
    }
    return nearest;
}

std::vector<const ParetoPlot::Point*> ParetoPlot::byImportance() const
{
    std::vector<const Point*> labelled;
    for (const Point& point : m_points)
        if (!point.label.isEmpty())
            labelled.push_back(&point);
    const auto rank = [this](const Point* point) {
        return point->id == m_selected ? 0 : point->id == m_current ? 1 : point->kind == Kind::Front ? 2 : 3;
    };
    std::stable_sort(labelled.begin(), labelled.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
    return labelled;
}

QCPItemText* ParetoPlot::labelAt(qsizetype index)
{
    while (index >= m_labels.size()) {
        auto* label = new QCPItemText(this);
        label->setColor(theme().text);
        label->setFont(font());
        m_labels << label;
    }
    return m_labels[index];
}

/// Each label where it covers no other one: to the right of its point, left, above or below; the least important ones
/// find no place.
void ParetoPlot::placeLabels()
{
    const QFontMetricsF metrics(font());
    const QRectF area = axisRect()->rect();
    QVector<QRectF> taken;
    qsizetype used = 0;
    for (const Point* point : byImportance()) {
        const QString text = format::elided(point->label, LabelCharacters);
        const QSizeF size(metrics.horizontalAdvance(text), metrics.height());
        const QPointF at = pixelOf(*point);
        for (const Spot& spot : Spots) {
            const QRectF place(at + QPointF(spot.x * Gap + (spot.x - 1) * size.width() / 2,
                                            spot.y * Gap + (spot.y - 1) * size.height() / 2), size);
            const auto covers = [&](const QRectF& other) { return other.intersects(place); };
            if (used >= MaxLabels || !area.contains(place) || std::any_of(taken.begin(), taken.end(), covers))
                continue;
            QCPItemText* label = labelAt(used++);
            label->setText(text);
            label->setPositionAlignment(spot.alignment);
            label->setPadding({spot.x > 0 ? Gap : 0, spot.y > 0 ? Gap : 0, spot.x < 0 ? Gap : 0, spot.y < 0 ? Gap : 0});
            label->position->setCoords(point->x, heightOf(*point)); // so that it also stays with it in exports
            label->setVisible(true);
            taken << place;
            break;
        }
    }
    for (qsizetype i = used; i < m_labels.size(); ++i)
        m_labels[i]->setVisible(false);
}

QStringList ParetoPlot::shownLabels() const
{
    QStringList texts;
    for (const QCPItemText* label : m_labels)
        if (label->visible())
            texts << label->text();
    return texts;
}

} // namespace qscope::views
