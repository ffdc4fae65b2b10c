// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_bar.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "views/models/config_texts.h"

namespace qscope::app {

namespace {

using Spec = quant::QuantizerSpec;

/// A box of the values of an enum; its texts come later.
template <class E>
QComboBox* choiceBox(QWidget* parent, std::initializer_list<E> without = {})
{
    auto* box = new QComboBox(parent);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    for (const quant::Choice<E>& choice : quant::choices<E>())
        if (std::find(without.begin(), without.end(), choice.value) == without.end())
            box->addItem(QString(), static_cast<int>(choice.value));
    return box;
}

template <class E>
void setTexts(QComboBox* box)
{
    const QSignalBlocker silent(box);
    for (int i = 0; i < box->count(); ++i) {
        const auto value = static_cast<E>(box->itemData(i).toInt());
        box->setItemText(i, views::ConfigTexts::name(value));
        box->setItemData(i, views::ConfigTexts::tip(value), Qt::ToolTipRole);
    }
}

QDoubleSpinBox* numberBox(QWidget* parent, double lowest, double highest, double step, int decimals)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setDecimals(decimals);
    box->setRange(lowest, highest);
    box->setSingleStep(step);
    box->setKeyboardTracking(false);
    return box;
}

/// Sets what a control shows without it asking for the same again.
template <class Control, class Setter, class Value>
void setSilently(Control* control, Setter set, Value value)
{
    const QSignalBlocker silent(control);
    (control->*set)(value);
}

void setChoice(QComboBox* box, auto value)
{
    setSilently(box, &QComboBox::setCurrentIndex, box->findData(static_cast<int>(value)));
}

/// What else has to change so that a quantizer exists.
void makePossible(Spec& spec, bool isWeight)
{
    if (spec.kind == quant::QuantizerKind::Codebook) {
        spec.bits = std::min(spec.bits, 8);
        if (!isWeight || spec.granularity == quant::Granularity::PerBlock)
            spec.granularity = isWeight ? quant::Granularity::PerChannel : quant::Granularity::PerTensor;
    }
    if (spec.calibrator == quant::Calibrator::Manual && spec.range == quant::Range{})
        spec.range = {-1, 1};
}

} // namespace

ConfigBar::ConfigBar(QWidget* parent) : QWidget(parent)
{
    // A row each: side by side they are wider than a small screen.
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(4, 0, 4, 0);
    m_rows->setSpacing(2);
    setupSide(m_activations, "activation");
    setupSide(m_weights, "weight");
    retranslate();
    setConfig(m_config);
    connectSide(m_activations, ChangeKind::ActivationBits);
    connectSide(m_weights, ChangeKind::WeightBits);
}

