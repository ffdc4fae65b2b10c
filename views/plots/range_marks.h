// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <optional>
#include <vector>

#include "views/plots/theme.h"

namespace qscope::views {

/// Brackets over the key axis, one below the other at the top of the plot: from where to where each of several ranges
/// goes, with its name.
class RangeMarks final : public QCPAbstractPlottable {
    Q_OBJECT
public:
    struct Mark {
        QString name;
        double lo = 0;
        double hi = 0;
        bool current = false; ///< drawn thick
        bool foreign = false; ///< of another tool: in another colour
    };

    RangeMarks(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setMarks(std::vector<Mark> marks) { m_marks = std::move(marks); }
    const std::vector<Mark>& marks() const { return m_marks; }
    void setTheme(const Theme& theme) { m_theme = theme; }
    double rowHeight() const; ///< pixels; less where the plot is low
    double height() const { return static_cast<double>(m_marks.size()) * rowHeight(); } ///< pixels of all
    /// Index of the mark whose row is at a position in pixels; none: another place.
    std::optional<size_t> at(const QPointF& position) const;

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const final;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const final;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const final;

protected:
    void draw(QCPPainter* painter) final;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const final;

private:
    std::vector<Mark> m_marks;
    Theme m_theme;
};

} // namespace qscope::views
