// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/equalization_cures.h"

#include "core/analysis/recording_needs.h"
#include "core/base/text.h"
#include "core/rewrite/rewriting_gain.h"
#include "plugins/registry/run_method.h"

namespace qscope::plugins {

namespace {

constexpr const char* EqualizationMethods[] = {"cross-layer-equalization", "smooth-quant"};

/// The rewritten model, quantized with ranges of its own.
Result<rewrite::RewritingGain::Gain> gainOf(const MethodResult& result, const rewrite::RewritingGain& before,
                                            const MethodInput& input, const analysis::SampleSet& leaveOut,
                                            const RunControl& control)
{
    QS_ASSIGN(const auto after, analysis::Analyzer::open(*result.model));
    QS_ASSIGN(const auto specs, quant::resolve(result.config, after->layers()));
    analysis::CalibrationOptions options = analysis::recordingFor(specs);
    options.leaveOut = leaveOut;
    QS_ASSIGN(const auto ranges, after->calibrate(input.fittingData(), control, {}, options));
    return before.measure(*after, *ranges, result.config, control);
}

} // namespace

Result<ParameterValues> valuesOf(const search::CureMethod& cure, Registry& registry)
{
    QS_ASSIGN(const Method* method, registry.method(cure.name));
    QS_ASSIGN(ParameterValues values, defaultsOf(*method));
    for (const auto& [key, text] : cure.settings)
        QS_RETURN_IF_ERROR(values.set(key, std::string_view(text)));
    return values;
}

Result<MethodResult> runCure(const search::CureMethod& cure, Registry& registry, MethodInput input, const RunControl& control)
{
    QS_ASSIGN(Method* method, registry.method(cure.name));
    QS_ASSIGN(input.values, valuesOf(cure, registry));
    return runMethod(*method, input, control);
}

Status addEqualization(search::CureTable& table, Registry& registry, const MethodInput& input,
                       const analysis::SampleSet& leaveOut, const RunControl& control)
{
    const std::string layer = input.analyzer->layers()[table.layer.index()].name;
    const bool hasOperations = !table.cures.empty() && table.cures.front().change.bitOperations;
    std::optional<rewrite::RewritingGain> before;
    for (const char* const name : EqualizationMethods) {
        const auto info = registry.info(PluginKind::Method, name);
        if (!info.ok()) {
            table.missing.push_back(info.error().message);
            continue;
        }
        search::Cure cure;
        cure.kind = search::CureKind::Equalization;
        cure.config = table.config;
        cure.method = search::CureMethod{name, shownTitle(*info), {{"layer", layer}, {"compare", "false"}}};
        cure.change.bitOperations = hasOperations ? std::optional(0.0) : std::nullopt; // the same products of other numbers
        const auto result = runCure(*cure.method, registry, input, control);
        if (!result.ok() && result.error().code == ErrorCode::Cancelled)
            return result.error();
        if (!result.ok() || !result->model) {
            table.missing.push_back(
                result.ok() ? filled(say("Plugins", "%1 leaves the model as it is"), shownTitle(*info))
                            : result.error().message);
            continue;
        }
        if (!before) {
            QS_ASSIGN(before, rewrite::RewritingGain::of(*input.analyzer, *input.calibration, input.config, *input.dataset,
                                                         input.labels, control));
        }
        QS_ASSIGN(auto gain, gainOf(*result, *before, input, leaveOut, control));
        cure.evaluation = std::move(gain.evaluation);
        cure.gainDb = gain.gainDb;
        table.cures.push_back(std::move(cure));
    }
    search::rankCures(table);
    return {};
}

} // namespace qscope::plugins
