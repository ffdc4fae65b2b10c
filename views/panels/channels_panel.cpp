// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/channels_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/models/other_model.h"
#include "views/panels/elided_combo_box.h"
#include "views/plots/channel_glyphs.h"
#include "views/plots/plot.h"
#include "views/plots/value_scale.h"
#include "views/plots/whole_steps.h"

namespace qscope::views {

namespace {

constexpr size_t MapRows = 96;
constexpr double MapOctaves = 4; ///< the colours span 1/16 to 16 times the median

enum WeightAxis { InputChannels, OutputChannels };

QWidget* column(std::initializer_list<QWidget*> widgets)
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    return page;
}

} // namespace

ChannelsPanel::ChannelsPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_choice(new ElidedComboBox), m_weightAxis(new QComboBox),
      m_sorted(new QCheckBox), m_boxes(new QCheckBox), m_ratio(new QLabel), m_boxLegend(new QLabel),
      m_tabs(new QTabWidget), m_tensorPlot(new Plot), m_weightPlot(new Plot), m_mapPlot(new Plot)
{
    setupLayout();
    setupBand(*m_tensorPlot, m_tensor, false);
    setupBand(*m_weightPlot, m_weight, true);
    setupMap();
    setupBoxes();
    setupExtremes();
    m_tensorPlot->setExportName(QStringLiteral("channels"));
    m_weightPlot->setExportName(QStringLiteral("weight-channels"));
    m_mapPlot->setExportName(QStringLiteral("channel-map"));
    connect(m_sorted, &QCheckBox::toggled, this, [this] {
        refreshBands();
        refreshMap();
    });
    connect(m_weightAxis, &QComboBox::currentIndexChanged, this, &ChannelsPanel::refreshBands);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ChannelsPanel::refreshMap);
    connect(m_choice, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_choices.size()))
            this->selection().selectValue(this->selection().layer(),
                                          m_choices[static_cast<size_t>(index)].value);
    });
    watchExports();
}

void ChannelsPanel::setupLayout()
{
    m_weightAxis->addItems({QString(), QString()});
    m_sorted->setChecked(true);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(12);
    m_ratio->setWordWrap(true);
    m_boxLegend->setWordWrap(true);
    m_boxLegend->setTextFormat(Qt::RichText);
    auto* top = new QWidget;
    auto* topLayout = new QHBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->addWidget(m_choice, 1);
    topLayout->addWidget(m_boxes);
    auto* bands = column({m_tensorPlot, m_weightPlot});
    m_tabs->addTab(column({top, m_ratio, m_boxLegend, bands, m_weightAxis}), QString());
    m_tabs->addTab(m_mapPlot, QString());
    m_tabs->setCornerWidget(m_sorted);
    m_tabs->setDocumentMode(true);
    static_cast<QVBoxLayout*>(m_tabs->widget(0)->layout())->setStretchFactor(bands, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_tabs);
}

void ChannelsPanel::setupBand(Plot& plot, Band& band, bool isWeight)
{
    band.max = plot.addGraph();
    band.min = plot.addGraph();
    band.mean = plot.addGraph();
    band.otherMax = plot.addGraph();
    band.otherMin = plot.addGraph();
    for (QCPGraph* graph : {band.max, band.min, band.otherMax, band.otherMin})
        graph->setLineStyle(QCPGraph::lsStepCenter);
    band.max->setChannelFillGraph(band.min);
    plot.xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    plot.xAxis->grid()->setVisible(false);
    plot.axisRect()->setAutoMargins(QCP::msTop | QCP::msRight | QCP::msBottom);
    plot.setZoomable(Qt::Horizontal);
    plot.setRecolour([this, &plot, &band, isWeight](const Theme& theme) {
        const QFontMetrics metrics = plot.fontMetrics();
        const int left = metrics.horizontalAdvance(QStringLiteral("-0.0000")) + metrics.height() + 12;
        plot.axisRect()->setMargins({left, 0, 0, 0}); // the same in both plots: channel under channel
        const QColor colour = isWeight ? theme.second : theme.data;
        QColor fill = colour;
        fill.setAlphaF(0.45F);
        band.max->setPen(QPen(colour, 1));
        band.min->setPen(QPen(colour, 1));
        band.fill = fill;
        band.max->setBrush(!isWeight && m_glyphs && m_glyphs->visible() ? QBrush() : band.fill);
        band.mean->setPen(QPen(theme.text, 1));
        if (!isWeight)
            recolourExtremes(theme);
        if (!isWeight && m_glyphs)
            m_glyphs->setTheme(theme);
        band.otherMax->setPen(QPen(theme.text, 1, Qt::DashLine));
        band.otherMin->setPen(QPen(theme.text, 1, Qt::DashLine));
    });
    plot.setTip([this, &plot, &band](const QPoint& position) { return bandTip(plot, band, position); });
}

