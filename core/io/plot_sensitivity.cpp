// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/plot_sensitivity.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/depth_axis.h"
#include "core/io/plot_text.h"
#include "core/io/svg_axis.h"

namespace qscope::io {
namespace {

using analysis::LayerSensitivity;
using analysis::SensitivityMode;

/// SQNRs that are numbers, ascending.
std::vector<double> finiteSqnrs(const analysis::SensitivityResult& result)
{
    std::vector<double> values;
    for (const LayerSensitivity& figure : result.layers)
        if (std::isfinite(figure.sqnrDb))
            values.push_back(figure.sqnrDb);
    std::sort(values.begin(), values.end());
    return values;
}

std::string tipOf(const Layer& layer, const LayerSensitivity& figure)
{
    std::string tip = "#" + std::to_string(figure.layer.value) + " " + layer.name + " | ";
    tip += std::isinf(figure.sqnrDb) ? say("Files", "nothing changes")
                                     : filled(say("Files", "SQNR %1 dB"), compactNumber(figure.sqnrDb));
    tip += ", " + filled(say("Files", "same top class %1"), percentText(figure.agreement));
    if (figure.accuracy)
        tip += ", " + filled(say("Files", "accuracy %1"), percentText(*figure.accuracy));
    return tip;
}

void drawLegend(SvgCanvas& canvas, double x, double y, bool only)
{
    canvas.rect(x, y - 5, 10, 10, "bad");
    canvas.text(x + 16, y + 4,
                only ? say("Files", "hurts more than the median layer")
                     : say("Files", "recovers more than the median layer"),
                "left");
    canvas.rect(x + 230, y - 5, 10, 10, "good");
    canvas.text(x + 246, y + 4, only ? say("Files", "hurts less") : say("Files", "recovers less"), "left");
}

} // namespace

std::optional<Plot> sensitivityPlot(const ReportInput& input, const analysis::SensitivityResult& result)
{
    const std::vector<double> sqnrs = finiteSqnrs(result);
    if (sqnrs.empty())
        return std::nullopt;
    const bool only = result.mode != SensitivityMode::AllButThis;
    const std::string title = only ? say("Files", "Sensitivity: only this layer quantized")
                                   : say("Files", "Sensitivity: all but this layer quantized");
    const double median = sqnrs[sqnrs.size() / 2];
    const double pad = std::max(0.05 * (sqnrs.back() - sqnrs.front()), 0.5);
    const DepthAxis axis(input.layers, 64);
    const Frame frame{64, 50, axis.width(), 240};
    SvgCanvas canvas(axis.totalWidth(), frame.bottom() + axis.heightBelow(), title);
    canvas.text(frame.left, 16, title, "heading left");
    drawLegend(canvas, frame.left, 34, only);
    Scale y = Scale::linear(sqnrs.front() - pad, sqnrs.back() + pad);
    y.onto(frame.bottom(), frame.top);
    frame.drawYAxis(canvas, y, say("Files", "output SQNR (dB)"), 28);
    axis.draw(canvas, frame);
    for (const LayerSensitivity& figure : result.layers) {
        const size_t i = figure.layer.index();
        canvas.beginGroup(tipOf(input.layers[i], figure), figure.layer.value);
        if (std::isfinite(figure.sqnrDb)) {
            const bool bad = only ? figure.sqnrDb < median : figure.sqnrDb > median;
            const double top = y(std::max(figure.sqnrDb.value, median));
            const double height = std::max(y(std::min(figure.sqnrDb.value, median)) - top, 1.0);
            canvas.rect(axis.left(i) + axis.slot() * 0.15, top, axis.slot() * 0.7, height,
                        bad ? "bad" : "good");
        }
        canvas.rect(axis.left(i), frame.top, axis.slot(), frame.height, "hit");
        canvas.endGroup();
    }
    canvas.line(frame.left, y(median), frame.right(), y(median), "zero");
    frame.drawBorder(canvas);
    return Plot{only ? "sensitivity-only" : "sensitivity-except", title, canvas.finish()};
}

} // namespace qscope::io
