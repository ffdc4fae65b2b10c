// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/panels/panel.h"

class QLabel;

namespace qscope::views {

/// What does the config cost? A line that is always right: a figure that is being computed is "…". Where
/// there is no room for all figures beside each other they stand in two lines, so that all are seen and none
/// makes the window wide.
class MetricStrip final : public Panel {
    Q_OBJECT
public:
    explicit MetricStrip(QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    /// Texts of the cells as shown: float accuracy, all quantized, now, SQNR, agreement, size, bit
    /// operations, latency, and a figure of one's own when there is one.
    QStringList texts() const;
    int lines() const { return m_lines; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void refresh(const SnapshotPtr& before) final;
    void retranslate() final;

private:
    enum Cell { FloatCell, AllQuantizedCell, NowCell, SqnrCell, AgreementCell, SizeCell, OperationsCell, LatencyCell, UserCell, CellCount };
    struct Labels {
        QWidget* both;
        QLabel* caption;
        QLabel* figure;
    };
    void set(Cell cell, const QString& figure, const QString& toolTip);
    void showAllQuantized();
    void showNow();
    void showPrices();
    void showLatency();
    void showUser();
    QSize cellSize() const;
    void arrange();

    Labels m_cells[CellCount]{};
    int m_lines = 1;
};

} // namespace qscope::views
