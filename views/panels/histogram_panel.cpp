// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/histogram_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "views/models/format.h"
#include "views/models/imported_overlay.h"
#include "views/models/other_model.h"
#include "views/models/price_text.h"
#include "views/models/short_names.h"
#include "views/models/structure_text.h"
#include "views/plots/clip_drag.h"
#include "views/plots/plot.h"
#include "views/plots/quantization_grid.h"
#include "views/plots/range_marks.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

namespace {

constexpr double LeastStepPx = 2; ///< of one step of the graph

/// log10(1 + count): empty bins stay on the axis.
const ValueScale CountLog = ValueScale::symlog(1);

ValueScale countScale(bool logarithmic) { return logarithmic ? CountLog : ValueScale::linear(); }

std::optional<stats::Histogram> histogramOf(const Tensor& weight)
{
    if (weight.type() != DType::Float32 || weight.size() == 0)
        return std::nullopt;
    const Tensor plain = toPlain(weight);
    const auto values = plain.span<float>();
    const auto [lo, hi] = std::minmax_element(values.begin(), values.end());
    if (!std::isfinite(*lo) || !std::isfinite(*hi))
        return std::nullopt;
    stats::Histogram histogram;
    histogram.add(values, *lo, *hi);
    return histogram;
}

} // namespace

HistogramPanel::HistogramPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_heading(new QLabel), m_choice(new QComboBox), m_logarithmic(new QCheckBox),
      m_showCalibrators(new QCheckBox), m_text(new QLabel), m_plot(new Plot)
{
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(10);
    m_showCalibrators->setChecked(true);
    m_logarithmic->setChecked(true); // outliers are single elements
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_heading->setMinimumWidth(1); // long names are elided, not a reason to be wide
    auto* top = new QHBoxLayout;
    top->addWidget(m_choice, 1);
    auto* boxes = new QHBoxLayout;
    boxes->addWidget(m_logarithmic);
    boxes->addWidget(m_showCalibrators);
    boxes->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(m_heading);
    layout->addLayout(top);
    layout->addLayout(boxes);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_text);
    setupPlot();
    connect(m_logarithmic, &QCheckBox::toggled, this, &HistogramPanel::showCounts);
    connect(m_showCalibrators, &QCheckBox::toggled, this, [this] {
        showMarks();
        showCounts();
    });
    connect(m_choice, &QComboBox::activated, this, [this](int) {
        if (choice())
            this->selection().selectValue(this->selection().layer(), choice()->value);
    });
    watchExports();
}

void HistogramPanel::setupPlot()
{
    m_grid = new QuantizationGrid(m_plot->xAxis, m_plot->yAxis);
    m_counts = m_plot->addGraph();
    m_counts->setLineStyle(QCPGraph::lsStepLeft);
    m_marks = new RangeMarks(m_plot->xAxis, m_plot->yAxis);
    m_drag = new ClipDrag(m_plot);
    connect(m_drag, &ClipDrag::moved, this, &HistogramPanel::dragTo);
    connect(m_drag, &ClipDrag::released, this, [this] { endDrag(true); });
    connect(m_drag, &ClipDrag::takenBack, this, [this] { endDrag(false); });
    m_plot->setExportName(QStringLiteral("histogram"));
    m_plot->setZoomable(Qt::Horizontal);
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setRecolour([this](const Theme& theme) {
        QColor fill = theme.data;
        fill.setAlphaF(0.55F);
        m_counts->setPen(QPen(theme.data, 1));
        m_counts->setBrush(fill);
        m_grid->setTheme(theme);
        m_marks->setTheme(theme);
    });
    m_plot->setTip([this](const QPoint& position) {
        const QString mark = markTip(position);
        return mark.isEmpty() ? barTip(position) : mark;
    });
    connect(m_plot, &QCustomPlot::beforeReplot, this, &HistogramPanel::mergeBins);
}

QString HistogramPanel::title() const { return tr("Histogram"); }

QString HistogramPanel::question() const
{
    return tr("How is the tensor distributed, and what does its quantizer do to it?");
}

