// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/results.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QCPBars;
class QCPErrorBars;
class QCPGraph;
class QCPItemRect;
class QLabel;
class QPushButton;

namespace qscope::views {

struct Theme;

/// Which layers hurt the output when they are quantized?
class SensitivityPanel final : public Panel {
    Q_OBJECT
public:
    enum class Order { Execution, Worst };

    explicit SensitivityPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_plot}; }
    analysis::SensitivityMode mode() const;
    /// Layers from left to right.
    const std::vector<LayerId>& order() const { return m_order; }

public slots:
    void setMode(qscope::analysis::SensitivityMode mode);
    void setOrder(qscope::views::SensitivityPanel::Order order);
    void setMeasurable(bool on); ///< off while something runs

signals:
    void measureRequested(qscope::analysis::SensitivityMode mode);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void showHover() final;
    void retranslate() final;

private:
    void setupLayout();
    bool worstFirst() const;
    void setupPlot();
    void sortLayers();
    void showBars();
    void showIntervals();
    QString captionOf(analysis::SensitivityMode mode) const;
    bool lowHurts() const { return mode() != analysis::SensitivityMode::AllButThis; }
    void recolour(const Theme& theme);
    void setRanges(double lowest, double highest);
    void showNote();
    void enableMeasure();
    void placeMark(QCPItemRect& mark, LayerId layer);
    LayerId layerAt(const QPoint& position) const;
    QString toolTipFor(LayerId layer) const;

    QComboBox* m_mode;
    QCheckBox* m_worstFirst;
    QPushButton* m_measure;
    QLabel* m_note;
    Plot* m_plot;
    QCPBars* m_quantized = nullptr;
    QCPBars* m_float = nullptr; ///< layers that the config leaves in floating point
    QCPErrorBars* m_intervals = nullptr;
    QCPGraph* m_heights = nullptr; ///< where the intervals hang: it draws nothing itself
    QCPGraph* m_local = nullptr;   ///< errors along the depth: of each layer by itself
    QCPItemRect* m_selected = nullptr;
    QCPItemRect* m_hovered = nullptr;
    std::vector<LayerId> m_order;
    std::vector<int> m_position; ///< by layer: place in m_order
    double m_base = 0;           ///< dB where the bars stand
    double m_top = 0;            ///< dB up to which infinite ones are drawn
    bool m_measurable = true;
};

} // namespace qscope::views
