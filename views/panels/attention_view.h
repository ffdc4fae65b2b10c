// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/models/attention_map.h"
#include "views/plots/plot.h"

class QLabel;
class QSpinBox;

namespace qscope::views {

/// What one head of a softmax looks at in one sample, as a heat map.
class AttentionView final : public QWidget {
    Q_OBJECT
public:
    explicit AttentionView(QWidget* parent = nullptr);

    Plot* plot() const { return m_plot; }
    const QCPColorMap& map() const { return *m_map; }
    QSpinBox& sampleBox() const { return *m_sample; }
    QSpinBox& headBox() const { return *m_head; }

    /// Which tensor is looked at and how many samples there are; invalid, 0: none.
    void setTensor(ValueId value, int64_t samples);
    /// The answer to requested. One to an older question is dropped.
    void showTensor(const TensorShown& shown);
    void retranslate();

signals:
    void requested(qscope::ValueId value, qint64 sample);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void drawHead();
    QString tipAt(const QPoint& position) const;

    QSpinBox* m_sample;
    QSpinBox* m_head;
    QLabel* m_sampleLabel;
    QLabel* m_headLabel;
    Plot* m_plot;
    QCPColorMap* m_map;
    QCPColorScale* m_scale;
    ValueId m_value;
    TensorShown m_shown;
};

} // namespace qscope::views
