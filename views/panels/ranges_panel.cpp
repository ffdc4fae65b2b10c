// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/ranges_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/models/imported_overlay.h"
#include "views/models/other_model.h"
#include "views/plots/plot.h"
#include "views/plots/range_glyphs.h"

namespace qscope::views {

namespace {

constexpr double NearPx = 5; ///< as near as a person points

/// Median over the tensors of their largest magnitude: where the interesting values of this model are.
double typicalMagnitude(const std::vector<RangeSummary>& summaries)
{
    std::vector<double> largest;
    for (const RangeSummary& s : summaries)
        largest.push_back(std::max(std::abs(s.min), std::abs(s.max)));
    if (largest.empty())
        return 1;
    const auto middle = largest.begin() + static_cast<std::ptrdiff_t>(largest.size() / 2);
    std::nth_element(largest.begin(), middle, largest.end());
    return *middle;
}

/// An entry of the legend, which no line break divides.
QString legendEntry(const QColor& colour, QString text)
{
    text.replace(QLatin1Char(' '), QLatin1String("&nbsp;"));
    return QStringLiteral("<span style=\"color:%1\">■</span>&nbsp;").arg(colour.name()) + text;
}

} // namespace

RangesPanel::RangesPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_source(new QComboBox), m_logarithmic(new QCheckBox), m_legend(new QLabel),
      m_plot(new Plot)
{
    m_source->addItem(QString(), QVariant::fromValue(static_cast<int>(RangeSource::Inputs)));
    m_source->addItem(QString(), QVariant::fromValue(static_cast<int>(RangeSource::Outputs)));
    m_logarithmic->setChecked(true);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    m_legend->setMinimumWidth(1); // a long entry is no reason to be wide
    auto* top = new QHBoxLayout;
    top->addWidget(m_source);
    top->addWidget(m_logarithmic);
    top->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_legend);
    setupPlot();
    connect(m_logarithmic, &QCheckBox::toggled, this, [this] { applyScale(); });
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] { refresh(snapshotPtr()); });
    watchExports();
}

void RangesPanel::setupPlot()
{
    m_glyphs = new RangeGlyphs(m_plot->xAxis, m_plot->yAxis);
    m_plot->setExportName(QStringLiteral("ranges"));
    m_plot->xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setRecolour([this](const Theme& theme) { m_glyphs->setTheme(theme); });
    m_plot->setTip([this](const QPoint& position) {
        const auto* s = m_glyphs->at(m_plot->xAxis->pixelToCoord(position.x()));
        return s ? toolTipFor(*s) : QString();
    });
    connect(m_plot, &Plot::pointed, this, [this](const QPoint& position) {
        const auto* s = m_glyphs->at(m_plot->xAxis->pixelToCoord(position.x()));
        this->selection().hover(s ? s->layer : LayerId());
    });
    m_plot->setBrushable(true);
    connect(m_plot, &Plot::brushed, this, &RangesPanel::brush);
    connect(m_plot, &Plot::pointerLeft, this, [this] { this->selection().hover({}); });
    connect(m_plot, &Plot::clicked, this, [this](const QPoint& position) {
        const auto* s = m_glyphs->at(m_plot->xAxis->pixelToCoord(position.x()));
        if (s)
            choose(*s, position.y());
    });
}

void RangesPanel::brush(const QRect& rect)
{
    std::vector<LayerId> layers;
    for (const RangeSummary& s : m_glyphs->summaries()) {
        const double x = m_plot->xAxis->coordToPixel(RangeGlyphs::keyOf(s));
        const bool isInside = x >= rect.left() && x <= rect.right()
                              && m_glyphs->pixelOf(s.max) <= rect.bottom()
                              && m_glyphs->pixelOf(s.min) >= rect.top();
        if (isInside && (layers.empty() || layers.back() != s.layer))
            layers.push_back(s.layer);
    }
    emit brushed(layers);
}

/// Near an end of a glyph its extreme is meant, elsewhere the tensor.
void RangesPanel::choose(const RangeSummary& summary, int y)
{
    const double toLargest = std::abs(m_glyphs->pixelOf(summary.max) - y);
    const double toSmallest = std::abs(m_glyphs->pixelOf(summary.min) - y);
    if (std::min(toLargest, toSmallest) <= NearPx)
        selection().traceExtreme(summary.layer, summary.value, toLargest <= toSmallest);
    else
        selection().selectValue(summary.layer, summary.value);
}

QString RangesPanel::title() const { return tr("Ranges"); }

QString RangesPanel::question() const
{
    return tr("How wide are the activations of every layer, and what does the configuration clip?");
}

void RangesPanel::retranslate()
{
    m_source->setItemText(0, tr("Activation inputs"));
    m_source->setItemText(1, tr("Outputs"));
    m_source->setAccessibleName(tr("Which tensors"));
    m_logarithmic->setText(tr("Logarithmic"));
    m_logarithmic->setToolTip(tr("Logarithmic for both signs, linear near zero"));
    m_plot->setAccessibleName(tr("Ranges of all layers"));
}

void RangesPanel::setLogarithmic(bool on) { m_logarithmic->setChecked(on); }

