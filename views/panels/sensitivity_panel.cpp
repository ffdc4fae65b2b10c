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

#include "views/models/format.h"
#include "views/models/other_model.h"
#include "views/models/rank_agreement.h"
#include "views/models/short_names.h"
#include "views/plots/sensitivity_bars.h"

namespace qscope::views {

using analysis::SensitivityMode;

namespace {

constexpr SensitivityMode Three[] = {SensitivityMode::OnlyThisLayer, SensitivityMode::AllButThis,
                                     SensitivityMode::Accumulated};

constexpr int LeastHeight = 64; ///< pixels, of a plot without the titles of its layers

} // namespace

SensitivityPanel::SensitivityPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_mode(new QComboBox), m_worstFirst(new QCheckBox),
      m_sideBySide(new QCheckBox), m_measure(new QPushButton), m_measureBeside(new QPushButton),
      m_note(new QLabel)
{
    for (const auto mode :
         {SensitivityMode::OnlyThisLayer, SensitivityMode::AllButThis, SensitivityMode::WeightsOnly,
          SensitivityMode::ActivationsOnly, SensitivityMode::Accumulated})
        m_mode->addItem(QString(), static_cast<int>(mode));
    for (const QString& name :
         {QStringLiteral("sensitivity"), QStringLiteral("sensitivity-2"), QStringLiteral("sensitivity-3")}) {
        m_plots.push_back(new SensitivityBars);
        m_plots.back()->setExportName(name);
        setupPlot(*m_plots.back());
    }
    setupLayout();
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] { refresh(snapshotPtr()); });
    connect(m_worstFirst, &QCheckBox::toggled, this, [this] { refresh(snapshotPtr()); });
    connect(m_sideBySide, &QCheckBox::toggled, this, [this] { refresh(snapshotPtr()); });
    connect(m_measure, &QPushButton::clicked, this, &SensitivityPanel::measure);
    connect(m_measureBeside, &QPushButton::clicked, this, &SensitivityPanel::measureBeside);
    for (SensitivityBars* plot : m_plots)
        connect(plot, &Plot::exportFailed, this, &Panel::exportFailed);
}

void SensitivityPanel::setupLayout()
{
    m_note->setWordWrap(true);
    auto* top = new QHBoxLayout;
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mode->setMinimumContentsLength(10);
    m_mode->setMaximumWidth(m_mode->fontMetrics().horizontalAdvance(QLatin1Char('x')) * 40);
    top->addWidget(m_mode, 1);
    top->addWidget(m_worstFirst);
    top->addWidget(m_sideBySide);
    top->addWidget(m_measure);
    top->addWidget(m_measureBeside);
    top->addStretch(0);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(4, 4, 4, 4);
    m_layout->setSpacing(2);
    m_layout->addLayout(top);
    for (SensitivityBars* plot : m_plots)
        m_layout->addWidget(plot, 1);
    m_layout->addWidget(m_note);
}

void SensitivityPanel::setupPlot(SensitivityBars& plot)
{
    plot.setTip([this, &plot](const QPoint& position) {
        const auto shown = std::find(m_plots.begin(), m_plots.end(), &plot) - m_plots.begin();
        return toolTipFor(plot.layerAt(position), shownModes()[static_cast<size_t>(shown)]);
    });
    connect(&plot, &Plot::pointed, this,
            [this, &plot](const QPoint& position) { this->selection().hover(plot.layerAt(position)); });
    connect(&plot, &Plot::pointerLeft, this, [this] { this->selection().hover({}); });
    connect(&plot, &Plot::clicked, this, [this, &plot](const QPoint& position) {
        if (plot.layerAt(position).valid())
            this->selection().selectLayer(plot.layerAt(position));
    });
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
    m_sideBySide->setText(tr("Side by side"));
    m_sideBySide->setToolTip(
        tr("Only this layer, all but this layer and the error along the depth, below each other"));
    m_measure->setText(tr("Measure"));
    m_mode->setAccessibleName(tr("What is measured"));
    for (SensitivityBars* plot : m_plots)
        plot->setAccessibleName(tr("Sensitivity of all layers"));
}

QList<Plot*> SensitivityPanel::plots() const
{
    QList<Plot*> shown{m_plots[0]};
    for (size_t i = 1; i < shownModes().size(); ++i)
        shown << m_plots[i];
    return shown;
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

void SensitivityPanel::setSideBySide(bool on) { m_sideBySide->setChecked(on); }

bool SensitivityPanel::worstFirst() const { return m_worstFirst->isChecked(); }

bool SensitivityPanel::sideBySide() const { return m_sideBySide->isChecked(); }

QString SensitivityPanel::noteText() const { return m_note->text(); }

std::vector<SensitivityMode> SensitivityPanel::shownModes() const
{
    std::vector<SensitivityMode> modes{mode()};
    for (const SensitivityMode one : Three)
        if (sideBySide() && one != mode() && modes.size() < m_plots.size())
            modes.push_back(one);
    return modes;
}

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
    const auto missing = missingBeside();
    m_measureBeside->setVisible(!missing.empty());
    m_measureBeside->setEnabled(m_measurable && !missing.empty()
                                && snapshot().beside->freshness(missing.front()) != Freshness::Pending);
    m_measureBeside->setText(tr("Measure “%1”").arg(Sides(snapshot()).there));
    m_measureBeside->setToolTip(
        tr("The same of %1, for pairs of bars").arg(format::text(snapshot().besideName)));
}