void ChannelsPanel::setupBoxes()
{
    m_glyphs = new ChannelGlyphs(m_tensorPlot->xAxis, m_tensorPlot->yAxis);
    m_glyphs->setVisible(false);
    m_glyphs->setTheme(m_tensorPlot->theme());
    connect(m_boxes, &QCheckBox::toggled, this, &ChannelsPanel::refreshBands);
    connect(m_boxLegend, &QLabel::linkActivated, this, &ChannelsPanel::quartilesRequested);
}

/// The two channels whose extremes are those of the tensor: of these one knows the sample.
void ChannelsPanel::setupExtremes()
{
    m_extremes = m_tensorPlot->addGraph();
    m_extremes->setLineStyle(QCPGraph::lsNone);
    recolourExtremes(m_tensorPlot->theme());
    connect(m_tensorPlot, &Plot::clicked, this, [this](const QPoint& position) {
        const auto place = std::lround(m_tensorPlot->xAxis->pixelToCoord(position.x()));
        const auto* stats = m_choices.empty() ? nullptr : snapshot().stats(shownValue());
        if (!stats || place < 0 || place >= std::ssize(m_tensor.order))
            return;
        const auto channel = static_cast<int64_t>(m_tensor.order[static_cast<size_t>(place)]);
        const bool upper = m_tensorPlot->yAxis->pixelToCoord(position.y()) > 0;
        if (channel == stats->max.channel && (upper || channel != stats->min.channel))
            this->selection().traceExtreme(this->selection().layer(), stats->value, true);
        else if (channel == stats->min.channel)
            this->selection().traceExtreme(this->selection().layer(), stats->value, false);
    });
}

void ChannelsPanel::recolourExtremes(const Theme& theme)
{
    if (m_extremes)
        m_extremes->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.warning, theme.warning, 7));
}

void ChannelsPanel::showExtremes()
{
    QVector<double> places, values;
    const auto* stats = m_choices.empty() ? nullptr : snapshot().stats(shownValue());
    for (const stats::Extreme* one : {stats ? &stats->min : nullptr, stats ? &stats->max : nullptr}) {
        const auto found = one ? std::find(m_tensor.order.begin(), m_tensor.order.end(), static_cast<size_t>(one->channel))
                               : m_tensor.order.end();
        if (!one || one->sample < 0 || one->channel < 0 || found == m_tensor.order.end())
            continue;
        places << static_cast<double>(found - m_tensor.order.begin());
        values << static_cast<double>(one->value);
    }
    m_extremes->setData(places, values);
}

ValueId ChannelsPanel::shownValue() const
{
    const int index = m_choice->currentIndex();
    return index >= 0 && index < static_cast<int>(m_choices.size()) ? m_choices[static_cast<size_t>(index)].value : ValueId();
}

void ChannelsPanel::setupMap()
{
    m_colourMap = new QCPColorMap(m_mapPlot->xAxis, m_mapPlot->yAxis);
    m_colourMap->setInterpolate(false);
    m_colourMap->setTightBoundary(false);
    m_colourScale = new QCPColorScale(m_mapPlot);
    m_colourScale->setBarWidth(10);
    m_colourScale->axis()->setTicker(QSharedPointer<PowerOfTwoTicker>::create());
    m_colourScale->setRangeDrag(false);
    m_colourScale->setRangeZoom(false);
    m_mapPlot->plotLayout()->addElement(0, 1, m_colourScale);
    m_colourMap->setColorScale(m_colourScale);
    auto* margins = new QCPMarginGroup(m_mapPlot);
    m_mapPlot->axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_colourScale->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_mapPlot->xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    m_mapPlot->yAxis->setRangeReversed(true);
    m_mapPlot->setZoomable(Qt::Horizontal);
    m_mark = new QCPItemRect(m_mapPlot);
    m_mark->setVisible(false);
    m_mapPlot->setRecolour([this](const Theme& theme) { recolourMap(theme); });
    m_mapPlot->setTip([this](const QPoint& position) { return mapTip(position); });
    connect(m_mapPlot, &Plot::clicked, this, [this](const QPoint& position) {
        const LayerId layer(static_cast<int32_t>(std::lround(m_mapPlot->xAxis->pixelToCoord(position.x()))));
        if (snapshot().contains(layer))
            this->selection().selectLayer(layer);
    });
}

