// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/histogram_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "views/models/config_texts.h"
#include "views/models/format.h"
#include "views/models/histogram_text.h"
#include "views/models/imported_overlay.h"
#include "views/models/other_model.h"
#include "views/models/short_names.h"
#include "views/panels/elided_combo_box.h"
#include "views/plots/clip_drag.h"
#include "views/plots/quantization_grid.h"
#include "views/plots/range_marks.h"

namespace qscope::views {

namespace {

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

/// From the lowest to the highest value of all slices; codes only where all steps are alike.
std::optional<QuantizationGrid::Lines> gridLines(const std::optional<quant::QuantParams>& quantizer)
{
    if (!quantizer)
        return std::nullopt;
    QuantizationGrid::Lines lines;
    for (size_t c = 0; c < quantizer->scale.size(); ++c) {
        const quant::Range range = quantizer->representable(c);
        lines.lo = std::min(lines.lo, range.lo);
        lines.hi = std::max(lines.hi, range.hi);
    }
    const bool evenSteps = quantizer->isUniform() && quantizer->slices() == 1;
    lines.step = evenSteps ? static_cast<double>(quantizer->scale.front()) : 0;
    return lines;
}

QString entryName(const analysis::HistoryEntry& entry)
{
    const QString number = QStringLiteral("#%1").arg(entry.number);
    const QString name = entry.name.empty() ? number : number + QLatin1Char(' ') + format::text(entry.name);
    return QStringLiteral("%1 (%2)").arg(name, format::decibel(entry.evaluation.sqnrDb));
}

} // namespace

HistogramPanel::HistogramPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_heading(new QLabel), m_choice(new ElidedComboBox),
      m_logarithmic(new QCheckBox), m_showCalibrators(new QCheckBox), m_showQuantized(new QCheckBox),
      m_compare(new ElidedComboBox), m_extremes(new QLabel), m_text(new QLabel), m_plot(new Plot)
{
    setupLayout();
    setupPlot();
    connectBoxes();
    watchExports();
}

void HistogramPanel::setupLayout()
{
    for (QComboBox* box : {m_choice, m_compare}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    m_showCalibrators->setChecked(true);
    m_logarithmic->setChecked(true); // outliers are single elements
    for (QLabel* label : {m_extremes, m_text})
        label->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_heading->setMinimumWidth(1); // long names are elided, not a reason to be wide
    auto* boxes = new QHBoxLayout;
    for (QCheckBox* box : {m_logarithmic, m_showCalibrators, m_showQuantized})
        boxes->addWidget(box);
    boxes->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(m_heading);
    layout->addWidget(m_choice);
    layout->addLayout(boxes);
    layout->addWidget(m_compare);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_extremes);
    layout->addWidget(m_text);
}

void HistogramPanel::setupPlot()
{
    m_grid = new QuantizationGrid(m_plot->xAxis, m_plot->yAxis);
    m_comparedGrid = new QuantizationGrid(m_plot->xAxis, m_plot->yAxis);
    m_comparedGrid->setCompared(true);
    m_curve = std::make_unique<HistogramCurve>(*m_plot);
    m_marks = new RangeMarks(m_plot->xAxis, m_plot->yAxis);
    m_drag = new ClipDrag(m_plot);
    connect(m_drag, &ClipDrag::moved, this, &HistogramPanel::dragTo);
    connect(m_drag, &ClipDrag::released, this, [this] { endDrag(true); });
    connect(m_drag, &ClipDrag::takenBack, this, [this] { endDrag(false); });
    m_plot->setExportName(QStringLiteral("histogram"));
    m_plot->setZoomable(Qt::Horizontal);
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setRecolour([this](const Theme& theme) {
        m_curve->recolour(theme);
        m_grid->setTheme(theme);
        m_comparedGrid->setTheme(theme);
        m_marks->setTheme(theme);
    });
    m_plot->setTip([this](const QPoint& position) {
        const QString mark = markTip(position);
        return mark.isEmpty() ? m_curve->tip(position) : mark;
    });
    connect(m_plot, &QCustomPlot::beforeReplot, this, [this] { m_curve->mergeBins(); });
    connect(m_plot, &QCustomPlot::afterLayout, this, [this] {
        m_curve->setRoomAbove(m_marks->height());
        m_curve->fitHeight();
    });
}

void HistogramPanel::connectBoxes()
{
    connect(m_logarithmic, &QCheckBox::toggled, this, &HistogramPanel::showCurve);
    connect(m_showCalibrators, &QCheckBox::toggled, this, [this] {
        showMarks();
        showCurve();
    });
    connect(m_showQuantized, &QCheckBox::toggled, this, [this] {
        showLevels();
        showCurve();
    });
    connect(m_choice, &QComboBox::activated, this, [this](int) {
        if (choice())
            this->selection().selectValue(this->selection().layer(), choice()->value);
    });
    connect(m_compare, &QComboBox::activated, this,
            [this] { emit compareRequested(m_compare->currentData().toLongLong()); });
    connect(m_extremes, &QLabel::linkActivated, this, &HistogramPanel::traceExtreme);
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
    m_showQuantized->setText(tr("Quantized"));
    m_showQuantized->setToolTip(tr("Show the same elements as the quantizer leaves them"));
    m_compare->setToolTip(tr("Lay the quantizer of a configuration of the history over this one"));
    m_compare->setAccessibleName(tr("Configuration to compare with"));
    m_choice->setAccessibleName(tr("Tensor"));
    m_plot->setAccessibleName(tr("Histogram of the tensor"));
}

void HistogramPanel::setLogarithmic(bool on) { m_logarithmic->setChecked(on); }

void HistogramPanel::setCalibratorsShown(bool on) { m_showCalibrators->setChecked(on); }

void HistogramPanel::setQuantizedShown(bool on) { m_showQuantized->setChecked(on); }

QString HistogramPanel::summaryText() const { return m_text->text(); }

const TensorChoice* HistogramPanel::choice() const
{
    const int index = m_choice->currentIndex();
    return index >= 0 && index < static_cast<int>(m_choices.size()) ? &m_choices[static_cast<size_t>(index)]
                                                                    : nullptr;
}

void HistogramPanel::refresh(const SnapshotPtr&)
{
    fillComparisons();
    showSelection();
}

void HistogramPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    showHeading();
}

