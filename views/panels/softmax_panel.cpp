// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/softmax_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "views/models/format.h"
#include "views/models/other_model.h"
#include "views/models/quantizer_text.h"
#include "views/models/short_names.h"
#include "views/panels/attention_view.h"
#include "views/panels/elided_combo_box.h"
#include "views/plots/plot.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

namespace {

constexpr double BinOctaves = 0.25;
constexpr double RoomForLabel = 1.2;       ///< height of the plot in the tallest bar
constexpr int LeastBits = 2, MostBits = 8; ///< of the quantizers compared

QCPItemStraightLine* addLine(Plot& plot)
{
    auto* line = new QCPItemStraightLine(&plot);
    line->setVisible(false);
    return line;
}

QCPItemText* addLabel(Plot& plot, Qt::Alignment alignment)
{
    auto* label = new QCPItemText(&plot);
    label->setPositionAlignment(alignment);
    label->setPadding({3, 1, 3, 1});
    label->setVisible(false);
    return label;
}

} // namespace

SoftmaxPanel::SoftmaxPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_choice(new ElidedComboBox), m_errorBits(new QSpinBox), m_text(new QLabel),
      m_sides(new QLabel), m_errors(new QLabel), m_errorRow(new QWidget), m_tabs(new QTabWidget),
      m_distribution(new Plot), m_entropy(new Plot), m_codes(new Plot), m_attention(new AttentionView)
{
    setupLayout();
    setupPlots();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &SoftmaxPanel::selectRow);
    connect(m_errorBits, &QSpinBox::valueChanged, this, &SoftmaxPanel::showErrors);
    connect(m_attention, &AttentionView::requested, this, &SoftmaxPanel::tensorRequested);
    watchExports();
    connect(m_attention->plot(), &Plot::exportFailed, this, &Panel::exportFailed);
}

void SoftmaxPanel::setupLayout()
{
    m_text->setWordWrap(true);
    m_errors->setWordWrap(true);
    m_sides->setTextFormat(Qt::RichText);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(12);
    m_errorBits->setRange(LeastBits - 1, MostBits); // one below the least stands for those of the config
    auto* errors = new QHBoxLayout(m_errorRow);
    errors->setContentsMargins(0, 0, 0, 0);
    errors->addWidget(m_errorBits);
    errors->addWidget(m_errors, 1);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_entropy, QString());
    m_tabs->addTab(m_attention, QString());
    m_tabs->addTab(m_codes, QString());
    auto* left = new QVBoxLayout;
    left->setSpacing(2);
    left->addWidget(m_choice);
    left->addWidget(m_distribution, 1);
    auto* plots = new QHBoxLayout;
    plots->addLayout(left, 3);
    plots->addWidget(m_tabs, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(plots, 1);
    layout->addWidget(m_text);
    layout->addWidget(m_sides);
    layout->addWidget(m_errorRow);
}

QList<Plot*> SoftmaxPanel::plots() const
{
    QList<Plot*> all{m_distribution, m_entropy};
    if (m_here.use || m_there.use)
        all << m_codes;
    if (m_attention->map().visible())
        all << m_attention->plot();
    return all;
}

void SoftmaxPanel::setErrorBits(int bits) { m_errorBits->setValue(bits > 0 ? bits : m_errorBits->minimum()); }

void SoftmaxPanel::showAttention(bool on) { m_tabs->setCurrentIndex(on ? 1 : 0); }

void SoftmaxPanel::showCodes() { m_tabs->setCurrentWidget(m_codes); }

QString SoftmaxPanel::sidesText() const { return m_sides->isHidden() ? QString() : m_sides->text(); }

QString SoftmaxPanel::errorsText() const { return m_errors->text(); }

