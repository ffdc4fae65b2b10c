// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/models/calibrator_choices.h"
#include "views/models/tensor_choice.h"
#include "views/panels/panel.h"
#include "views/plots/histogram_curve.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace qscope::views {

class ClipDrag;
class QuantizationGrid;
class RangeMarks;

/// How is one tensor distributed, and what does its quantizer do to it, now and under a config of the history?
class HistogramPanel final : public Panel {
    Q_OBJECT
public:
    explicit HistogramPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_plot}; }
    /// The histogram shown; null: nothing chosen or no statistics.
    const stats::Histogram* histogram() const { return m_curve->histogram() ? &*m_curve->histogram() : nullptr; }
    /// The quantizer shown; none: floating point, an output, or not known yet.
    const std::optional<quant::QuantParams>& quantizer() const { return m_quantizer; }
    const QuantizationGrid& grid() const { return *m_grid; }
    const QuantizationGrid& comparedGrid() const { return *m_comparedGrid; }
    const RangeMarks& marks() const { return *m_marks; }
    const HistogramCurve& curve() const { return *m_curve; }
    const QCPGraph& counts() const { return m_curve->counts(); }
    size_t mergedBins() const { return m_curve->mergedBins(); }
    QString summaryText() const;

public slots:
    void setLogarithmic(bool on); ///< counts
    void setCalibratorsShown(bool on);
    void setQuantizedShown(bool on); ///< the elements as the quantizer leaves them

signals:
    void compareRequested(qint64 entry); ///< of the history; 0: none any more
    /// A clip line was dragged: the activations or the weights of the layer are to be quantized within this range.
    void rangeRequested(qscope::LayerId layer, bool weights, const qscope::quant::Range& range);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showHeading();
    void setupLayout();
    void setupPlot();
    void connectBoxes();
    void fillChoices();
    void fillComparisons();
    void loadChoice();
    std::optional<stats::Histogram> weightHistogram();
    /// Of the tensor chosen, out of one quantizer per layer; none: floating point, or not known.
    std::optional<quant::QuantParams> quantizerIn(const std::vector<analysis::LayerQuantizers>& quantizers) const;
    void showCurve();
    void showGrid();
    void showLevels();
    void showMarks();
    const quant::QuantizerSpec* spec() const;
    void dragTo(const quant::Range& range);
    void endDrag(bool apply);
    QString markTip(const QPoint& position) const;
    void showText();
    void traceExtreme(const QString& link);
    const TensorChoice* choice() const;

    QLabel* m_heading;
    QComboBox* m_choice;
    QCheckBox* m_logarithmic;
    QCheckBox* m_showCalibrators;
    QCheckBox* m_showQuantized;
    QComboBox* m_compare;
    QLabel* m_extremes;
    QLabel* m_text;
    Plot* m_plot;
    std::unique_ptr<HistogramCurve> m_curve;
    QuantizationGrid* m_grid = nullptr;
    QuantizationGrid* m_comparedGrid = nullptr;
    RangeMarks* m_marks = nullptr;
    ClipDrag* m_drag = nullptr;
    std::vector<TensorChoice> m_choices;
    std::optional<quant::QuantParams> m_quantizer, m_comparedQuantizer;
    std::optional<quant::Range> m_dragged; ///< the range a person is dragging to
    RememberedChoices m_calibrators;
    std::weak_ptr<Buffer> m_weightShown; ///< memory of the weight whose histogram is shown
};

} // namespace qscope::views