std::vector<SensitivityMode> SensitivityPanel::missingBeside() const
{
    auto modes = shownModes();
    std::erase_if(modes, [this](SensitivityMode one) {
        return !snapshot().beside || !snapshot().sensitivity(one)
               || (snapshot().beside->sensitivity(one) != nullptr
                   && snapshot().beside->freshness(one) != Freshness::Pending);
    });
    return modes;
}

/// Side by side: whatever of the three is not known yet.
void SensitivityPanel::measure()
{
    bool asked = false;
    for (const SensitivityMode one : shownModes())
        if (sideBySide()
            && (!snapshot().sensitivity(one) || snapshot().freshness(one) == Freshness::Outdated)) {
            emit measureRequested(one);
            asked = true;
        }
    if (!asked)
        emit measureRequested(mode());
}

void SensitivityPanel::refresh(const SnapshotPtr&)
{
    enableMeasure();
    sortLayers();
    const auto modes = shownModes();
    const QString xTitle = worstFirst() ? tr("rank, worst first") : tr("layer");
    for (size_t i = 0; i < m_plots.size(); ++i) {
        m_plots[i]->setVisible(i < modes.size());
        if (i >= modes.size())
            continue;
        m_plots[i]->setFirstPlace(worstFirst() ? 1 : 0);
        m_plots[i]->showMode(snapshotPtr(), modes[i], m_order, i + 1 == modes.size() ? xTitle : QString());
        m_plots[i]->setMinimumHeight(LeastHeight + (i + 1 == modes.size() ? axisHeight() : 0));
        m_plots[i]->setCompact(modes.size() > 1 ? numbered(i, modes[i]) : QString());
    }
    showNote();
    showSelection();
    shareHeight();
}

/// Pixels that the last plot has more than the others: the numbers and the title of its axis.
int SensitivityPanel::axisHeight() const { return 2 * fontMetrics().height() + 10; }

/// The bars of all plots are equally high.
void SensitivityPanel::shareHeight()
{
    int room = 0;
    for (const SensitivityBars* plot : m_plots)
        room += plot->isHidden() ? 0 : plot->height();
    const size_t shown = shownModes().size();
    const int each = std::max(LeastHeight, (room - axisHeight()) / static_cast<int>(shown));
    for (size_t i = 0; i < m_plots.size(); ++i)
        m_layout->setStretchFactor(m_plots[i], each + (i + 1 == shown ? axisHeight() : 0));
}

void SensitivityPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    shareHeight();
}

void SensitivityPanel::sortLayers()
{
    const auto modes = shownModes();
    const bool any = std::any_of(modes.begin(), modes.end(),
                                 [&](SensitivityMode m) { return snapshot().sensitivity(m) != nullptr; });
    m_order.resize(any ? snapshot().layerCount() : 0);
    for (size_t i = 0; i < m_order.size(); ++i)
        m_order[i] = LayerId(i);
    if (!worstFirst())
        return;
    const double sign = mode() != SensitivityMode::AllButThis ? 1 : -1;
    const auto key = [&](LayerId id) {
        const auto db = snapshot().sensitivityDb(mode(), id);
        return db ? sign * *db : std::numeric_limits<double>::infinity();
    };
    std::stable_sort(m_order.begin(), m_order.end(), [&](LayerId a, LayerId b) { return key(a) < key(b); });
}

/// Spearman's coefficient of every two of the modes shown, and the layer they disagree on most.
QStringList SensitivityPanel::agreementText() const
{
    QStringList lines;
    const auto modes = shownModes();
    for (size_t i = 0; i < modes.size(); ++i)
        for (size_t j = i + 1; j < modes.size(); ++j) {
            const auto &one = snapshot().sensitivity(modes[i]), &other = snapshot().sensitivity(modes[j]);
            const auto agreement = one && other ? rankAgreement(*one, *other) : std::nullopt;
            if (agreement && agreement->first == agreement->second)
                lines << tr("%1 and %2: the same order.").arg(i + 1).arg(j + 1);
            else if (agreement)
                lines << tr("%1 and %2: rank correlation %3; furthest apart %4, places %5 and %6.")
                             .arg(QString::number(i + 1), QString::number(j + 1),
                                  QLocale().toString(agreement->spearman, 'f', 2),
                                  format::elided(
                                      ShortNames(snapshot())(snapshot().layer(agreement->layer).name), 32))
                             .arg(agreement->first + 1)
                             .arg(agreement->second + 1);
        }
    return lines;
}