void SoftmaxPanel::setupPlots()
{
    m_above = new QCPBars(m_distribution->xAxis, m_distribution->yAxis);
    m_below = new QCPBars(m_distribution->xAxis, m_distribution->yAxis);
    for (QCPBars* bars : {m_above, m_below})
        bars->setWidth(BinOctaves);
    m_outline = m_distribution->addGraph();
    m_outline->setLineStyle(QCPGraph::lsStepCenter);
    m_codesThere = new QCPBars(m_codes->xAxis, m_codes->yAxis);
    m_codesHere = new QCPBars(m_codes->xAxis, m_codes->yAxis);
    m_heads = new QCPBars(m_entropy->xAxis, m_entropy->yAxis);
    m_heads->setWidth(0.7);
    for (StepMark* mark : {&m_stepThere, &m_stepHere})
        *mark = {addLine(*m_distribution), addLabel(*m_distribution, Qt::AlignLeft | Qt::AlignTop)};
    m_maxLine = addLine(*m_entropy);
    m_maxLabel = addLabel(*m_entropy, Qt::AlignRight | Qt::AlignTop);
    m_distribution->xAxis->setTicker(QSharedPointer<PowerOfTwoTicker>::create());
    for (Plot* plot : {m_entropy, m_codes}) {
        plot->xAxis->setTicker(QSharedPointer<IndexTicker>::create());
        plot->setZoomable(Qt::Horizontal);
    }
    m_distribution->setZoomable(Qt::Horizontal);
    m_distribution->setExportName(QStringLiteral("softmax-distribution"));
    m_entropy->xAxis->grid()->setVisible(false);
    m_entropy->setExportName(QStringLiteral("softmax-entropy"));
    m_codes->setExportName(QStringLiteral("softmax-codes"));
    m_distribution->setRecolour([this](const Theme& theme) {
        m_above->setPen(Qt::NoPen);
        m_below->setPen(Qt::NoPen);
        m_above->setBrush(theme.data);
        m_below->setBrush(theme.warning);
        m_outline->setPen(QPen(theme.text, 1, Qt::DashLine));
        m_stepHere.line->setPen(QPen(theme.quantizer, 2));
        m_stepThere.line->setPen(QPen(theme.quantizer, 1, Qt::DashLine));
        for (const StepMark& mark : {m_stepHere, m_stepThere}) {
            mark.label->setColor(theme.text);
            mark.label->setFont(m_distribution->font());
            QColor sheet = theme.background; // letters on bars cannot be read
            sheet.setAlphaF(0.8F);
            mark.label->setBrush(sheet);
        }
    });
    m_codes->setRecolour([this](const Theme& theme) {
        m_codesHere->setPen(QPen(theme.data, 1));
        m_codesHere->setBrush(theme.data);
        m_codesThere->setPen(QPen(theme.data, 1));
        m_codesThere->setBrush(theme.dataLight);
    });
    m_entropy->setRecolour([this](const Theme& theme) {
        m_heads->setPen(Qt::NoPen);
        m_heads->setBrush(theme.second);
        m_maxLine->setPen(QPen(theme.axis, 1, Qt::DashLine));
        m_maxLabel->setColor(theme.text);
        m_maxLabel->setFont(m_entropy->font());
    });
}

QString SoftmaxPanel::title() const { return tr("Softmax"); }

QString SoftmaxPanel::question() const
{
    return tr("What does softmax produce, and how much of it falls below one step of the quantizer?");
}

void SoftmaxPanel::retranslate()
{
    m_choice->setAccessibleName(tr("Softmax tensors"));
    m_errorBits->setSpecialValueText(tr("as set"));
    m_errorBits->setSuffix(tr(" bits"));
    m_errorBits->setAccessibleName(tr("Bits of the quantizers compared"));
    m_tabs->setTabText(0, tr("Entropy"));
    m_tabs->setTabText(1, tr("Attention"));
    m_tabs->setTabText(2, tr("Codes"));
    m_codes->setAccessibleName(tr("How often each code is used"));
    m_attention->retranslate();
    m_distribution->setAccessibleName(tr("Distribution of the probabilities"));
    m_entropy->setAccessibleName(tr("Entropy of every head"));
    m_distribution->setAxisTitles(tr("probability p"), tr("share of all p [%]"));
    m_entropy->setAxisTitles(tr("head"), tr("entropy [bit]"));
}

ValueId SoftmaxPanel::value() const { return current() ? current()->value : ValueId(); }

const SoftmaxTensor* SoftmaxPanel::current() const
{
    const int row = m_choice->currentIndex();
    return row >= 0 && row < static_cast<int>(m_tensors.size()) ? &m_tensors[static_cast<size_t>(row)]
                                                                : nullptr;
}

QString SoftmaxPanel::summaryText() const { return m_text->text(); }

void SoftmaxPanel::refresh(const SnapshotPtr&)
{
    fillChoice();
    showCurrent();
}

int SoftmaxPanel::selectedRow() const
{
    const auto chosen = [this](const SoftmaxTensor& tensor) {
        return selection().value().valid()
                   ? tensor.value == selection().value()
                   : tensor.consumer.valid() && tensor.consumer == selection().layer();
    };
    // A layer that reads none stands for the block it is in.
    const LayerId layer = selection().layer();
    const std::string block = snapshot().contains(layer) ? snapshot().layer(layer).block : std::string();
    const auto inItsBlock = [&](const SoftmaxTensor& tensor) {
        return !block.empty() && tensor.consumer.valid() && snapshot().layer(tensor.consumer).block == block;
    };
    auto found = std::find_if(m_tensors.begin(), m_tensors.end(), chosen);
    if (found == m_tensors.end() && current() && inItsBlock(*current()))
        return m_choice->currentIndex();
    if (found == m_tensors.end())
        found = std::find_if(m_tensors.begin(), m_tensors.end(), inItsBlock);
    return found == m_tensors.end() ? -1 : static_cast<int>(found - m_tensors.begin());
}

