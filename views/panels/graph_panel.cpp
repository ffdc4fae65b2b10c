// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/graph_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "views/models/format.h"
#include "views/models/other_model.h"
#include "views/plots/graph_canvas.h"

namespace qscope::views {

namespace {

/// From dark blue to yellow, told apart with any kind of colour vision and in grey.
QColor colourAt(double share)
{
    static const std::array<QColor, 5> stops{QColor(0x1f, 0x2f, 0x6b), QColor(0x2c, 0x6e, 0x8f), QColor(0x35, 0xa0, 0x8b),
                                             QColor(0x8c, 0xc8, 0x5a), QColor(0xf4, 0xe0, 0x4d)};
    const double at = std::clamp(share, 0.0, 1.0) * (stops.size() - 1);
    const auto i = std::min(static_cast<size_t>(at), stops.size() - 2);
    const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * (at - static_cast<double>(i)))); };
    return {mix(stops[i].red(), stops[i + 1].red()), mix(stops[i].green(), stops[i + 1].green()),
            mix(stops[i].blue(), stops[i + 1].blue())};
}

} // namespace

GraphPanel::GraphPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_search(new QLineEdit), m_figure(new QComboBox), m_unfold(new QToolButton),
      m_fold(new QToolButton), m_fit(new QToolButton), m_legend(new QLabel), m_canvas(new GraphCanvas)
{
    for (const GraphFigure figure : GraphFigures)
        m_figure->addItem(QString(), static_cast<int>(figure));
    setupLayout();
    m_canvas->setTip([this](size_t box) { return tipOf(box); });
    connect(m_canvas, &GraphCanvas::boxClicked, this, &GraphPanel::click);
    connect(m_canvas, &GraphCanvas::boxToggled, this, &GraphPanel::toggle);
    connect(m_canvas, &GraphCanvas::boxHovered, this, [this](int box) {
        const auto& nodes = m_canvas->graph().nodes;
        const bool one = box >= 0 && nodes[static_cast<size_t>(box)].layers.size() == 1;
        this->selection().hover(one ? nodes[static_cast<size_t>(box)].layers.front() : LayerId());
    });
    connect(m_figure, &QComboBox::currentIndexChanged, this, &GraphPanel::colourBoxes);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_foundLast = -1;
        colourBoxes();
    });
    connect(m_search, &QLineEdit::returnPressed, this, &GraphPanel::findNext);
    connect(m_unfold, &QToolButton::clicked, this, &GraphPanel::unfoldAll);
    connect(m_fold, &QToolButton::clicked, this, &GraphPanel::foldAll);
    connect(m_fit, &QToolButton::clicked, m_canvas, &GraphCanvas::fit);
    setFocusProxy(m_canvas);
}

GraphPanel::~GraphPanel() = default; // the worker stops and is waited for

void GraphPanel::setupLayout()
{
    auto* top = new QHBoxLayout;
    top->addWidget(m_figure);
    top->addWidget(m_search, 1);
    for (QToolButton* button : {m_unfold, m_fold, m_fit})
        top->addWidget(button);
    m_search->setClearButtonEnabled(true);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_legend);
}

QString GraphPanel::title() const { return tr("Graph"); }

QString GraphPanel::question() const
{
    return tr("How is the model connected, and where in it are the layers that hurt?");
}

void GraphPanel::retranslate()
{
    for (int i = 0; i < m_figure->count(); ++i)
        m_figure->setItemText(i, GraphFigureValues::name(static_cast<GraphFigure>(m_figure->itemData(i).toInt())));
    m_figure->setAccessibleName(tr("What the boxes are coloured by"));
    m_search->setPlaceholderText(tr("Find an operator, a layer or a block"));
    m_search->setAccessibleName(tr("Find in the graph"));
    m_unfold->setText(tr("Unfold all"));
    m_fold->setText(tr("Fold all"));
    m_fit->setText(tr("Show all"));
    m_canvas->setAccessibleName(tr("Graph of the model"));
    colourBoxes();
}

GraphFigure GraphPanel::figure() const { return static_cast<GraphFigure>(m_figure->currentData().toInt()); }

void GraphPanel::setFigure(GraphFigure figure) { m_figure->setCurrentIndex(m_figure->findData(static_cast<int>(figure))); }

void GraphPanel::setSearch(const QString& text) { m_search->setText(text); }

void GraphPanel::refresh(const SnapshotPtr&)
{
    if (snapshot().model == m_model)
        return colourBoxes();
    m_model = snapshot().model;
    m_unfolded.clear();
    m_blocks = m_model ? blocksOfNodes(*m_model->graph, *m_model->layers) : std::vector<std::string>();
    if (m_model && m_model->graph->nodes.size() <= 60) // small enough to be read whole
        m_unfolded.insert(m_blocks.begin(), m_blocks.end());
    draw(true);
}

