// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/models/local_error.h"
#include "views/models/tensor_choice.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QCPGraph;
class QLabel;

namespace qscope::views {

class QuantizationGrid;

/// How is one tensor distributed, and what does its quantizer do to it?
class HistogramPanel final : public Panel {
    Q_OBJECT
public:
    explicit HistogramPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_plot}; }
    /// The histogram shown; null: nothing chosen or no statistics.
    const stats::Histogram* histogram() const { return m_histogram ? &*m_histogram : nullptr; }
    /// The quantizer shown; none: floating point, an output, or not known yet.
    const std::optional<quant::QuantParams>& quantizer() const { return m_quantizer; }
    const QuantizationGrid& grid() const { return *m_grid; }
    const QCPGraph& counts() const { return *m_counts; }
    size_t mergedBins() const { return m_merged; }
    QString summaryText() const;

public slots:
    void setLogarithmic(bool on); ///< counts

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;

private:
    void setupPlot();
    void fillChoices();
    void loadChoice();
    void loadActivation(const TensorChoice& choice);
    void loadWeight();
    void showCounts();
    void mergeBins(); ///< as far as the screen asks for
    void fillGraph();
    void showGrid();
    void showText();
    static QString kindText(const quant::QuantParams& q);
    QString quantizerText() const;
    QString errorText() const;
    QString barTip(const QPoint& position) const;
    const TensorChoice* choice() const;

    QLabel* m_heading;
    QComboBox* m_choice;
    QCheckBox* m_logarithmic;
    QLabel* m_text;
    Plot* m_plot;
    QCPGraph* m_counts = nullptr;
    QuantizationGrid* m_grid = nullptr;
    std::vector<TensorChoice> m_choices;
    std::optional<stats::Histogram> m_histogram;
    std::optional<quant::QuantParams> m_quantizer;
    size_t m_merged = 1;                 ///< neighbouring bins that one step of the graph counts together
    std::weak_ptr<Buffer> m_weightShown; ///< memory of the weight that m_histogram counts
};

} // namespace qscope::views
