// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "core/stats/histogram.h"
#include "views/models/quantized_levels.h"
#include "views/plots/plot.h"

namespace qscope::views {

/// A histogram in a plot: bins merged as far as the screen asks for, counts linear or logarithmic, and the
/// same elements as up to two quantizers leave them, as lines over it.
class HistogramCurve {
public:
    enum Quantized { Now, Compared };

    explicit HistogramCurve(Plot& plot); ///< `plot` must outlive it

    void setHistogram(std::optional<stats::Histogram> histogram) { m_histogram = std::move(histogram); }
    const std::optional<stats::Histogram>& histogram() const { return m_histogram; }
    void setLevels(Quantized which, QuantizedLevels levels) { m_levels[which] = std::move(levels); }
    void setLogarithmic(bool on) { m_logarithmic = on; }
    void setRoomAbove(double pixels) { m_roomAbove = pixels; } ///< for what stands above the bars
    void recolour(const Theme& theme);

    /// Draws everything anew and shows it all, and `also` with it.
    void show(const std::optional<QCPRange>& also);
    void mergeBins(); ///< as far as the screen asks for now
    void fitHeight(); ///< once the plot has another one

    size_t mergedBins() const { return m_merged; } ///< neighbouring bins that one step counts together
    const QCPGraph& counts() const { return *m_counts; }
    const QCPGraph& quantized(Quantized which) const { return *m_quantized[which]; }
    QString tip(const QPoint& position) const;

private:
    void fill();
    double fillCounts(); ///< returns the tallest
    double fillQuantized(Quantized which, double width);

    Plot& m_plot;
    QCPGraph* m_counts;
    std::array<QCPGraph*, 2> m_quantized;
    std::optional<stats::Histogram> m_histogram;
    std::array<QuantizedLevels, 2> m_levels;
    bool m_logarithmic = false;
    double m_roomAbove = 0; ///< pixels
    double m_tallest = 0;   ///< on the axis of counts
    size_t m_merged = 1;
};

} // namespace qscope::views
