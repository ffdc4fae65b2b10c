// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnnl_support.h"
#include "core/kernels/kernels.h"
#include "core/kernels/primitives.h"

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

struct PlannedRows {
    dnnl::primitive primitive;
    Desc data;
};

} // namespace

struct Softmax::Impl {
    bool logarithm;
    RecentCache<Shape, PlannedRows> planned;
};

Softmax::Softmax(bool logarithm) : m_impl(std::make_unique<Impl>()) { m_impl->logarithm = logarithm; }
Softmax::~Softmax() = default;

Status Softmax::run(const Tensor& x, int64_t outer, int64_t n, int64_t inner, Tensor& y)
{
    return guarded("softmax", [&] {
        const Shape key{outer, n, inner};
        auto* plan = m_impl->planned.find(key);
        if (!plan) {
            const Desc data = inner == 1 ? Desc({outer, n}, Type::f32, Tag::ab) : Desc(key, Type::f32, Tag::abc);
            plan = &m_impl->planned.insert(key, {softmaxPrimitive(m_impl->logarithm, data, 1), data});
        }
        plan->primitive.execute(stream(), {{DNNL_ARG_SRC, wrap(x, plan->data)}, {DNNL_ARG_DST, wrap(y, plan->data)}});
        stream().wait();
    });
}

struct LayerNorm::Impl {
    float epsilon;
    RecentCache<Shape, PlannedRows> planned;
};

LayerNorm::LayerNorm(float epsilon) : m_impl(std::make_unique<Impl>()) { m_impl->epsilon = epsilon; }
LayerNorm::~LayerNorm() = default;

Status LayerNorm::run(const Tensor& x, int64_t rows, int64_t n, const Tensor& scale, const Tensor& shift, Tensor& y)
{
    return guarded("layer normalization", [&] {
        const Shape key{rows, n};
        auto* plan = m_impl->planned.find(key);
        if (!plan) {
            const Desc data(key, Type::f32, Tag::ab);
            plan = &m_impl->planned.insert(key, {layerNormPrimitive(data, m_impl->epsilon), data});
        }
        const Desc vector({n}, Type::f32, Tag::a);
        plan->primitive.execute(stream(), {{DNNL_ARG_SRC, wrap(x, plan->data)},
                                           {DNNL_ARG_SCALE, wrap(scale, vector)},
                                           {DNNL_ARG_SHIFT, wrap(shift, vector)},
                                           {DNNL_ARG_DST, wrap(y, plan->data)}});
        stream().wait();
    });
}

struct BatchNorm::Impl {
    float epsilon;
    bool relu;
    RecentCache<Shape, PlannedRows> planned;
};

BatchNorm::BatchNorm(float epsilon, bool relu) : m_impl(std::make_unique<Impl>())
{
    m_impl->epsilon = epsilon;
    m_impl->relu = relu;
}
BatchNorm::~BatchNorm() = default;

Status BatchNorm::run(const Tensor& x, const Tensor& scale, const Tensor& shift, const Tensor& mean,
                      const Tensor& variance, Tensor& y)
{
    return guarded("batch normalization", [&] {
        Shape key = x.shape();
        key.push_back(static_cast<int64_t>(x.layout()));
        auto* plan = m_impl->planned.find(key);
        if (!plan) {
            const Desc data = describe(x.shape(), x.layout());
            plan = &m_impl->planned.insert(key, {batchNormPrimitive(data, m_impl->epsilon, m_impl->relu), data});
        }
        const Desc vector({x.dim(1)}, Type::f32, Tag::a);
        plan->primitive.execute(stream(), {{DNNL_ARG_SRC, wrap(x, plan->data)},
                                           {DNNL_ARG_MEAN, wrap(mean, vector)},
                                           {DNNL_ARG_VARIANCE, wrap(variance, vector)},
                                           {DNNL_ARG_SCALE, wrap(scale, vector)},
                                           {DNNL_ARG_SHIFT, wrap(shift, vector)},
                                           {DNNL_ARG_DST, wrap(y, plan->data)}});
        stream().wait();
    });
}

} // namespace qscope::kernels