void HistogramPanel::retranslate()
{
    m_logarithmic->setText(tr("Log counts"));
    m_showCalibrators->setText(tr("Calibrators"));
    m_showCalibrators->setToolTip(tr("Show what each calibrator would choose for this tensor"));
    m_choice->setAccessibleName(tr("Tensor"));
    m_plot->setAccessibleName(tr("Histogram of the tensor"));
}

void HistogramPanel::setLogarithmic(bool on) { m_logarithmic->setChecked(on); }

void HistogramPanel::setCalibratorsShown(bool on) { m_showCalibrators->setChecked(on); }

QString HistogramPanel::summaryText() const { return m_text->text(); }

const TensorChoice* HistogramPanel::choice() const
{
    const int index = m_choice->currentIndex();
    return index >= 0 && index < static_cast<int>(m_choices.size()) ? &m_choices[static_cast<size_t>(index)]
                                                                    : nullptr;
}

void HistogramPanel::refresh(const SnapshotPtr&) { showSelection(); }

void HistogramPanel::showSelection()
{
    const LayerId layer = selection().layer();
    const QString name = snapshot().contains(layer) ? format::text(snapshot().layer(layer).name) : QString();
    const QString shortName = name.isEmpty() ? name : ShortNames(snapshot())(snapshot().layer(layer).name);
    m_heading->setText(format::elided(shortName, 40));
    m_heading->setToolTip(name);
    fillChoices();
    loadChoice();
    if (m_drag->dragging() && m_dragged)
        dragTo(*m_dragged); // what arrives meanwhile is no reason to let go
    m_plot->setNotice(m_histogram                   ? QString()
                      : !snapshot().contains(layer) ? tr("Choose a layer.")
                      : !snapshot().calibration     ? tr("Calibrate to see the distribution.")
                                                    : tr("Nothing was recorded for this tensor."));
    showGrid();
    showMarks();
    showCounts();
    showText();
}

const quant::QuantizerSpec* HistogramPanel::spec() const
{
    const LayerId layer = selection().layer();
    const TensorChoice* c = choice();
    if (!c || c->kind == TensorChoice::Output || !layer.valid() || layer.index() >= snapshot().specs.size())
        return nullptr;
    const quant::LayerSpec& of = snapshot().specs[layer.index()];
    return of.isFloat ? nullptr : c->kind == TensorChoice::Weight ? &of.weights : &of.activations;
}

void HistogramPanel::dragTo(const quant::Range& range)
{
    const quant::QuantizerSpec* asked = spec();
    if (!asked)
        return;
    quant::QuantizerSpec manual = *asked;
    manual.granularity = quant::Granularity::PerTensor;
    m_dragged = range;
    m_quantizer = quant::paramsFromRange(range, manual);
    showGrid();
    showText();
    m_plot->requestReplot();
}

void HistogramPanel::endDrag(bool apply)
{
    const auto range = std::exchange(m_dragged, std::nullopt);
    const TensorChoice* c = choice();
    if (apply && range && c)
        emit rangeRequested(selection().layer(), c->kind == TensorChoice::Weight, *range);
    else
        showSelection();
}

/// Asked only for what is shown, because the searching ones take a moment.
void HistogramPanel::askCalibrators()
{
    const TensorChoice* c = choice();
    const quant::QuantizerSpec* asked = c && c->kind == TensorChoice::Input ? spec() : nullptr;
    const auto* stats = asked ? snapshot().stats(c->value) : nullptr;
    if (!stats) {
        m_calibrators.clear();
        m_calibratedFrom.reset();
        return;
    }
    if (m_calibratedFrom == snapshot().calibration && m_calibratedValue == c->value && m_calibratedSpec == *asked)
        return;
    m_calibrators = calibratorChoices(*stats, *asked);
    m_calibratedFrom = snapshot().calibration;
    m_calibratedValue = c->value;
    m_calibratedSpec = *asked;
}