void ChannelsPanel::recolourMap(const Theme& theme)
{
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorStopAt(0, theme.data);
    gradient.setColorStopAt(0.5, theme.dark ? QColor(0x33, 0x33, 0x38) : QColor(0xF4, 0xF1, 0xEA));
    gradient.setColorStopAt(0.75, theme.quantizer);
    gradient.setColorStopAt(1, theme.dark ? QColor(0xFF, 0x5A, 0x36) : QColor(0xA8, 0x2A, 0x00));
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    m_colourMap->setGradient(gradient);
    m_colourScale->setGradient(gradient);
    QCPAxis* axis = m_colourScale->axis();
    axis->setLabelColor(theme.text);
    axis->setTickLabelColor(theme.text);
    axis->setLabelFont(m_mapPlot->font());
    axis->setTickLabelFont(m_mapPlot->font());
    axis->setBasePen(QPen(theme.axis));
    axis->setTickPen(QPen(theme.axis));
    m_mark->setPen(QPen(theme.selected, 2));
}

QString ChannelsPanel::title() const { return tr("Channels"); }

QString ChannelsPanel::question() const
{
    return tr("How unequal are the channels of a tensor, and of the weight that meets it?");
}

void ChannelsPanel::retranslate()
{
    m_tabs->setTabText(0, tr("Tensor"));
    m_tabs->setTabText(1, tr("All layers"));
    m_sorted->setText(tr("Widest first"));
    m_boxes->setText(tr("Boxes"));
    m_boxes->setToolTip(tr("A box for every channel instead of a band from min to max"));
    m_weightAxis->setItemText(InputChannels, tr("Weight by input channel"));
    m_weightAxis->setItemText(OutputChannels, tr("Weight by output channel"));
    m_choice->setAccessibleName(tr("Tensor"));
    m_weightAxis->setAccessibleName(tr("Channels of the weight"));
    m_tensorPlot->setAccessibleName(tr("Range of every channel of the tensor"));
    m_weightPlot->setAccessibleName(tr("Range of every channel of the weight"));
    m_mapPlot->setAccessibleName(tr("Channel ranges of all layers"));
}

void ChannelsPanel::setSorted(bool on) { m_sorted->setChecked(on); }

void ChannelsPanel::showBoxes(bool on) { m_boxes->setChecked(on); }

void ChannelsPanel::showMap(bool on) { m_tabs->setCurrentIndex(on ? 1 : 0); }

QString ChannelsPanel::ratioText() const { return m_ratio->text(); }

QString ChannelsPanel::boxText() const { return m_boxLegend->text(); }

void ChannelsPanel::refresh(const SnapshotPtr&)
{
    refreshBands();
    refreshMap();
}

void ChannelsPanel::showSelection()
{
    refreshBands();
    markLayer();
}

void ChannelsPanel::refreshBands()
{
    const LayerId layer = selection().layer();
    loadTensor(layer);
    loadWeight(layer);
    showExtremes();
    refreshBoxes();
    const QString ratios = ratiosOf(m_tensor.ranges, m_weight.ranges), other = otherRatios();
    QString text = ratios.isEmpty() ? QString() : tr("Widest to median channel: %1").arg(ratios);
    if (!text.isEmpty() && !other.isEmpty())
        text += QLatin1Char('\n') + tr("Dashed: %1: %2").arg(format::text(snapshot().otherName), other);
    m_ratio->setText(text);
    drawBand(*m_tensorPlot, m_tensor, channelTitle(m_sorted->isChecked()), tr("activation"));
    drawBand(*m_weightPlot, m_weight,
             m_weightAxis->currentIndex() == OutputChannels ? tr("output channel")
             : m_weight.order == m_tensor.order             ? tr("input channel, order as above")
                                                            : tr("input channel"),
             tr("weight"));
    m_weightPlot->setVisible(m_weight.ranges.count() > 0);
    m_weightAxis->setVisible(m_weight.ranges.count() > 0);
}

