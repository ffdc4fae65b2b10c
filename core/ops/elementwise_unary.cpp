// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/elementwise.h"
#include "core/ops/float_loops.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// A parameter of a function: the attribute it comes from (nullptr: fixed) and its default.
struct Parameter {
    const char* attribute = nullptr;
    float fallback = 0.0f;
};

/// A function of one operand, for floats and for doubles.
struct Function {
    const char* name;
    loops::Unary loop;
    double (*wide)(double v, double a, double b);
    Parameter a, b;
};

using D = double;

/// Loops over functions of std, for those too rare to deserve better.
template <double (*F)(double)>
void scalarLoop(const float* x, float* y, int64_t n, float, float)
{
    for (int64_t i = 0; i < n; ++i)
        y[i] = static_cast<float>(F(x[i]));
}

template <double (*F)(double)>
double scalarWide(double v, double, double)
{
    return F(v);
}

template <double (*F)(double)>
constexpr Function viaStd(const char* name)
{
    return {name, scalarLoop<F>, scalarWide<F>, {}, {}};
}

double wideGelu(D v, D, D) { return 0.5 * v * std::erfc(-v * M_SQRT1_2); }
double wideGeluTanh(D v, D, D) { return v / (1 + std::exp(-2 * std::sqrt(M_2_PI) * (v + 0.044715 * v * v * v))); }
double wideElu(D v, D a, D) { return v >= 0 ? v : a * std::expm1(v); }
double wideHardSigmoid(D v, D a, D b) { return std::max(0.0, std::min(1.0, a * v + b)); }
double wideSoftplus(D v, D, D) { return std::max(v, 0.0) + std::log1p(std::exp(-std::fabs(v))); }

const Function Functions[] = {
    {"Abs", loops::abs, [](D v, D, D) { return std::fabs(v); }, {}, {}},
    {"Neg", loops::neg, [](D v, D, D) { return -v; }, {}, {}},
    {"Sqrt", loops::sqrt, [](D v, D, D) { return std::sqrt(v); }, {}, {}},
    {"Reciprocal", loops::reciprocal, [](D v, D, D) { return 1 / v; }, {}, {}},
    {"Floor", loops::floor, [](D v, D, D) { return std::floor(v); }, {}, {}},
    {"Ceil", loops::ceil, [](D v, D, D) { return std::ceil(v); }, {}, {}},
    {"Round", loops::round, [](D v, D, D) { return std::nearbyint(v); }, {}, {}},
    {"Sign", loops::sign, [](D v, D, D) { return v > 0 ? 1.0 : (v < 0 ? -1.0 : v); }, {}, {}},
    {"Exp", loops::exp, [](D v, D, D) { return std::exp(v); }, {}, {}},
    {"Log", loops::log, [](D v, D, D) { return std::log(v); }, {}, {}},
    {"Erf", loops::erf, [](D v, D, D) { return std::erf(v); }, {}, {}},
    {"Tanh", loops::tanh, [](D v, D, D) { return std::tanh(v); }, {}, {}},
    {"Sigmoid", loops::sigmoid, [](D v, D, D) { return 1 / (1 + std::exp(-v)); }, {}, {}},
    {"Softplus", loops::softplus, wideSoftplus, {}, {}},
    {"Softsign", loops::softsign, [](D v, D, D) { return v / (1 + std::fabs(v)); }, {}, {}},
    {"Mish", loops::mish, [](D v, D, D) { return v * std::tanh(wideSoftplus(v, 0, 0)); }, {}, {}},
    {"Relu", loops::relu, [](D v, D, D) { return v < 0 ? 0.0 : v; }, {}, {}},
    {"LeakyRelu", loops::leakyRelu, [](D v, D a, D) { return v < 0 ? a * v : v; }, {"alpha", 0.01f}, {}},
    {"ThresholdedRelu", loops::thresholdedRelu, [](D v, D a, D) { return v > a ? v : 0.0; }, {"alpha", 1.0f}, {}},
    {"Elu", loops::elu, wideElu, {"alpha", 1.0f}, {}},
    {"Selu", loops::selu, [](D v, D a, D b) { return b * wideElu(v, a, 0); },
     {"alpha", 1.67326319217681884765625f}, {"gamma", 1.05070102214813232421875f}},
    {"Celu", loops::celu, [](D v, D a, D) { return v >= 0 ? v : a * std::expm1(v / a); }, {"alpha", 1.0f}, {}},
    {"HardSigmoid", loops::hardSigmoid, wideHardSigmoid, {"alpha", 0.2f}, {"beta", 0.5f}},
    {"HardSwish", loops::hardSwish, [](D v, D, D) { return v * wideHardSigmoid(v, 1.0 / 6, 0.5); }, {}, {}},
    {"Shrink", loops::shrink, [](D v, D a, D b) { return v < -b ? v + a : (v > b ? v - a : 0.0); },
     {"bias", 0.0f}, {"lambd", 0.5f}},
    {"Gelu", loops::gelu, wideGelu, {}, {}},
    {"com.microsoft.Gelu", loops::gelu, wideGelu, {}, {}},
    {"com.microsoft.QuickGelu", loops::quickGelu, [](D v, D a, D) { return v / (1 + std::exp(-a * v)); },
     {"alpha", 1.702f}, {}},
    viaStd<std::sin>("Sin"),
    viaStd<std::cos>("Cos"),
    viaStd<std::tan>("Tan"),
    viaStd<std::asin>("Asin"),
    viaStd<std::acos>("Acos"),
    viaStd<std::atan>("Atan"),
    viaStd<std::sinh>("Sinh"),
    viaStd<std::cosh>("Cosh"),
    viaStd<std::asinh>("Asinh"),
    viaStd<std::acosh>("Acosh"),
    viaStd<std::atanh>("Atanh"),
};

