// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "core/kernels/kernels.h"
#include "core/ops/quantized_product.h"

namespace qscope::ops {

/// The usual product of quantized matrices, on the machine's instructions for bytes: a of eight bits with one zero
/// point, and a constant matrix b of eight bits with zero points per column or one. Exact.
class ByteProduct {
public:
    /// (a - zero) (b - zeros) as Int32 of shape `shapes.y`; nothing where it is another case, or the machine has not
    /// the instructions.
    /// **Errors** Internal, oneDNN's.
    Result<std::optional<Tensor>> run(Context& context, size_t a, size_t aZero, size_t b, size_t bZero,
                                      const ProductShapes& shapes);

private:
    bool isCase(const Context& context, size_t a, size_t aZero, size_t b, size_t bZero) const;
    void prepare(const Context& context, size_t b, size_t bZero);
    void addZeroPoints(const Tensor& x, int64_t zero, Tensor& y) const;

    std::shared_ptr<kernels::ByteMatMul> m_kernel = std::make_shared<kernels::ByteMatMul>();
    Tensor m_source; ///< b as it was when prepared
    Tensor m_weight; ///< b as Int8: unsigned values less 128
    // Integers that may wrap around, by column:
    std::vector<uint32_t> m_sums;    ///< of m_weight
    std::vector<uint32_t> m_offsets; ///< what m_weight lacks to b less its zero point
};

} // namespace qscope::ops
