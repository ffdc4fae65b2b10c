// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/elementwise.h"
#include "core/ops/float_loops.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

constexpr int64_t OnnxFloat16 = 10;
constexpr int64_t OnnxBFloat16 = 16;

Status runIdentity(Context& context)
{
    context.setOutput(0, context.input(0));
    return {};
}

/// In inference Dropout passes its input on; the mask says that nothing was dropped.
/// Before opset 10 the mask has the type of the data.
Status runDropout(Context& context, int64_t opset)
{
    const bool training = context.has(2) && context.input(2).size() == 1 && toInts(context.input(2))[0] != 0;
    if (training && !(context.has(1) && context.input(1).size() == 1 && toDoubles(context.input(1))[0] == 0.0))
        return context.error(ErrorCode::Unsupported, "drops elements at random in training mode");
    context.setOutput(0, context.input(0));
    if (context.outputs.size() > 1) {
        Tensor mask = context.allocate(DType::Bool, context.input(0).shape(), context.input(0).layout());
        std::fill_n(mask.data<bool>(), mask.size(), true);
        context.setOutput(1, opset < 10 ? castTo(mask, context.input(0).type()) : std::move(mask));
    }
    return {};
}

/// The nearest number a 16-bit float can hold, as a float. `fraction`: its explicit mantissa bits; `lowest`: the
/// exponent of its smallest normal number; halves go to even; beyond `largest` it is infinite.
float roundTo16Bits(float v, int fraction, int lowest, float largest)
{
    if (!std::isfinite(v) || v == 0.0f)
        return v;
    const int exponent = std::max(std::ilogb(v), lowest);
    const float unit = std::ldexp(1.0f, exponent - fraction);
    const float rounded = std::nearbyint(v / unit) * unit;
    return std::fabs(rounded) > largest ? std::copysign(std::numeric_limits<float>::infinity(), v) : rounded;
}

/// 16-bit floats are kept as Float32, but a conversion to them loses their digits all the same.
void roundToOnnxType(Tensor& t, int64_t onnxType)
{
    float* v = t.data<float>();
    parallelPieces(t.size(), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            v[i] = onnxType == OnnxFloat16 ? roundTo16Bits(v[i], 10, -14, 65504.0f)
                                           : roundTo16Bits(v[i], 7, -126, 3.38953139e38f);
    });
}

Result<Kernel> makeDropout(const Node&, int64_t opset)
{
    return needsInputs(1, [opset](Context& context) { return runDropout(context, opset); });
}

/// The type number of the attribute `to`, which was a name before opset 6.
int64_t targetOfCast(const Node& node)
{
    static constexpr const char* Names[] = {"",      "FLOAT", "UINT8",  "INT8",    "UINT16", "INT16",  "INT32",
                                            "INT64", "STRING", "BOOL",  "FLOAT16", "DOUBLE", "UINT32", "UINT64"};
    const std::string name = node.stringAttribute("to", "");
    const auto* it = std::find(std::begin(Names) + 1, std::end(Names), name);
    return it == std::end(Names) ? node.intAttribute("to", 0) : it - std::begin(Names);
}

Result<Kernel> makeCast(const Node& node, int64_t)
{
    const int64_t to = targetOfCast(node);
    QS_ASSIGN(const DType type, dtypeOfOnnx(node, to));
    return needsInputs(1, [to, type](Context& context) -> Status {
        Tensor result = castTo(context.input(0), type);
        if (to == OnnxFloat16 || to == OnnxBFloat16) {
            if (result.buffer() == context.input(0).buffer())
                result = result.clone();
            roundToOnnxType(result, to);
        }
        context.setOutput(0, std::move(result));
        return {};
    });
}

Status runCastLike(Context& context)
{
    context.setOutput(0, castTo(context.input(0), context.input(1).type()));
    return {};
}

/// A limit of Clip: the input if it is there, else the fallback.
template <class T>
T limitOf(const Context& context, size_t i, T fallback)
{
    return context.has(i) && context.input(i).size() == 1 ? context.input(i).data<T>()[0] : fallback;
}

template <class T>
void clipElements(const Tensor& x, Tensor& y, T low, T high)
{
    const T* from = x.data<T>();
    T* to = y.data<T>();
    parallelPieces(x.size(), [&](int64_t begin, int64_t end) {
        if constexpr (std::is_same_v<T, float>) {
            loops::clip(from + begin, to + begin, end - begin, low, high);
        } else {
            for (int64_t i = begin; i < end; ++i) {
                const T v = from[i] < low ? low : from[i];
                to[i] = v > high ? high : v;
            }
        }
    });
}

/// `low` and `high`: the attributes of opsets before 11.
Status runClip(Context& context, double low, double high)
{
    for (size_t i : {1, 2}) {
        if (!context.has(i))
            continue;
        QS_RETURN_IF_ERROR(sameType(context, 0, i));
        if (context.input(i).size() != 1)
            return context.error(ErrorCode::ShapeMismatch, "the limits are scalars, got " +
                                                               shapeText(context.input(i).shape()));
    }
    Tensor y = context.reuseOrAllocate(0);
    visitType(y.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        T lowest = std::numeric_limits<T>::lowest();
        T highest = std::numeric_limits<T>::max();
        if constexpr (std::is_floating_point_v<T>) {
            lowest = static_cast<T>(low);
            highest = static_cast<T>(high);
        }
        clipElements<T>(context.input(0), y, limitOf(context, 1, lowest), limitOf(context, 2, highest));
    });
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeClip(const Node& node, int64_t opset)
{
    constexpr float Infinity = std::numeric_limits<float>::infinity();
    const double low = opset < 11 ? node.floatAttribute("min", -Infinity) : -Infinity;
    const double high = opset < 11 ? node.floatAttribute("max", Infinity) : Infinity;
    return needsInputs(1, [low, high](Context& context) { return runClip(context, low, high); });
}

} // namespace

std::vector<Registration> passOperators()
{
    return {
        {"Identity", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(1, runIdentity); }, true}},
        {"Dropout", {makeDropout, true}},
        {"Cast", {makeCast, true}},
        {"CastLike", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(2, runCastLike); }, true}},
        {"Clip", {makeClip, true}},
    };
}

std::vector<Registration> elementwiseOperators()
{
    std::vector<Registration> all;
    for (auto family : {unaryOperators, binaryOperators, logicOperators, passOperators}) {
        const auto list = family();
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace qscope::ops