const Function GeluByTanh = {"Gelu", loops::geluTanh, wideGeluTanh, {}, {}};

void runFloat(const Function& f, const Tensor& x, Tensor& y, float a, float b)
{
    const float* from = x.data<float>();
    float* to = y.data<float>();
    parallelPieces(x.size(), [&](int64_t begin, int64_t end) { f.loop(from + begin, to + begin, end - begin, a, b); });
}

void runDouble(const Function& f, const Tensor& x, Tensor& y, double a, double b)
{
    const double* from = x.data<double>();
    double* to = y.data<double>();
    for (int64_t i = 0; i < x.size(); ++i)
        to[i] = f.wide(from[i], a, b);
}

template <class T>
T integerFunction(std::string_view name, T v)
{
    using W = Wrapping<T>;
    if (name == "Relu")
        return v < T(0) ? T(0) : v;
    if (name == "Sign")
        return T(v > T(0)) - T(v < T(0));
    if (name == "Neg" || (name == "Abs" && v < T(0)))
        return static_cast<T>(W(0) - static_cast<W>(v));
    return v;
}

bool worksOnIntegers(std::string_view name)
{
    return name == "Relu" || name == "Sign" || name == "Neg" || name == "Abs";
}

Status runInteger(const Context& context, const Tensor& x, Tensor& y)
{
    const std::string_view name = context.node().op;
    if (!worksOnIntegers(name) || x.type() == DType::Bool)
        return context.error(ErrorCode::TypeMismatch, "does not take " + std::string(dtypeName(x.type())));
    visitType(x.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            for (int64_t i = 0; i < x.size(); ++i)
                y.data<T>()[i] = integerFunction(name, x.data<T>()[i]);
        }
    });
    return {};
}

Status runFunction(Context& context, const Function& f, float a, float b)
{
    const Tensor& x = context.input(0);
    if (context.node().op == "Shrink" && !isFloating(x.type()) && x.type() != DType::Bool) {
        Tensor wide = castTo(x, DType::Float64);
        runDouble(f, wide, wide, static_cast<double>(a), static_cast<double>(b));
        context.setOutput(0, castTo(wide, x.type()));
        return {};
    }
    Tensor y = context.reuseOrAllocate(0);
    if (x.type() == DType::Float32)
        runFloat(f, x, y, a, b);
    else if (x.type() == DType::Float64)
        runDouble(f, x, y, a, b);
    else
        QS_RETURN_IF_ERROR(runInteger(context, x, y));
    context.setOutput(0, std::move(y));
    return {};
}

const Function* findFunction(const Node& node)
{
    if (node.op == "Gelu" && node.stringAttribute("approximate", "none") == "tanh")
        return &GeluByTanh;
    for (const Function& f : Functions) {
        const std::string_view name = f.name;
        if (name == node.op || name == node.domain + "." + node.op)
            return &f;
    }
    return nullptr;
}

float valueOf(const Node& node, const Parameter& p)
{
    return p.attribute ? node.floatAttribute(p.attribute, p.fallback) : p.fallback;
}

Result<Kernel> makeUnary(const Node& node, int64_t)
{
    const Function* f = findFunction(node);
    if (!f)
        return nodeError(node, ErrorCode::Internal, "is registered without a function");
    const float a = valueOf(node, f->a);
    const float b = valueOf(node, f->b);
    return needsInputs(1, [f, a, b](Context& context) { return runFunction(context, *f, a, b); });
}

} // namespace

std::vector<Registration> unaryOperators()
{
    std::vector<Registration> list;
    for (const Function& f : Functions)
        list.push_back({f.name, {makeUnary, true}});
    return list;
}

} // namespace qscope::ops
