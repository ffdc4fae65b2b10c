// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/graph_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace qscope::views {

namespace {

constexpr double MostZoom = 3, NamesFrom = 0.35, FiguresFrom = 0.7, MapShare = 0.2;
constexpr double LeastMapWidth = 5; ///< of a box, pixels: a chain of a thousand is no thread whose colours cannot be told

QColor readableOn(const QColor& back)
{
    return back.lightnessF() > 0.55F ? QColor(0x16, 0x16, 0x16) : QColor(Qt::white);
}

} // namespace

GraphCanvas::GraphCanvas(QWidget* parent) : QWidget(parent), m_theme(Theme::of(palette()))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
    setAutoFillBackground(false);
}

LayoutBox GraphCanvas::sizeOf(const DrawnNode& node, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double text = metrics.horizontalAdvance(QString::fromStdString(node.label));
    const double width =
        std::clamp(text, metrics.horizontalAdvance(QLatin1Char('x')) * 12, metrics.horizontalAdvance(QLatin1Char('x')) * 26) + 16;
    return {static_cast<float>(width), static_cast<float>(metrics.height() * 2 + 8)};
}

void GraphCanvas::setGraph(DrawnGraph graph, LayeredLayout layout, bool fitToo)
{
    m_graph = std::move(graph);
    m_layout = std::move(layout);
    m_looks.assign(m_graph.nodes.size(), {});
    m_sizes.clear();
    for (const DrawnNode& node : m_graph.nodes) {
        const LayoutBox box = sizeOf(node, font());
        m_sizes.emplace_back(static_cast<double>(box.width), static_cast<double>(box.height));
    }
    m_selected = m_hovered = -1;
    m_map = {};
    if (fitToo)
        fitReadably();
    keepInSight();
    update();
}

void GraphCanvas::setLooks(std::vector<Look> looks)
{
    m_looks = std::move(looks);
    m_looks.resize(m_graph.nodes.size());
    m_map = {};
    update();
}

void GraphCanvas::setSelected(int box)
{
    m_selected = box;
    update();
}

void GraphCanvas::setHovered(int box)
{
    if (box == m_hovered)
        return;
    m_hovered = box;
    update();
}

void GraphCanvas::fit()
{
    const double width = std::max(1.0F, m_layout.width), height = std::max(1.0F, m_layout.height);
    m_zoom = std::clamp(std::min((this->width() - 24) / width, (this->height() - 24) / height), 1e-3, 1.0);
    m_offset = {(this->width() - width * m_zoom) / 2, (this->height() - height * m_zoom) / 2};
    m_fitted = true;
    m_readably = false;
    update();
}

/// The whole graph, or its beginning where the whole could not be read.
void GraphCanvas::fitReadably()
{
    fit();
    m_readably = true;
    if (m_zoom >= FiguresFrom)
        return;
    zoomAt({width() / 2.0, 0}, FiguresFrom / m_zoom);
    m_offset.setY(12);
    m_fitted = true;
}

void GraphCanvas::zoomBy(double factor) { zoomAt(rect().center(), factor); }

void GraphCanvas::zoomAt(const QPointF& position, double factor)
{
    const QPointF fixed = toGraph(position);
    m_zoom = std::clamp(m_zoom * factor, 1e-3, MostZoom);
    m_offset = position - fixed * m_zoom;
    m_fitted = false;
    keepInSight();
    update();
}

/// Something of the graph is always seen.
void GraphCanvas::keepInSight()
{
    const double width = static_cast<double>(m_layout.width) * m_zoom,
                 height = static_cast<double>(m_layout.height) * m_zoom;
    const double least = 40;
    m_offset.setX(std::clamp(m_offset.x(), least - width, std::max(least - width, this->width() - least)));
    m_offset.setY(std::clamp(m_offset.y(), least - height, std::max(least - height, this->height() - least)));
}

