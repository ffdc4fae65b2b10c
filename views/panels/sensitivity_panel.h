// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/results.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qscope::views {

class SensitivityBars;

/// Which layers hurt the output when they are quantized?
class SensitivityPanel final : public Panel {
    Q_OBJECT
public:
    enum class Order { Execution, Worst };

    explicit SensitivityPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final; ///< that of the mode; side by side those of the two others too
    analysis::SensitivityMode mode() const;
    /// Layers from left to right.
    const std::vector<LayerId>& order() const { return m_order; }
    QString noteText() const;

public slots:
    void setMode(qscope::analysis::SensitivityMode mode);
    void setOrder(qscope::views::SensitivityPanel::Order order);
    /// Only this layer, all but this one, and the error along the depth, below each other in the order of the
    /// mode.
    void setSideBySide(bool on);
    void setMeasurable(bool on); ///< off while something runs

signals:
    void measureRequested(qscope::analysis::SensitivityMode mode);
    /// Of what stands beside.
    void besideRequested(const std::vector<qscope::analysis::SensitivityMode>& modes);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void showHover() final;
    void retranslate() final;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupLayout();
    void setupPlot(SensitivityBars& plot);
    bool worstFirst() const;
    bool sideBySide() const;
    /// What the plots show, from top to bottom.
    std::vector<analysis::SensitivityMode> shownModes() const;
    void sortLayers();
    QString captionOf(analysis::SensitivityMode mode) const;
    QStringList agreementText() const;
    QString numbered(size_t place, analysis::SensitivityMode mode) const;
    int axisHeight() const;
    void shareHeight();
    void showNote();
    void enableMeasure();
    void measure();
    /// Those of the modes shown that are not known of what stands beside.
    std::vector<analysis::SensitivityMode> missingBeside() const;
    void measureBeside() { emit besideRequested(missingBeside()); }
    QString besideText() const;
    QString toolTipFor(LayerId layer, analysis::SensitivityMode mode) const;

    QComboBox* m_mode;
    QCheckBox* m_worstFirst;
    QCheckBox* m_sideBySide;
    QPushButton* m_measure;
    QPushButton* m_measureBeside;
    QLabel* m_note;
    QVBoxLayout* m_layout;
    std::vector<SensitivityBars*> m_plots; ///< the first is always shown
    std::vector<LayerId> m_order;
    bool m_measurable = true;
};

} // namespace qscope::views