/// The places are computed beside the window; an answer to an older question is dropped.
void GraphPanel::draw(bool fit)
{
    ++m_request;
    m_busy = m_model != nullptr;
    if (!m_model) {
        m_worker = {};
        return adopt(m_request, {}, {}, fit);
    }
    m_worker = std::jthread([this, request = m_request, model = m_model, blocks = m_blocks, unfolded = m_unfolded,
                             font = font(), fit](const std::stop_token& stop) {
        DrawnGraph graph = drawnGraph(*model->graph, *model->layers, blocks, unfolded);
        std::vector<LayoutBox> boxes;
        for (const DrawnNode& node : graph.nodes)
            boxes.push_back(GraphCanvas::sizeOf(node, font));
        auto layout = layoutLayered(boxes, graph.edges, {}, {stop, {}});
        if (!layout.ok())
            return;
        QMetaObject::invokeMethod(
            this,
            [this, request, fit, graph = std::move(graph), layout = std::move(layout).value()] {
                adopt(request, graph, layout, fit);
            },
            Qt::QueuedConnection);
    });
}

void GraphPanel::adopt(quint64 request, DrawnGraph graph, LayeredLayout layout, bool fit)
{
    if (request != m_request)
        return;
    m_busy = false;
    m_foundLast = -1;
    m_canvas->setGraph(std::move(graph), std::move(layout), fit);
    colourBoxes();
    showSelection();
}

void GraphPanel::toggle(int box)
{
    const std::string block = m_canvas->graph().nodes[static_cast<size_t>(box)].block;
    if (block.empty())
        return;
    if (m_unfolded.erase(block) == 0)
        m_unfolded.insert(block);
    draw(false);
}

void GraphPanel::unfoldAll()
{
    m_unfolded.insert(m_blocks.begin(), m_blocks.end());
    draw(true);
}

void GraphPanel::foldAll()
{
    m_unfolded.clear();
    draw(true);
}

void GraphPanel::click(int box)
{
    const DrawnNode& node = m_canvas->graph().nodes[static_cast<size_t>(box)];
    m_canvas->setSelected(box);
    if (!node.layers.empty())
        selection().selectLayer(node.layers.front());
}

bool GraphPanel::matches(const DrawnNode& node) const
{
    const QString wanted = m_search->text().trimmed();
    if (wanted.isEmpty() || !m_model)
        return false;
    if (format::text(node.label).contains(wanted, Qt::CaseInsensitive))
        return true;
    return std::any_of(node.nodes.begin(), node.nodes.end(), [&](NodeId id) {
        return format::text(m_model->graph->displayName(id)).contains(wanted, Qt::CaseInsensitive)
               || format::text(m_model->graph->node(id).op).compare(wanted, Qt::CaseInsensitive) == 0;
    });
}

void GraphPanel::findNext()
{
    const auto& nodes = m_canvas->graph().nodes;
    for (size_t step = 1; step <= nodes.size(); ++step) {
        const auto i = (static_cast<size_t>(m_foundLast + 1) + step - 1) % nodes.size();
        if (!matches(nodes[i]))
            continue;
        m_foundLast = static_cast<int>(i);
        m_canvas->reveal(m_foundLast);
        click(m_foundLast);
        return;
    }
}

void GraphPanel::colourBoxes()
{
    const auto& nodes = m_canvas->graph().nodes;
    const bool logarithmic = GraphFigureValues::isLogarithmic(figure());
    const auto place = [&](double value) { return logarithmic ? std::log10(std::max(value, 1e-12)) : value; };
    std::vector<std::optional<double>> values, others;
    double low = INFINITY, high = -INFINITY;
    for (const DrawnNode& node : nodes) {
        const bool same = snapshot().model == m_model;
        values.push_back(same ? GraphFigureValues::ofBox(snapshot(), node, figure()) : std::nullopt);
        others.push_back(values.back() ? valueBeside(node, figure()) : std::nullopt);
        for (const auto& value : {values.back(), others.back()}) {
            if (!value || !std::isfinite(place(*value)))
                continue;
            low = std::min(low, *value);
            high = std::max(high, *value);
        }
    }
    const auto colourOf = [&](double value) {
        const double width = place(high) - place(low);
        return colourAt(width > 0 ? (place(value) - place(low)) / width : 0.5);
    };
    const bool besideIsLeft = Sides(snapshot()).besideIsLeft;
    bool pairs = false;
    std::vector<GraphCanvas::Look> looks;
    for (size_t i = 0; i < nodes.size(); ++i) {
        GraphCanvas::Look look;
        if (values[i]) {
            look.figure = GraphFigureValues::text(*values[i], figure());
            look.colour = colourOf(*values[i]);
        }
        if (others[i]) {
            look.figure = GraphFigureValues::brief(*values[i], figure());
            look.rightFigure = GraphFigureValues::brief(*others[i], figure());
            look.rightColour = colourOf(*others[i]);
            if (besideIsLeft) {
                std::swap(look.figure, look.rightFigure);
                std::swap(look.colour, look.rightColour);
            }
            pairs = true;
        }
        look.isFloat = !nodes[i].layers.empty()
                       && std::all_of(nodes[i].layers.begin(), nodes[i].layers.end(), [this](LayerId layer) {
                              return layer.index() < snapshot().specs.size() && snapshot().specs[layer.index()].isFloat;
                          });
        look.found = matches(nodes[i]);
        looks.push_back(std::move(look));
    }
    m_canvas->setLooks(std::move(looks));
    showLegend(low <= high ? std::optional(std::pair(low, high)) : std::nullopt, pairs);
}