void ConfigBar::setupSide(Side& side, const char* stem)
{
    using quant::Calibrator;
    const bool isWeight = &side == &m_weights;
    side.label = new QLabel(this);
    side.bits = new QSpinBox(this);
    side.bits->setRange(2, 16);
    side.label->setBuddy(side.bits);
    side.kind = choiceBox<quant::QuantizerKind>(this);
    // A weight is seen once, so an average would be the same as the maximum. A given scale belongs to one tensor.
    side.calibrator = isWeight ? choiceBox(this, {Calibrator::MovingAverage, Calibrator::Manual, Calibrator::Given})
                               : choiceBox(this, {Calibrator::Given});
    setupNumbers(side);
    side.symmetric = new QCheckBox(this);
    side.granularity = isWeight ? choiceBox<quant::Granularity>(this) : choiceBox(this, {quant::Granularity::PerBlock});
    side.blockSize = new QSpinBox(this);
    side.blockSize->setRange(16, 256);
    side.blockSize->setSingleStep(16);
    side.blockSize->setKeyboardTracking(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(5);
    m_rows->addLayout(row);
    for (QWidget* widget : std::initializer_list<QWidget*>{side.label, side.bits, side.kind, side.calibrator, side.percentile,
                                                           side.averaging, side.grid, side.lo, side.hi, side.symmetric,
                                                           side.granularity, side.blockSize})
        row->addWidget(widget);
    row->addStretch(1);
    const auto named = [&](QObject* object, const char* what) { object->setObjectName(QString(stem) + what); };
    named(side.bits, "Bits");
    named(side.kind, "Kind");
    named(side.calibrator, "Calibrator");
    named(side.granularity, "Granularity");
    named(side.lo, "Lo");
    named(side.hi, "Hi");
    side.percentile->setObjectName(isWeight ? "weightPercentile" : "percentile");
}

void ConfigBar::setupNumbers(Side& side)
{
    side.percentile = numberBox(this, 50.0001, 100, 0.01, 4);
    side.averaging = numberBox(this, 0.0001, 1, 0.01, 4);
    side.grid = choiceBox<quant::SearchGrid>(this);
    side.lo = numberBox(this, -1e6, 1e6, 0.1, 4);
    side.hi = numberBox(this, -1e6, 1e6, 0.1, 4);
}

void ConfigBar::request(const Side& side, const Spec& spec, const QString& what, ChangeKind kind)
{
    quant::Config config = m_config;
    config.*side.spec = spec;
    makePossible(config.*side.spec, &side == &m_weights);
    emit configRequested(config, what, kind);
}

void ConfigBar::requestField(const Side& side, auto member, auto value, const QString& what, ChangeKind kind)
{
    Spec spec = m_config.*side.spec;
    spec.*member = value;
    request(side, spec, what, kind);
}

void ConfigBar::connectSide(const Side& side, ChangeKind bitsKind)
{
    const bool isWeight = &side == &m_weights;
    connect(side.bits, &QSpinBox::valueChanged, this, [=, this, &side](int bits) {
        requestField(side, &Spec::bits, bits, isWeight ? tr("Change the weight bits") : tr("Change the activation bits"),
                     bitsKind);
    });
    connect(side.kind, &QComboBox::currentIndexChanged, this, [=, this, &side] {
        requestField(side, &Spec::kind, static_cast<quant::QuantizerKind>(side.kind->currentData().toInt()),
                     isWeight ? tr("Change the kind of the weights") : tr("Change the kind of the activations"));
    });
    connect(side.calibrator, &QComboBox::currentIndexChanged, this, [=, this, &side] {
        requestField(side, &Spec::calibrator, static_cast<quant::Calibrator>(side.calibrator->currentData().toInt()),
                     isWeight ? tr("Change the weight calibrator") : tr("Change the activation calibrator"));
    });
    connect(side.symmetric, &QCheckBox::toggled, this, [=, this, &side](bool on) {
        requestField(side, &Spec::symmetric, on,
                     isWeight ? tr("Change the symmetry of the weights") : tr("Change the symmetry of the activations"));
    });
    connect(side.granularity, &QComboBox::currentIndexChanged, this, [=, this, &side] {
        requestField(side, &Spec::granularity, static_cast<quant::Granularity>(side.granularity->currentData().toInt()),
                     isWeight ? tr("Change the granularity of the weights") : tr("Change the granularity of the activations"));
    });
    connect(side.blockSize, &QSpinBox::valueChanged, this, [this, &side](int size) {
        requestField(side, &Spec::blockSize, size, tr("Change the size of the blocks"));
    });
    connectNumbers(side);
}

void ConfigBar::connectNumbers(const Side& side)
{
    connect(side.percentile, &QDoubleSpinBox::valueChanged, this, [this, &side](double percentile) {
        requestField(side, &Spec::percentile, percentile, tr("Change the percentile"), ChangeKind::Percentile);
    });
    connect(side.averaging, &QDoubleSpinBox::valueChanged, this, [this, &side](double averaging) {
        requestField(side, &Spec::averaging, averaging, tr("Change the averaging"));
    });
    connect(side.grid, &QComboBox::currentIndexChanged, this, [this, &side] {
        requestField(side, &Spec::grid, static_cast<quant::SearchGrid>(side.grid->currentData().toInt()),
                     tr("Change the searched ranges"));
    });
    for (QDoubleSpinBox* box : {side.lo, side.hi})
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, &side] {
            if (side.lo->value() < side.hi->value())
                requestField(side, &Spec::range, quant::Range{side.lo->value(), side.hi->value()}, tr("Change the range"));
            else
                display(side);
        });
}

void ConfigBar::setConfig(const quant::Config& config)
{
    m_config = config;
    display(m_activations);
    display(m_weights);
}

