// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>

#include "core/ops/broadcast.h"
#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/elementwise.h"

namespace qscope::ops {

namespace {

/// Every element of the result, of type R, is op(a, b) of the operands' elements.
template <class T, class R, class Op>
Status mapPairs(Context& context, const Op& op, DType resultType)
{
    QS_ASSIGN(const AlignedOperands in, alignOperands(context, std::span(context.inputs).first(2)));
    Tensor out = context.allocate(resultType, in.shape, in.layout);
    const Walk<2> walk = makeWalk<2>(in);
    const T* p = in.tensors[0].data<T>();
    const T* q = in.tensors[1].data<T>();
    R* y = out.data<R>();
    const auto [ps, qs] = walk.strides.back();
    forEachRow(walk, [&, ps = ps, qs = qs](const std::array<int64_t, 2>& offsets, int64_t position, int64_t count) {
        for (int64_t i = 0; i < count; ++i)
            y[position + i] = op(p[offsets[0] + i * ps], q[offsets[1] + i * qs]);
    });
    context.setOutput(0, std::move(out));
    return {};
}

template <class Compare>
Kernel comparison()
{
    return needsInputs(2, [](Context& context) -> Status {
        QS_RETURN_IF_ERROR(sameType(context, 0, 1));
        return visitType(context.input(0).type(), [&](auto tag) -> Status {
            using T = typename decltype(tag)::Type;
            return mapPairs<T, bool>(context, Compare(), DType::Bool);
        });
    });
}

template <class Op>
Kernel boolean(Op op)
{
    return needsInputs(2, [op](Context& context) -> Status {
        if (context.input(0).type() != DType::Bool || context.input(1).type() != DType::Bool)
            return context.error(ErrorCode::TypeMismatch, "takes bool only");
        return mapPairs<bool, bool>(context, op, DType::Bool);
    });
}

Kernel logicKernel(const Node& node)
{
    if (node.op == "Equal")
        return comparison<std::equal_to<>>();
    if (node.op == "Greater")
        return comparison<std::greater<>>();
    if (node.op == "Less")
        return comparison<std::less<>>();
    if (node.op == "GreaterOrEqual")
        return comparison<std::greater_equal<>>();
    if (node.op == "LessOrEqual")
        return comparison<std::less_equal<>>();
    if (node.op == "And")
        return boolean([](bool a, bool b) { return a && b; });
    if (node.op == "Or")
        return boolean([](bool a, bool b) { return a || b; });
    return boolean([](bool a, bool b) { return a != b; });
}

Result<Kernel> makeLogic(const Node& node, int64_t opset)
{
    return withOldBroadcasting(node, opset, logicKernel(node));
}

/// Bit operators on integers.
template <class Op>
Kernel bitwise(Op op)
{
    return needsInputs(2, [op](Context& context) -> Status {
        QS_RETURN_IF_ERROR(sameType(context, 0, 1));
        const DType type = context.input(0).type();
        return visitType(type, [&](auto tag) -> Status {
            using T = typename decltype(tag)::Type;
            if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
                return mapPairs<T, T>(context, op, type);
            else
                return context.error(ErrorCode::TypeMismatch, "takes integers only");
        });
    });
}

Result<Kernel> makeBitwise(const Node& node, int64_t)
{
    if (node.op == "BitwiseAnd")
        return bitwise([](auto a, auto b) { return static_cast<decltype(a)>(a & b); });
    if (node.op == "BitwiseOr")
        return bitwise([](auto a, auto b) { return static_cast<decltype(a)>(a | b); });
    if (node.op == "BitwiseXor")
        return bitwise([](auto a, auto b) { return static_cast<decltype(a)>(a ^ b); });
    const bool left = node.stringAttribute("direction", "") == "LEFT";
    // Shifting by the width or more leaves nothing.
    return bitwise([left](auto a, auto b) {
        using T = decltype(a);
        const auto bits = static_cast<uint64_t>(b);
        if (bits >= sizeof(T) * 8)
            return T(0);
        const auto wide = static_cast<std::make_unsigned_t<T>>(a);
        return static_cast<T>(left ? static_cast<uint64_t>(wide) << bits : static_cast<uint64_t>(wide) >> bits);
    });
}

/// R f(T) over all elements, in memory order.
template <class T, class R, class F>
Status mapElements(Context& context, F f, DType resultType)
{
    const Tensor& x = context.input(0);
    Tensor y = context.allocate(resultType, x.shape(), x.layout());
    for (int64_t i = 0; i < x.size(); ++i)
        y.data<R>()[i] = f(x.data<T>()[i]);
    context.setOutput(0, std::move(y));
    return {};
}

Status runNot(Context& context)
{
    if (context.input(0).type() != DType::Bool)
        return context.error(ErrorCode::TypeMismatch, "takes bool only");
    return mapElements<bool, bool>(context, [](bool v) { return !v; }, DType::Bool);
}

Status runBitwiseNot(Context& context)
{
    const DType type = context.input(0).type();
    return visitType(type, [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
            return mapElements<T, T>(context, [](T v) { return static_cast<T>(~v); }, type);
        else
            return context.error(ErrorCode::TypeMismatch, "takes integers only");
    });
}

template <class F>
Status classify(Context& context, F f)
{
    return visitType(context.input(0).type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_floating_point_v<T>)
            return mapElements<T, bool>(context, f, DType::Bool);
        else
            return context.error(ErrorCode::TypeMismatch, "takes floating point only");
    });
}

