// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/models/calibrator_choices.h"
#include "views/models/local_error.h"
#include "views/models/tensor_choice.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QCPGraph;
class QLabel;

namespace qscope::views {

class ClipDrag;
class QuantizationGrid;
class RangeMarks;

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
    const RangeMarks& marks() const { return *m_marks; }
    const QCPGraph& counts() const { return *m_counts; }
    size_t mergedBins() const { return m_merged; }
    QString summaryText() const;

public slots:
    void setLogarithmic(bool on); ///< counts
    void setCalibratorsShown(bool on);

signals:
    /// A clip line was dragged: the activations or the weights of the layer are to be quantized within this range.
    void rangeRequested(qscope::LayerId layer, bool weights, const qscope::quant::Range& range);

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
    void showMarks();
    void askCalibrators();
    const quant::QuantizerSpec* spec() const;
    void dragTo(const quant::Range& range);
    void endDrag(bool apply);
    QString markTip(const QPoint& position) const;
    void showText();
    static QString kindText(const quant::QuantParams& q);
    QString quantizerText() const;
    QString errorText() const;
    QString barTip(const QPoint& position) const;
    const TensorChoice* choice() const;

    QLabel* m_heading;
    QComboBox* m_choice;
    QCheckBox* m_logarithmic;
    QCheckBox* m_showCalibrators;
    QLabel* m_text;
    Plot* m_plot;
    QCPGraph* m_counts = nullptr;
    QuantizationGrid* m_grid = nullptr;
    RangeMarks* m_marks = nullptr;
    ClipDrag* m_drag = nullptr;
    std::vector<TensorChoice> m_choices;
    std::optional<stats::Histogram> m_histogram;
    std::optional<quant::QuantParams> m_quantizer;
    std::optional<quant::Range> m_dragged; ///< the range a person is dragging to
    /// What the calibrators chose, and for what, so that it is not asked again.
    std::vector<CalibratorChoice> m_calibrators;
    std::shared_ptr<const analysis::CalibrationResult> m_calibratedFrom;
    quant::QuantizerSpec m_calibratedSpec;
    ValueId m_calibratedValue;
    size_t m_merged = 1;                 ///< neighbouring bins that one step of the graph counts together
    std::weak_ptr<Buffer> m_weightShown; ///< memory of the weight that m_histogram counts
};

} // namespace qscope::views