void ChannelsPanel::refreshBoxes()
{
    const auto* stats = m_choices.empty() ? nullptr : snapshot().stats(shownValue());
    const ChannelBoxKind kind = stats ? channelBoxKind(stats->channels) : ChannelBoxKind::None;
    const bool on = m_boxes->isChecked() && kind != ChannelBoxKind::None;
    m_boxes->setEnabled(kind != ChannelBoxKind::None);
    m_glyphs->setVisible(on);
    m_tensor.mean->setVisible(!on);
    m_tensor.max->setBrush(on ? QBrush() : m_tensor.fill); // the outline stays: it leaves no extreme out
    // The snapshot's calibration owns the figures.
    m_glyphs->setChannels(
        on ? std::shared_ptr<const stats::ChannelStats>(snapshot().calibration, &stats->channels) : nullptr,
        on ? m_tensor.order : std::vector<size_t>());
    const QString link =
        QStringLiteral(" <a href=\"quartiles\">%1</a>").arg(tr("Calibrate again with quartiles"));
    m_boxLegend->setText(kind == ChannelBoxKind::Quantiles
                             ? tr("Line: min to max. Thick: p0.01 to p99.99. Box: quartiles, dash: median.")
                             : tr("Line: min to max. Box: mean ± standard deviation, dash: mean.") + link);
    m_boxLegend->setVisible(on);
}

QString ChannelsPanel::ratiosOf(const ChannelRanges& tensor, const ChannelRanges& weight) const
{
    QStringList ratios;
    if (tensor.count() > 0)
        ratios << tr("activation %1").arg(format::ratio(tensor.ratio()));
    if (weight.count() > 0)
        ratios << tr("weight %1").arg(format::ratio(weight.ratio()));
    return ratios.join(QStringLiteral(", "));
}

/// Where the other outline lies on the ranges and is not seen, it says so.
QString ChannelsPanel::otherRatios() const
{
    QStringList ratios;
    if (m_tensor.other.count() > 0)
        ratios << (sameRanges(m_tensor.ranges, m_tensor.other)
                       ? tr("activation unchanged")
                       : tr("activation %1").arg(format::ratio(m_tensor.other.ratio())));
    if (m_weight.other.count() > 0)
        ratios << (sameRanges(m_weight.ranges, m_weight.other)
                       ? tr("weight unchanged")
                       : tr("weight %1").arg(format::ratio(m_weight.other.ratio())));
    return ratios.join(QStringLiteral(", "));
}

void ChannelsPanel::loadTensor(LayerId layer)
{
    m_choices = tensorChoices(snapshot(), layer);
    std::erase_if(m_choices, [](const TensorChoice& c) { return c.kind == TensorChoice::Weight; });
    const int index = choiceIndex(m_choices, selection().value());
    m_choice->clear();
    for (const TensorChoice& choice : m_choices)
        m_choice->addItem(choice.label);
    m_choice->setCurrentIndex(m_choices.empty() ? -1 : index);
    const ValueId shown = m_choices.empty() ? ValueId() : m_choices[static_cast<size_t>(index)].value;
    m_choice->setToolTip(m_choices.empty() ? QString()
                                           : format::text(snapshot().model->graph->value(shown).name));
    const auto* stats = m_choices.empty() ? nullptr : snapshot().stats(shown);
    m_tensor.ranges = stats ? channelRanges(*stats) : ChannelRanges();
    const auto* other = otherStats(snapshot(), shown);
    m_tensor.other = other ? channelRanges(*other) : ChannelRanges();
    m_tensorPlot->setNotice(!snapshot().contains(layer)    ? tr("Choose a layer.")
                            : !stats                       ? tr("Calibrate to see the channels.")
                            : m_tensor.ranges.count() == 0 ? tr("This tensor has no channel axis.")
                                                           : QString());
    m_tensor.order = byRange(m_tensor.ranges);
    if (!m_sorted->isChecked())
        std::sort(m_tensor.order.begin(), m_tensor.order.end());
}