std::optional<double> GraphPanel::valueBeside(const DrawnNode& node, GraphFigure figure) const
{
    if (!snapshot().beside)
        return std::nullopt;
    DrawnNode there;
    for (const LayerId layer : node.layers)
        if (const LayerId same = sameLayer(snapshot(), *snapshot().beside, layer); same.valid())
            there.layers.push_back(same);
    return there.layers.size() == node.layers.size()
               ? GraphFigureValues::ofBox(*snapshot().beside, there, figure)
               : std::nullopt;
}

void GraphPanel::showLegend(std::optional<std::pair<double, double>> range, bool pairs)
{
    QString text;
    if (range) {
        text = GraphFigureValues::text(range->first, figure()) + QLatin1Char(' ');
        for (int i = 0; i <= 12; ++i)
            text += QStringLiteral("<span style=\"color:%1\">■</span>").arg(colourAt(i / 12.0).name());
        text += QLatin1Char(' ') + GraphFigureValues::text(range->second, figure());
        if (GraphFigureValues::isLogarithmic(figure()))
            text += QLatin1Char(' ') + tr("(logarithmic)");
        if (const Sides sides(snapshot()); pairs)
            text += QStringLiteral(" &nbsp; ")
                    + tr("left half: %1, right half: %2").arg(sides.left(), sides.right()).toHtmlEscaped();
        else if (snapshot().beside)
            text += QStringLiteral(" &nbsp; ")
                    + tr("%1: not known of %2")
                          .arg(GraphFigureValues::name(figure()), format::text(snapshot().besideName))
                          .toHtmlEscaped();
    } else if (m_model) {
        text = tr("%1: not known yet").arg(GraphFigureValues::name(figure()));
    }
    if (m_model)
        text += QStringLiteral(" &nbsp; ") + tr("dashed: in floating point; double click: fold or unfold a block");
    m_legend->setText(text);
}

void GraphPanel::showSelection()
{
    const LayerId layer = selection().layer();
    const auto& boxes = m_canvas->graph().boxOfLayer;
    if (!layer.valid() || layer.index() >= boxes.size())
        return m_canvas->setSelected(-1);
    m_canvas->setSelected(boxes[layer.index()]);
    m_canvas->reveal(boxes[layer.index()]);
}

void GraphPanel::showHover()
{
    const LayerId layer = selection().hovered();
    const auto& boxes = m_canvas->graph().boxOfLayer;
    m_canvas->setHovered(layer.valid() && layer.index() < boxes.size() ? boxes[layer.index()] : -1);
}

/// " (before: 12.3 dB)"
QString GraphPanel::besideText(const DrawnNode& node, GraphFigure figure) const
{
    const auto value = valueBeside(node, figure);
    return value ? QStringLiteral(" (%1: %2)")
                       .arg(Sides(snapshot()).there, GraphFigureValues::text(*value, figure))
                 : QString();
}

QString GraphPanel::tipOf(size_t box) const
{
    const DrawnNode& node = m_canvas->graph().nodes[box];
    QStringList lines{format::text(node.label)};
    if (node.nodes.size() == 1 && m_model)
        lines << format::text(m_model->graph->displayName(node.nodes.front()));
    else if (!node.nodes.empty())
        lines << tr("%1 operators, %2 layers").arg(format::count(std::ssize(node.nodes)), format::count(std::ssize(node.layers)));
    for (const GraphFigure one : GraphFigures)
        if (const auto value = GraphFigureValues::ofBox(snapshot(), node, one))
            lines << QStringLiteral("%1: %2").arg(GraphFigureValues::name(one),
                                                  GraphFigureValues::text(*value, one))
                         + besideText(node, one);
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
