// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

/// Items that can be equal: single elements, or slices along an axis. Each is `block` elements in a row.
struct Items {
    Tensor data;
    int64_t count = 0, block = 1;
};

/// The slices along `axis` one after the other.
Tensor axisFirst(Context& context, const Tensor& x, size_t axis)
{
    std::vector<int64_t> strides = rowMajorStrides(x.shape());
    Shape shape = x.shape();
    std::rotate(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(axis),
                shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1);
    std::rotate(strides.begin(), strides.begin() + static_cast<std::ptrdiff_t>(axis),
                strides.begin() + static_cast<std::ptrdiff_t>(axis) + 1);
    Tensor y = context.allocate(x.type(), shape);
    stridedCopy(shape, x.rawData(), strides, y.rawData(), rowMajorStrides(shape), elementSize(x.type()));
    return y;
}

/// Negative, 0 or positive; NaN comes last and equals NaN.
template <class T>
int compareItems(const Items& items, int64_t a, int64_t b)
{
    const T* p = items.data.data<T>() + a * items.block;
    const T* q = items.data.data<T>() + b * items.block;
    for (int64_t i = 0; i < items.block; ++i) {
        if (p[i] < q[i] || (q[i] != q[i] && p[i] == p[i]))
            return -1;
        if (p[i] > q[i] || (p[i] != p[i] && q[i] == q[i]))
            return 1;
    }
    return 0;
}

/// Which items are kept, in order, and which of them each item is.
struct Distinct {
    std::vector<int64_t> first, inverse, counts;
};

template <class T>
Distinct findDistinct(const Items& items, bool sorted)
{
    std::vector<int64_t> order(static_cast<size_t>(items.count));
    std::iota(order.begin(), order.end(), int64_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return compareItems<T>(items, a, b) < 0; });
    Distinct d;
    d.inverse.resize(order.size());
    for (size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || compareItems<T>(items, order[i - 1], order[i]) != 0) {
            d.first.push_back(order[i]);
            d.counts.push_back(0);
        }
        d.inverse[static_cast<size_t>(order[i])] = static_cast<int64_t>(d.first.size()) - 1;
        ++d.counts.back();
    }
    if (sorted)
        return d;
    // By first occurrence instead.
    std::vector<size_t> rank(d.first.size());
    std::iota(rank.begin(), rank.end(), size_t(0));
    std::sort(rank.begin(), rank.end(), [&](size_t a, size_t b) { return d.first[a] < d.first[b]; });
    Distinct result;
    std::vector<int64_t> renamed(rank.size());
    for (size_t i = 0; i < rank.size(); ++i) {
        result.first.push_back(d.first[rank[i]]);
        result.counts.push_back(d.counts[rank[i]]);
        renamed[rank[i]] = static_cast<int64_t>(i);
    }
    for (int64_t i : d.inverse)
        result.inverse.push_back(renamed[static_cast<size_t>(i)]);
    return result;
}

Tensor keptItems(Context& context, const Items& items, const Tensor& x, bool hasAxis, size_t axis,
                 const Distinct& d)
{
    const auto kept = static_cast<int64_t>(d.first.size());
    Shape shape = hasAxis ? items.data.shape() : Shape{0};
    shape[0] = kept;
    Tensor rows = context.allocate(x.type(), shape);
    const size_t bytes = static_cast<size_t>(items.block) * elementSize(x.type());
    for (size_t i = 0; i < d.first.size(); ++i)
        std::copy_n(static_cast<const char*>(items.data.rawData()) + static_cast<size_t>(d.first[i]) * bytes,
                    bytes, static_cast<char*>(rows.rawData()) + i * bytes);
    if (!hasAxis || axis == 0)
        return rows;
    Shape target = x.shape();
    target[axis] = kept;
    Tensor y = context.allocate(x.type(), target);
    std::vector<int64_t> to = rowMajorStrides(target);
    std::rotate(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(axis),
                to.begin() + static_cast<std::ptrdiff_t>(axis) + 1);
    stridedCopy(shape, rows.rawData(), rowMajorStrides(shape), y.rawData(), to, elementSize(x.type()));
    return y;
}

Status runUnique(Context& context)
{
    const Tensor& x = context.input(0);
    const bool hasAxis = context.node().hasAttribute("axis");
    const bool sorted = context.node().intAttribute("sorted", 1) != 0;
    size_t axis = 0;
    Items items{x, x.size(), 1};
    if (hasAxis) {
        QS_ASSIGN(axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
        items.data = axis == 0 ? x : axisFirst(context, x, axis);
        items.count = x.dim(axis);
        items.block = sizeOfRange(items.data.shape(), 1, x.rank());
    }
    const Distinct d = visitType(
        x.type(), [&](auto tag) { return findDistinct<typename decltype(tag)::Type>(items, sorted); });
    context.setOutput(0, keptItems(context, items, x, hasAxis, axis, d));
    const std::vector<int64_t>* lists[] = {&d.first, &d.inverse, &d.counts};
    for (size_t i = 1; i < std::min<size_t>(4, context.outputs.size()); ++i) {
        const std::vector<int64_t>& list = *lists[i - 1];
        context.setOutput(i, Tensor::of<int64_t>({static_cast<int64_t>(list.size())}, list));
    }
    return {};
}

Result<Kernel> makeUnique(const Node&, int64_t) { return needsInputs(1, runUnique); }

} // namespace

std::vector<Registration> uniqueOperators() { return {{"Unique", {makeUnique}}}; }

} // namespace qscope::ops
