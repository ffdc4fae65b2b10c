// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/method_run.h"

#include "core/analysis/recording_needs.h"
#include "core/io/session_file.h"
#include "core/onnx/graph_editor.h"
#include "plugins/registry/run_method.h"

namespace qscope::app {

namespace {

std::map<std::string, std::string> textsOf(const plugins::ParameterValues& values)
{
    std::map<std::string, std::string> texts;
    for (const plugins::Parameter& p : values.declared())
        texts[p.name] = plugins::valueText(values.value(p.name));
    return texts;
}

Status adoptModel(const MethodRequest& request, onnxio::Model model, const MeasurementBasis& basis,
                  const analysis::CalibrationState& calibrated, const Rewrite* before,
                  const analysis::CacheBudget& budget, const RunControl& control, MethodOutcome& outcome)
{
    analysis::CalibrationOrigin origin = calibrated.origin;
    QS_ASSIGN(const std::string bytes, onnxio::GraphEditor(model).serialize());
    const io::Fingerprint file = io::fingerprintOfBytes(bytes);
    origin.modelBytes = file.bytes;
    origin.modelHash = file.sha256;
    QS_ASSIGN(outcome.analyzer, analysis::Analyzer::open(std::move(model), {0, budget}));
    QS_RETURN_IF_ERROR(outcome.analyzer->setReference(*basis.analyzer));
    const auto specs = quant::resolve(outcome.config, outcome.analyzer->layers());
    if (!specs.ok())
        return Error{specs.error().code, "the method's config does not fit the model it made: " + specs.error().text(), {}};
    auto state = std::make_shared<analysis::CalibrationState>();
    state->options = analysis::recordingFor(*specs);
    state->options.leaveOut = calibrated.options.leaveOut;
    nameRewritten(state->origin, origin, origin.dataName);
    QS_RETURN_IF_ERROR(outcome.analyzer->record(
        *basis.dataset, analysis::SampleSet({0, basis.dataset->size()}), *state, control));
    outcome.rewrite = std::make_shared<const Rewrite>(
        Rewrite{request.name, request.title, textsOf(request.values), state->origin,
                before ? before->originalHash : calibrated.origin.modelHash, before ? before->generation + 1 : 1});
    outcome.state = std::move(state);
    return {};
}

} // namespace

void nameRewritten(analysis::CalibrationOrigin& origin, const analysis::CalibrationOrigin& model, const std::string& dataName)
{
    origin.modelName = model.modelName;
    origin.modelBytes = model.modelBytes;
    origin.modelHash = model.modelHash;
    origin.dataName = dataName;
}

Result<MethodOutcome> runMethodOn(const MethodRequest& request, const MeasurementBasis& basis,
                                  const quant::Config& config, const analysis::CalibrationState& calibrated,
                                  const Rewrite* before, const analysis::CacheBudget& budget,
                                  const RunControl& control)
{
    QS_ASSIGN(plugins::Method* method, request.registry->method(request.name.toStdString()));
    plugins::MethodInput input{basis.analyzer, basis.calibration, config, basis.dataset.get(), {}, basis.dataset.get(),
                               request.values};
    if (basis.labels->size() == static_cast<size_t>(basis.dataset->size()))
        input.labels = *basis.labels;
    QS_ASSIGN(plugins::MethodResult result, plugins::runMethod(*method, input, control));
    MethodOutcome outcome{std::move(result.config), std::make_shared<const report::Report>(std::move(result.report)),
                          std::move(result.warnings), nullptr, nullptr, nullptr};
    if (result.model)
        QS_RETURN_IF_ERROR(adoptModel(request, std::move(*result.model), basis, calibrated, before, budget, control, outcome));
    return outcome;
}

} // namespace qscope::app
