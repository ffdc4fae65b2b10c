// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/run_method.h"

#include <exception>
#include <new>
#include <stdexcept>

#include "core/base/text.h"
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
        return Error{ErrorCode::ResourceExhausted, say("Plugins", "there is not enough memory for this"), {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, filled(say("Plugins", "the plugin failed: %1"), e.what()), {}};
    } catch (...) {
        return Error{ErrorCode::Internal, say("Plugins", "the plugin failed without saying why"), {}};
    }
}

/// A metric that says whose failure it is.
class NamedMetric : public analysis::SampleMetric {
public:
    explicit NamedMetric(std::shared_ptr<const analysis::SampleMetric> metric) : m_metric(std::move(metric)) {}

    std::string name() const override { return m_metric->name(); }
    double measure(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t label) const override
    {
        try {
            return m_metric->measure(reference, actual, label);
        } catch (const std::exception& e) {
            throw std::runtime_error(filled(say("Plugins", "the metric '%1' failed: %2"), name(), e.what()));
        }
    }

private:
    std::shared_ptr<const analysis::SampleMetric> m_metric;
};

Status fits(const MethodResult& result, const MethodInput& input)
{
    const auto specs = result.model ? quant::resolve(result.config, findLayers(result.model->graph))
                                    : quant::resolve(result.config, input.analyzer->layers());
    if (!specs.ok())
        return Error{
            specs.error().code,
            filled(say("Plugins", "the method's config does not fit the model: %1"), specs.error().text()),
            {}};
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

Status appliesTo(const Method& method, const analysis::Analyzer& analyzer)
{
    return guarded([&] { return method.appliesTo(analyzer); });
}

Result<MethodResult> runMethod(Method& method, const MethodInput& input, const RunControl& control)
{
    QS_RETURN_IF_ERROR(appliesTo(method, *input.analyzer));
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
    QS_ASSIGN(auto bound, guarded([&] { return metric.bind(analyzer, values); }));
    if (!bound)
        return Error{ErrorCode::Internal, say("Plugins", "the plugin gave no metric"), {}};
    return std::shared_ptr<const analysis::SampleMetric>(std::make_shared<NamedMetric>(std::move(bound)));
}

} // namespace qscope::plugins
