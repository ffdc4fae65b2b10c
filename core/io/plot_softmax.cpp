// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/plot_softmax.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/plot_text.h"
#include "core/io/svg_axis.h"

namespace qscope::io {
namespace {

constexpr double SoftmaxWidth = 345;
constexpr double SoftmaxHeight = 180;
constexpr double EightBitStep = 1.0 / 255;

double edge(size_t bin) { return std::exp2(-static_cast<double>(bin) / 4); }

/// Bins needed to show every softmax of the figure, at least down to 2^-12.
size_t binsShown(const std::vector<const stats::TensorStats*>& all)
{
    size_t bins = 48;
    for (const stats::TensorStats* stats : all) {
        const auto& counts = stats->softmax->log2Counts;
        size_t used = counts.size();
        while (used > 0 && counts[used - 1] == 0)
            --used;
        bins = std::max(bins, used);
    }
    return bins;
}

uint64_t totalOf(const stats::SoftmaxStats& softmax)
{
    uint64_t total = softmax.zeros;
    for (const uint64_t count : softmax.log2Counts)
        total += count;
    return std::max<uint64_t>(total, 1);
}

/// Step of the quantizer on the layer that reads this tensor; nothing when it stays in floating point.
std::optional<double> configuredStep(const ReportInput& input, const stats::TensorStats& stats)
{
    for (size_t i = 0; i < input.layers.size(); ++i)
        for (size_t a = 0; a < input.layers[i].activationInputs.size(); ++a)
            if (statsOf(input, i, a) == &stats)
                if (const auto* params = paramsOf(input, i, a))
                    return params->scale.front();
    return std::nullopt;
}

void drawBins(SvgCanvas& canvas, const stats::SoftmaxStats& softmax, const Frame& frame, const Scale& x,
              const Scale& y)
{
    const auto total = static_cast<double>(totalOf(softmax));
    for (size_t i = 0; i < softmax.log2Counts.size(); ++i) {
        if (softmax.log2Counts[i] == 0)
            continue;
        const double percent = 100 * static_cast<double>(softmax.log2Counts[i]) / total;
        const bool last = i + 1 == softmax.log2Counts.size();
        canvas.beginGroup(last ? filled(say("Files", "below %1 | %2 of the values"), compactNumber(edge(i)),
                                        percentText(percent / 100))
                               : filled(say("Files", "%1 to %2 | %3 of the values"),
                                        compactNumber(edge(i + 1)), compactNumber(edge(i)),
                                        percentText(percent / 100)));
        const double left = x(edge(i + 1));
        canvas.rect(left, y(percent), std::max(x(edge(i)) - left, 0.5), frame.bottom() - y(percent), "area");
        canvas.endGroup();
    }
}

void drawSteps(SvgCanvas& canvas, const ReportInput& input, const stats::TensorStats& stats,
               const Frame& frame, const Scale& x)
{
    canvas.line(x(EightBitStep), frame.top, x(EightBitStep), frame.bottom(), "step");
    const auto step = configuredStep(input, stats);
    if (step && *step > 0 && *step < 1 && std::abs(std::log(*step / EightBitStep)) > 0.1)
        canvas.line(x(*step), frame.top, x(*step), frame.bottom(), "step2");
}

void drawPanel(SvgCanvas& canvas, const ReportInput& input, const stats::TensorStats& stats, size_t bins,
               double left, double top)
{
    const stats::SoftmaxStats& softmax = *stats.softmax;
    const Frame frame{left + 56, top + 36, SoftmaxWidth - 70, SoftmaxHeight - 76};
    uint64_t highest = 1;
    for (const uint64_t count : softmax.log2Counts)
        highest = std::max(highest, count);
    Scale y = Scale::linear(0, 100.0 * static_cast<double>(highest) / static_cast<double>(totalOf(softmax)));
    y.onto(frame.bottom(), frame.top + 4);
    Scale x = Scale::logarithmic(edge(bins), 1);
    x.onto(frame.left, frame.right());
    canvas.text(left + 56, top + 14,
                middleTruncated(stats.nodeName.empty() ? stats.name : stats.nodeName, 42), "left");
    canvas.text(left + 56, top + 29,
                filled(say("Files", "%1 below 1/255, %2 above 0.5"), percentText(softmax.shareBelowStep),
                       percentText(softmax.shareNearOne)),
                "left muted");
    frame.drawYAxis(canvas, y, say("Files", "% of values"), 26);
    frame.drawXAxis(canvas, x, say("Files", "probability (log)"), 44);
    drawBins(canvas, softmax, frame, x, y);
    drawSteps(canvas, input, stats, frame, x);
    frame.drawBorder(canvas);
}

double highestEntropy(const std::vector<const stats::TensorStats*>& all)
{
    double highest = 1;
    for (const stats::TensorStats* stats : all)
        highest = std::max(highest, stats->softmax->maxEntropyBits);
    return highest;
}

} // namespace

std::vector<const stats::TensorStats*> softmaxesOf(const ReportInput& input)
{
    std::vector<const stats::TensorStats*> result;
    for (const stats::TensorStats& stats : input.calibration.tensors)
        if (stats.softmax && stats.count > 0)
            result.push_back(&stats);
    return result;
}

std::optional<Plot> softmaxPlot(const ReportInput& input, size_t count)
{
    std::vector<const stats::TensorStats*> all = softmaxesOf(input);
    if (all.empty())
        return std::nullopt;
    const size_t bins = binsShown(all);
    std::string title = say("Files", "Distribution of softmax outputs");
    if (all.size() > count) {
        title = filled(say("Files", "Distribution of softmax outputs (first %1 of %2)"), count, all.size());
        all.resize(count);
    }
    const size_t columns = std::min<size_t>(3, std::max<size_t>(all.size(), 2));
    const size_t rows = (all.size() + columns - 1) / columns;
    SvgCanvas canvas(SoftmaxWidth * static_cast<double>(columns),
                     46 + SoftmaxHeight * static_cast<double>(rows), title);
    canvas.text(56, 16, title, "heading left");
    canvas.line(56, 34, 76, 34, "step");
    canvas.text(82, 38, say("Files", "one 8-bit step on [0, 1]: 1/255"), "left");
    canvas.line(286, 34, 306, 34, "step2");
    canvas.text(312, 38, say("Files", "one step of the config, where it differs"), "left");
    for (size_t i = 0; i < all.size(); ++i)
        drawPanel(canvas, input, *all[i], bins, SoftmaxWidth * static_cast<double>(i % columns),
                  46 + SoftmaxHeight * static_cast<double>(i / columns));
    return Plot{"softmax", title, canvas.finish()};
}

std::optional<Plot> entropyPlot(const ReportInput& input)
{
    const auto all = softmaxesOf(input);
    if (all.empty())
        return std::nullopt;
    const double slot = std::clamp(940.0 / static_cast<double>(all.size()), 12.0, 72.0);
    const Frame frame{64, 50, slot * static_cast<double>(all.size()), 190};
    const std::string title = say("Files", "Entropy of the attention heads");
    SvgCanvas canvas(frame.left + std::max(frame.width, 460.0) + 24, frame.bottom() + 44, title);
    canvas.text(64, 16, title, "heading left");
    canvas.circle(70, 34, 3.5, "dot");
    canvas.text(80, 38, say("Files", "mean over the rows of a head"), "left");
    canvas.line(250, 34, 270, 34, "step");
    canvas.text(276, 38, say("Files", "uniform row (all entries equal)"), "left");
    Scale y = Scale::linear(0, highestEntropy(all) * 1.05);
    y.onto(frame.bottom(), frame.top);
    frame.drawYAxis(canvas, y, say("Files", "entropy (bits)"), 28);
    for (size_t i = 0; i < all.size(); ++i) {
        const stats::SoftmaxStats& softmax = *all[i]->softmax;
        const double left = frame.left + slot * static_cast<double>(i);
        canvas.text(left + slot / 2, frame.bottom() + 15, std::to_string(i), "middle");
        canvas.line(left + 2, y(softmax.maxEntropyBits), left + slot - 2, y(softmax.maxEntropyBits), "step");
        const size_t heads = softmax.headEntropyBits.size();
        for (size_t h = 0; h < heads; ++h) {
            canvas.beginGroup(filled(say("Files", "%1 | head %2: %3 bits"), all[i]->nodeName, h,
                                     compactNumber(softmax.headEntropyBits[h])));
            canvas.circle(left + slot * (static_cast<double>(h) + 0.5) / static_cast<double>(heads),
                          y(softmax.headEntropyBits[h]), 3.5, "dot");
            canvas.endGroup();
        }
    }
    canvas.text(frame.left + frame.width / 2, frame.bottom() + 32,
                say("Files", "softmax (index in execution order)"), "middle muted");
    frame.drawBorder(canvas);
    return Plot{"softmax-entropy", title, canvas.finish()};
}

} // namespace qscope::io