void ConfigBar::display(const Side& side)
{
    const Spec& spec = m_config.*side.spec;
    const bool fixedBits = quant::bitsOf(spec) != spec.bits || spec.kind == quant::QuantizerKind::Fp8E4m3 ||
                           spec.kind == quant::QuantizerKind::Fp8E5m2;
    {
        const QSignalBlocker silent(side.bits);
        side.bits->setMaximum(spec.kind == quant::QuantizerKind::Codebook ? 8 : 16);
        side.bits->setValue(quant::bitsOf(spec));
        side.bits->setEnabled(!fixedBits);
    }
    setChoice(side.kind, spec.kind);
    setChoice(side.calibrator, spec.calibrator);
    setChoice(side.grid, spec.grid);
    setChoice(side.granularity, spec.granularity);
    setSilently(side.percentile, &QDoubleSpinBox::setValue, spec.percentile);
    setSilently(side.averaging, &QDoubleSpinBox::setValue, spec.averaging);
    setSilently(side.lo, &QDoubleSpinBox::setValue, spec.range.lo);
    setSilently(side.hi, &QDoubleSpinBox::setValue, spec.range.hi);
    setSilently(side.blockSize, &QSpinBox::setValue, spec.blockSize);
    setSilently(side.symmetric, &QCheckBox::setChecked, spec.symmetric);
    side.symmetric->setEnabled(spec.kind == quant::QuantizerKind::Uniform || spec.kind == quant::QuantizerKind::PowerOfTwo);
    side.percentile->setVisible(spec.calibrator == quant::Calibrator::Percentile);
    side.averaging->setVisible(spec.calibrator == quant::Calibrator::MovingAverage);
    side.grid->setVisible(spec.calibrator == quant::Calibrator::Lp);
    side.lo->setVisible(spec.calibrator == quant::Calibrator::Manual);
    side.hi->setVisible(spec.calibrator == quant::Calibrator::Manual);
    side.blockSize->setVisible(spec.granularity == quant::Granularity::PerBlock);
}

void ConfigBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ConfigBar::retranslate()
{
    m_activations.label->setText(tr("Activations:"));
    m_weights.label->setText(tr("Weights:"));
    for (QLabel* label : {m_activations.label, m_weights.label})
        label->setMinimumWidth(0);
    const int width = std::max(m_activations.label->sizeHint().width(), m_weights.label->sizeHint().width());
    for (QLabel* label : {m_activations.label, m_weights.label})
        label->setMinimumWidth(width); // one control above the other
    m_activations.bits->setToolTip(tr("Bits of the activations"));
    m_activations.calibrator->setToolTip(tr("How the range of the activations is chosen from what was seen"));
    m_activations.symmetric->setToolTip(tr("Activations symmetric around zero (signed codes, zero point 0)"));
    m_activations.granularity->setToolTip(
        tr("One scale per tensor, or one per channel: the latter is simulated, integer kernels need one per tensor"));
    m_weights.bits->setToolTip(tr("Bits of the weights"));
    m_weights.calibrator->setToolTip(tr("How the range of the weights is chosen"));
    m_weights.symmetric->setToolTip(tr("Weights symmetric around zero (signed codes, zero point 0)"));
    m_weights.granularity->setToolTip(tr("One scale per weight tensor, per output channel, or per block of weights"));
    retranslateSide(m_activations);
    retranslateSide(m_weights);
}

void ConfigBar::retranslateSide(const Side& side)
{
    setTexts<quant::QuantizerKind>(side.kind);
    setTexts<quant::Calibrator>(side.calibrator);
    setTexts<quant::SearchGrid>(side.grid);
    setTexts<quant::Granularity>(side.granularity);
    side.bits->setSuffix(tr(" bit"));
    side.percentile->setSuffix(tr(" %"));
    side.symmetric->setText(tr("symmetric"));
    side.kind->setToolTip(tr("How values become codes"));
    side.percentile->setToolTip(tr("Share of the values that the range keeps"));
    side.averaging->setToolTip(tr("How much each new group of samples counts in the moving average"));
    side.grid->setToolTip(tr("Which ranges are tried"));
    side.lo->setToolTip(tr("Lower end of the range"));
    side.hi->setToolTip(tr("Upper end of the range"));
    side.blockSize->setToolTip(tr("Weights per block"));
    for (QWidget* control : std::initializer_list<QWidget*>{side.bits, side.kind, side.calibrator, side.percentile,
                                                            side.averaging, side.grid, side.lo, side.hi, side.symmetric,
                                                            side.granularity, side.blockSize})
        control->setAccessibleName(control->toolTip());
}

} // namespace qscope::app
