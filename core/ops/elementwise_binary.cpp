// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/broadcast.h"
#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/elementwise.h"
#include "core/ops/float_loops.h"

namespace qscope::ops {

namespace {

// Integers wrap around, as they do in every framework; the unsigned detour makes that defined.
struct AddOf {
    template <class T>
    static T of(T a, T b) { return static_cast<T>(static_cast<Wrapping<T>>(a) + static_cast<Wrapping<T>>(b)); }
};
struct SubOf {
    template <class T>
    static T of(T a, T b) { return static_cast<T>(static_cast<Wrapping<T>>(a) - static_cast<Wrapping<T>>(b)); }
};
struct MulOf {
    template <class T>
    static T of(T a, T b) { return static_cast<T>(static_cast<Wrapping<T>>(a) * static_cast<Wrapping<T>>(b)); }
};
/// Integer divisors are not 0: checked before.
struct DivOf {
    template <class T>
    static T of(T a, T b)
    {
        if constexpr (std::is_signed_v<T> && std::is_integral_v<T>) {
            if (b == T(-1)) // the lowest integer has no opposite
                return SubOf::of(T(0), a);
        }
        return static_cast<T>(a / b);
    }
};
struct MaxOf {
    template <class T>
    static T of(T a, T b) { return a > b || a != a ? a : b; }
};
struct MinOf {
    template <class T>
    static T of(T a, T b) { return a < b || a != a ? a : b; }
};
struct PReluOf {
    template <class T>
    static T of(T a, T b) { return a < T(0) ? MulOf::of(a, b) : a; }
};
/// The remainder with the sign of the dividend, as fmod of C.
struct FmodOf {
    template <class T>
    static T of(T a, T b)
    {
        if constexpr (std::is_floating_point_v<T>)
            return std::fmod(a, b);
        else
            return std::is_signed_v<T> && b == static_cast<T>(-1) ? T(0) : static_cast<T>(a % b);
    }
};
/// The remainder with the sign of the divisor.
struct ModOf {
    template <class T>
    static T of(T a, T b)
    {
        const T r = FmodOf::of(a, b);
        return r != T(0) && ((r < T(0)) != (b < T(0))) ? static_cast<T>(r + b) : r;
    }
};
struct PowOf {
    template <class T>
    static T of(T a, T b)
    {
        if constexpr (std::is_floating_point_v<T>)
            return std::pow(a, b);
        else
            return integerPower(a, b);
    }

private:
    template <class T>
    static T integerPower(T base, T exponent)
    {
        if (exponent < T(0)) // 1 / base^|exponent| truncated
            return base == T(1) ? T(1) : (base == static_cast<T>(-1) ? (exponent % 2 ? base : T(1)) : T(0));
        T result = 1;
        for (auto e = static_cast<uint64_t>(exponent); e; e >>= 1) {
            if (e & 1)
                result = MulOf::of(result, base);
            base = MulOf::of(base, base);
        }
        return result;
    }
};

struct BinaryFunction {
    const char* name;
    loops::Binary loop; ///< nullptr: through the template
    void (*typed)(DType, const AlignedOperands&, const Walk<2>&, Tensor&);
    bool divides = false; ///< an integer 0 on the right is an error
};

template <class T, class Op>
void runTyped(const AlignedOperands& in, const Walk<2>& walk, Tensor& out)
{
    const T* p = in.tensors[0].data<T>();
    const T* q = in.tensors[1].data<T>();
    T* y = out.data<T>();
    const auto [ps, qs] = walk.strides.back();
    forEachRow(walk, [&, ps = ps, qs = qs](const std::array<int64_t, 2>& offsets, int64_t position, int64_t count) {
        const T* a = p + offsets[0];
        const T* b = q + offsets[1];
        for (int64_t i = 0; i < count; ++i)
            y[position + i] = Op::of(a[i * ps], b[i * qs]);
    });
}

template <class Op>
void runAnyType(DType type, const AlignedOperands& in, const Walk<2>& walk, Tensor& out)
{
    visitType(type, [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (!std::is_same_v<T, bool>)
            runTyped<T, Op>(in, walk, out);
    });
}

const BinaryFunction BinaryFunctions[] = {
    {"Add", loops::add, runAnyType<AddOf>},       {"Sub", loops::sub, runAnyType<SubOf>},
    {"Mul", loops::mul, runAnyType<MulOf>},       {"Div", loops::div, runAnyType<DivOf>, true},
    {"PRelu", loops::prelu, runAnyType<PReluOf>}, {"Max", loops::max, runAnyType<MaxOf>},
    {"Min", loops::min, runAnyType<MinOf>},       {"Sum", loops::add, runAnyType<AddOf>},
    {"Mean", loops::add, runAnyType<AddOf>},      {"Mod", nullptr, runAnyType<ModOf>, true},
    {"Fmod", nullptr, runAnyType<FmodOf>, true},  {"Pow", nullptr, runAnyType<PowOf>},
};

const BinaryFunction& functionNamed(std::string_view name)
{
    return *std::find_if(std::begin(BinaryFunctions), std::end(BinaryFunctions),
                         [&](const auto& f) { return name == f.name; });
}

void runFloat(const BinaryFunction& f, const AlignedOperands& in, const Walk<2>& walk, Tensor& out)
{
    const float* p = in.tensors[0].data<float>();
    const float* q = in.tensors[1].data<float>();
    float* y = out.data<float>();
    const auto [ps, qs] = walk.strides.back();
    forEachRow(walk, [&, ps = ps, qs = qs](const std::array<int64_t, 2>& offsets, int64_t position, int64_t count) {
        f.loop(p + offsets[0], ps, q + offsets[1], qs, y + position, count);
    });
}

bool hasZero(const Tensor& t)
{
    return visitType(t.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        const auto values = t.span<T>();
        return std::find(values.begin(), values.end(), T(0)) != values.end();
    });
}

/// Whether operand k of two may be overwritten by the result.
using Overwritable = std::array<bool, 2>;

bool isOurs(const Context& context, size_t i)
{
    return context.reusable[i] && context.input(i).buffer().use_count() <= 1;
}

Tensor resultMemory(Context& context, const AlignedOperands& in, Overwritable overwritable)
{
    for (size_t k : {0, 1}) {
        // Of the result's shape and order: then aligning has not made a copy of it.
        if (overwritable[k] && in.tensors[k].shape() == in.shape && in.tensors[k].layout() == in.layout)
            return in.tensors[k];
    }
    return context.allocate(in.tensors[0].type(), in.shape, in.layout);
}

Result<Tensor> applyBinary(Context& context, const BinaryFunction& f, std::span<const Tensor> operands,
                           Overwritable overwritable)
{
    const DType type = operands[0].type();
    if (type == DType::Bool || operands[1].type() != type)
        return context.error(ErrorCode::TypeMismatch, "does not take " + std::string(dtypeName(type)) + " with " +
                                                          std::string(dtypeName(operands[1].type())));
    if (f.divides && !isFloating(type) && hasZero(operands[1]))
        return context.error(ErrorCode::InvalidArgument, "divides an integer by zero");
    QS_ASSIGN(const AlignedOperands in, alignOperands(context, operands));
    Tensor out = resultMemory(context, in, overwritable);
    const Walk<2> walk = makeWalk<2>(in);
    if (type == DType::Float32 && f.loop)
        runFloat(f, in, walk, out);
    else
        f.typed(type, in, walk, out);
    return out;
}

Status runBinary(Context& context, const BinaryFunction& f)
{
    const Overwritable overwritable{isOurs(context, 0), isOurs(context, 1)};
    const Tensor operands[] = {context.input(0), context.input(1)};
    QS_ASSIGN(Tensor out, applyBinary(context, f, operands, overwritable));
    context.setOutput(0, std::move(out));
    return {};
}

Result<Kernel> makeBinary(const Node& node, int64_t opset)
{
    const BinaryFunction& f = functionNamed(node.op);
    return withOldBroadcasting(node, opset, needsInputs(2, [&f](Context& context) { return runBinary(context, f); }));
}

Result<Kernel> makeMod(const Node& node, int64_t)
{
    const bool likeC = node.intAttribute("fmod", 0) != 0;
    return needsInputs(2, [likeC](Context& context) -> Status {
        if (!likeC && isFloating(context.input(0).type()))
            return context.error(ErrorCode::InvalidArgument, "needs fmod = 1 for floating-point operands");
        return runBinary(context, functionNamed(likeC ? "Fmod" : "Mod"));
    });
}

/// Loops for the exponents that real models use; nullptr for others.
loops::Unary loopOfExponent(const Tensor& exponent)
{
    if (exponent.size() != 1)
        return nullptr;
    const double e = toDoubles(exponent)[0];
    if (e == 2.0)
        return loops::square;
    return e == 3.0 ? loops::cube : nullptr;
}

Status runPow(Context& context)
{
    const Tensor& base = context.input(0);
    const Tensor& exponent = context.input(1);
    const auto loop = loopOfExponent(exponent);
    if (loop && base.type() == DType::Float32 && exponent.rank() <= base.rank()) {
        Tensor y = context.reuseOrAllocate(0);
        parallelPieces(base.size(), [&](int64_t begin, int64_t end) {
            loop(base.data<float>() + begin, y.data<float>() + begin, end - begin, 0, 0);
        });
        context.setOutput(0, std::move(y));
        return {};
    }
    if (base.type() == exponent.type())
        return runBinary(context, functionNamed("Pow"));
    // The result has the type of the base; a fractional exponent asks for doubles in between.
    const bool viaDouble = !isFloating(base.type()) && isFloating(exponent.type());
    const DType type = viaDouble ? DType::Float64 : base.type();
    const Tensor operands[] = {castTo(base, type), castTo(exponent, type)};
    QS_ASSIGN(Tensor out, applyBinary(context, functionNamed("Pow"), operands, {false, false}));
    context.setOutput(0, castTo(out, base.type()));
    return {};
}

Result<Kernel> makePow(const Node& node, int64_t opset)
{
    return withOldBroadcasting(node, opset, needsInputs(2, runPow));
}

/// Divides in place by the number of operands.
void divideBy(Tensor& t, size_t count)
{
    visitType(t.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (!std::is_same_v<T, bool>) {
            for (T& v : t.span<T>())
                v = static_cast<T>(v / static_cast<T>(count));
        }
    });
}