void SoftmaxPanel::fillChoice()
{
    const ValueId before = value();
    const ShortNames shortName(snapshot());
    m_tensors = softmaxTensors(snapshot());
    const QSignalBlocker blocker(m_choice);
    m_choice->clear();
    int row = m_tensors.empty() ? -1 : 0;
    for (size_t i = 0; i < m_tensors.size(); ++i) {
        const auto* stats = snapshot().stats(m_tensors[i].value);
        m_choice->addItem(shortName(stats->nodeName.empty() ? stats->name : stats->nodeName));
        m_choice->setItemData(static_cast<int>(i), format::text(stats->name), Qt::ToolTipRole);
        if (m_tensors[i].value == before)
            row = static_cast<int>(i);
    }
    m_choice->setCurrentIndex(row);
    if (const int selected = selectedRow(); selected >= 0)
        m_choice->setCurrentIndex(selected);
}

void SoftmaxPanel::showSelection()
{
    const int row = selectedRow();
    if (row < 0 || row == m_choice->currentIndex())
        return; // what is shown stays
    const QSignalBlocker blocker(m_choice);
    m_choice->setCurrentIndex(row);
    showCurrent();
}

void SoftmaxPanel::selectRow(int)
{
    showCurrent();
    const SoftmaxTensor* tensor = current();
    if (tensor && tensor->consumer.valid())
        selection().selectValue(tensor->consumer, tensor->value);
}

SoftmaxPanel::Side SoftmaxPanel::sideOf(const Snapshot& snapshot, ValueId value)
{
    Side side;
    const auto all = softmaxTensors(snapshot);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const SoftmaxTensor& one) { return one.value == value; });
    if (found == all.end())
        return side;
    side.stats = snapshot.stats(value);
    side.quantizer =
        found->consumer.valid() ? snapshot.activationQuantizer(found->consumer, found->input) : nullptr;
    side.use = softmaxUse(*side.stats, side.quantizer);
    return side;
}

void SoftmaxPanel::showCurrent()
{
    const SoftmaxTensor* tensor = current();
    const auto* stats = tensor ? snapshot().stats(tensor->value) : nullptr;
    m_distribution->setNotice(stats                    ? QString()
                              : snapshot().calibration ? tr("This model has no softmax.")
                                                       : tr("Calibrate to see what softmax produces."));
    m_tabs->setVisible(stats != nullptr);
    m_attention->setTensor(stats ? tensor->value : ValueId(),
                           stats && !snapshot().dataName.empty() ? snapshot().calibration->samples : 0);
    m_here = tensor ? sideOf(snapshot(), tensor->value) : Side();
    m_there = tensor && snapshot().beside
                  ? sideOf(*snapshot().beside, sameValue(snapshot(), *snapshot().beside, tensor->value))
                  : Side();
    m_bits = m_here.quantizer ? m_here.quantizer->bits : 0;
    m_step = m_here.quantizer ? smallestStep(*m_here.quantizer) : 0;
    const stats::SoftmaxStats none;
    const stats::SoftmaxStats& softmax = stats && stats->softmax ? *stats->softmax : none;
    showDistribution(softmax);
    showEntropy(softmax);
    showText(softmax);
    showSides();
    showCodeBars();
    showErrors();
}

/// What each kind of quantizer would do to these probabilities.
void SoftmaxPanel::showErrors()
{
    const SoftmaxTensor* tensor = current();
    const auto* stats = tensor ? snapshot().stats(tensor->value) : nullptr;
    m_errorRow->setVisible(stats && stats->softmax);
    if (!stats || !stats->softmax)
        return;
    const bool asSet = m_errorBits->value() < LeastBits;
    const int bits = std::clamp(asSet && m_bits > 0 ? m_bits
                                : asSet             ? MostBits
                                                    : m_errorBits->value(),
                                LeastBits, MostBits);
    const SoftmaxErrors errors = softmaxErrors(*stats, bits);
    m_errors->setText(tr("Local SQNR at %1 bits: uniform %2 · log2 %3 · log-√2 %4")
                          .arg(QString::number(bits), format::decibel(errors.uniformDb),
                               format::decibel(errors.log2Db), format::decibel(errors.logSqrt2Db)));
}