void GraphCanvas::reveal(int box)
{
    if (box < 0 || static_cast<size_t>(box) >= m_graph.nodes.size())
        return;
    if (m_zoom < NamesFrom) // so small that nobody would find it
        zoomAt(pointOf(static_cast<size_t>(box)), 0.8 / m_zoom);
    const QRectF at = boxRect(static_cast<size_t>(box)).adjusted(-12, -12, 12, 12);
    if (!QRectF(rect()).contains(at)) {
        m_offset += QRectF(rect()).center() - at.center();
        m_fitted = false;
    }
    update();
}

QRectF GraphCanvas::boxRect(size_t box) const
{
    const QSizeF size = m_sizes[box] * m_zoom;
    const QPointF centre = pointOf(box);
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

int GraphCanvas::boxAt(const QPointF& position) const
{
    const double slack = m_zoom < NamesFrom ? 3 : 0;
    for (size_t i = 0; i < m_graph.nodes.size(); ++i)
        if (boxRect(i).adjusted(-slack, -slack, slack, slack).contains(position))
            return static_cast<int>(i);
    return -1;
}

void GraphCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.background);
    if (m_graph.nodes.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing, m_zoom >= NamesFrom);
    drawEdges(painter);
    drawBoxes(painter);
    drawMap(painter);
}

void GraphCanvas::drawEdges(QPainter& painter) const
{
    const QRectF sight = QRectF(rect()).adjusted(-2, -2, 2, 2);
    for (size_t i = 0; i < m_layout.edges.size(); ++i) {
        const auto& points = m_layout.edges[i];
        QPolygonF line;
        for (const LayoutPoint& p : points)
            line << toWidget({p.x, p.y});
        if (!line.boundingRect().adjusted(-1, -1, 1, 1).intersects(sight))
            continue;
        const LayoutEdge& edge = m_graph.edges[i];
        const bool marked =
            static_cast<int>(edge.from) == m_selected || static_cast<int>(edge.to) == m_selected;
        painter.setPen(QPen(marked ? m_theme.selected : m_theme.axis, marked ? 2 : 1));
        painter.drawPolyline(line);
        if (m_zoom < NamesFrom)
            continue;
        const QPointF tip = line.back(), before = line[line.size() - 2];
        const double angle = std::atan2(tip.y() - before.y(), tip.x() - before.x());
        for (const double side : {-0.4, 0.4})
            painter.drawLine(
                QLineF(tip, tip - 7 * m_zoom * QPointF(std::cos(angle + side), std::sin(angle + side))));
    }
}

void GraphCanvas::drawBoxes(QPainter& painter) const
{
    const QRectF sight(rect());
    for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
        const QRectF at = boxRect(i);
        if (at.intersects(sight))
            drawBox(painter, i, at);
    }
}

void GraphCanvas::drawBox(QPainter& painter, size_t box, const QRectF& at) const
{
    const DrawnNode& node = m_graph.nodes[box];
    const Look& look = m_looks[box];
    const bool port = node.kind == DrawnNode::Kind::Input || node.kind == DrawnNode::Kind::Output;
    const QColor plain = node.layers.empty() ? m_theme.background : m_theme.grid;
    const QColor back = look.colour.value_or(plain);
    const bool selected = static_cast<int>(box) == m_selected, hovered = static_cast<int>(box) == m_hovered;
    if (m_zoom < NamesFrom && !selected && !look.found) {
        painter.fillRect(at, look.colour ? back : node.layers.empty() ? m_theme.grid : m_theme.muted);
        if (look.rightColour)
            painter.fillRect(QRectF(QPointF(at.center().x(), at.top()), at.bottomRight()), *look.rightColour);
        return;
    }
    const QColor frame = selected     ? m_theme.selected
                         : look.found ? m_theme.warning
                         : hovered    ? m_theme.hovered
                                      : m_theme.axis;
    QPen pen(frame, selected || look.found || hovered ? 3 : 1);
    if (look.isFloat)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(back);
    const double radius = port ? at.height() / 2 : node.kind == DrawnNode::Kind::Block ? 2 : 5 * m_zoom;
    if (node.kind == DrawnNode::Kind::Block) { // more sheets under it
        painter.setPen(QPen(frame, 1));
        for (const double below : {6.0, 3.0})
            painter.drawRoundedRect(
                at.translated(below * std::min(m_zoom, 1.0), below * std::min(m_zoom, 1.0)), radius, radius);
        painter.setPen(pen);
    }
    if (look.rightColour) {
        QPainterPath outline;
        outline.addRoundedRect(at, radius, radius);
        painter.save();
        painter.setClipPath(outline, Qt::IntersectClip);
        drawHalves(painter, look, at);
        painter.restore();
        painter.setBrush(Qt::NoBrush);
    }
    painter.drawRoundedRect(at, radius, radius);
    if (m_zoom >= NamesFrom)
        drawTexts(painter, box, at);
}

