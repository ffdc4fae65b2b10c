// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/before_after.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/text.h"
#include "core/data/first_samples.h"
#include "core/onnx/reader.h"

namespace qscope::rewrite {

namespace {

constexpr int64_t EquivalenceSamples = 8;

Result<analysis::Evaluation> evaluated(analysis::Analyzer& analyzer, const Measurement& how,
                                       const RunControl& control)
{
    QS_ASSIGN(const auto calibration, analyzer.calibrate(how.calibrationData, control));
    return analyzer.evaluate(how.data, how.labels, *calibration, how.config, control);
}

std::string interval(const analysis::Estimate& e, double factor)
{
    char low[32], high[32];
    std::snprintf(low, sizeof low, "%.1f", e.low * factor);
    std::snprintf(high, sizeof high, "%.1f", e.high * factor);
    return e.hasInterval() ? filled(say("Rewriting", "%1 to %2"), low, high) : std::string();
}

std::vector<report::Cell> rowOf(const std::string& name, const analysis::Evaluation& e)
{
    std::vector<report::Cell> row{name, e.sqnrDb.value, interval(e.sqnrDb, 1), e.agreement.value * 100,
                                  interval(e.agreement, 100)};
    if (e.accuracyQuantized) {
        row.emplace_back(e.accuracyQuantized->value * 100);
        row.emplace_back(interval(*e.accuracyQuantized, 100));
    }
    return row;
}

} // namespace

Result<double> relativeDifference(analysis::Analyzer& a, analysis::Analyzer& b, data::Dataset& samples,
                                  const RunControl& control)
{
    QS_ASSIGN(const auto before, a.run(samples, control));
    QS_ASSIGN(const auto after, b.run(samples, control));
    double largest = 0, difference = 0;
    for (size_t i = 0; i < before.size(); ++i) {
        if (before[i].tensor.type() != DType::Float32)
            continue;
        const Tensor x = toPlain(before[i].tensor), y = toPlain(after[i].tensor);
        for (int64_t k = 0; k < x.size(); ++k) {
            const auto value = static_cast<double>(x.data<float>()[k]);
            largest = std::max(largest, std::abs(value));
            difference = std::max(difference, std::abs(value - static_cast<double>(y.data<float>()[k])));
        }
    }
    return largest > 0 ? difference / largest : difference;
}

Status addComparison(report::Report& report, analysis::Analyzer& before, const onnxio::Model& rewritten,
                     const Measurement& how, const RunControl& control)
{
    QS_ASSIGN(const auto after, analysis::Analyzer::open(rewritten));
    QS_RETURN_IF_ERROR(after->setReference(before));
    data::FirstSamples few(how.calibrationData, EquivalenceSamples);
    QS_ASSIGN(const double difference, relativeDifference(before, *after, few, control));
    QS_ASSIGN(const auto was, evaluated(before, how, control));
    QS_ASSIGN(const auto is, evaluated(*after, how, control));
    report::Table table{say("Rewriting", "Before and after"),
                        {{say("Rewriting", "model")},
                         {say("Rewriting", "output SQNR"), "dB", 1},
                         {"95 %"},
                         {say("Rewriting", "agreement"), "%", 1},
                         {"95 %"}},
                        {rowOf(say("Rewriting", "before"), was), rowOf(say("Rewriting", "after"), is)}};
    if (was.accuracyQuantized)
        table.columns.insert(table.columns.end(), {{say("Rewriting", "accuracy"), "%", 1}, {"95 %"}});
    report.items.emplace_back(std::move(table));
    char share[32];
    std::snprintf(share, sizeof share, "%.2g", difference);
    report.items.emplace_back(report::Note{filled(
        say("Rewriting",
            "In floating point the outputs of both models differ by at most %1 of the largest output."),
        share)});
    return {};
}

} // namespace qscope::rewrite
