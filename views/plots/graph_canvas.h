// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPixmap>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

#include "core/graph/drawn_graph.h"
#include "views/plots/theme.h"

namespace qscope::views {

/// Draws a graph that has been laid out: the wheel zooms, dragging pans, a double click folds and unfolds.
/// Near enough, boxes say their name and a figure; farther away their name; then they are colours only. A map
/// in the corner shows where one is.
class GraphCanvas final : public QWidget {
    Q_OBJECT
public:
    /// How a box looks.
    struct Look {
        QString figure;               ///< "8/8, 34.2 dB"; empty: none
        std::optional<QColor> colour; ///< of what is measured; none: not known
        /// A pair of figures, each on its colour: `figure` and `colour` are then the left half, these the
        /// right one. The name stands above the two.
        QString rightFigure;
        std::optional<QColor> rightColour; ///< none: there is one figure
        bool isFloat = false;              ///< all its layers are in floating point
        bool found = false;                ///< by a search
    };

    explicit GraphCanvas(QWidget* parent = nullptr);

    /// Boxes and their places; the view stays where it is unless it is the first or `fit`.
    void setGraph(DrawnGraph graph, LayeredLayout layout, bool fit);
    void setLooks(std::vector<Look> looks); ///< one per box
    void setTip(std::function<QString(size_t box)> tip) { m_tip = std::move(tip); }
    void setSelected(int box); ///< -1: none
    void setHovered(int box);
    const DrawnGraph& graph() const { return m_graph; }
    const LayeredLayout& drawing() const { return m_layout; }
    const std::vector<Look>& looks() const { return m_looks; }
    double zoom() const { return m_zoom; }

    /// Where the middle of a box is in the widget.
    QPointF pointOf(size_t box) const { return toWidget({m_layout.nodes[box].x, m_layout.nodes[box].y}); }
    int boxAt(const QPointF& position) const; ///< -1: none
    /// Size a box gets in the layout. **Units** pixels at a zoom of 1.
    static LayoutBox sizeOf(const DrawnNode& node, const QFont& font);

public slots:
    void fit();
    void zoomBy(double factor);
    /// Moves the view as far as needed for the box to be seen.
    void reveal(int box);

signals:
    void boxClicked(int box);
    void boxToggled(int box); ///< double clicked, or Return
    void boxHovered(int box); ///< -1: none

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QPointF toWidget(const QPointF& p) const { return p * m_zoom + m_offset; }
    QPointF toGraph(const QPointF& p) const { return (p - m_offset) / m_zoom; }
    QRectF boxRect(size_t box) const; ///< in the widget
    void zoomAt(const QPointF& position, double factor);
    void keepInSight();
    void fitReadably();
    void drawEdges(QPainter& painter) const;
    void drawBoxes(QPainter& painter) const;
    void drawBox(QPainter& painter, size_t box, const QRectF& rect) const;
    void drawHalves(QPainter& painter, const Look& look, const QRectF& rect) const;
    void drawTexts(QPainter& painter, size_t box, const QRectF& rect) const;
    void drawMap(QPainter& painter);
    QRectF mapRect() const;
    double mapScale() const;
    void walk(bool down);

    DrawnGraph m_graph;
    LayeredLayout m_layout;
    std::vector<QSizeF> m_sizes;
    std::vector<Look> m_looks;
    std::function<QString(size_t)> m_tip;
    Theme m_theme;
    QPixmap m_map; ///< the whole graph, small; null: to be drawn
    double m_zoom = 1;
    QPointF m_offset;
    QPointF m_pressed, m_offsetPressed;
    bool m_panning = false, m_onMap = false;
    int m_selected = -1, m_hovered = -1;
    bool m_fitted = true;    ///< the view shows everything and follows a new size
    bool m_readably = false; ///< names can be read, though not all of the graph is seen
};

} // namespace qscope::views
