// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/config_command.h"
#include "core/quant/config.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace qscope::app {

/// The controls of what holds for all layers: bits, calibrator, symmetry, granularity of activations and weights.
/// It shows a config and asks for another one; it never changes by itself what it shows.
class ConfigBar : public QWidget {
    Q_OBJECT

public:
    explicit ConfigBar(QWidget* parent = nullptr);

    void setConfig(const quant::Config& config);

signals:
    void configRequested(const qscope::quant::Config& config, const QString& what, qscope::app::ChangeKind kind);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupActivations();
    void setupWeights();
    void connectControls();
    void retranslate();
    void request(const quant::Config& config, const QString& what, ChangeKind kind = ChangeKind::Single);
    void requestActivations(auto member, auto value, const QString& what, ChangeKind kind = ChangeKind::Single);
    void requestWeights(auto member, auto value, const QString& what, ChangeKind kind = ChangeKind::Single);

    quant::Config m_config;
    QLabel* m_activationsLabel = nullptr;
    QSpinBox* m_activationBits = nullptr;
    QComboBox* m_activationCalibrator = nullptr;
    QDoubleSpinBox* m_percentile = nullptr;
    QCheckBox* m_activationSymmetric = nullptr;
    QLabel* m_weightsLabel = nullptr;
    QSpinBox* m_weightBits = nullptr;
    QComboBox* m_weightCalibrator = nullptr;
    QCheckBox* m_weightSymmetric = nullptr;
    QCheckBox* m_perChannel = nullptr;
};

} // namespace qscope::app