void ChannelsPanel::loadWeight(LayerId layer)
{
    const bool ofInput = m_weightAxis->currentIndex() == InputChannels;
    m_weight.ranges =
        ofInput ? weightInputChannels(snapshot(), layer) : weightOutputChannels(snapshot(), layer);
    const LayerId there = otherLayer(snapshot(), layer);
    m_weight.other = !there.valid() ? ChannelRanges()
                     : ofInput      ? weightInputChannels(*snapshot().other, there)
                                    : weightOutputChannels(*snapshot().other, there);
    if (ofInput && m_weight.ranges.count() == m_tensor.ranges.count()) {
        m_weight.order = m_tensor.order; // channel under channel
        return;
    }
    m_weight.order = byRange(m_weight.ranges);
    if (!m_sorted->isChecked())
        std::sort(m_weight.order.begin(), m_weight.order.end());
}

void ChannelsPanel::drawBand(Plot& plot, Band& band, const QString& xTitle, const QString& yTitle)
{
    const size_t n = band.ranges.count();
    QVector<double> keys, lows, highs, means;
    double lo = 0;
    double hi = 0;
    for (size_t i = 0; i < n; ++i) {
        const size_t c = band.order[i];
        keys << static_cast<double>(i);
        lows << band.ranges.min[c];
        highs << band.ranges.max[c];
        if (!band.ranges.mean.empty())
            means << band.ranges.mean[c];
        lo = std::min(lo, lows.back());
        hi = std::max(hi, highs.back());
    }
    QVector<double> otherLows, otherHighs;
    if (band.other.count() == n)
        for (const size_t c : band.order) {
            otherLows << band.other.min[c];
            otherHighs << band.other.max[c];
            lo = std::min(lo, otherLows.back());
            hi = std::max(hi, otherHighs.back());
        }
    const QVector<double> otherKeys = otherLows.isEmpty() ? QVector<double>() : keys;
    setWholeSteps(*band.otherMin, otherKeys, otherLows);
    setWholeSteps(*band.otherMax, otherKeys, otherHighs);
    setWholeSteps(*band.min, keys, lows);
    setWholeSteps(*band.max, keys, highs);
    band.mean->setData(means.isEmpty() ? QVector<double>() : keys, means, true);
    bool hasBoxes = false;
    const QCPRange boxes = m_glyphs->getValueRange(hasBoxes);
    if (hasBoxes && &band == &m_tensor) {
        lo = std::min(lo, boxes.lower);
        hi = std::max(hi, boxes.upper);
    }
    const double margin = std::max((hi - lo) * 0.05, 1e-9);
    plot.setAxisTitles(xTitle, yTitle);
    plot.setHome({-0.5, std::max(static_cast<double>(n), 1.0) - 0.5}, {lo - margin, hi + margin});
    plot.fit();
}

QString ChannelsPanel::channelTitle(bool sorted) const
{
    return sorted ? tr("channel, widest first") : tr("channel");
}

/// What the box at a place says, after the channel's number and extremes.
QStringList ChannelsPanel::boxTip(double place) const
{
    const ChannelBox* box = m_glyphs->at(place);
    const auto* stats = m_choices.empty() ? nullptr : snapshot().stats(shownValue());
    if (!m_glyphs->visible() || !box || !stats)
        return {};
    QStringList lines;
    if (channelBoxKind(stats->channels) == ChannelBoxKind::Quantiles)
        lines << tr("p0.01 %1, p99.99 %2").arg(format::exact(box->low), format::exact(box->high))
              << tr("quartiles %1, %2, %3")
                     .arg(format::exact(box->lowerQuartile), format::exact(box->median),
                          format::exact(box->upperQuartile));
    else
        lines << tr("mean − std %1, mean + std %2").arg(format::exact(box->low), format::exact(box->high));
    if (box->places > 1)
        lines << tr("the widest of %n channel(s) drawn as one box: zoom in to see each", nullptr,
                    static_cast<int>(box->places));
    return lines;
}