Status runVariadic(Context& context, const BinaryFunction& f, bool mean)
{
    const size_t count = context.inputCount();
    for (size_t i = 0; i < count; ++i) {
        if (!context.has(i))
            return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
    }
    bool ours = isOurs(context, 0);
    Tensor result = context.input(0);
    for (size_t i = 1; i < count; ++i) {
        const Overwritable overwritable{ours, isOurs(context, i)};
        const Tensor operands[] = {result, context.input(i)};
        QS_ASSIGN(result, applyBinary(context, f, operands, overwritable));
        ours = true;
    }
    if (mean && count > 1)
        divideBy(result, count);
    context.setOutput(0, std::move(result));
    return {};
}

Result<Kernel> makeVariadic(const Node& node, int64_t)
{
    const BinaryFunction& f = functionNamed(node.op);
    return needsInputs(1, [&f, mean = node.op == "Mean"](Context& context) { return runVariadic(context, f, mean); });
}

/// BiasGelu(x, bias) and FastGelu(x, bias?): an addition, then the function.
Result<Kernel> makeBiasGelu(const Node& node, int64_t)
{
    const auto loop = node.op == "FastGelu" ? loops::geluTanh : loops::gelu;
    return needsInputs(1, [loop](Context& context) -> Status {
        if (context.input(0).type() != DType::Float32)
            return context.error(ErrorCode::Unsupported, "takes float32 only");
        Tensor y;
        if (context.has(1)) {
            const Overwritable overwritable{isOurs(context, 0), false};
            const Tensor operands[] = {context.input(0), context.input(1)};
            QS_ASSIGN(y, applyBinary(context, functionNamed("Add"), operands, overwritable));
        } else {
            y = context.reuseOrAllocate(0);
        }
        const float* x = context.has(1) ? y.data<float>() : context.input(0).data<float>();
        parallelPieces(y.size(), [&](int64_t begin, int64_t end) {
            loop(x + begin, y.data<float>() + begin, end - begin, 0, 0);
        });
        context.setOutput(0, std::move(y));
        return {};
    });
}

} // namespace

std::vector<Registration> binaryOperators()
{
    return {
        {"Add", {makeBinary, true}},     {"Sub", {makeBinary, true}},
        {"Mul", {makeBinary, true}},     {"Div", {makeBinary, true}},
        {"PRelu", {makeBinary, true}},   {"Mod", {makeMod, true}},
        {"Pow", {makePow, true}},        {"Max", {makeVariadic, true}},
        {"Min", {makeVariadic, true}},   {"Sum", {makeVariadic, true}},
        {"Mean", {makeVariadic, true}},  {"com.microsoft.BiasGelu", {makeBiasGelu, true}},
        {"com.microsoft.FastGelu", {makeBiasGelu, true}},
    };
}

} // namespace qscope::ops