Result<Kernel> makeClassifier(const Node& node, int64_t)
{
    if (node.op == "IsNaN")
        return needsInputs(1, [](Context& c) { return classify(c, [](auto v) { return std::isnan(v); }); });
    const bool negative = node.intAttribute("detect_negative", 1) != 0;
    const bool positive = node.intAttribute("detect_positive", 1) != 0;
    return needsInputs(1, [negative, positive](Context& c) {
        return classify(c, [=](auto v) { return std::isinf(v) && (v > 0 ? positive : negative); });
    });
}

template <class T>
void selectElements(const AlignedOperands& in, Tensor& out)
{
    const Walk<3> walk = makeWalk<3>(in);
    const bool* condition = in.tensors[0].data<bool>();
    const T* p = in.tensors[1].data<T>();
    const T* q = in.tensors[2].data<T>();
    T* y = out.data<T>();
    const auto s = walk.strides.back();
    forEachRow(walk, [&](const std::array<int64_t, 3>& offsets, int64_t position, int64_t count) {
        const bool* c = condition + offsets[0];
        for (int64_t i = 0; i < count; ++i)
            y[position + i] = c[i * s[0]] ? p[offsets[1] + i * s[1]] : q[offsets[2] + i * s[2]];
    });
}

Status runWhere(Context& context)
{
    QS_RETURN_IF_ERROR(sameType(context, 1, 2));
    if (context.input(0).type() != DType::Bool)
        return context.error(ErrorCode::TypeMismatch, "the condition is not bool");
    QS_ASSIGN(const AlignedOperands in, alignOperands(context, std::span(context.inputs).first(3)));
    Tensor out = context.allocate(context.input(1).type(), in.shape, in.layout);
    visitSize(elementSize(out.type()), [&](auto tag) { selectElements<typename decltype(tag)::Type>(in, out); });
    context.setOutput(0, std::move(out));
    return {};
}

} // namespace

std::vector<Registration> logicOperators()
{
    std::vector<Registration> list;
    for (const char* name :
         {"Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "And", "Or", "Xor"})
        list.push_back({name, {makeLogic, true}});
    for (const char* name : {"BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor"})
        list.push_back({name, {makeBitwise, true}});
    for (const char* name : {"IsNaN", "IsInf"})
        list.push_back({name, {makeClassifier, true}});
    list.push_back({"Not", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(1, runNot); }, true}});
    list.push_back(
        {"BitwiseNot", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(1, runBitwiseNot); }, true}});
    list.push_back({"Where", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(3, runWhere); }, true}});
    return list;
}

} // namespace qscope::ops
