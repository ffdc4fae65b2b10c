// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/analysis/analyzer.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// Any tensor of a model for one sample of the data, in floating point. It has an engine of its own, so that
/// it works beside whatever the Analyzer is doing; one thread at a time.
class TensorProbe {
public:
    /// **Errors** those of run::Instance::create. **Memory** the packed weights once more, as they are first
    /// used.
    static Result<std::unique_ptr<TensorProbe>> of(std::shared_ptr<const Analyzer> analyzer, int threads = 1);

    /// A plain copy, float32. **Errors** those of the data and the engine; InvalidArgument: a run of this
    /// sample does not compute the tensor by itself (it is inside an operator, or in a branch that was not
    /// taken).
    Result<Tensor> read(data::Dataset& dataset, int64_t sample, ValueId value, const RunControl& control);

private:
    TensorProbe() = default;

    std::shared_ptr<const Analyzer> m_analyzer;
    std::unique_ptr<run::Instance> m_instance;
};

} // namespace qscope::analysis
