// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <Eigen/LU>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"

namespace qscope::ops {

namespace {

/// Determinants of a stack of square matrices, computed in double.
Status runDet(Context& context)
{
    const Tensor& x = context.input(0);
    if (x.rank() < 2 || x.dim(x.rank() - 1) != x.dim(x.rank() - 2))
        return context.error(ErrorCode::ShapeMismatch, shapeText(x.shape()) + " are no square matrices");
    const int64_t n = x.shape().back();
    Tensor y = context.allocate(x.type(), {x.shape().begin(), x.shape().end() - 2});
    QS_RETURN_IF_ERROR(visitFloating(context, x.type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        for (int64_t i = 0; i < y.size(); ++i) {
            const Eigen::Map<const Matrix> matrix(x.data<T>() + i * n * n, n, n);
            y.data<T>()[i] =
                n == 0 ? T(1) : static_cast<T>(Eigen::MatrixXd(matrix.template cast<double>()).determinant());
        }
        return {};
    }));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeDet(const Node&, int64_t) { return needsInputs(1, runDet); }

} // namespace

std::vector<Registration> linearAlgebraOperators() { return {{"Det", {makeDet}}}; }

} // namespace qscope::ops
