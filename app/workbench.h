// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QList>
#include <QObject>

#include "views/models/selection.h"
#include "views/models/selection_history.h"
#include "views/models/snapshot.h"

class QDockWidget;
class QMainWindow;

namespace qscope::views {
class ChannelsPanel;
class CuresPanel;
class GraphPanel;
class HistogramPanel;
class HistoryPanel;
class LayersPanel;
class MessagesPanel;
class MetricStrip;
class Panel;
class Plot;
class ProvenancePanel;
class RangesPanel;
class SensitivityPanel;
class SoftmaxPanel;
} // namespace qscope::views

namespace qscope::app {

/// The panels, the selection they share, and where they stand in the window: layers to the left, ranges in the
/// middle, channels, softmax, sensitivity, history, graph and messages below, the histogram to the right, the figures at the bottom.
class Workbench : public QObject {
    Q_OBJECT

public:
    /// Makes docks in `window`; the ranges are for its centre.
    explicit Workbench(QMainWindow& window);

    views::Panel* centre() const;
    views::LayersPanel& layers() const { return *m_layers; }
    views::SensitivityPanel& sensitivity() const { return *m_sensitivity; }
    views::HistogramPanel& histogram() const { return *m_histogram; }
    views::ProvenancePanel& provenance() const { return *m_provenance; }
    views::CuresPanel& cures() const { return *m_cures; }
    views::ChannelsPanel& channels() const { return *m_channels; }
    views::SoftmaxPanel& softmax() const { return *m_softmax; }
    views::GraphPanel& graph() const { return *m_graph; }
    views::HistoryPanel& history() const { return *m_history; }
    views::MessagesPanel& messages() const { return *m_messages; }
    views::MetricStrip& metrics() const { return *m_metrics; }
    views::Selection& selection() { return m_selection; }
    views::SelectionHistory& looked() { return m_lookedAt; }
    const QList<views::Panel*>& panels() const { return m_panels; }
    /// Of all panels; hidden panels are brought up to date first.
    QList<views::Plot*> plots() const;
    /// Those of the panels that are visible.
    QList<views::Plot*> visiblePlots() const;
    const QList<QDockWidget*>& docks() const { return m_docks; }

    void setSnapshot(const views::SnapshotPtr& snapshot);
    /// By name; nothing happens when there is no such layer.
    void selectLayer(const QString& name);
    void setDocksVisible(bool on);
    /// Brings a panel to the front by the name of its dock; false when there is none of that name.
    bool showDock(const QString& name);
    void resetLayout();
    /// Everything; what one decides by (layers, sensitivity beside history); or few and large plots for an audience.
    enum class Layout { Inspect, Decide, Present };
    void useLayout(Layout layout);
    void retranslate();

private:
    QDockWidget* addDock(const char* name, views::Panel* panel);
    void addMetricBar();
    void proposeLayer(const views::Snapshot& snapshot);

    QMainWindow& m_window;
    views::Selection m_selection;
    views::SelectionHistory m_lookedAt;
    views::RangesPanel* m_ranges;
    views::LayersPanel* m_layers;
    views::ChannelsPanel* m_channels;
    views::SoftmaxPanel* m_softmax;
    views::SensitivityPanel* m_sensitivity;
    views::HistogramPanel* m_histogram;
    views::HistoryPanel* m_history;
    views::GraphPanel* m_graph;
    views::ProvenancePanel* m_provenance;
    views::CuresPanel* m_cures;
    views::MessagesPanel* m_messages;
    views::MetricStrip* m_metrics;
    QList<views::Panel*> m_panels;
    QList<QDockWidget*> m_docks;
    const views::ModelView* m_model = nullptr; ///< whose layers the selection means
    LayerId m_proposed;                        ///< selected by us, not by the person
    bool m_looked = false;                     ///< the calibration has been used to propose one
};

} // namespace qscope::app
