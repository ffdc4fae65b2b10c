// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/kernels.h"
#include "core/ops/context.h"

/// Exact products of quantized matrices.
namespace qscope::ops {

/// Input `i` minus the zero point at input `zero` (one, or one per index of `axis`; none: 0) as Float32, which holds such
/// integers exactly. **Errors** TypeMismatch (not an integer of at most 16 bits), ShapeMismatch.
Result<Tensor> centred(Context& context, size_t i, size_t zero, size_t axis);

/// The same for a weight: made once when the input and its zero point are constant.
class CentredWeight {
public:
    Result<Tensor> get(Context& context, size_t i, size_t zero, size_t axis);
    /// The result of `get` is the same memory in later runs.
    bool isKept() const { return !m_source.absent(); }

private:
    Tensor m_source, m_zero, m_result;
};

/// The shapes of a numpy.matmul: operands padded to equal rank, the result in that rank and as it is shown.
struct ProductShapes {
    Shape a, b, y, shown;
    /// **Errors** ShapeMismatch naming both shapes.
    static Result<ProductShapes> of(const Context& context, const Shape& a, const Shape& b);
};

/// a b, exact in 32-bit integers (which wrap around), on float matrices of integers. When the partial sums may leave
/// the 24 bits of a float, b is cut into digits of base 16 whose products do not; beyond that plain loops do the work.
/// **Shapes** a: [..., M, K]; b: [..., K, N] or, transposed, [..., N, K]; y: [..., M, N] Int32; ranks equal, leading
/// dimensions broadcast.
class IntegerMatMul {
public:
    explicit IntegerMatMul(bool transposeB);
    Status run(Context& context, const Tensor& a, const Tensor& b, bool bIsConstant, Tensor& y);

private:
    struct Digits {
        Tensor source;
        double largestSum = 0; ///< of |b| over K
        std::vector<Tensor> digits; ///< lowest first; made when asked for
        double largestDigitSum = 0;
    };
    void prepare(const Tensor& b, Digits& digits) const;
    void cut(Digits& digits) const;
    Status accumulate(Context& context, const Tensor& a, const Tensor& b, bool isConstant, int32_t factor, Tensor& y);
    void plainLoops(const Tensor& a, const Tensor& b, Tensor& y) const;

    bool m_transposeB;
    kernels::MatMul m_kernel;
    Digits m_kept;
};

/// float(x) * rows[r] * columns[c]; x: [..., M, N] Int32; rows: one or M; columns: one or N.
Tensor scaled(Context& context, const Tensor& x, const std::vector<float>& rows, const std::vector<float>& columns);

} // namespace qscope::ops
