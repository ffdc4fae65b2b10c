// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sensitivity_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "views/models/format.h"
#include "views/plots/plot.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

using analysis::SensitivityMode;

namespace {

QCPItemRect* addMark(Plot& plot)
{
    auto* mark = new QCPItemRect(&plot);
    mark->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    mark->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
    mark->setLayer(QStringLiteral("background"));
    mark->setPen(Qt::NoPen);
    mark->setVisible(false);
    return mark;
}

} // namespace

SensitivityPanel::SensitivityPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_mode(new QComboBox), m_worstFirst(new QCheckBox),
      m_measure(new QPushButton), m_note(new QLabel), m_plot(new Plot)
{
    m_mode->addItem(QString(), static_cast<int>(SensitivityMode::OnlyThisLayer));
    m_mode->addItem(QString(), static_cast<int>(SensitivityMode::AllButThis));
    m_mode->addItem(QString(), static_cast<int>(SensitivityMode::WeightsOnly));
    m_mode->addItem(QString(), static_cast<int>(SensitivityMode::ActivationsOnly));
    m_mode->addItem(QString(), static_cast<int>(SensitivityMode::Accumulated));
    setupLayout();
    setupPlot();
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] { refresh(snapshotPtr()); });
    connect(m_worstFirst, &QCheckBox::toggled, this, [this] { refresh(snapshotPtr()); });
    connect(m_measure, &QPushButton::clicked, this, [this] { emit measureRequested(mode()); });
    watchExports();
}

void SensitivityPanel::setupLayout()
{
    m_note->setWordWrap(true);
    auto* top = new QHBoxLayout;
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mode->setMinimumContentsLength(10);
    m_mode->setMaximumWidth(m_mode->fontMetrics().averageCharWidth() * 40);
    top->addWidget(m_mode, 1);
    top->addWidget(m_worstFirst);
    top->addWidget(m_measure);
    top->addStretch(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_note);
}

void SensitivityPanel::setupPlot()
{
    m_quantized = new QCPBars(m_plot->xAxis, m_plot->yAxis);
    m_float = new QCPBars(m_plot->xAxis, m_plot->yAxis);
    for (QCPBars* bars : {m_quantized, m_float})
        bars->setWidth(0.8);
    m_heights = m_plot->addGraph();
    m_heights->setPen(Qt::NoPen);
    m_intervals = new QCPErrorBars(m_plot->xAxis, m_plot->yAxis);
    m_intervals->setDataPlottable(m_heights);
    m_intervals->setSymbolGap(0);
    m_intervals->setWhiskerWidth(5);
    m_local = m_plot->addGraph();
    m_local->setLineStyle(QCPGraph::lsNone);
    m_selected = addMark(*m_plot);
    m_hovered = addMark(*m_plot);
    m_plot->setExportName(QStringLiteral("sensitivity"));
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setZoomable(Qt::Horizontal);
    m_plot->setRecolour([this](const Theme& theme) { recolour(theme); });
    m_plot->setTip([this](const QPoint& position) { return toolTipFor(layerAt(position)); });
    connect(m_plot, &Plot::pointed, this,
            [this](const QPoint& position) { this->selection().hover(layerAt(position)); });
    connect(m_plot, &Plot::pointerLeft, this, [this] { this->selection().hover({}); });
    connect(m_plot, &Plot::clicked, this, [this](const QPoint& position) {
        if (layerAt(position).valid())
            this->selection().selectLayer(layerAt(position));
    });
}

void SensitivityPanel::recolour(const Theme& theme)
{
    QColor faint = theme.selected;
    faint.setAlphaF(0.35F);
    m_selected->setBrush(faint);
    faint.setAlphaF(0.18F);
    m_hovered->setBrush(faint);
    const auto paint = [](QCPBars* bars, const QColor& colour) {
        bars->setPen(QPen(colour, 1)); // at least a pixel wide, however many there are
        bars->setBrush(colour);
    };
    paint(m_quantized, snapshot().freshness(mode()) == Freshness::Outdated ? theme.muted : theme.data);
    paint(m_float, theme.second);
    m_intervals->setPen(QPen(theme.text, 1));
    m_local->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.text, theme.text, 5));
}

QString SensitivityPanel::title() const { return tr("Sensitivity"); }

QString SensitivityPanel::question() const
{
    return tr("Which layers hurt the output when they are quantized?");
}

void SensitivityPanel::retranslate()
{
    m_mode->setItemText(0, tr("Only this layer quantized"));
    m_mode->setItemText(1, tr("All quantized but this layer"));
    m_mode->setItemText(2, tr("Only this layer's weights quantized"));
    m_mode->setItemText(3, tr("Only this layer's activations quantized"));
    m_mode->setItemText(4, tr("Error along the depth, all quantized"));
    m_worstFirst->setText(tr("Worst first"));
    m_measure->setText(tr("Measure"));
    m_mode->setAccessibleName(tr("What is measured"));
    m_plot->setAccessibleName(tr("Sensitivity of all layers"));
}