void HistogramPanel::showMarks()
{
    std::vector<RangeMarks::Mark> marks;
    if (m_showCalibrators->isChecked()) {
        askCalibrators();
        for (const CalibratorChoice& one : m_calibrators)
            marks.push_back({format::text(quant::calibratorName(one.calibrator)), one.range.lo, one.range.hi, one.current, false});
    }
    const auto& imported = snapshot().imported;
    if (const auto theirs = imported && choice() ? imported->range(choice()->value) : std::nullopt)
        marks.push_back({imported->file, theirs->lo, theirs->hi, false, true});
    if (const auto other = choice() ? otherRange(snapshot(), choice()->value) : std::nullopt)
        marks.push_back({format::text(snapshot().otherName), other->lo, other->hi, false, true});
    m_marks->setMarks(std::move(marks));
}

QString HistogramPanel::markTip(const QPoint& position) const
{
    const auto row = m_marks->at(position);
    if (!row || m_plot->notice() != QString())
        return {};
    const RangeMarks::Mark& mark = m_marks->marks()[*row];
    QString text = tr("%1: %2 to %3").arg(mark.name, format::number(mark.lo), format::number(mark.hi));
    if (mark.foreign || *row >= m_calibrators.size())
        return text;
    const CalibratorChoice& one = m_calibrators[*row];
    text += tr(", local SQNR %1").arg(format::decibel(one.sqnrDb));
    return text + QLatin1Char('\n') + format::text(quant::calibratorDescription(one.calibrator));
}

void HistogramPanel::fillChoices()
{
    m_choices = tensorChoices(snapshot(), selection().layer());
    m_choice->clear();
    for (const TensorChoice& c : m_choices)
        m_choice->addItem(c.label);
    m_choice->setCurrentIndex(m_choices.empty() ? -1 : choiceIndex(m_choices, selection().value()));
    const ValueId shown = choice() ? choice()->value : ValueId();
    m_choice->setToolTip(m_choices.empty() ? QString()
                                           : format::text(snapshot().model->graph->value(shown).name));
}

void HistogramPanel::loadChoice()
{
    m_quantizer.reset();
    const TensorChoice* c = choice();
    if (c && c->kind == TensorChoice::Weight) {
        loadWeight();
        return;
    }
    m_weightShown.reset();
    m_histogram.reset();
    if (c)
        loadActivation(*c);
}

void HistogramPanel::loadActivation(const TensorChoice& c)
{
    const auto* stats = snapshot().stats(c.value);
    if (stats && !stats->histogram.empty())
        m_histogram = stats->histogram;
    const auto* quantizer = c.kind == TensorChoice::Input
                                ? snapshot().activationQuantizer(selection().layer(), c.input)
                                : nullptr;
    if (quantizer)
        m_quantizer = *quantizer;
}

void HistogramPanel::loadWeight()
{
    const Tensor* weight = snapshot().weight(selection().layer());
    const std::shared_ptr<Buffer> memory = weight ? weight->buffer() : nullptr;
    if (!memory || memory != m_weightShown.lock())
        m_histogram = weight ? histogramOf(*weight) : std::nullopt;
    m_weightShown = memory;
    const auto* quantizers = snapshot().layerQuantizers(selection().layer());
    if (quantizers && !quantizers->isFloat)
        m_quantizer = quantizers->weights;
}

void HistogramPanel::showCounts()
{
    m_plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create(countScale(m_logarithmic->isChecked())));
    QCPRange x(-1, 1);
    if (m_histogram)
        x = {m_histogram->firstEdge(), m_histogram->edge(m_histogram->counts().size())};
    if (m_histogram && m_grid->lines())
        x.expand({m_grid->lines()->lo, m_grid->lines()->hi});
    m_plot->setHome({x.lower - x.size() * 0.03, x.upper + x.size() * 0.03}, {0, 1});
    m_plot->xAxis->setRange(x.lower - x.size() * 0.03, x.upper + x.size() * 0.03);
    m_merged = 0; // nothing is drawn yet
    mergeBins();
    m_plot->requestReplot();
}

