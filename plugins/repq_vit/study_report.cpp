// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <map>

#include "core/base/text.h"
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
    return e.hasInterval() ? filled(say("RepQ-ViT", "%1 to %2"), formatted("%.1f", e.low * factor),
                                    formatted("%.1f", e.high * factor))
                           : std::string();
}

std::string widthText(const StudyFigure& f)
{
    return "W" + std::to_string(f.weightBits) + "/A" + std::to_string(f.activationBits);
}

report::Table tableOf(const Study& study, const char* part, std::string title)
{
    const bool hasLabels = study.figures.front().evaluation.accuracyQuantized.has_value();
    report::Table table{std::move(title),
                        {{say("RepQ-ViT", "bits")},
                         {say("RepQ-ViT", "samples"), "", 0},
                         {say("RepQ-ViT", "variant")},
                         {say("RepQ-ViT", "output SQNR"), "dB", 1},
                         {"95 %"},
                         {say("RepQ-ViT", "agreement"), "%", 1},
                         {"95 %"}},
                        {}};
    if (hasLabels)
        table.columns.insert(table.columns.end(), {{say("RepQ-ViT", "accuracy"), "%", 1}, {"95 %"}});
    for (const StudyFigure& f : study.figures) {
        if (f.part != part)
            continue;
        const analysis::Evaluation& e = f.evaluation;
        std::vector<Cell> row{
            widthText(f),       static_cast<double>(f.samples), shownName(f.variant),   e.sqnrDb.value,
            range(e.sqnrDb, 1), e.agreement.value * 100,        range(e.agreement, 100)};
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
report::Chart chartOf(const Study& study, const char* part, std::string title, report::Axis axis, X&& x)
{
    report::Chart chart{std::move(title), std::move(axis), {say("RepQ-ViT", "output SQNR"), "dB"}, {}};
    for (const StudyFigure& f : study.figures) {
        if (f.part != part)
            continue;
        const std::string name = shownName(f.variant);
        auto series = std::find_if(chart.series.begin(), chart.series.end(),
                                   [&](const auto& s) { return s.name == name; });
        if (series == chart.series.end())
            series = chart.series.insert(chart.series.end(), {name, report::Mark::Line, {}, {}});
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

/// Reparameterised beside channel-wise: a clause.
std::string movedText(const Estimate& channels, const Estimate& moved)
{
    const std::string difference = formatted("%.1f", std::abs(moved.value - channels.value));
    const bool isAbove = moved.value >= channels.value;
    if (areApart(channels, moved))
        return isAbove
                   ? filled(say("RepQ-ViT", "reparameterised is %1 dB above channel-wise, outside its error"),
                            difference)
                   : filled(say("RepQ-ViT", "reparameterised is %1 dB below channel-wise, outside its error"),
                            difference);
    return isAbove ? filled(say("RepQ-ViT", "reparameterised is %1 dB above channel-wise, within its error"),
                            difference)
                   : filled(say("RepQ-ViT", "reparameterised is %1 dB below channel-wise, within its error"),
                            difference);
}

/// Channel-wise beside layer-wise: a clause.
std::string channelsText(const Estimate& layers, const Estimate& channels)
{
    const std::string difference = formatted("%.1f", std::abs(channels.value - layers.value));
    const std::string intervals = channels.value > layers.value && areApart(layers, channels)
                                      ? say("RepQ-ViT", "the intervals are apart")
                                  : channels.hasInterval() ? say("RepQ-ViT", "the intervals overlap")
                                                           : say("RepQ-ViT", "one sample has no interval");
    return channels.value >= layers.value
               ? filled(say("RepQ-ViT", "channel-wise is %1 dB above layer-wise (%2)"), difference, intervals)
               : filled(say("RepQ-ViT", "channel-wise is %1 dB below layer-wise (%2)"), difference,
                        intervals);
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
    const std::string cause = areApart(channels, moved)
                                  ? say("RepQ-ViT", "So the weights are not all that it loses in.")
                                  : say("RepQ-ViT", "So what it loses is lost in the weights: the scales "
                                                    "moved into them make their columns differ "
                                                    "in range.");
    report.items.emplace_back(
        report::Note{filled(say("RepQ-ViT", "%1: with weights of %2 bits %3. %4"), widthText(f),
                            wide->weightBits, movedText(channels, moved), cause)});
}

/// What the paper says of its models, asked of this one.
void addOrder(const Study& study, report::Report& report)
{
    if (study.sites == 0) {
        report.items.emplace_back(report::Note{
            say("RepQ-ViT", "No normalization's scale can be moved, so all three are the same.")});
        return;
    }
    for (const StudyFigure& f : study.figures) {
        if (f.part != "normalizations" || f.variant != "layer-wise")
            continue;
        const auto* channels = find(study, "normalizations", "channel-wise", f.weightBits, f.activationBits);
        const auto* moved = find(study, "normalizations", "reparameterised", f.weightBits, f.activationBits);
        const Estimate &a = f.evaluation.sqnrDb, &b = channels->evaluation.sqnrDb, &c = moved->evaluation.sqnrDb;
        report.items.emplace_back(report::Note{
            filled(say("RepQ-ViT", "%1: %2; %3."), widthText(f), channelsText(a, b), movedText(b, c))});
        addCause(study, f, report);
    }
}

} // namespace

report::Report studyReport(const Study& study, const std::string& model, int64_t images)
{
    report::Report report;
    report.title = filled(say("RepQ-ViT", "Vision transformer study of %1"), model);
    const auto& first = study.figures.front().evaluation;
    std::string text = filled(
        say("RepQ-ViT", "%1 samples; 95 % intervals from drawing the samples again (bootstrap)."), images);
    if (first.accuracyFloat)
        text += ' '
                + filled(say("RepQ-ViT", "Accuracy in floating point: %1 %."),
                         formatted("%.1f", first.accuracyFloat->value * 100));
    report.items.emplace_back(report::Note{text});
    report.items.emplace_back(
        tableOf(study, "normalizations", say("RepQ-ViT", "Activations after normalizations")));
    addOrder(study, report);
    report::Table weights = tableOf(study, "weights", say("RepQ-ViT", "The same with weights of 8 bits"));
    if (!weights.rows.empty())
        report.items.emplace_back(std::move(weights));
    const auto bits = [](const StudyFigure& f) { return static_cast<double>(f.activationBits); };
    report.items.emplace_back(chartOf(study, "normalizations",
                                      say("RepQ-ViT", "Activations after normalizations"),
                                      {say("RepQ-ViT", "bits")}, bits));
    report::Table softmax =
        tableOf(study, "softmax", say("RepQ-ViT", "Outputs of softmax, reparameterised normalizations"));
    if (!softmax.rows.empty()) {
        report.items.emplace_back(std::move(softmax));
        report.items.emplace_back(report::Note{say(
            "RepQ-ViT", "The base-2 form of log-sqrt2 (a shift and one of two scales per element) gives the "
                        "same numbers to the bit, so it is not measured again.")});
        report.items.emplace_back(chartOf(study, "softmax", say("RepQ-ViT", "Outputs of softmax"),
                                          {say("RepQ-ViT", "bits")}, bits));
    }
    report::Table samples = tableOf(study, "samples", say("RepQ-ViT", "Calibration samples"));
    if (!samples.rows.empty()) {
        report.items.emplace_back(std::move(samples));
        report.items.emplace_back(chartOf(
            study, "samples", say("RepQ-ViT", "Calibration samples"), {say("RepQ-ViT", "samples"), "", true},
            [](const StudyFigure& f) { return static_cast<double>(f.samples); }));
    }
    for (const std::string& note : study.notes)
        report.items.emplace_back(report::Note{filled(say("RepQ-ViT", "Left as it is: %1."), note)});
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