void SoftmaxPanel::showDistribution(const stats::SoftmaxStats& stats)
{
    const auto& counts = stats.log2Counts;
    const double total = std::accumulate(counts.begin(), counts.end(), static_cast<double>(stats.zeros));
    QVector<double> aboveKeys, above, belowKeys, below;
    double lowest = -8;
    double tallest = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        const double key = -BinOctaves * (static_cast<double>(i) + 0.5);
        const double share = total > 0 ? 100 * static_cast<double>(counts[i]) / total : 0;
        const bool isBelow = m_step > 0 && std::exp2(key) < m_step;
        (isBelow ? belowKeys : aboveKeys) << key;
        (isBelow ? below : above) << share;
        tallest = std::max(tallest, share);
        if (counts[i] > 0)
            lowest = std::min(lowest, key - BinOctaves);
    }
    showOutline(tallest);
    m_above->setData(aboveKeys, above);
    m_below->setData(belowKeys, below);
    m_distribution->setHome({lowest - 0.3, 0.3}, {0, std::max(tallest * RoomForLabel, 1e-3)});
    m_distribution->fit();
    showSteps(tallest);
}

bool SoftmaxPanel::hasOtherShares() const
{
    return m_here.stats && m_there.stats && !sameShares(*m_here.stats->softmax, *m_there.stats->softmax);
}

/// The distribution of what stands beside, where it is another one.
void SoftmaxPanel::showOutline(double& tallest)
{
    QVector<double> keys, shares;
    if (hasOtherShares()) {
        const auto& softmax = *m_there.stats->softmax;
        const double total = std::accumulate(softmax.log2Counts.begin(), softmax.log2Counts.end(),
                                             static_cast<double>(softmax.zeros));
        for (size_t i = 0; i < softmax.log2Counts.size(); ++i) {
            keys << -BinOctaves * (static_cast<double>(i) + 0.5);
            shares << 100 * static_cast<double>(softmax.log2Counts[i]) / std::max(total, 1.0);
            tallest = std::max(tallest, shares.back());
        }
    }
    m_outline->setData(keys, shares);
}

/// One label above the other, so that steps close to each other can be read.
void SoftmaxPanel::showSteps(double tallest)
{
    const double there = m_there.quantizer ? smallestStep(*m_there.quantizer) : 0;
    const auto show = [&](const StepMark& mark, double step, const quant::QuantParams* quantizer,
                          double height, const QString& text) {
        mark.line->setVisible(step > 0);
        mark.label->setVisible(step > 0);
        if (step <= 0)
            return;
        const double x = std::log2(step);
        mark.line->point1->setCoords(x, 0);
        mark.line->point2->setCoords(x, 1);
        mark.label->setPositionAlignment(
            Qt::AlignTop | (x > m_distribution->xAxis->range().center() ? Qt::AlignRight : Qt::AlignLeft));
        mark.label->position->setCoords(x, tallest * height);
        const QString words =
            quantizer->isUniform() ? tr("%1-bit step").arg(quantizer->bits) : tr("smallest level");
        mark.label->setText(text.isEmpty() ? words : QStringLiteral("%1: %2").arg(text, words));
    };
    const Sides sides(snapshot());
    const bool two = there > 0 && there != m_step;
    show(m_stepHere, m_step, m_here.quantizer, 1.1, two ? sides.here : QString());
    show(m_stepThere, two ? there : 0, m_there.quantizer, 0.97, sides.there);
}

QString SoftmaxPanel::rowOf(const QString& name, const Side& side) const
{
    QStringList cells{name.toHtmlEscaped()};
    if (!side.quantizer)
        cells << tr("floating point") << format::missing() << format::missing() << format::missing()
              << format::missing();
    else if (!side.use)
        cells << quantizerKindText(*side.quantizer) << format::missing() << format::missing()
              << format::missing() << format::missing();
    else
        cells << quantizerKindText(*side.quantizer) << format::percent(side.use->belowStep)
              << format::percent(side.use->codes.zero) << format::decibel(side.use->sqnrDb)
              << tr("%1 of %2 bits").arg(format::number(side.use->codes.bits, 2)).arg(side.quantizer->bits);
    return QStringLiteral("<tr><td valign=\"middle\">%1</td></tr>").arg(cells.join(QStringLiteral("&nbsp;&nbsp;</td><td valign=\"middle\">")));
}