void RangesPanel::setSource(RangeSource source)
{
    m_source->setCurrentIndex(m_source->findData(static_cast<int>(source)));
}

void RangesPanel::refresh(const SnapshotPtr&)
{
    m_glyphs->setSummaries(
        rangeSummaries(snapshot(), static_cast<RangeSource>(m_source->currentData().toInt())));
    m_plot->setNotice(!snapshot().model               ? tr("No model is open.")
                      : !snapshot().calibration       ? tr("Calibrate to see the ranges.")
                      : m_glyphs->summaries().empty() ? tr("Nothing was recorded for these tensors.")
                                                      : QString());
    m_glyphs->setHighlights(selection().layer(), selection().hovered());
    applyScale();
    describe();
}

void RangesPanel::applyScale()
{
    const ValueScale scale = m_logarithmic->isChecked()
                                 ? ValueScale::symlogFor(typicalMagnitude(m_glyphs->summaries()))
                                 : ValueScale::linear();
    m_glyphs->setScale(scale);
    m_plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create(scale));
    m_plot->setAxisTitles(tr("layer, in execution order"), tr("value"));
    bool found = false;
    const QCPRange values = m_glyphs->getValueRange(found);
    const double margin = found ? std::max(values.size() * 0.04, 1e-6) : 1;
    const double last = std::max<double>(static_cast<double>(snapshot().layerCount()), 1) - 0.3;
    m_plot->setHome({-0.7, last}, {values.lower - margin, values.upper + margin});
    m_plot->requestReplot();
}

void RangesPanel::describe()
{
    const Theme theme = Theme::of(palette());
    const auto& all = m_glyphs->summaries();
    const auto outliers =
        std::count_if(all.begin(), all.end(), [](const RangeSummary& s) { return s.outlier(); });
    const auto broken =
        std::count_if(all.begin(), all.end(), [](const RangeSummary& s) { return s.notFinite > 0; });
    QStringList parts{
        legendEntry(theme.data, tr("box: quartiles, line: min to max")),
        legendEntry(theme.dataLight, tr("p0.01 to p99.99")),
        legendEntry(theme.quantizer, tr("range of the quantizer")),
        legendEntry(theme.warning, tr("outliers: (max − min) &gt; %1 × (p99.99 − p0.01), %2 of %3")
                                       .arg(format::number(OutlierTailRatio), format::count(outliers),
                                            format::count(std::ssize(all))))};
    if (snapshot().imported)
        parts << legendEntry(theme.second, snapshot().imported->summary(snapshot()).toHtmlEscaped());
    else if (snapshot().other)
        parts << legendEntry(theme.second,
                             tr("%1: min to max").arg(format::text(snapshot().otherName)).toHtmlEscaped());
    if (broken > 0)
        parts << tr("NaN or infinite values in %1 tensors").arg(format::count(broken));
    if (snapshot().calibrationPartial)
        parts << tr("calibration is still running");
    else if (snapshot().calibrationMissing > 0)
        parts << tr("calibration was stopped after %1 of %2 samples")
                     .arg(format::count(snapshot().calibration->samples),
                          format::count(snapshot().calibration->samples + snapshot().calibrationMissing));
    m_legend->setText(parts.join(QStringLiteral("&nbsp; ")));
    m_legend->setVisible(!all.empty());
}

void RangesPanel::showSelection()
{
    m_glyphs->setHighlights(selection().layer(), selection().hovered());
    m_plot->requestReplot();
}

void RangesPanel::showHover() { showSelection(); }

QString RangesPanel::toolTipFor(const RangeSummary& s) const
{
    const Layer& layer = snapshot().layer(s.layer);
    QStringList lines{
        QStringLiteral("#%1 %2 (%3)")
            .arg(s.layer.value)
            .arg(format::text(layer.name), format::text(layer.op)),
        format::text(snapshot().model->graph->value(s.value).name),
        tr("min %1, max %2").arg(format::exact(s.min), format::exact(s.max)),
        tr("p0.01 %1, p99.99 %2").arg(format::exact(s.low), format::exact(s.high)),
        tr("quartiles %1, %2, %3")
            .arg(format::exact(s.lowerQuartile), format::exact(s.median), format::exact(s.upperQuartile))};
    if (s.clip)
        lines << tr("quantizer covers %1 to %2").arg(format::exact(s.clip->lo), format::exact(s.clip->hi));
    if (snapshot().imported
        && static_cast<RangeSource>(m_source->currentData().toInt()) == RangeSource::Inputs)
        lines << snapshot().imported->comparison(snapshot(), s.layer, s.input);
    if (const auto other = otherRange(snapshot(), s.value))
        lines << tr("%1: min %2, max %3")
                     .arg(format::text(snapshot().otherName), format::exact(other->lo),
                          format::exact(other->hi));
    if (s.outlier())
        lines << tr("outlier: full range is %1 the range p0.01 to p99.99").arg(format::ratio(s.tailRatio()));
    if (s.notFinite > 0)
        lines << tr("%1 NaN or infinite elements are not counted").arg(format::count(s.notFinite));
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
