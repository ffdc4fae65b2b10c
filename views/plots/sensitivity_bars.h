// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/models/snapshot.h"
#include "views/plots/plot.h"

namespace qscope::views {

/// What quantizing each layer does to the output, in one mode: bars with their 95 % intervals, on a base that
/// means "harmless", so that the tall ones hurt in every mode. Where the same was measured of what stands
/// beside (Snapshot::beside), each layer has a pair of bars; the pale one is that of the other, what was
/// there first is on the left.
class SensitivityBars final : public Plot {
    Q_OBJECT
public:
    explicit SensitivityBars(QWidget* parent = nullptr);
    /// What the axis calls the first place, from the next showMode on: 0 for layers, 1 for ranks.
    void setFirstPlace(int number) { m_firstPlace = number; }

    /// `order`: layers from left to right.
    void showMode(const SnapshotPtr& snapshot, analysis::SensitivityMode mode,
                  const std::vector<LayerId>& order, const QString& xTitle);
    /// For several plots below each other: what this one shows, written into it; short titles; the layers
    /// only where the plot has an xTitle. Empty: the plot stands alone. Call it after showMode.
    void setCompact(const QString& caption);
    void setHighlights(LayerId selected, LayerId hovered);
    LayerId layerAt(const QPoint& position) const; ///< invalid: none
    bool hasFloatBars() const { return !m_float->data()->isEmpty(); }
    bool hasPairs() const { return !m_beside.bars->data()->isEmpty(); }

private:
    bool lowHurts() const { return m_mode != analysis::SensitivityMode::AllButThis; }
    /// Bars of one side: their 95 % intervals, and where those hang.
    struct Side {
        QCPBars* bars = nullptr;
        QCPErrorBars* intervals = nullptr;
        QCPGraph* heights = nullptr; ///< draws nothing itself
    };
    struct Heights {
        QVector<double> keys, values;
    };

    void addIntervals(Side& side);
    const Snapshot* beside() const; ///< null: nothing was measured to compare with
    double placeOf(size_t i, bool isBeside) const;
    const analysis::LayerSensitivity* figures(size_t i, bool isBeside) const; ///< null: nothing to draw
    void showBars();
    void showIntervals(const Side& side, bool isBeside);
    void showLocal();
    void setRanges(double lowest, double highest);
    void recolour(const Theme& theme);
    void adaptToPitch();
    void placeMark(QCPItemRect& mark, LayerId layer);

    SnapshotPtr m_snapshot;
    int m_firstPlace = 0;
    analysis::SensitivityMode m_mode = analysis::SensitivityMode::OnlyThisLayer;
    QString m_xTitle;
    std::vector<LayerId> m_order;
    std::vector<LayerId> m_there; ///< by place: the layer of what stands beside; invalid: none
    std::vector<int> m_position;  ///< by layer: place in m_order; -1: none
    Side m_now, m_beside;
    QCPBars* m_float = nullptr;  ///< layers that the config leaves in floating point
    QCPGraph* m_local = nullptr; ///< errors along the depth: of each layer by itself
    QCPItemRect* m_selected = nullptr;
    QCPItemRect* m_hovered = nullptr;
    QCPItemText* m_caption = nullptr;
    double m_base = 0; ///< dB where the bars stand
    double m_top = 0;  ///< dB up to which infinite ones are drawn
};

} // namespace qscope::views
