// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnnl_support.h"
#include "core/kernels/kernels.h"
#include "core/kernels/primitives.h"

namespace qscope::kernels {

namespace {

struct PlannedPooling {
    dnnl::primitive primitive;
    dnnl::memory::desc src, dst;
};

dnnl::algorithm algorithmOf(PoolKind kind)
{
    switch (kind) {
    case PoolKind::Max: return dnnl::algorithm::pooling_max;
    case PoolKind::AverageWithPadding: return dnnl::algorithm::pooling_avg_include_padding;
    case PoolKind::AverageWithoutPadding: break;
    }
    return dnnl::algorithm::pooling_avg_exclude_padding;
}

} // namespace

struct Pooling::Impl {
    PoolingSpec spec;
    RecentCache<std::vector<Shape>, PlannedPooling> planned;

    PlannedPooling plan(const Shape& x, const Shape& y) const
    {
        const auto src = describe(x, Layout::ChannelsLast);
        const auto dst = describe(y, Layout::ChannelsLast);
        Steps steps{spec.strides, spec.dilations, spec.padBegin, spec.padEnd};
        for (auto& gap : steps.gaps)
            --gap;
        // oneDNN derives the padding at the end from the output size when it fits exactly.
        for (size_t i = 0; i < steps.padEnd.size(); ++i) {
            const int64_t extent = (spec.kernel[i] - 1) * spec.dilations[i] + 1;
            steps.padEnd[i] = (y[i + 2] - 1) * spec.strides[i] + extent - x[i + 2] - spec.padBegin[i];
        }
        return {poolingPrimitive(algorithmOf(spec.kind), src, dst, spec.kernel, steps), src, dst};
    }
};

Pooling::Pooling(PoolingSpec spec) : m_impl(std::make_unique<Impl>()) { m_impl->spec = std::move(spec); }
Pooling::~Pooling() = default;

Status Pooling::run(const Tensor& x, Tensor& y)
{
    return guarded("pooling", [&] {
        const std::vector<Shape> key{x.shape(), y.shape()};
        PlannedPooling* plan = m_impl->planned.find(key);
        if (!plan)
            plan = &m_impl->planned.insert(key, m_impl->plan(x.shape(), y.shape()));
        plan->primitive.execute(stream(), {{DNNL_ARG_SRC, wrap(x, plan->src)}, {DNNL_ARG_DST, wrap(y, plan->dst)}});
        stream().wait();
    });
}

} // namespace qscope::kernels
