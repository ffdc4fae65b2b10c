// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/analysis/sample_set.h"
#include "core/quant/quantizer.h"
#include "core/stats/tensor_stats.h"
#include "views/plots/plot.h"

namespace qscope::views {

/// The range of one tensor in every sample, or in every group of neighbours where there are many; its two
/// extremes; what the quantizer covers; and how far the samples that were left out had reached.
class SampleTrace final : public Plot {
    Q_OBJECT
public:
    /// What is shown; the pointers need not stay.
    struct Shown {
        const stats::TensorStats* stats = nullptr;  ///< null: nothing
        const stats::TensorStats* before = nullptr; ///< with no sample left out; null: not known
        analysis::SampleSet leftOut;
        int64_t samples = 0;              ///< there are in the data
        std::optional<quant::Range> clip; ///< none: no lines
    };

    explicit SampleTrace(QWidget* parent = nullptr);

    void showTrace(const Shown& shown);
    void mark(const analysis::SampleRange& samples); ///< empty: none
    /// The sample, or group of samples, drawn at a position; none: nothing is.
    std::optional<analysis::SampleRange> samplesAt(const QPoint& position) const;

    const QCPGraph& smallest() const { return *m_smallest; }
    const QCPGraph& largest() const { return *m_largest; }
    const QCPGraph& leftOut() const { return *m_leftOut; }

private:
    void showGroups(const Shown& shown);
    void showExtremes(const Shown& shown);
    void showLeftOut(const Shown& shown);
    void recolour(const Theme& theme);
    QString tipAt(const QPoint& position) const;

    stats::RangeTrace m_trace;
    analysis::SampleSet m_outSamples;
    int64_t m_samples = 0;
    QCPGraph* m_smallest;
    QCPGraph* m_largest;
    QCPGraph* m_leftOut;
    QCPGraph* m_extremes;
    QCPItemRect* m_mark;
    QCPItemStraightLine* m_clip[2];
};

} // namespace qscope::views
