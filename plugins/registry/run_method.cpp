// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/run_method.h"

#include <exception>
#include <new>

#include "core/graph/layers.h"

namespace qscope::plugins {

namespace {

/// Code of others is called: whatever it throws ends here.
template <class F>
auto guarded(const F& f) -> decltype(f())
{
    try {
        return f();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::ResourceExhausted, "there is not enough memory for this", {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, std::string("the plugin failed: ") + e.what(), {}};
    } catch (...) {
        return Error{ErrorCode::Internal, "the plugin failed without saying why", {}};
    }
}

Status fits(const MethodResult& result, const MethodInput& input)
{
    const auto specs = result.model ? quant::resolve(result.config, findLayers(result.model->graph))
                                    : quant::resolve(result.config, input.analyzer->layers());
    if (!specs.ok())
        return Error{specs.error().code, "the method's config does not fit the model: " + specs.error().text(), {}};
    return {};
}

} // namespace

Result<ParameterValues> defaultsOf(const Method& method)
{
    return guarded([&] { return ParameterValues::of(method.parameters()); });
}

Result<ParameterValues> defaultsOf(const Metric& metric)
{
    return guarded([&] { return ParameterValues::of(metric.parameters()); });
}

Result<MethodResult> runMethod(Method& method, const MethodInput& input, const RunControl& control)
{
    QS_RETURN_IF_ERROR(guarded([&] { return method.appliesTo(*input.analyzer); }));
    auto result = guarded([&] { return method.run(input, control); });
    if (control.stopRequested())
        return RunControl::cancelled();
    if (!result.ok())
        return result;
    QS_RETURN_IF_ERROR(report::check(result->report));
    QS_RETURN_IF_ERROR(fits(*result, input));
    return result;
}

Result<std::shared_ptr<const analysis::SampleMetric>>
bindMetric(const Metric& metric, const analysis::Analyzer& analyzer, const ParameterValues& values)
{
    return guarded([&] { return metric.bind(analyzer, values); });
}

} // namespace qscope::plugins
