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

struct PlannedProduct {
    dnnl::primitive primitive;
    Desc a, b, packedB, bias, y;
};

/// The tensor as [..., rows, columns], whichever way it is stored.
Desc matrixDesc(Shape shape, bool transposed)
{
    dnnl::memory::dims strides(shape.size(), 1);
    for (size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    const size_t last = shape.size() - 1;
    if (transposed) {
        std::swap(shape[last], shape[last - 1]);
        std::swap(strides[last], strides[last - 1]);
    }
    return {shape, Type::f32, strides};
}

} // namespace

struct MatMul::Impl {
    bool transposeA;
    bool transposeB;
    RecentCache<std::vector<Shape>, PlannedProduct> planned;
    PackedWeights packed;

    PlannedProduct plan(const Tensor& a, const Tensor& b, bool pack, const Tensor* bias,
                        const Tensor& y) const
    {
        PlannedProduct p;
        p.a = matrixDesc(a.shape(), transposeA);
        p.b = matrixDesc(b.shape(), transposeB);
        p.y = describe(y.shape(), Layout::Plain);
        const Desc wanted = pack ? anyForm(p.b) : p.b;
        Shape biasShape(y.rank(), 1);
        biasShape.back() = y.shape().back();
        p.bias = bias ? Desc(biasShape, Type::f32, plainTag(y.rank())) : Desc();
        const auto made = matmulPrimitive(p.a, wanted, bias ? &p.bias : nullptr, p.y);
        p.primitive = made.primitive;
        p.packedB = made.weights;
        return p;
    }
};

MatMul::MatMul(bool transposeA, bool transposeB) : m_impl(std::make_unique<Impl>())
{
    m_impl->transposeA = transposeA;
    m_impl->transposeB = transposeB;
}
MatMul::~MatMul() = default;

Status MatMul::run(const Tensor& a, const Tensor& b, bool bIsConstant, const Tensor* bias, Tensor& y)
{
    return guarded("matrix product", [&] {
        const bool pack = bIsConstant && b.rank() == 2;
        const std::vector<Shape> key{a.shape(), b.shape(), {pack, bias != nullptr}};
        PlannedProduct* plan = m_impl->planned.find(key);
        if (!plan)
            plan = &m_impl->planned.insert(key, m_impl->plan(a, b, pack, bias, y));
        Args args{{DNNL_ARG_SRC, wrap(a, plan->a)},
                  {DNNL_ARG_WEIGHTS, pack ? m_impl->packed.get(b, plan->b, plan->packedB) : wrap(b, plan->b)},
                  {DNNL_ARG_DST, wrap(y, plan->y)}};
        if (bias)
            args.emplace(DNNL_ARG_BIAS, wrap(*bias, plan->bias));
        plan->primitive.execute(stream(), args);
        stream().wait();
    });
}

struct ByteMatMul::Impl {
    RecentCache<std::vector<Shape>, PlannedProduct> planned;
    PackedWeights packed;

    static PlannedProduct plan(const Shape& a, const Shape& b, const Shape& y)
    {
        PlannedProduct p;
        p.a = Desc(a, Type::u8, Tag::ab);
        p.b = Desc(b, Type::s8, Tag::ab);
        p.y = Desc(y, Type::s32, Tag::ab);
        const auto made = matmulPrimitive(p.a, anyForm(p.b, Type::s8), nullptr, p.y);
        p.primitive = made.primitive;
        p.packedB = made.weights;
        return p;
    }
};

/// Without VNNI, oneDNN adds pairs of products in 16 bits, where they saturate.
bool ByteMatMul::isExact()
{
    const auto isa = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto needed = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_vnni);
    return (isa & needed) == needed;
}

ByteMatMul::ByteMatMul() : m_impl(std::make_unique<Impl>()) {}
ByteMatMul::~ByteMatMul() = default;

Status ByteMatMul::run(const Tensor& a, const Tensor& b, Tensor& y)
{
    return guarded("product of integers", [&] {
        const std::vector<Shape> key{a.shape(), b.shape()};
        PlannedProduct* plan = m_impl->planned.find(key);
        if (!plan)
            plan = &m_impl->planned.insert(key, Impl::plan(a.shape(), b.shape(), y.shape()));
        plan->primitive.execute(stream(), {{DNNL_ARG_SRC, wrap(a, plan->a)},
                                           {DNNL_ARG_WEIGHTS, m_impl->packed.get(b, plan->b, plan->packedB)},
                                           {DNNL_ARG_DST, wrap(y, plan->y)}});
        stream().wait();
    });
}

} // namespace qscope::kernels