QString ChannelsPanel::bandTip(const Plot& plot, const Band& band, const QPoint& position) const
{
    const auto i = std::lround(plot.xAxis->pixelToCoord(position.x()));
    if (i < 0 || i >= std::ssize(band.order) || !plot.axisRect()->rect().contains(position))
        return {};
    const ChannelBox* box =
        &band == &m_tensor && m_glyphs->visible() ? m_glyphs->at(static_cast<double>(i)) : nullptr;
    const size_t c = box ? box->channel : band.order[static_cast<size_t>(i)];
    QStringList lines{
        tr("channel %1").arg(c),
        tr("min %1, max %2").arg(format::exact(band.ranges.min[c]), format::exact(band.ranges.max[c]))};
    if (!band.ranges.mean.empty())
        lines << tr("mean %1").arg(format::exact(band.ranges.mean[c]));
    if (box)
        lines << boxTip(static_cast<double>(i));
    const auto* stats = &band == &m_tensor ? snapshot().stats(shownValue()) : nullptr;
    if (stats && stats->max.sample >= 0 && stats->max.channel == static_cast<int64_t>(c))
        lines << tr("its largest value is that of the tensor: click to see the sample");
    if (stats && stats->min.sample >= 0 && stats->min.channel == static_cast<int64_t>(c))
        lines << tr("its smallest value is that of the tensor: click to see the sample");
    const double median = band.ranges.medianRange();
    if (median > 0)
        lines << tr("%1 the median range").arg(format::ratio(band.ranges.range(c) / median));
    return lines.join(QLatin1Char('\n'));
}

void ChannelsPanel::refreshMap()
{
    if (m_tabs->currentIndex() == 1)
        refreshHiddenParts();
}

void ChannelsPanel::refreshHiddenParts()
{
    const bool sorted = m_sorted->isChecked();
    const auto& source = snapshot().calibration;
    if (source != m_mapSource || sorted != m_mapSorted || m_map.layers != snapshot().layerCount()) {
        m_map = snapshot().calibration ? channelMap(snapshot(), MapRows, sorted) : ChannelMap();
        m_mapSource = source;
        m_mapSorted = sorted;
    }
    m_mapPlot->setNotice(m_map.layers == 0 ? tr("Calibrate to see the channels.") : QString());
    drawMap();
    markLayer();
}

void ChannelsPanel::drawMap()
{
    const auto layers = static_cast<double>(m_map.layers);
    const double rowSize = 100.0 / static_cast<double>(MapRows);
    QCPColorMapData* cells = m_colourMap->data();
    cells->setSize(std::max(1, static_cast<int>(m_map.layers)), static_cast<int>(MapRows));
    cells->setRange({0, std::max(layers - 1, 0.0)}, {rowSize / 2, 100 - rowSize / 2});
    cells->fill(qQNaN());
    for (size_t layer = 0; layer < m_map.layers; ++layer) {
        for (size_t row = 0; row < m_map.rows; ++row) {
            const double octaves = m_map.at(layer, row);
            if (!std::isnan(octaves))
                cells->setCell(static_cast<int>(layer), static_cast<int>(row),
                               std::clamp(octaves, -MapOctaves, MapOctaves));
        }
    }
    m_colourMap->setDataRange({-MapOctaves, MapOctaves});
    m_mapPlot->setAxisTitles(tr("layer"),
                             m_mapSorted ? tr("channels, widest first [%]") : tr("channels by number [%]"));
    m_colourScale->axis()->setLabel(tr("range / median range of the tensor"));
    m_mapPlot->setHome({-0.5, std::max(layers, 1.0) - 0.5}, {0, 100});
    m_mapPlot->requestReplot();
}

void ChannelsPanel::markLayer()
{
    const LayerId layer = selection().layer();
    m_mark->setVisible(layer.valid() && m_map.layers > 0);
    m_mark->topLeft->setCoords(layer.value - 0.5, 0);
    m_mark->bottomRight->setCoords(layer.value + 0.5, 100);
    m_mapPlot->requestReplot();
}

QString ChannelsPanel::mapTip(const QPoint& position) const
{
    const LayerId layer(static_cast<int32_t>(std::lround(m_mapPlot->xAxis->pixelToCoord(position.x()))));
    const auto row =
        static_cast<int>(std::floor(m_mapPlot->yAxis->pixelToCoord(position.y()) * MapRows / 100));
    if (!snapshot().contains(layer) || layer.index() >= m_map.layers || row < 0
        || row >= static_cast<int>(m_map.rows))
        return {};
    const double octaves = m_map.at(layer.index(), static_cast<size_t>(row));
    QStringList lines{
        QStringLiteral("#%1 %2").arg(layer.value).arg(format::text(snapshot().layer(layer).name))};
    lines << (std::isnan(octaves)
                  ? tr("no channels, or their range is zero")
                  : tr("widest channel here: %1 the median range").arg(format::ratio(std::exp2(octaves))));
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
