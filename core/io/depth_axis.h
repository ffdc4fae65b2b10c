// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/layers.h"
#include "core/io/svg_axis.h"

namespace qscope::io {

/// The x axis all "over depth" figures share: one slot per layer, by index; names below when there are few
/// layers. The figure grows with the number of layers so that every layer can be pointed at.
class DepthAxis {
public:
    /// `leftMargin`: pixels before the first slot.
    DepthAxis(const std::vector<Layer>& layers, double leftMargin);

    double slot() const { return m_slot; }
    double left(size_t layer) const { return m_leftMargin + m_slot * static_cast<double>(layer); }
    double centre(size_t layer) const { return left(layer) + m_slot / 2; }
    double width() const { return m_slot * static_cast<double>(m_layers.size()); }
    double totalWidth() const;
    /// Pixels needed below the plotting area.
    double heightBelow() const { return named() ? 146 : 44; }
    void draw(SvgCanvas& canvas, const Frame& frame) const;

private:
    bool named() const { return m_slot >= 15; }

    const std::vector<Layer>& m_layers;
    double m_leftMargin;
    double m_slot;
};

} // namespace qscope::io
