// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "views/models/range_summary.h"
#include "views/plots/theme.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

/// One glyph per tensor: a thin line from min to max, a thick one from p0.01 to p99.99, a box over the
/// quartiles, a dash at the median, and the range the config clips to as a band behind; what another tool chose as brackets. Keys are layer
/// numbers; a layer with several activation inputs has its glyphs side by side.
class RangeGlyphs final : public QCPAbstractPlottable {
    Q_OBJECT
public:
    RangeGlyphs(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setSummaries(std::vector<RangeSummary> summaries);
    const std::vector<RangeSummary>& summaries() const { return m_summaries; }
    void setScale(ValueScale scale) { m_scale = scale; }
    void setTheme(const Theme& theme) { m_theme = theme; }
    void setHighlights(LayerId selected, LayerId hovered);
    LayerId highlighted() const { return m_selected; }

    static double keyOf(const RangeSummary& summary);
    /// The glyph nearest to a key, or null when none is within half a layer.
    const RangeSummary* at(double key) const;

    double pixelOf(double value) const { return mValueAxis->coordToPixel(m_scale.toCoord(value)); } ///< along the value axis

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const final;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const final;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const final;

protected:
    void draw(QCPPainter* painter) final;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const final;

private:
    void drawGlyph(QCPPainter* painter, const RangeSummary& summary, double halfWidth) const;
    void drawImported(QCPPainter* painter, const RangeSummary& summary, double halfWidth) const;
    void drawHighlight(QCPPainter* painter, LayerId layer, const QColor& colour) const;
    double y(double value) const { return pixelOf(value); }

    std::vector<RangeSummary> m_summaries;
    ValueScale m_scale;
    Theme m_theme;
    LayerId m_selected, m_hovered;
};

} // namespace qscope::views
