// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/models/range_summary.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace qscope::views {

class RangeGlyphs;

/// How wide are the activations of every layer, and what does the config clip?
class RangesPanel final : public Panel {
    Q_OBJECT
public:
    explicit RangesPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_plot}; }
    const RangeGlyphs& glyphs() const { return *m_glyphs; }

public slots:
    void setLogarithmic(bool on);
    void setSource(qscope::views::RangeSource source);

signals:
    /// Layers of which something lies inside the rectangle that was drawn with Ctrl; none: nothing does.
    void brushed(const std::vector<qscope::LayerId>& layers);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void showHover() final;
    void retranslate() final;

private:
    void setupPlot();
    void brush(const QRect& rect);
    void choose(const RangeSummary& summary, int y);
    void applyScale();
    void describe();
    QString toolTipFor(const RangeSummary& summary) const;

    QComboBox* m_source;
    QCheckBox* m_logarithmic;
    QLabel* m_legend;
    Plot* m_plot;
    RangeGlyphs* m_glyphs;
};

} // namespace qscope::views
