// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/tensor_probe.h"

#include "core/base/text.h"

namespace qscope::analysis {

Result<std::unique_ptr<TensorProbe>> TensorProbe::of(std::shared_ptr<const Analyzer> analyzer, int threads)
{
    std::unique_ptr<TensorProbe> probe(new TensorProbe());
    const std::shared_ptr<const Graph> graph(analyzer, &analyzer->graph());
    QS_ASSIGN(probe->m_instance, run::Instance::create(graph, threads));
    probe->m_analyzer = std::move(analyzer);
    return probe;
}

Result<Tensor> TensorProbe::read(data::Dataset& dataset, int64_t sample, ValueId value,
                                 const RunControl& control)
{
    QS_ASSIGN(const auto inputs, dataset.read(sample, 1));
    std::optional<Tensor> found;
    const run::Watch watch = [&](ValueId seen, const Tensor& tensor) -> Status {
        if (seen == value)
            found = toPlain(tensor).clone();
        return {};
    };
    QS_RETURN_IF_ERROR(m_instance->run(inputs, {nullptr, &watch, false, &control}));
    if (!found)
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Analysis", "tensor '%1' is not computed by itself for this sample"),
                            m_analyzer->graph().value(value).name),
                     dataset.sampleName(sample)};
    return std::move(*found);
}

} // namespace qscope::analysis