/// As much of the layer's name as there is room for.
void HistogramPanel::showHeading()
{
    const LayerId layer = selection().layer();
    const QString name =
        snapshot().contains(layer) ? ShortNames(snapshot())(snapshot().layer(layer).name) : QString();
    const int room = contentsRect().marginsRemoved(layout()->contentsMargins()).width();
    m_heading->setText(m_heading->fontMetrics().elidedText(name, Qt::ElideMiddle, room));
}

void HistogramPanel::showSelection()
{
    const LayerId layer = selection().layer();
    m_heading->setToolTip(snapshot().contains(layer) ? format::text(snapshot().layer(layer).name)
                                                     : QString());
    showHeading();
    fillChoices();
    loadChoice();
    if (m_drag->dragging() && m_dragged)
        dragTo(*m_dragged); // what arrives meanwhile is no reason to let go
    m_plot->setNotice(histogram()                   ? QString()
                      : !snapshot().contains(layer) ? tr("Choose a layer.")
                      : !snapshot().calibration     ? tr("Calibrate to see the distribution.")
                                                    : tr("Nothing was recorded for this tensor."));
    showGrid();
    showLevels();
    showMarks();
    showCurve();
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

void HistogramPanel::showMarks()
{
    std::vector<RangeMarks::Mark> marks;
    const TensorChoice* c = choice();
    const quant::QuantizerSpec* asked = c && c->kind == TensorChoice::Input ? spec() : nullptr;
    if (!m_showCalibrators->isChecked() || !asked)
        m_calibrators.forget();
    else // asked only for what is shown, because the searching ones take a moment
        for (const CalibratorChoice& one : m_calibrators.of(snapshot().calibration, c->value, *asked))
            marks.push_back(
                {ConfigTexts::name(one.calibrator), one.range.lo, one.range.hi, one.current, false});
    const auto& imported = snapshot().imported;
    if (const auto theirs = imported && c ? imported->range(c->value) : std::nullopt)
        marks.push_back({imported->file, theirs->lo, theirs->hi, false, true});
    if (const auto other = choice() ? otherRange(snapshot(), choice()->value) : std::nullopt)
        marks.push_back({format::text(snapshot().otherName), other->lo, other->hi, false, true});
    m_marks->setMarks(std::move(marks));
    m_curve->setRoomAbove(m_marks->height());
}

QString HistogramPanel::markTip(const QPoint& position) const
{
    const auto row = m_marks->at(position);
    if (!row || m_plot->notice() != QString())
        return {};
    const RangeMarks::Mark& mark = m_marks->marks()[*row];
    QString text = tr("%1: %2 to %3").arg(mark.name, format::number(mark.lo), format::number(mark.hi));
    if (mark.foreign || *row >= m_calibrators.last().size())
        return text;
    const CalibratorChoice& one = m_calibrators.last()[*row];
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

void HistogramPanel::fillComparisons()
{
    m_compare->clear();
    m_compare->addItem(tr("Compare with…"), qint64(0));
    const auto& history = snapshot().history;
    for (size_t i = history ? history->entries().size() : 0; i > 0; --i) { // the newest first
        const analysis::HistoryEntry& entry = *history->entries()[i - 1];
        if (entry.number != snapshot().currentEntry
            || (snapshot().compared && snapshot().compared->entry == entry.number))
            m_compare->addItem(entryName(entry), qint64(entry.number));
    }
    const auto& compared = snapshot().compared;
    m_compare->setCurrentIndex(compared ? std::max(0, m_compare->findData(qint64(compared->entry))) : 0);
    m_compare->setVisible(m_compare->count() > 1);
}

void HistogramPanel::loadChoice()
{
    const TensorChoice* c = choice();
    m_quantizer = quantizerIn(snapshot().quantizers);
    m_comparedQuantizer = snapshot().compared ? quantizerIn(snapshot().compared->quantizers) : std::nullopt;
    if (c && c->kind == TensorChoice::Weight) {
        m_curve->setHistogram(weightHistogram());
        return;
    }
    m_weightShown.reset();
    const auto* stats = c ? snapshot().stats(c->value) : nullptr;
    m_curve->setHistogram(stats && !stats->histogram.empty() ? std::optional(stats->histogram)
                                                             : std::nullopt);
}

std::optional<stats::Histogram> HistogramPanel::weightHistogram()
{
    const Tensor* weight = snapshot().weight(selection().layer());
    const std::shared_ptr<Buffer> memory = weight ? weight->buffer() : nullptr;
    const bool known = memory && memory == m_weightShown.lock();
    m_weightShown = memory;
    return known ? m_curve->histogram() : weight ? histogramOf(*weight) : std::nullopt;
}

std::optional<quant::QuantParams>
HistogramPanel::quantizerIn(const std::vector<analysis::LayerQuantizers>& quantizers) const
{
    const LayerId layer = selection().layer();
    const TensorChoice* c = choice();
    if (!c || c->kind == TensorChoice::Output || !layer.valid() || layer.index() >= quantizers.size())
        return std::nullopt;
    const analysis::LayerQuantizers& of = quantizers[layer.index()];
    if (of.isFloat)
        return std::nullopt;
    if (c->kind == TensorChoice::Weight)
        return of.weights;
    return c->input < of.activations.size() ? std::optional(of.activations[c->input]) : std::nullopt;
}

void HistogramPanel::showCurve()
{
    m_curve->setLogarithmic(m_logarithmic->isChecked());
    std::optional<QCPRange> also;
    for (const QuantizationGrid* grid : {m_grid, m_comparedGrid})
        if (grid->lines()) {
            const QCPRange ends(grid->lines()->lo, grid->lines()->hi);
            also = also ? also->expanded(ends) : ends;
        }
    m_curve->show(also);
}

void HistogramPanel::showGrid()
{
    const bool draggable = m_quantizer && m_quantizer->slices() == 1
                           && m_quantizer->kind != quant::QuantizerKind::Codebook && histogram() && spec();
    m_drag->setRange(draggable ? std::optional(m_quantizer->representable()) : std::nullopt);
    m_grid->setLines(gridLines(m_quantizer));
    m_comparedGrid->setLines(gridLines(m_comparedQuantizer));
}

void HistogramPanel::showLevels()
{
    const bool shown = m_showQuantized->isChecked() && histogram();
    const auto levels = [&](const std::optional<quant::QuantParams>& quantizer) {
        return shown && quantizer ? quantizedLevels(*histogram(), *quantizer) : QuantizedLevels();
    };
    m_curve->setLevels(HistogramCurve::Now, levels(m_quantizer));
    m_curve->setLevels(HistogramCurve::Compared, levels(m_comparedQuantizer));
}

void HistogramPanel::showText()
{
    const LookedAt at{snapshot(),  selection().layer(), choice(),          histogram(),
                      m_quantizer, m_comparedQuantizer, m_drag->dragging()};
    m_text->setText(histogramLines(at).join(QLatin1Char('\n')));
    m_extremes->clear(); // a text that stays the same keeps the colour links had under another palette
    m_extremes->setText(extremeLinks(at));
    m_extremes->setVisible(!m_extremes->text().isEmpty());
}

void HistogramPanel::traceExtreme(const QString& link)
{
    if (choice())
        selection().traceExtreme(selection().layer(), choice()->value, link == QLatin1String("largest"));
}

} // namespace qscope::views
