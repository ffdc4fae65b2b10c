// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/models/softmax_summary.h"
#include "views/panels/panel.h"

class QComboBox;
class QCPBars;
class QCPItemStraightLine;
class QCPItemText;
class QLabel;
class QSpinBox;
class QTabWidget;

namespace qscope::views {

class AttentionView;

/// What does softmax produce, and how much of it falls below one step of the quantizer? With the same of what
/// stands beside (Snapshot::beside), where there is something.
class SoftmaxPanel final : public Panel {
    Q_OBJECT
public:
    explicit SoftmaxPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final; ///< that of the attention once it shows something
    ValueId value() const;            ///< the tensor shown; invalid: none
    /// smallestStep of the quantizer of the consuming layer; 0: floating point or no quantizer.
    double step() const { return m_step; }
    QString summaryText() const;
    QString errorsText() const;
    QString sidesText() const; ///< the two quantizers, in HTML; empty: nothing to compare with
    AttentionView& attention() const { return *m_attention; }

public slots:
    void setErrorBits(int bits); ///< 2 to 8 for the errors of the three kinds; 0: those of the config
    void showAttention(bool on); ///< instead of the entropy of the heads
    void showCodes();

signals:
    void tensorRequested(qscope::ValueId value, qint64 sample);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;

private:
    void setupLayout();
    void setupPlots();
    void showErrors();
    void fillChoice();
    int selectedRow() const; ///< of the shared selection; -1: no softmax meant
    void selectRow(int row);
    void showCurrent();
    void showDistribution(const stats::SoftmaxStats& stats);
    void showSteps(double tallest);
    void showEntropy(const stats::SoftmaxStats& stats);
    void showText(const stats::SoftmaxStats& stats);
    bool hasOtherShares() const;
    void showOutline(double& tallest);
    void showSides();
    void showCodeBars();

    /// The tensor under one of the two configs that are compared.
    struct Side {
        const stats::TensorStats* stats = nullptr;     ///< null: there is none
        const quant::QuantParams* quantizer = nullptr; ///< null: floating point
        std::optional<SoftmaxUse> use;
    };
    static Side sideOf(const Snapshot& snapshot, ValueId value);
    QString belowText(const stats::SoftmaxStats& stats) const;
    QString rowOf(const QString& name, const Side& side) const;
    const SoftmaxTensor* current() const;

    std::vector<SoftmaxTensor> m_tensors;
    Side m_here, m_there;
    int m_bits = 0;
    double m_step = 0;
    QComboBox* m_choice;
    QSpinBox* m_errorBits;
    QLabel* m_text;
    QLabel* m_sides;
    QLabel* m_errors;
    QWidget* m_errorRow;
    QTabWidget* m_tabs;
    Plot* m_distribution;
    Plot* m_entropy;
    Plot* m_codes;
    AttentionView* m_attention;
    QCPBars* m_above = nullptr;    ///< at least one step
    QCPBars* m_below = nullptr;    ///< below one step
    QCPGraph* m_outline = nullptr; ///< of what stands beside
    QCPBars* m_heads = nullptr;
    QCPBars *m_codesHere = nullptr, *m_codesThere = nullptr;
    struct StepMark {
        QCPItemStraightLine* line = nullptr;
        QCPItemText* label = nullptr;
    } m_stepHere, m_stepThere;
    QCPItemStraightLine* m_maxLine = nullptr;
    QCPItemText* m_maxLabel = nullptr;
};

} // namespace qscope::views