/// Where figures can be read, the upper part is left to the name: letters on two colours cannot be read.
void GraphCanvas::drawHalves(QPainter& painter, const Look& look, const QRectF& at) const
{
    const double top = m_zoom >= NamesFrom ? at.center().y() : at.top();
    painter.fillRect(QRectF(at.topLeft(), QPointF(at.right(), top)), m_theme.background);
    painter.fillRect(QRectF(QPointF(at.left(), top), QPointF(at.center().x(), at.bottom())), *look.colour);
    painter.fillRect(QRectF(QPointF(at.center().x(), top), at.bottomRight()), *look.rightColour);
}

void GraphCanvas::drawTexts(QPainter& painter, size_t box, const QRectF& at) const
{
    const Look& look = m_looks[box];
    QFont text = font();
    text.setPointSizeF(std::max(4.0, text.pointSizeF() * std::min(m_zoom, 1.4)));
    painter.setFont(text);
    const QFontMetricsF metrics(text);
    const QRectF inside = at.adjusted(4, 2, -4, -2);
    const bool pair = look.rightColour.has_value();
    const bool figures = m_zoom >= FiguresFrom && !look.figure.isEmpty();
    const QRectF lower(inside.left(), inside.center().y(), inside.width(), inside.height() / 2);
    const auto write = [&](const QRectF& where, const QString& words, Qt::TextElideMode elide,
                           const std::optional<QColor>& on) {
        painter.setPen(on ? readableOn(*on) : m_theme.text);
        painter.drawText(where, Qt::AlignCenter, metrics.elidedText(words, elide, where.width()));
    };
    write(figures || pair ? QRectF(inside.topLeft(), QSizeF(inside.width(), inside.height() / 2)) : inside,
          QString::fromStdString(m_graph.nodes[box].label), Qt::ElideMiddle,
          pair ? std::nullopt : look.colour);
    if (!figures)
        return;
    write(pair ? QRectF(lower.topLeft(), QSizeF(lower.width() / 2 - 2, lower.height())) : lower, look.figure,
          Qt::ElideRight, look.colour);
    if (pair)
        write(QRectF(QPointF(lower.center().x() + 2, lower.top()), lower.bottomRight()), look.rightFigure,
              Qt::ElideRight, look.rightColour);
}

double GraphCanvas::mapScale() const
{
    return std::min(width() * MapShare / std::max(1.0F, m_layout.width),
                    height() * 0.6 / std::max(1.0F, m_layout.height));
}

/// Right edge of the canvas; empty while everything is seen.
QRectF GraphCanvas::mapRect() const
{
    const QRectF sight(toGraph({0, 0}),
                       toGraph({static_cast<double>(width()), static_cast<double>(height())}));
    if (m_graph.nodes.empty() || sight.contains(QRectF(0, 0, m_layout.width, m_layout.height)))
        return {};
    const double w = std::max(12.0, m_layout.width * mapScale()),
                 h = std::max(12.0, m_layout.height * mapScale());
    return {width() - w - 8, 8, w, h};
}