QString SensitivityPanel::numbered(size_t place, SensitivityMode mode) const
{
    const QString name = m_mode->itemText(m_mode->findData(static_cast<int>(mode)));
    return QStringLiteral("%1  %2").arg(place + 1).arg(
        mode == SensitivityMode::Accumulated ? tr("%1; dots: each layer by itself").arg(name) : name);
}

void SensitivityPanel::showNote()
{
    const auto& result = snapshot().sensitivity(mode());
    QStringList parts;
    if (result) {
        parts << captionOf(mode());
        if (m_plots[0]->hasFloatBars())
            parts << tr("Green: in floating point now.");
        if (snapshot().freshness(mode()) == Freshness::Outdated)
            parts << tr("Measured under another configuration.");
        else if (snapshot().freshness(mode()) == Freshness::Pending)
            parts << tr("Still measuring.");
        parts << tr("%1 samples; whiskers: 95 %.").arg(format::count(result->samples));
        parts << besideText();
        parts.removeAll(QString());
    }
    QStringList lines = agreementText();
    if (lines.isEmpty()) // there is little room below three plots
        lines.prepend(parts.join(QLatin1Char(' ')));
    m_note->setToolTip(parts.join(QLatin1Char(' ')));
    lines.removeAll(QString());
    m_note->setText(lines.join(QLatin1Char('\n')));
}

QString SensitivityPanel::besideText() const
{
    if (!snapshot().beside)
        return {};
    const QString name = format::text(snapshot().besideName);
    const bool pending = snapshot().beside->freshness(mode()) == Freshness::Pending;
    if (m_plots[0]->hasPairs()) {
        const int64_t samples = snapshot().beside->sensitivity(mode())->samples;
        return pending ? tr("Pale: %1, still measuring.").arg(name)
               : samples != snapshot().sensitivity(mode())->samples
                   ? tr("Pale: %1, %2 samples.").arg(name, format::count(samples))
                   : tr("Pale: %1.").arg(name);
    }
    return pending ? tr("%1: being measured.").arg(name) : tr("%1: not measured yet.").arg(name);
}

QString SensitivityPanel::captionOf(SensitivityMode mode) const
{
    switch (mode) {
    case SensitivityMode::AllButThis: return tr("Tall bars help most when left in floating point.");
    case SensitivityMode::WeightsOnly: return tr("Tall bars: these weights alone lower the SQNR most.");
    case SensitivityMode::ActivationsOnly:
        return tr("Tall bars: these activations alone lower the SQNR most.");
    case SensitivityMode::Accumulated:
        return tr("Bars: error with everything before quantized too; dots: of the layer by itself.");
    default:
        return tr("Tall bars hurt: quantized alone, these layers lower the SQNR most. The axis points down.");
    }
}

void SensitivityPanel::showSelection()
{
    for (SensitivityBars* plot : m_plots)
        plot->setHighlights(selection().layer(), selection().hovered());
}

void SensitivityPanel::showHover() { showSelection(); }

QString SensitivityPanel::toolTipFor(LayerId layer, SensitivityMode mode) const
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
    const LayerId there = snapshot().beside ? sameLayer(snapshot(), *snapshot().beside, layer) : LayerId();
    if (const auto* other = there.valid() ? snapshot().beside->sensitivityFigures(mode, there) : nullptr)
        lines << (other->sqnrDb.hasInterval()
                      ? tr("%1: %2 (%3 to %4)")
                            .arg(format::text(snapshot().besideName), format::decibel(other->sqnrDb.value),
                                 format::decibel(other->sqnrDb.low), format::decibel(other->sqnrDb.high))
                      : QStringLiteral("%1: %2").arg(format::text(snapshot().besideName),
                                                     format::decibel(other->sqnrDb.value)));
    const auto& result = snapshot().sensitivity(mode);
    if (result && layer.index() < result->layers.size()) {
        const auto& figures = result->layers[layer.index()];
        if (figures.sqnrDb.hasInterval())
            lines << tr("95 % interval: %1 to %2")
                         .arg(format::decibel(figures.sqnrDb.low), format::decibel(figures.sqnrDb.high));
        if (snapshot().isTied(mode, layer))
            lines << tr("These samples do not tell it from its neighbour in the ranking.");
        if (mode == SensitivityMode::Accumulated)
            return lines.join(QLatin1Char('\n'));
        lines << tr("agreement %1").arg(format::percent(figures.agreement));
        if (figures.accuracy)
            lines << tr("accuracy %1").arg(format::percent(*figures.accuracy));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace qscope::views