SensitivityMode SensitivityPanel::mode() const
{
    return static_cast<SensitivityMode>(m_mode->currentData().toInt());
}

void SensitivityPanel::setMode(SensitivityMode mode)
{
    m_mode->setCurrentIndex(m_mode->findData(static_cast<int>(mode)));
}

void SensitivityPanel::setOrder(Order order) { m_worstFirst->setChecked(order == Order::Worst); }

bool SensitivityPanel::worstFirst() const { return m_worstFirst->isChecked(); }

void SensitivityPanel::setMeasurable(bool on)
{
    m_measurable = on;
    enableMeasure();
}

void SensitivityPanel::enableMeasure()
{
    m_measure->setEnabled(m_measurable && snapshot().calibration && !snapshot().calibrationPartial);
    m_measure->setToolTip(snapshot().calibration
                              ? tr("Runs the model once per layer or less; may take a while")
                              : tr("Calibrate first."));
}

void SensitivityPanel::refresh(const SnapshotPtr&)
{
    enableMeasure();
    sortLayers();
    showBars();
    showNote();
    showHover();
    showSelection();
}

void SensitivityPanel::sortLayers()
{
    const size_t n = snapshot().sensitivity(mode()) ? snapshot().layerCount() : 0;
    m_order.resize(n);
    for (size_t i = 0; i < n; ++i)
        m_order[i] = LayerId(i);
    if (worstFirst()) {
        const double sign = lowHurts() ? 1 : -1;
        const auto key = [&](LayerId id) {
            const auto db = snapshot().sensitivityDb(mode(), id);
            return db ? sign * *db : std::numeric_limits<double>::infinity();
        };
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](LayerId a, LayerId b) { return key(a) < key(b); });
    }
    m_position.assign(n, -1);
    for (size_t i = 0; i < n; ++i)
        m_position[m_order[i].index()] = static_cast<int>(i);
}

void SensitivityPanel::showBars()
{
    QVector<double> keys, values, floatKeys, floatValues;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto db = snapshot().sensitivityDb(mode(), m_order[i]);
        const bool finite = db && std::isfinite(*db);
        if (!finite
            && !(db && mode() == SensitivityMode::AllButThis)) // infinite alone means harmless: no bar
            continue;
        if (finite) {
            lowest = std::min(lowest, *db);
            highest = std::max(highest, *db);
            const double local = snapshot().sensitivityFigures(mode(), m_order[i])->localDb;
            if (mode() == SensitivityMode::Accumulated && std::isfinite(local))
                highest = std::max(highest, local);
        }
        const size_t layer = m_order[i].index();
        const bool isFloat = layer < snapshot().specs.size() && snapshot().specs[layer].isFloat;
        (isFloat ? floatKeys : keys) << static_cast<double>(i);
        (isFloat ? floatValues : values) << *db;
    }
    setRanges(lowest, highest);
    for (QVector<double>* heights : {&values, &floatValues})
        std::for_each(heights->begin(), heights->end(),
                      [this](double& v) { v = std::min(v, m_top) - m_base; });
    m_quantized->setData(keys, values, true);
    m_float->setData(floatKeys, floatValues, true);
    showIntervals();
    recolour(m_plot->theme());
    m_plot->requestReplot();
}

/// The ends of the 95 % intervals, and what each layer does by itself where errors accumulate.
void SensitivityPanel::showIntervals()
{
    QVector<double> keys, values, down, up, localKeys, localValues;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto* figures = snapshot().sensitivityFigures(mode(), m_order[i]);
        if (!figures)
            continue;
        const auto& db = figures->sqnrDb;
        if (db.hasInterval() && std::isfinite(db.low) && std::isfinite(db.high)) {
            keys << static_cast<double>(i);
            values << db;
            down << db - db.low;
            up << db.high - db;
        }
        if (mode() == SensitivityMode::Accumulated && std::isfinite(figures->localDb)) {
            localKeys << static_cast<double>(i);
            localValues << figures->localDb;
        }
    }
    m_heights->setData(keys, values, true);
    m_intervals->setData(down, up);
    m_local->setData(localKeys, localValues, true);
}

void SensitivityPanel::setRanges(double lowest, double highest)
{
    const bool any = std::isfinite(lowest);
    const bool onlyThis = lowHurts();
    if (!any)
        lowest = highest = 0;
    const double margin = std::max((highest - lowest) * 0.08, 0.5);
    const auto& all = snapshot().allQuantized;
    // The bars stand on "harmless", so that the tall ones hurt in both modes.
    m_base = onlyThis                            ? highest + margin
             : all && std::isfinite(all->sqnrDb) ? std::min<double>(all->sqnrDb, lowest)
                                                 : lowest - margin;
    m_top = highest + margin;
    m_quantized->setBaseValue(m_base);
    m_float->setBaseValue(m_base);
    m_plot->yAxis->setRangeReversed(onlyThis);
    m_plot->xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    m_plot->setAxisTitles(worstFirst() ? tr("rank, worst first") : tr("layer"),
                          mode() == SensitivityMode::Accumulated ? tr("SQNR of the layer's output [dB]")
                                                                 : tr("SQNR of the output [dB]"));
    const double right = std::max(static_cast<double>(m_order.size()), 1.0) - 0.3;
    m_plot->setHome({-0.7, right}, {onlyThis ? lowest - margin : m_base, onlyThis ? m_base : m_top});
    m_plot->setNotice(any                 ? QString()
                      : !snapshot().model ? tr("No model is open.")
                      : !m_order.empty()  ? tr("Being measured.")
                                          : tr("Not measured yet."));
}

