// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "core/quant/quantizer.h"
#include "views/plots/theme.h"

namespace qscope::views {

/// The values a quantizer can represent, drawn over the key axis behind a histogram: one line per code while
/// they are apart on screen, a shaded band otherwise; and the two ends, beyond which values are clipped.
class QuantizationGrid final : public QCPAbstractPlottable {
    Q_OBJECT
public:
    struct Lines {
        double lo = 0;
        double hi = 0;
        double step = 0;
    };

    QuantizationGrid(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setLines(std::optional<Lines> lines) { m_lines = lines; }
    const std::optional<Lines>& lines() const { return m_lines; }
    void setTheme(const Theme& theme) { m_theme = theme; }
    /// Of another config: in the second colour, its codes in the lower half alone, its ends dashed.
    void setCompared(bool on) { m_compared = on; }
    /// True when the codes are far enough apart to be drawn one by one.
    bool showsCodes() const;

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const final;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const final;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const final;

protected:
    void draw(QCPPainter* painter) final;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const final;

private:
    void drawCodes(QCPPainter* painter, const QRectF& area) const;
    QColor colour() const { return m_compared ? m_theme.second : m_theme.quantizer; }

    std::optional<Lines> m_lines;
    Theme m_theme;
    bool m_compared = false;
};

} // namespace qscope::views
