// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench.h"

#include <cmath>

#include <QAbstractButton>
#include <QDockWidget>
#include <QMainWindow>
#include <QToolBar>

#include "views/panels/channels_panel.h"
#include "views/panels/cures_panel.h"
#include "views/panels/graph_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/layers_panel.h"
#include "views/panels/messages_panel.h"
#include "views/panels/metric_strip.h"
#include "views/panels/provenance_panel.h"
#include "views/panels/ranges_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"
#include "views/plots/plot.h"

namespace qscope::app {

namespace {

LayerId mostUnevenLayer(const views::Snapshot& snapshot)
{
    LayerId worst;
    double worstRatio = 1;
    for (size_t i = 0; i < snapshot.layerCount(); ++i)
        for (const ValueId value : snapshot.activations(LayerId(i))) {
            const stats::TensorStats* stats = snapshot.stats(value);
            const double ratio = stats ? stats->interChannelRatio() : 1;
            if (std::isfinite(ratio) && ratio > worstRatio) {
                worst = LayerId(i);
                worstRatio = ratio;
            }
        }
    return worst;
}

/// Qt names the buttons of a dock once, in the language of that moment.
void nameDockButton(QAbstractButton& button)
{
    if (button.objectName() == QLatin1String("qt_dockwidget_floatbutton"))
        button.setAccessibleName(
            QDockWidget::tr("Float", "Accessible name for button undocking a dock widget (floating state)"));
    else if (button.objectName() == QLatin1String("qt_dockwidget_closebutton"))
        button.setAccessibleName(
            QDockWidget::tr("Close", "Accessible name for button closing a dock widget"));
}

} // namespace

Workbench::Workbench(QMainWindow& window)
    : QObject(&window), m_window(window), m_lookedAt(&m_selection),
      m_ranges(new views::RangesPanel(&m_selection)), m_layers(new views::LayersPanel(&m_selection)),
      m_channels(new views::ChannelsPanel(&m_selection)), m_softmax(new views::SoftmaxPanel(&m_selection)),
      m_sensitivity(new views::SensitivityPanel(&m_selection)),
      m_histogram(new views::HistogramPanel(&m_selection)), m_history(new views::HistoryPanel(&m_selection)),
      m_graph(new views::GraphPanel(&m_selection)), m_provenance(new views::ProvenancePanel(&m_selection)),
      m_cures(new views::CuresPanel(&m_selection)), m_messages(new views::MessagesPanel(&m_selection)),
      m_metrics(new views::MetricStrip), m_panels{m_ranges,      m_layers,    m_channels, m_softmax,
                                                  m_sensitivity, m_histogram, m_history,  m_graph,
                                                  m_provenance,  m_cures,     m_messages, m_metrics}
{
    window.setDockNestingEnabled(true);
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    for (const auto area : {Qt::BottomDockWidgetArea, Qt::RightDockWidgetArea})
        window.setTabPosition(area, QTabWidget::North);
    m_docks = {addDock("layers", m_layers),       addDock("channels", m_channels),
               addDock("softmax", m_softmax),     addDock("sensitivity", m_sensitivity),
               addDock("histogram", m_histogram), addDock("history", m_history),
               addDock("graph", m_graph),         addDock("provenance", m_provenance),
               addDock("cures", m_cures),         addDock("messages", m_messages)};
    connect(&m_selection, &views::Selection::extremeAsked, this,
            [this] { showDock(QStringLiteral("provenance")); });
    connect(m_ranges, &views::RangesPanel::brushed, m_layers, &views::LayersPanel::setBrushed);
    addMetricBar();
    retranslate();
    resetLayout();
}

views::Panel* Workbench::centre() const { return m_ranges; }

QDockWidget* Workbench::addDock(const char* name, views::Panel* panel)
{
    auto* dock = new QDockWidget(&m_window);
    dock->setObjectName(name);
    dock->setWidget(panel);
    return dock;
}

void Workbench::addMetricBar()
{
    auto* bar = new QToolBar(&m_window);
    bar->setObjectName("metrics");
    bar->setMovable(false);
    bar->toggleViewAction()->setVisible(false);
    bar->addWidget(m_metrics);
    m_window.addToolBar(Qt::BottomToolBarArea, bar);
}

void Workbench::resetLayout()
{
    QDockWidget* layers = m_docks[0];
    QDockWidget* histogram = m_docks[4];
    m_window.addDockWidget(Qt::LeftDockWidgetArea, layers);
    m_window.addDockWidget(Qt::RightDockWidgetArea, histogram);
    QDockWidget* messages = m_docks[9];
    const QList<QDockWidget*> below{m_docks[1], m_docks[2], m_docks[3], m_docks[5],
                                    m_docks[6], m_docks[7], m_docks[8]};
    m_window.splitDockWidget(layers, messages, Qt::Vertical);
    for (qsizetype i = 0; i < below.size(); ++i) {
        m_window.addDockWidget(Qt::BottomDockWidgetArea, below[i]);
        if (i > 0)
            m_window.tabifyDockWidget(below[i - 1], below[i]);
    }
    for (QDockWidget* dock : m_docks) {
        dock->setFloating(false);
        dock->setVisible(dock != messages); // which come when they are asked for
    }
    m_docks[1]->raise();
    m_window.resizeDocks({layers, histogram}, {435, 290}, Qt::Horizontal);
    m_window.resizeDocks({m_docks[1]}, {m_window.height() / 2}, Qt::Vertical);
}

void Workbench::useLayout(Layout layout)
{
    resetLayout();
    QDockWidget *layers = m_docks[0], *channels = m_docks[1], *softmax = m_docks[2],
                *sensitivity = m_docks[3], *histogram = m_docks[4], *history = m_docks[5],
                *graph = m_docks[6], *samples = m_docks[7], *cures = m_docks[8], *messages = m_docks[9];
    switch (layout) {
    case Layout::Inspect: return;
    case Layout::Decide:
        for (QDockWidget* dock : {channels, softmax, graph, histogram, samples, messages})
            dock->hide();
        m_window.splitDockWidget(sensitivity, history, Qt::Horizontal);
        sensitivity->raise();
        m_window.resizeDocks({layers}, {m_window.width() / 2}, Qt::Horizontal);
        return;
    case Layout::Present: // side by side: on a projector with large text height is what is missing
        for (QDockWidget* dock : {layers, histogram, softmax, history, samples, cures, messages})
            dock->hide();
        for (QDockWidget* dock : {channels, sensitivity, graph}) {
            m_window.addDockWidget(Qt::RightDockWidgetArea, dock);
            if (dock != channels)
                m_window.tabifyDockWidget(channels, dock);
        }
        channels->raise();
        m_window.resizeDocks({channels}, {m_window.width() / 2}, Qt::Horizontal);
        return;
    }
}

void Workbench::setDocksVisible(bool on)
{
    for (QDockWidget* dock : m_docks)
        dock->setVisible(on);
    m_metrics->parentWidget()->setVisible(on);
}

bool Workbench::showDock(const QString& name)
{
    for (QDockWidget* dock : m_docks)
        if (dock->objectName() == name) {
            dock->show();
            dock->raise();
            return true;
        }
    return false;
}

void Workbench::setSnapshot(const views::SnapshotPtr& snapshot)
{
    QString kept; // a model before or after the method has layers of the same names
    if (snapshot->model.get() != m_model) {
        const views::Snapshot& shown = m_ranges->snapshot();
        if (snapshot->other && snapshot->other->model.get() == m_model && shown.contains(m_selection.layer()))
            kept = QString::fromStdString(shown.layer(m_selection.layer()).name);
        m_selection.clear();
    }
    for (views::Panel* panel : m_panels)
        panel->setSnapshot(snapshot);
    proposeLayer(*snapshot);
    if (!kept.isEmpty())
        selectLayer(kept);
}

/// The first layer, and once there are ranges the one whose channels are least alike, unless the person has
/// chosen.
void Workbench::proposeLayer(const views::Snapshot& snapshot)
{
    LayerId proposal;
    if (snapshot.model.get() != m_model) {
        m_model = snapshot.model.get();
        m_looked = false;
        proposal = snapshot.layerCount() > 0 ? LayerId(0) : LayerId();
    } else if (!m_looked && snapshot.calibration && !snapshot.calibrationPartial) {
        m_looked = true;
        if (m_selection.layer() == m_proposed)
            proposal = mostUnevenLayer(snapshot);
    }
    if (!proposal.valid())
        return;
    m_proposed = proposal;
    m_selection.selectLayer(proposal);
}

void Workbench::selectLayer(const QString& name)
{
    const views::Snapshot& snapshot = m_ranges->snapshot();
    const std::string wanted = name.toStdString();
    for (size_t i = 0; i < snapshot.layerCount(); ++i)
        if (snapshot.layer(LayerId(i)).name == wanted)
            m_selection.selectLayer(LayerId(i));
}

QList<views::Plot*> Workbench::plots() const
{
    QList<views::Plot*> all;
    for (views::Panel* panel : m_panels) {
        panel->bringUpToDate();
        all += panel->plots();
    }
    return all;
}

QList<views::Plot*> Workbench::visiblePlots() const
{
    QList<views::Plot*> visible;
    for (const views::Panel* panel : m_panels)
        for (views::Plot* plot : panel->plots())
            if (!plot->visibleRegion().isEmpty())
                visible.append(plot);
    return visible;
}

void Workbench::retranslate()
{
    for (QDockWidget* dock : m_docks) {
        const auto* panel = static_cast<views::Panel*>(dock->widget());
        dock->setWindowTitle(panel->title());
        dock->setToolTip(panel->question());
        for (auto* button : dock->findChildren<QAbstractButton*>(Qt::FindDirectChildrenOnly))
            nameDockButton(*button);
    }
}

} // namespace qscope::app