void SensitivityPanel::showNote()
{
    const auto& result = snapshot().sensitivity(mode());
    if (!result) {
        m_note->clear();
        return;
    }
    QStringList parts{captionOf(mode())};
    if (!m_float->data()->isEmpty())
        parts << tr("Green: in floating point now.");
    if (snapshot().freshness(mode()) == Freshness::Outdated)
        parts << tr("Measured under another configuration.");
    else if (snapshot().freshness(mode()) == Freshness::Pending)
        parts << tr("Still measuring.");
    parts << tr("%1 samples; whiskers: 95 %.").arg(format::count(result->samples));
    m_note->setText(parts.join(QLatin1Char(' ')));
}

QString SensitivityPanel::captionOf(SensitivityMode mode) const
{
    switch (mode) {
    case SensitivityMode::AllButThis: return tr("Tall bars help most when left in floating point.");
    case SensitivityMode::WeightsOnly: return tr("Tall bars: these weights alone lower the SQNR most.");
    case SensitivityMode::ActivationsOnly: return tr("Tall bars: these activations alone lower the SQNR most.");
    case SensitivityMode::Accumulated:
        return tr("Bars: error with everything before quantized too; dots: of the layer by itself.");
    default: return tr("Tall bars hurt: alone, they already lower the SQNR.");
    }
}

void SensitivityPanel::placeMark(QCPItemRect& mark, LayerId layer)
{
    const bool shown = layer.valid() && layer.index() < m_position.size();
    mark.setVisible(shown);
    if (!shown)
        return;
    const int x = m_position[layer.index()];
    mark.topLeft->setCoords(x - 0.5, 0);
    mark.bottomRight->setCoords(x + 0.5, 1);
}

void SensitivityPanel::showSelection()
{
    placeMark(*m_selected, selection().layer());
    m_plot->requestReplot();
}

void SensitivityPanel::showHover()
{
    placeMark(*m_hovered, selection().hovered());
    m_plot->requestReplot();
}

LayerId SensitivityPanel::layerAt(const QPoint& position) const
{
    const auto i = std::lround(m_plot->xAxis->pixelToCoord(position.x()));
    const bool inside = m_plot->axisRect()->rect().contains(position) && i >= 0 && i < std::ssize(m_order);
    return inside ? m_order[static_cast<size_t>(i)] : LayerId();
}

QString SensitivityPanel::toolTipFor(LayerId layer) const
{
    if (!snapshot().contains(layer))
        return {};
    const Layer& l = snapshot().layer(layer);
    QStringList lines{
        QStringLiteral("#%1 %2 (%3)").arg(layer.value).arg(format::text(l.name), format::text(l.op))};
    const auto line = [&](const QString& caption, SensitivityMode m) {
        const auto db = snapshot().sensitivityDb(m, layer);
        lines << caption.arg(db ? format::decibel(*db) : format::missing());
    };
    line(tr("only this layer quantized: %1"), SensitivityMode::OnlyThisLayer);
    line(tr("all quantized but this layer: %1"), SensitivityMode::AllButThis);
    if (snapshot().sensitivity(SensitivityMode::WeightsOnly))
        line(tr("only its weights quantized: %1"), SensitivityMode::WeightsOnly);
    if (snapshot().sensitivity(SensitivityMode::ActivationsOnly))
        line(tr("only its activations quantized: %1"), SensitivityMode::ActivationsOnly);
    if (snapshot().sensitivity(SensitivityMode::Accumulated))
        line(tr("output of the layer, all quantized: %1"), SensitivityMode::Accumulated);
    const auto& result = snapshot().sensitivity(mode());
    if (result && layer.index() < result->layers.size()) {
        const auto& figures = result->layers[layer.index()];
        if (figures.sqnrDb.hasInterval())
            lines << tr("95 % interval: %1 to %2").arg(format::decibel(figures.sqnrDb.low), format::decibel(figures.sqnrDb.high));
        if (snapshot().isTied(mode(), layer))
            lines << tr("These samples do not tell it from its neighbour in the ranking.");
        if (mode() == SensitivityMode::Accumulated)
            return lines.join(QLatin1Char('\n'));
        lines << tr("agreement %1").arg(format::percent(figures.agreement));
        if (figures.accuracy)
            lines << tr("accuracy %1").arg(format::percent(*figures.accuracy));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
