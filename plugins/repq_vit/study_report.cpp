// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <map>

#include "core/io/atomic_file.h"
#include "core/report/report_files.h"
#include "plugins/repq_vit/study.h"

namespace qscope::repq_vit {

namespace {

using analysis::Estimate;
using report::Cell;

constexpr double LargestDb = 200; ///< where quantized outputs equal the float ones

std::string formatted(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string formatted(const char* format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return text;
}

std::string range(const Estimate& e, double factor)
{
    return e.hasInterval() ? formatted("%.1f to %.1f", e.low * factor, e.high * factor) : std::string();
}

std::string widthText(const StudyFigure& f)
{
    return "W" + std::to_string(f.weightBits) + "/A" + std::to_string(f.activationBits);
}

report::Table tableOf(const Study& study, const char* part, const char* title)
{
    const bool hasLabels = study.figures.front().evaluation.accuracyQuantized.has_value();
    report::Table table{title, {{"bits"}, {"samples", "", 0}, {"variant"}, {"output SQNR", "dB", 1}, {"95 %"}, {"agreement", "%", 1}, {"95 %"}}, {}};
    if (hasLabels)
        table.columns.insert(table.columns.end(), {{"accuracy", "%", 1}, {"95 %"}});
    for (const StudyFigure& f : study.figures) {
        if (f.part != part)
            continue;
        const analysis::Evaluation& e = f.evaluation;
        std::vector<Cell> row{widthText(f), static_cast<double>(f.samples), f.variant, e.sqnrDb.value, range(e.sqnrDb, 1),
                              e.agreement.value * 100, range(e.agreement, 100)};
        if (hasLabels) {
            row.emplace_back(e.accuracyQuantized->value * 100);
            row.emplace_back(range(*e.accuracyQuantized, 100));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// One curve per variant over what `x` says of a figure.
template <class X>
report::Chart chartOf(const Study& study, const char* part, const char* title, report::Axis axis, X&& x)
{
    report::Chart chart{title, std::move(axis), {"output SQNR", "dB"}, {}};
    for (const StudyFigure& f : study.figures) {
        if (f.part != part)
            continue;
        auto series = std::find_if(chart.series.begin(), chart.series.end(), [&](const auto& s) { return s.name == f.variant; });
        if (series == chart.series.end())
            series = chart.series.insert(chart.series.end(), {f.variant, report::Mark::Line, {}, {}});
        const Estimate& e = f.evaluation.sqnrDb;
        series->x.push_back(x(f));
        series->y.push_back(std::min(e.value, LargestDb));
        series->low.push_back(e.hasInterval() ? std::min(e.low, LargestDb) : series->y.back());
        series->high.push_back(e.hasInterval() ? std::min(e.high, LargestDb) : series->y.back());
    }
    return chart;
}

const StudyFigure* find(const Study& study, const char* part, const char* variant, int weightBits, int activationBits)
{
    for (const StudyFigure& f : study.figures)
        if (f.part == part && f.variant == variant && f.weightBits == weightBits && f.activationBits == activationBits)
            return &f;
    return nullptr;
}

/// What is left of the difference when the weights are precise.
void addCause(const Study& study, const StudyFigure& f, report::Report& report)
{
    const auto wide = std::find_if(study.figures.begin(), study.figures.end(), [&](const StudyFigure& other) {
        return other.part == "weights" && other.variant == "channel-wise"
               && other.activationBits == f.activationBits;
    });
    if (wide == study.figures.end() || f.weightBits == wide->weightBits)
        return;
    const Estimate& channels = wide->evaluation.sqnrDb;
    const Estimate& moved = std::next(wide)->evaluation.sqnrDb;
    const bool isWithin = !areApart(channels, moved);
    report.items.emplace_back(report::Note{
        formatted("%s: with weights of %d bits reparameterised is %.1f dB %s channel-wise, %s its error. %s",
                  widthText(f).c_str(), wide->weightBits, std::abs(moved.value - channels.value),
                  moved.value >= channels.value ? "above" : "below", isWithin ? "within" : "outside",
                  isWithin ? "So what it loses is lost in the weights: the scales moved into them make their "
                             "columns differ in range."
                           : "So the weights are not all that it loses in.")});
}

/// What the paper says of its models, asked of this one.
void addOrder(const Study& study, report::Report& report)
{
    if (study.sites == 0) {
        report.items.emplace_back(report::Note{"No normalization's scale can be moved, so all three are the same."});
        return;
    }
    for (const StudyFigure& f : study.figures) {
        if (f.part != "normalizations" || f.variant != "layer-wise")
            continue;
        const auto* channels = find(study, "normalizations", "channel-wise", f.weightBits, f.activationBits);
        const auto* moved = find(study, "normalizations", "reparameterised", f.weightBits, f.activationBits);
        const Estimate &a = f.evaluation.sqnrDb, &b = channels->evaluation.sqnrDb, &c = moved->evaluation.sqnrDb;
        const bool isAbove = b.value > a.value && areApart(a, b);
        const bool isWithin = !areApart(b, c);
        report.items.emplace_back(report::Note{formatted(
            "%s: channel-wise is %.1f dB %s layer-wise (%s); reparameterised is %.1f dB %s channel-wise, %s its error.",
            widthText(f).c_str(), std::abs(b.value - a.value), b.value >= a.value ? "above" : "below",
            isAbove ? "the intervals are apart" : b.hasInterval() ? "the intervals overlap" : "one sample has no interval", std::abs(c.value - b.value),
            c.value >= b.value ? "above" : "below", isWithin ? "within" : "outside")});
        addCause(study, f, report);
    }
}

} // namespace

report::Report studyReport(const Study& study, const std::string& model, int64_t images)
{
    report::Report report;
    report.title = "Vision transformer study of " + model;
    const auto& first = study.figures.front().evaluation;
    std::string text =
        std::to_string(images) + " samples; 95 % intervals from drawing the samples again (bootstrap).";
    if (first.accuracyFloat)
        text += formatted(" Accuracy in floating point: %.1f %%.", first.accuracyFloat->value * 100);
    report.items.emplace_back(report::Note{text});
    report.items.emplace_back(tableOf(study, "normalizations", "Activations after normalizations"));
    addOrder(study, report);
    report::Table weights = tableOf(study, "weights", "The same with weights of 8 bits");
    if (!weights.rows.empty())
        report.items.emplace_back(std::move(weights));
    const auto bits = [](const StudyFigure& f) { return static_cast<double>(f.activationBits); };
    report.items.emplace_back(chartOf(study, "normalizations", "Activations after normalizations", {"bits"}, bits));
    report::Table softmax = tableOf(study, "softmax", "Outputs of softmax, reparameterised normalizations");
    if (!softmax.rows.empty()) {
        report.items.emplace_back(std::move(softmax));
        report.items.emplace_back(report::Note{"The base-2 form of log-sqrt2 (a shift and one of two scales per element) gives the same "
                                               "numbers to the bit, so it is not measured again."});
        report.items.emplace_back(chartOf(study, "softmax", "Outputs of softmax", {"bits"}, bits));
    }
    report::Table samples = tableOf(study, "samples", "Calibration samples");
    if (!samples.rows.empty()) {
        report.items.emplace_back(std::move(samples));
        report.items.emplace_back(chartOf(study, "samples", "Calibration samples", {"samples", "", true},
                                          [](const StudyFigure& f) { return static_cast<double>(f.samples); }));
    }
    for (const std::string& note : study.notes)
        report.items.emplace_back(report::Note{"Left as it is: " + note + "."});
    return report;
}

std::string studyCsv(const Study& study)
{
    const auto columns = [](const char* name) { return formatted(",%s,%s_low,%s_high", name, name, name); };
    std::string csv = "part,variant,weight_bits,activation_bits,calibration_samples" + columns("sqnr_db") + columns("agreement")
                      + columns("accuracy") + columns("accuracy_float") + "\n";
    const auto cells = [](const std::optional<Estimate>& e) {
        return e ? formatted(",%.9g,%.9g,%.9g", e->value, e->low, e->high) : std::string(",,,");
    };
    for (const StudyFigure& f : study.figures) {
        const analysis::Evaluation& e = f.evaluation;
        csv += f.part + "," + f.variant + formatted(",%d,%d,%lld", f.weightBits, f.activationBits, static_cast<long long>(f.samples))
               + cells(e.sqnrDb) + cells(e.agreement) + cells(e.accuracyQuantized) + cells(e.accuracyFloat) + "\n";
    }
    return csv;
}

Status writeStudy(const Study& study, const report::Report& report, const std::string& folder)
{
    QS_RETURN_IF_ERROR(report::writeReportFolder(report, folder, "study"));
    return io::writeFileAtomically(folder + "/study.csv", studyCsv(study));
}

} // namespace qscope::repq_vit
