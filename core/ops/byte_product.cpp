// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/byte_product.h"

#include "core/ops/checks.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

bool isByte(const Tensor& t) { return t.type() == DType::Int8 || t.type() == DType::UInt8; }

/// Constant zero points: one, or one per column of w.
bool fitsColumns(const Tensor& zeros, const Tensor& w, bool isConstant)
{
    return isConstant && zeros.type() == w.type() && (zeros.size() == 1 || zeros.size() == w.dim(1));
}

/// As UInt8; values and zero point of Int8 move up by 128.
Tensor unsignedBytes(Context& context, const Tensor& x, int64_t& zero)
{
    if (x.type() == DType::UInt8)
        return x;
    Tensor moved = context.allocate(DType::UInt8, x.shape());
    const auto* from = x.data<uint8_t>();
    auto* to = moved.data<uint8_t>();
    parallelPieces(x.size(), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            to[i] = from[i] ^ 0x80U;
    });
    zero += 128;
    return moved;
}

} // namespace

bool ByteProduct::isCase(const Context& context, size_t a, size_t aZero, size_t b, size_t bZero) const
{
    static const bool exact = kernels::ByteMatMul::isExact();
    const Tensor& x = context.input(a);
    const Tensor& w = context.input(b);
    if (!exact || !isByte(x) || !isByte(w) || w.rank() != 2 || x.size() == 0 || w.size() == 0
        || !context.isConstant(b))
        return false;
    const bool oneZero = !context.has(aZero)
                         || (context.input(aZero).size() == 1 && context.input(aZero).type() == x.type());
    return oneZero && (!context.has(bZero) || fitsColumns(context.input(bZero), w, context.isConstant(bZero)));
}

void ByteProduct::prepare(const Context& context, size_t b, size_t bZero)
{
    m_source = context.input(b);
    const bool isUnsigned = m_source.type() == DType::UInt8;
    const auto columns = static_cast<size_t>(m_source.dim(1));
    m_weight = Tensor(DType::Int8, m_source.shape());
    m_sums.assign(columns, 0);
    for (int64_t i = 0; i < m_source.size(); ++i) {
        const auto byte = m_source.data<uint8_t>()[i];
        const auto value = static_cast<int8_t>(isUnsigned ? byte ^ 0x80U : byte);
        m_weight.data<int8_t>()[i] = value;
        m_sums[static_cast<size_t>(i) % columns] += static_cast<uint32_t>(static_cast<int32_t>(value));
    }
    m_offsets.assign(columns, isUnsigned ? 128 : 0);
    if (!context.has(bZero))
        return;
    const std::vector<int64_t> zeros = toInts(context.input(bZero));
    for (size_t c = 0; c < columns; ++c)
        m_offsets[c] -= static_cast<uint32_t>(zeros[zeros.size() == 1 ? 0 : c]);
}

/// y = x m_weight becomes (x - zero) (m_weight + m_offsets).
void ByteProduct::addZeroPoints(const Tensor& x, int64_t zero, Tensor& y) const
{
    const auto columns = static_cast<int64_t>(m_sums.size());
    const int64_t depth = m_weight.dim(0);
    const auto factor = static_cast<uint32_t>(zero);
    parallelItems(x.size() / depth, columns + depth, [&](int64_t r) {
        const auto* from = x.data<uint8_t>() + r * depth;
        uint32_t sum = 0;
        for (int64_t k = 0; k < depth; ++k)
            sum += from[k];
        sum -= static_cast<uint32_t>(depth) * factor;
        auto* row = y.data<uint32_t>() + r * columns;
        for (int64_t c = 0; c < columns; ++c) {
            const auto column = static_cast<size_t>(c);
            row[c] += sum * m_offsets[column] - factor * m_sums[column];
        }
    });
}

Result<std::optional<Tensor>> ByteProduct::run(Context& context, size_t a, size_t aZero, size_t b, size_t bZero,
                                               const ProductShapes& shapes)
{
    if (!isCase(context, a, aZero, b, bZero))
        return std::optional<Tensor>();
    if (m_source.absent() || m_source.buffer() != context.input(b).buffer()
        || m_source.shape() != context.input(b).shape())
        prepare(context, b, bZero);
    const int64_t depth = m_weight.dim(0);
    int64_t zero = context.has(aZero) ? toInts(context.input(aZero)).front() : 0;
    const Tensor x = unsignedBytes(context, context.input(a), zero);
    const int64_t rows = x.size() / depth;
    Tensor y = context.allocate(DType::Int32, shapes.y);
    Tensor flat = y.reshaped({rows, m_weight.dim(1)});
    const Status status = m_kernel->run(x.reshaped({rows, depth}), m_weight, flat);
    if (!status.ok())
        return context.error(status.error().code, status.error().message);
    addZeroPoints(x, zero, y);
    return std::optional(y);
}

} // namespace qscope::ops
