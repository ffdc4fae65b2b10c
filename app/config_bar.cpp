// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace qscope::app {

namespace {

QComboBox* calibratorBox(QWidget* parent)
{
    auto* box = new QComboBox(parent);
    for (int i = 0; i < 4; ++i)
        box->addItem(QString());
    return box;
}

QSpinBox* bitsBox(QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(2, 16);
    return box;
}

/// Sets what a control shows without it asking for the same again.
template <class Control, class Setter, class Value>
void display(Control* control, Setter set, Value value)
{
    const QSignalBlocker silent(control);
    (control->*set)(value);
}

} // namespace

ConfigBar::ConfigBar(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(5);
    setupActivations();
    layout->addSpacing(12);
    setupWeights();
    layout->addStretch(1);
    retranslate();
    setConfig(m_config);
    connectControls();
}

void ConfigBar::setupActivations()
{
    m_activationsLabel = new QLabel(this);
    m_activationBits = bitsBox(this);
    m_activationCalibrator = calibratorBox(this);
    m_percentile = new QDoubleSpinBox(this);
    m_percentile->setDecimals(4);
    m_percentile->setRange(50.0001, 100.0);
    m_percentile->setSingleStep(0.01);
    m_percentile->setKeyboardTracking(false);
    m_activationSymmetric = new QCheckBox(this);
    m_activationsLabel->setBuddy(m_activationBits);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_activationsLabel, m_activationBits, m_activationCalibrator,
                                                          m_percentile, m_activationSymmetric})
        layout()->addWidget(widget);
    m_activationBits->setObjectName("activationBits");
    m_activationCalibrator->setObjectName("activationCalibrator");
    m_percentile->setObjectName("percentile");
}

void ConfigBar::setupWeights()
{
    m_weightsLabel = new QLabel(this);
    m_weightBits = bitsBox(this);
    m_weightCalibrator = calibratorBox(this);
    m_weightSymmetric = new QCheckBox(this);
    m_perChannel = new QCheckBox(this);
    m_weightsLabel->setBuddy(m_weightBits);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_weightsLabel, m_weightBits, m_weightCalibrator,
                                                          m_weightSymmetric, m_perChannel})
        layout()->addWidget(widget);
    m_weightBits->setObjectName("weightBits");
    m_weightCalibrator->setObjectName("weightCalibrator");
    m_perChannel->setObjectName("perChannel");
}

void ConfigBar::request(const quant::Config& config, const QString& what, ChangeKind kind)
{
    emit configRequested(config, what, kind);
}

void ConfigBar::requestActivations(auto member, auto value, const QString& what, ChangeKind kind)
{
    quant::Config config = m_config;
    config.activations.*member = value;
    request(config, what, kind);
}

void ConfigBar::requestWeights(auto member, auto value, const QString& what, ChangeKind kind)
{
    quant::Config config = m_config;
    config.weights.*member = value;
    request(config, what, kind);
}

void ConfigBar::connectControls()
{
    using Spec = quant::QuantizerSpec;
    connect(m_activationBits, &QSpinBox::valueChanged, this, [this](int bits) {
        requestActivations(&Spec::bits, bits, tr("Change the activation bits"), ChangeKind::ActivationBits);
    });
    connect(m_activationCalibrator, &QComboBox::currentIndexChanged, this, [this](int index) {
        requestActivations(&Spec::calibrator, static_cast<quant::Calibrator>(index), tr("Change the activation calibrator"));
    });
    connect(m_percentile, &QDoubleSpinBox::valueChanged, this, [this](double percentile) {
        requestActivations(&Spec::percentile, percentile, tr("Change the percentile"), ChangeKind::Percentile);
    });
    connect(m_activationSymmetric, &QCheckBox::toggled, this, [this](bool on) {
        requestActivations(&Spec::symmetric, on, tr("Change the symmetry of the activations"));
    });
    connect(m_weightBits, &QSpinBox::valueChanged, this, [this](int bits) {
        requestWeights(&Spec::bits, bits, tr("Change the weight bits"), ChangeKind::WeightBits);
    });
    connect(m_weightCalibrator, &QComboBox::currentIndexChanged, this, [this](int index) {
        requestWeights(&Spec::calibrator, static_cast<quant::Calibrator>(index), tr("Change the weight calibrator"));
    });
    connect(m_weightSymmetric, &QCheckBox::toggled, this, [this](bool on) {
        requestWeights(&Spec::symmetric, on, tr("Change the symmetry of the weights"));
    });
    connect(m_perChannel, &QCheckBox::toggled, this, [this](bool on) {
        requestWeights(&Spec::granularity, on ? quant::Granularity::PerChannel : quant::Granularity::PerTensor,
                       tr("Change the granularity of the weights"));
    });
}