/// Both quantizers, line by line.
void SoftmaxPanel::showSides()
{
    m_sides->setVisible(m_there.stats != nullptr);
    if (!m_there.stats)
        return;
    const Sides sides(snapshot());
    const QStringList titles{QString(),      tr("quantizer"),  tr("below one step"),
                             tr("become 0"), tr("local SQNR"), tr("codes used")};
    const QString here = rowOf(sides.here, m_here), there = rowOf(sides.there, m_there);
    m_sides->setText(QStringLiteral("<table cellspacing=0><tr><td>%1</td></tr>%2%3</table>")
                         .arg(titles.join(QStringLiteral("&nbsp;&nbsp;</td><td>")),
                              sides.besideIsLeft ? there : here, sides.besideIsLeft ? here : there));
    m_sides->setToolTip(tr("%1: %2. Codes used: the entropy of the codes, what of the bits is used.")
                            .arg(sides.there, format::text(snapshot().besideName)));
}

/// Pairs of bars where there is something to compare with; what was there first is on the left.
void SoftmaxPanel::showCodeBars()
{
    const Sides sides(snapshot());
    const bool pairs = m_here.use && m_there.use;
    double tallest = 0, last = 1;
    const auto show = [&](QCPBars* bars, const std::optional<SoftmaxUse>& use, bool left) {
        QVector<double> keys, shares;
        for (size_t code = 0; use && code < use->codes.share.size(); ++code) {
            keys << static_cast<double>(code) + (!pairs ? 0 : left ? -0.2 : 0.2);
            shares << 100 * use->codes.share[code];
            tallest = std::max(tallest, shares.back());
            last = std::max(last, static_cast<double>(code));
        }
        bars->setWidth(pairs ? 0.38 : 0.8);
        bars->setData(keys, shares, true);
    };
    show(m_codesHere, m_here.use, !sides.besideIsLeft);
    show(m_codesThere, m_there.use, sides.besideIsLeft);
    m_codes->setAxisTitles(m_there.use ? tr("code, largest value first; pale: %1").arg(sides.there)
                                       : tr("code, largest value first"),
                           tr("share of all p [%]"));
    m_codes->setNotice(m_here.use || m_there.use ? QString() : tr("Not quantized per tensor."));
    m_codes->setHome({-0.6, last + 0.6}, {0, std::max(tallest * 1.08, 1e-3)});
    m_codes->fit();
}

void SoftmaxPanel::showEntropy(const stats::SoftmaxStats& stats)
{
    QVector<double> keys;
    for (size_t i = 0; i < stats.headEntropyBits.size(); ++i)
        keys << static_cast<double>(i);
    m_heads->setData(keys, QVector<double>(stats.headEntropyBits.begin(), stats.headEntropyBits.end()));
    const double most = std::max(stats.maxEntropyBits, 1e-3);
    m_maxLine->setVisible(stats.maxEntropyBits > 0);
    m_maxLine->point1->setCoords(0, stats.maxEntropyBits);
    m_maxLine->point2->setCoords(1, stats.maxEntropyBits);
    const double right = std::max(static_cast<double>(keys.size()), 1.0) - 0.5;
    m_maxLabel->setVisible(stats.maxEntropyBits > 0);
    m_maxLabel->position->setCoords(right, stats.maxEntropyBits);
    m_maxLabel->setText(tr("uniform: %1 bit").arg(format::number(stats.maxEntropyBits, 3)));
    m_entropy->setHome({-0.5, right}, {0, most * 1.1});
    m_entropy->fit();
}

QString SoftmaxPanel::belowText(const stats::SoftmaxStats& stats) const
{
    if (m_here.quantizer && !m_here.quantizer->isUniform())
        return tr("%1 below the smallest level").arg(format::percent(shareBelow(stats, m_step)));
    if (m_bits == 8 || m_bits == 0)
        return tr("%1 below one step of 8 bits (1/255)").arg(format::percent(stats.shareBelowStep));
    return tr("%1 below one step of %2 bits").arg(format::percent(shareBelow(stats, m_step))).arg(m_bits);
}

void SoftmaxPanel::showText(const stats::SoftmaxStats& stats)
{
    if (stats.log2Counts.empty()) {
        m_text->clear();
        return;
    }
    QStringList parts;
    if (!m_here.use || !m_there.stats) // otherwise the table says it
        parts << belowText(stats);
    parts << tr("%1 above 0.5").arg(format::percent(stats.shareNearOne));
    if (stats.zeros > 0)
        parts << tr("%1 exact zeros").arg(format::count(static_cast<int64_t>(stats.zeros)));
    if (m_bits == 0)
        parts << tr("not quantized");
    if (m_there.stats)
        parts << (hasOtherShares() ? tr("dashed: %1").arg(format::text(snapshot().besideName))
                                   : tr("probabilities unchanged"));
    m_text->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace qscope::views
