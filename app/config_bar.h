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
class QVBoxLayout;

namespace qscope::app {

/// The controls of what holds for all layers: bits, kind, calibrator with its parameter, symmetry and granularity of
/// activations and weights. Sign, narrow range and rounding are for config files.
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
    /// What both sides have.
    struct Side {
        quant::QuantizerSpec quant::Config::*spec;
        QLabel* label = nullptr;
        QSpinBox* bits = nullptr;
        QComboBox* kind = nullptr;
        QComboBox* calibrator = nullptr;
        QDoubleSpinBox* percentile = nullptr;
        QDoubleSpinBox* averaging = nullptr;
        QComboBox* grid = nullptr;
        QDoubleSpinBox* lo = nullptr;
        QDoubleSpinBox* hi = nullptr;
        QCheckBox* symmetric = nullptr;
        QComboBox* granularity = nullptr;
        QSpinBox* blockSize = nullptr;
    };

    void setupSide(Side& side, const char* stem);
    void setupNumbers(Side& side);
    void connectSide(const Side& side, ChangeKind bitsKind);
    void connectNumbers(const Side& side);
    void display(const Side& side);
    void retranslate();
    void retranslateSide(const Side& side);
    void request(const Side& side, const quant::QuantizerSpec& spec, const QString& what,
                 ChangeKind kind = ChangeKind::Single);
    /// With one field of what is shown now changed.
    void requestField(const Side& side, auto member, auto value, const QString& what, ChangeKind kind = ChangeKind::Single);

    quant::Config m_config;
    QVBoxLayout* m_rows = nullptr;
    Side m_activations{&quant::Config::activations};
    Side m_weights{&quant::Config::weights};
};

} // namespace qscope::app