void HistogramPanel::mergeBins()
{
    const double bins = m_histogram ? m_plot->xAxis->range().size() / m_histogram->binWidth() : 1;
    const double room = std::max(40.0, m_plot->width() / LeastStepPx);
    size_t merged = 1;
    while (bins / static_cast<double>(merged) > room)
        merged *= 2;
    if (merged == m_merged)
        return;
    m_merged = merged;
    fillGraph();
}

void HistogramPanel::fillGraph()
{
    const ValueScale scale = countScale(m_logarithmic->isChecked());
    QVector<double> edges, heights;
    double tallest = 0;
    double width = 1;
    if (m_histogram) {
        const auto counts = m_histogram->counts();
        const auto merged = static_cast<int64_t>(m_merged);
        width = m_histogram->binWidth() * static_cast<double>(merged);
        const int64_t first = std::llround(m_histogram->firstEdge() / m_histogram->binWidth());
        int64_t i = -(((first % merged) + merged) % merged); // merged bins start at multiples of their width
        for (; i < std::ssize(counts); i += merged) {
            const auto begin = counts.begin() + std::max<int64_t>(i, 0);
            const auto end = counts.begin() + std::min<int64_t>(i + merged, std::ssize(counts));
            const auto sum = std::accumulate(begin, end, uint64_t(0));
            edges << m_histogram->binWidth() * static_cast<double>(first + i);
            heights << scale.toCoord(static_cast<double>(sum));
            tallest = std::max(tallest, heights.back());
        }
        edges << m_histogram->binWidth() * static_cast<double>(first + i);
        heights << 0;
    }
    m_counts->setData(edges, heights, true);
    m_plot->setAxisTitles(tr("value"),
                          m_histogram ? tr("elements per %1").arg(format::number(width, 3)) : tr("elements"));
    const double headroom = m_marks->marks().empty() ? 1.06 : 1.5; // the marks stand above
    const QCPRange y(0, std::max(tallest * headroom, 1.0));
    m_plot->setHome(m_plot->homeX(), y);
    m_plot->yAxis->setRange(y);
}

void HistogramPanel::showGrid()
{
    const bool draggable = m_quantizer && m_quantizer->slices() == 1 && m_quantizer->kind != quant::QuantizerKind::Codebook
                           && m_histogram && spec();
    m_drag->setRange(draggable ? std::optional(m_quantizer->representable()) : std::nullopt);
    if (!m_quantizer) {
        m_grid->setLines(std::nullopt);
        return;
    }
    QuantizationGrid::Lines lines;
    for (size_t c = 0; c < m_quantizer->scale.size(); ++c) { // of several: the widest one, without codes
        const quant::Range range = m_quantizer->representable(c);
        lines.lo = std::min(lines.lo, range.lo);
        lines.hi = std::max(lines.hi, range.hi);
    }
    const bool evenSteps = m_quantizer->isUniform() && m_quantizer->slices() == 1;
    lines.step = evenSteps ? static_cast<double>(m_quantizer->scale.front()) : 0;
    m_grid->setLines(lines);
}

QString HistogramPanel::kindText(const quant::QuantParams& q)
{
    const bool symmetric = std::all_of(q.zeroPoint.begin(), q.zeroPoint.end(), [](int32_t z) { return z == 0; });
    switch (q.kind) {
    case quant::QuantizerKind::Uniform: break;
    case quant::QuantizerKind::PowerOfTwo: return tr("%1 bits, scale a power of two").arg(q.bits);
    case quant::QuantizerKind::Log2: return tr("%1 bits, powers of two").arg(q.bits);
    case quant::QuantizerKind::LogSqrt2: return tr("%1 bits, powers of √2").arg(q.bits);
    case quant::QuantizerKind::TwinRange: return tr("%1 bits, two ranges").arg(q.bits);
    case quant::QuantizerKind::Fp8E4m3: return tr("FP8 E4M3");
    case quant::QuantizerKind::Fp8E5m2: return tr("FP8 E5M2");
    case quant::QuantizerKind::Codebook: return tr("codebook of %1 values").arg(1 << q.bits);
    }
    return q.isSigned && symmetric ? tr("%1 bits, symmetric").arg(q.bits) : tr("%1 bits, asymmetric").arg(q.bits);
}