void ConfigBar::setConfig(const quant::Config& config)
{
    m_config = config;
    display(m_activationBits, &QSpinBox::setValue, config.activations.bits);
    display(m_activationCalibrator, &QComboBox::setCurrentIndex, static_cast<int>(config.activations.calibrator));
    display(m_percentile, &QDoubleSpinBox::setValue, config.activations.percentile);
    display(m_activationSymmetric, &QCheckBox::setChecked, config.activations.symmetric);
    display(m_weightBits, &QSpinBox::setValue, config.weights.bits);
    display(m_weightCalibrator, &QComboBox::setCurrentIndex, static_cast<int>(config.weights.calibrator));
    display(m_weightSymmetric, &QCheckBox::setChecked, config.weights.symmetric);
    display(m_perChannel, &QCheckBox::setChecked, config.weights.granularity == quant::Granularity::PerChannel);
    m_percentile->setVisible(config.activations.calibrator == quant::Calibrator::Percentile);
}

void ConfigBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ConfigBar::retranslate()
{
    const QStringList names{tr("max"), tr("percentile"), tr("entropy"), tr("MSE")};
    for (QComboBox* box : {m_activationCalibrator, m_weightCalibrator}) {
        const QSignalBlocker silent(box);
        for (int i = 0; i < names.size(); ++i)
            box->setItemText(i, names[i]);
        box->setItemData(0, tr("From the smallest to the largest value seen"), Qt::ToolTipRole);
        box->setItemData(1, tr("Clips the rarest values at both ends"), Qt::ToolTipRole);
        box->setItemData(2, tr("Least information lost (Kullback-Leibler divergence)"), Qt::ToolTipRole);
        box->setItemData(3, tr("Least mean square error"), Qt::ToolTipRole);
    }
    m_activationsLabel->setText(tr("Activations:"));
    m_weightsLabel->setText(tr("Weights:"));
    for (QSpinBox* box : {m_activationBits, m_weightBits})
        box->setSuffix(tr(" bit"));
    m_percentile->setSuffix(tr(" %"));
    m_activationSymmetric->setText(tr("symmetric"));
    m_weightSymmetric->setText(tr("symmetric"));
    m_perChannel->setText(tr("per channel"));
    m_activationBits->setToolTip(tr("Bits of the activations"));
    m_activationCalibrator->setToolTip(tr("How the range of the activations is chosen from what was seen"));
    m_percentile->setToolTip(tr("Share of the values that the range keeps"));
    m_activationSymmetric->setToolTip(tr("Activations symmetric around zero (signed codes, zero point 0)"));
    m_weightBits->setToolTip(tr("Bits of the weights"));
    m_weightCalibrator->setToolTip(tr("How the range of the weights is chosen"));
    m_weightSymmetric->setToolTip(tr("Weights symmetric around zero (signed codes, zero point 0)"));
    m_perChannel->setToolTip(tr("One scale per output channel instead of one per weight tensor"));
    for (QWidget* control : std::initializer_list<QWidget*>{m_activationBits, m_activationCalibrator, m_percentile,
                                                            m_activationSymmetric, m_weightBits, m_weightCalibrator,
                                                            m_weightSymmetric, m_perChannel})
        control->setAccessibleName(control->toolTip());
}

} // namespace qscope::app