void GraphCanvas::drawMap(QPainter& painter)
{
    const QRectF at = mapRect();
    if (at.isEmpty())
        return;
    if (m_map.isNull()) {
        m_map = QPixmap((at.size() * devicePixelRatioF()).toSize().expandedTo({1, 1}));
        m_map.setDevicePixelRatio(devicePixelRatioF());
        m_map.fill(m_theme.background);
        QPainter small(&m_map);
        const double sx = at.width() / std::max(1.0F, m_layout.width),
                     sy = at.height() / std::max(1.0F, m_layout.height);
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            const QSizeF size(std::max(LeastMapWidth, m_sizes[i].width() * sx),
                              std::max(1.0, m_sizes[i].height() * sy));
            const QPointF centre(m_layout.nodes[i].x * sx, m_layout.nodes[i].y * sy);
            const QRectF box(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(),
                             size.height());
            small.fillRect(box, m_looks[i].colour.value_or(m_theme.muted));
            if (m_looks[i].rightColour)
                small.fillRect(QRectF(QPointF(centre.x(), box.top()), box.bottomRight()),
                               *m_looks[i].rightColour);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawPixmap(at.topLeft(), m_map);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.axis, 1));
    painter.drawRect(at);
    const double sx = at.width() / std::max(1.0F, m_layout.width),
                 sy = at.height() / std::max(1.0F, m_layout.height);
    const QPointF from = toGraph({0, 0}),
                  to = toGraph({static_cast<double>(width()), static_cast<double>(height())});
    const QRectF sight(QPointF(at.left() + from.x() * sx, at.top() + from.y() * sy),
                       QPointF(at.left() + to.x() * sx, at.top() + to.y() * sy));
    painter.setPen(QPen(m_theme.selected, 2));
    painter.drawRect(sight.intersected(at));
}

void GraphCanvas::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void GraphCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_offsetPressed = m_offset;
    m_onMap = mapRect().contains(event->position());
    m_panning = false;
    if (m_onMap)
        mouseMoveEvent(event);
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    if (event->buttons().testFlag(Qt::LeftButton) && m_onMap) {
        const QRectF at = mapRect();
        const QPointF there((position.x() - at.left()) * m_layout.width / std::max(1.0, at.width()),
                            (position.y() - at.top()) * m_layout.height / std::max(1.0, at.height()));
        m_offset = QRectF(rect()).center() - there * m_zoom;
    } else if (event->buttons().testFlag(Qt::LeftButton)) {
        m_panning =
            m_panning || (position - m_pressed).manhattanLength() >= QApplication::startDragDistance();
        if (m_panning)
            m_offset = m_offsetPressed + position - m_pressed;
    } else {
        const int box = mapRect().contains(position) ? -1 : boxAt(position);
        if (box != m_hovered)
            emit boxHovered(box);
        setHovered(box);
        const QString text = box >= 0 && m_tip ? m_tip(static_cast<size_t>(box)) : QString();
        text.isEmpty() ? QToolTip::hideText()
                       : QToolTip::showText(event->globalPosition().toPoint() + QPoint(12, 8), text, this);
        return;
    }
    m_fitted = false;
    keepInSight();
    update();
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_onMap || std::exchange(m_panning, false))
        return;
    if (const int box = boxAt(event->position()); box >= 0)
        emit boxClicked(box);
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int box = boxAt(event->position());
    box >= 0 ? emit boxToggled(box) : fit();
}

void GraphCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(1.25);
    case Qt::Key_Minus: return zoomBy(0.8);
    case Qt::Key_Home: return fit();
    case Qt::Key_Down: return walk(true);
    case Qt::Key_Up: return walk(false);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected >= 0)
            emit boxToggled(m_selected);
        return;
    default: QWidget::keyPressEvent(event);
    }
}

/// To the first box that reads from the selected one, or that it reads from.
void GraphCanvas::walk(bool down)
{
    for (const LayoutEdge& edge : m_graph.edges) {
        const int here = static_cast<int>(down ? edge.from : edge.to),
                  there = static_cast<int>(down ? edge.to : edge.from);
        if (here != m_selected)
            continue;
        setSelected(there);
        reveal(there);
        emit boxClicked(there);
        return;
    }
}

void GraphCanvas::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    setHovered(-1);
    emit boxHovered(-1);
}

void GraphCanvas::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_theme = Theme::of(palette());
        m_map = {};
        update();
    }
}

void GraphCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_map = {};
    if (m_fitted)
        return m_readably ? fitReadably() : fit();
    if (event->oldSize().isValid()) // what was in the middle stays there
        m_offset += QPointF(width() - event->oldSize().width(), height() - event->oldSize().height()) / 2;
    keepInSight();
}

} // namespace qscope::views