QString HistogramPanel::quantizerText() const
{
    const quant::QuantParams& q = *m_quantizer;
    const QString kind = kindText(q);
    if (q.slices() > 1 && q.kind != quant::QuantizerKind::Codebook) {
        const auto [least, most] = std::minmax_element(q.scale.begin(), q.scale.end());
        if (q.perBlock())
            return tr("%1, per block: %2 scales from %3 to %4")
                .arg(kind, format::count(std::ssize(q.scale)), format::number(*least), format::number(*most));
        return tr("%1, per channel: %2 scales from %3 to %4")
            .arg(kind, format::count(std::ssize(q.scale)), format::number(*least), format::number(*most));
    }
    const quant::Range range = q.representable();
    if (q.slices() > 1)
        return tr("%1, per channel").arg(kind);
    if (!q.isUniform())
        return tr("%1: covers %2 to %3").arg(kind, format::number(range.lo), format::number(range.hi));
    return tr("%1: scale %2, zero point %3, covers %4 to %5")
        .arg(kind, format::number(q.scale.front()), QString::number(q.zeroPoint.front()),
             format::number(range.lo), format::number(range.hi));
}

QString HistogramPanel::errorText() const
{
    if (m_quantizer->slices() > 1)
        return {};
    const LocalError e = localError(*m_histogram, *m_quantizer);
    return tr("clipped %1 · error (RMS): rounding %2, clipping %3 · local SQNR %4, from the histogram")
        .arg(format::percent(e.clippedShare), format::number(std::sqrt(e.roundingMse), 3),
             format::number(std::sqrt(e.clippingMse), 3), format::decibel(e.sqnrDb));
}

void HistogramPanel::showText()
{
    QStringList lines;
    lines << structureText(snapshot(), selection().layer());
    if (choice())
        lines << tensorRoleText(snapshot(), choice()->value);
    if (m_histogram)
        lines << tr("%1 elements from %2 to %3")
                     .arg(format::count(static_cast<int64_t>(m_histogram->total())),
                          format::number(m_histogram->lo()), format::number(m_histogram->hi()));
    const auto* stats =
        choice() && choice()->kind != TensorChoice::Weight ? snapshot().stats(choice()->value) : nullptr;
    if (stats && (stats->nanCount > 0 || stats->infCount > 0))
        lines << tr("not counted: %1 NaN, %2 infinite")
                     .arg(format::count(stats->nanCount), format::count(stats->infCount));
    if (m_quantizer && m_histogram) {
        lines << quantizerText() << errorText();
        if (m_drag->dragging())
            lines << tr("Release to use this range for every input of the layer, Escape to leave it as it was.");
    } else if (m_histogram && choice()->kind != TensorChoice::Output) {
        const auto* quantizers = snapshot().layerQuantizers(selection().layer());
        if (quantizers)
            lines << (quantizers->isFloat ? tr("kept in floating point") : tr("not quantized"));
    }
    lines << whatIfText(snapshot(), selection().layer());
    lines.removeAll(QString());
    m_text->setText(lines.join(QLatin1Char('\n')));
}

QString HistogramPanel::barTip(const QPoint& position) const
{
    if (!m_histogram || !m_plot->axisRect()->rect().contains(position))
        return {};
    const double x = m_plot->xAxis->pixelToCoord(position.x());
    const double bin = std::floor((x - m_histogram->firstEdge()) / m_histogram->binWidth());
    if (bin < 0 || bin >= static_cast<double>(m_histogram->counts().size()))
        return {};
    const auto i = static_cast<size_t>(bin);
    return tr("%1 elements from %2 to %3")
        .arg(format::count(static_cast<int64_t>(m_histogram->counts()[i])),
             format::number(m_histogram->edge(i), 6), format::number(m_histogram->edge(i + 1), 6));
}

} // namespace qscope::views
