// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "core/kernels/kernels.h"
#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/einsum_equation.h"
#include "core/ops/simd.h"
#include "core/ops/strided.h"

/// Einsum: operands are contracted from left to right, two at a time. Every contraction is a batched matrix
/// product of the dimensions both keep, those only one has, and those that are summed over.
namespace qscope::ops {

namespace {

using LabelSizes = std::map<Label, int64_t>;

/// A tensor whose dimensions have names, each at most once.
struct Named {
    Labels labels;
    Tensor tensor;
};

bool contains(const Labels& labels, Label label)
{
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

/// A copy with the dimensions in the order of `labels`, all of which the operand has; a label that occurs
/// several times in the operand walks its diagonal.
Named arranged(Context& context, const Named& x, const Labels& labels, const LabelSizes& sizes)
{
    const std::vector<int64_t> own = rowMajorStrides(x.tensor.shape());
    Shape shape;
    std::vector<int64_t> strides;
    for (Label label : labels) {
        shape.push_back(sizes.at(label));
        strides.push_back(0);
        for (size_t d = 0; d < own.size(); ++d)
            strides.back() += x.labels[d] == label ? own[d] : 0;
    }
    if (labels == x.labels && shape == x.tensor.shape())
        return x;
    Tensor y = context.allocate(x.tensor.type(), shape);
    stridedCopy(shape, x.tensor.rawData(), strides, y.rawData(), rowMajorStrides(shape),
                elementSize(y.type()));
    return {labels, y};
}

/// Sizes of all labels; a size of 1 gives way to a larger one.
Result<LabelSizes> sizesOf(const Context& context, const EinsumEquation& equation)
{
    LabelSizes sizes;
    for (size_t i = 0; i < equation.operands.size(); ++i) {
        for (size_t d = 0; d < equation.operands[i].size(); ++d) {
            const int64_t size = context.input(i).dim(d);
            const auto [it, isNew] = sizes.emplace(equation.operands[i][d], size);
            if (it->second != size && it->second != 1 && size != 1)
                return context.error(ErrorCode::ShapeMismatch, "one dimension of the equation has the sizes "
                                                                   + std::to_string(it->second) + " and "
                                                                   + std::to_string(size));
            it->second = it->second == 1 ? size : it->second;
        }
    }
    return sizes;
}

/// Operand i without repeated labels and without dimensions of size 1 that are larger elsewhere: nothing is
/// lost when these are left out of a product.
Named preparedOperand(Context& context, const EinsumEquation& equation, size_t i, const LabelSizes& sizes)
{
    Named x;
    Shape shape;
    for (size_t d = 0; d < equation.operands[i].size(); ++d) {
        const Label label = equation.operands[i][d];
        if (context.input(i).dim(d) == 1 && sizes.at(label) != 1)
            continue;
        x.labels.push_back(label);
        shape.push_back(context.input(i).dim(d));
    }
    x.tensor = context.input(i).reshaped(shape);
    Labels once;
    for (Label label : x.labels) {
        if (!contains(once, label))
            once.push_back(label);
    }
    return arranged(context, x, once, sizes);
}

/// Sums over the dimensions that are not `needed`.
Named summedUp(Context& context, const Named& x, const Labels& needed, const LabelSizes& sizes)
{
    Labels kept, order;
    for (Label label : x.labels) {
        if (contains(needed, label))
            kept.push_back(label);
    }
    if (kept.size() == x.labels.size())
        return x;
    order = kept;
    for (Label label : x.labels) {
        if (!contains(kept, label))
            order.push_back(label);
    }
    const Named sorted = arranged(context, x, order, sizes);
    const Shape& shape = sorted.tensor.shape();
    const int64_t count = sizeOfRange(shape, kept.size(), shape.size());
    Tensor y = context.allocate(x.tensor.type(),
                                {shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(kept.size())});
    visitType(y.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        using A = std::conditional_t<std::is_floating_point_v<T>, double, Wrapping<T>>;
        parallelItems(y.size(), count, [&](int64_t i) {
            A sum = 0;
            for (int64_t k = 0; k < count; ++k)
                sum = static_cast<A>(sum + static_cast<A>(sorted.tensor.data<T>()[i * count + k]));
            y.data<T>()[i] = static_cast<T>(sum);
        });
    });
    return {kept, y};
}

/// [batch, m, k] times [batch, k, n].
template <class T>
void multiply(const Tensor& a, const Tensor& b, Tensor& y)
{
    const int64_t m = a.dim(1), k = a.dim(2), n = b.dim(2);
    parallelItems(y.dim(0) * m, k * n, [&](int64_t row) {
        using W = Wrapping<T>;
        const T* from = a.data<T>() + row * k;
        const T* other = b.data<T>() + row / m * k * n;
        T* to = y.data<T>() + row * n;
        std::fill_n(to, n, T(0));
        for (int64_t l = 0; l < k; ++l)
            for (int64_t j = 0; j < n; ++j)
                to[j] = static_cast<T>(static_cast<W>(to[j])
                                       + static_cast<W>(from[l]) * static_cast<W>(other[l * n + j]));
    });
}

Status multiply(Context& context, kernels::MatMul& kernel, const Tensor& a, const Tensor& b, Tensor& y)
{
    if (y.size() == 0)
        return {};
    if (y.type() == DType::Float32 && a.size() > 0) {
        const Status status = kernel.run(a, b, false, nullptr, y);
        return status.ok() ? status : Status(context.error(status.error().code, status.error().message));
    }
    return visitNumber(context, y.type(), [&](auto tag) -> Status {
        multiply<typename decltype(tag)::Type>(a, b, y);
        return {};
    });
}

/// The sum over all labels of both that are not `needed`.
Result<Named> contracted(Context& context, kernels::MatMul& kernel, const Named& a, const Named& b,
                         const Labels& needed, const LabelSizes& sizes)
{
    Labels batch, left, right, summed;
    for (Label label : a.labels) {
        if (!contains(b.labels, label))
            left.push_back(label);
        else
            (contains(needed, label) ? batch : summed).push_back(label);
    }
    for (Label label : b.labels) {
        if (!contains(a.labels, label))
            right.push_back(label);
    }
    const auto joined = [](Labels x, const Labels& y, const Labels& z) {
        x.insert(x.end(), y.begin(), y.end());
        x.insert(x.end(), z.begin(), z.end());
        return x;
    };
    const auto count = [&](const Labels& labels) {
        int64_t product = 1;
        for (Label label : labels)
            product *= sizes.at(label);
        return product;
    };
    const Named p = arranged(context, a, joined(batch, left, summed), sizes);
    const Named q = arranged(context, b, joined(batch, summed, right), sizes);
    Named y{joined(batch, left, right), {}};
    Shape shape;
    for (Label label : y.labels)
        shape.push_back(sizes.at(label));
    QS_ASSIGN(y.tensor, allocateChecked(context, a.tensor.type(), shape));
    Tensor flat = y.tensor.reshaped({count(batch), count(left), count(right)});
    QS_RETURN_IF_ERROR(multiply(context, kernel,
                                p.tensor.reshaped({count(batch), count(left), count(summed)}),
                                q.tensor.reshaped({count(batch), count(summed), count(right)}), flat));
    return y;
}

/// Labels of the result and of the operands from `next` on.
Labels neededFrom(const EinsumEquation& equation, size_t next)
{
    Labels needed = equation.result;
    for (size_t i = next; i < equation.operands.size(); ++i)
        needed.insert(needed.end(), equation.operands[i].begin(), equation.operands[i].end());
    return needed;
}

Status runEinsum(Context& context, const std::string& text, kernels::MatMul& kernel)
{
    for (size_t i = 0; i < context.inputCount(); ++i) {
        if (!context.has(i))
            return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
        QS_RETURN_IF_ERROR(sameType(context, 0, i));
    }
    if (context.input(0).type() == DType::Bool)
        return typeError(context, DType::Bool);
    QS_ASSIGN(const EinsumEquation equation, parseEinsum(context, text));
    QS_ASSIGN(const LabelSizes sizes, sizesOf(context, equation));
    Named result = preparedOperand(context, equation, 0, sizes);
    for (size_t i = 1; i < context.inputCount(); ++i) {
        const Named next = preparedOperand(context, equation, i, sizes);
        // What only one of the two has, and nobody later, is summed first.
        Labels needed = neededFrom(equation, i + 1);
        Labels forLeft = needed, forRight = needed;
        forLeft.insert(forLeft.end(), next.labels.begin(), next.labels.end());
        forRight.insert(forRight.end(), result.labels.begin(), result.labels.end());
        QS_ASSIGN(result, contracted(context, kernel, summedUp(context, result, forLeft, sizes),
                                     summedUp(context, next, forRight, sizes), needed, sizes));
    }
    result = summedUp(context, result, equation.result, sizes);
    context.setOutput(0, arranged(context, result, equation.result, sizes).tensor);
    return {};
}

Result<Kernel> makeEinsum(const Node& node, int64_t)
{
    const std::string equation = node.stringAttribute("equation", "");
    const auto kernel = std::make_shared<kernels::MatMul>(false, false);
    return needsInputs(
        1, [equation, kernel](Context& context) { return runEinsum(context, equation, *kernel); });
}

} // namespace

std::vector<Registration> einsumOperators() { return {{"Einsum", {makeEinsum}}}; }

} // namespace qscope::ops
