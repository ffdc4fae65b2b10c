// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/graph/drawn_graph.h"
#include "views/models/graph_figures.h"
#include "views/panels/panel.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace qscope::views {

class GraphCanvas;

/// How is the model connected, and where in it are the layers that hurt?
class GraphPanel final : public Panel {
    Q_OBJECT
public:
    explicit GraphPanel(Selection* selection, QWidget* parent = nullptr);
    ~GraphPanel() override;

    QString title() const final;
    QString question() const final;
    GraphCanvas& canvas() const { return *m_canvas; }
    /// The places of the boxes are being computed.
    bool busy() const { return m_busy; }
    GraphFigure figure() const;

public slots:
    void setFigure(qscope::views::GraphFigure figure);
    void unfoldAll();
    void foldAll();
    void setSearch(const QString& text);
    void findNext();

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void showHover() final;
    void retranslate() final;

private:
    void setupLayout();
    void draw(bool fit);
    void adopt(quint64 request, DrawnGraph graph, LayeredLayout layout, bool fit);
    void toggle(int box);
    void click(int box);
    void colourBoxes();
    std::optional<double> valueBeside(const DrawnNode& node,
                                      GraphFigure figure) const; ///< of Snapshot::beside
    void showLegend(std::optional<std::pair<double, double>> range, bool pairs);
    bool matches(const DrawnNode& node) const;
    QString besideText(const DrawnNode& node, GraphFigure figure) const;
    QString tipOf(size_t box) const;

    QLineEdit* m_search;
    QComboBox* m_figure;
    QToolButton *m_unfold, *m_fold, *m_fit;
    QLabel* m_legend;
    GraphCanvas* m_canvas;
    std::shared_ptr<const ModelView> m_model; ///< what the boxes are of
    std::vector<std::string> m_blocks;        ///< by node
    std::set<std::string> m_unfolded;
    std::jthread m_worker; ///< lays out
    quint64 m_request = 0;
    bool m_busy = false;
    int m_foundLast = -1;
};

} // namespace qscope::views
