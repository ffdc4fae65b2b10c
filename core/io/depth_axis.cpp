// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/depth_axis.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/plot_text.h"

namespace qscope::io {
namespace {

constexpr double PlotWidth = 940;
constexpr double NarrowestSlot = 6;
constexpr double WidestSlot = 64;

} // namespace

DepthAxis::DepthAxis(const std::vector<Layer>& layers, double leftMargin)
    : m_layers(layers), m_leftMargin(leftMargin),
      m_slot(std::clamp(std::floor(PlotWidth / static_cast<double>(std::max<size_t>(layers.size(), 1))),
                        NarrowestSlot, WidestSlot))
{
}

double DepthAxis::totalWidth() const
{
    constexpr double WidestLegend = 620;
    return m_leftMargin + std::max(width(), WidestLegend) + 24;
}

void DepthAxis::draw(SvgCanvas& canvas, const Frame& frame) const
{
    const auto every = static_cast<size_t>(std::max(1.0, std::ceil(28 / m_slot)));
    const size_t step = every <= 2 ? every : every <= 5 ? 5 : 10;
    for (size_t i = 0; i < m_layers.size(); i += step)
        canvas.text(centre(i), frame.bottom() + 14, std::to_string(i), "middle");
    if (!named()) {
        canvas.text(frame.left + frame.width / 2, frame.bottom() + 32,
                    say("Files", "layer (index in execution order)"), "middle muted");
        return;
    }
    for (size_t i = 0; i < m_layers.size(); ++i)
        canvas.text(centre(i) + 4, frame.bottom() + 26, middleTruncated(m_layers[i].name, 20), "right muted",
                    -50);
    canvas.text(frame.left + frame.width / 2, frame.bottom() + 138,
                say("Files", "layer (index in execution order, name)"), "middle muted");
}

} // namespace qscope::io
