// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/log_function.h"

#include <cmath>

namespace qscope::io {

namespace {

using onnxio::NewFunction;
using onnxio::NewNode;

/// Writes a function node by node.
class Writer {
public:
    explicit Writer(NewFunction& function) : m_function(function) {}

    void constant(const std::string& name, double value)
    {
        NewNode node;
        node.op = "Constant";
        node.name = node.op + "_" + name;
        node.outputs = {name};
        node.floats = {{"value_float", static_cast<float>(value)}};
        m_function.nodes.push_back(std::move(node));
    }

    void apply(const char* op, std::vector<std::string> inputs, const std::string& output)
    {
        NewNode node;
        node.op = op;
        node.name = node.op + "_" + output;
        node.inputs = std::move(inputs);
        node.outputs = {output};
        m_function.nodes.push_back(std::move(node));
    }

private:
    NewFunction& m_function;
};

} // namespace

bool hasLogFunction(const quant::QuantParams& params)
{
    const bool isLog = params.kind == quant::QuantizerKind::Log2 || params.kind == quant::QuantizerKind::LogSqrt2;
    return isLog && !params.isSigned && params.axis < 0;
}

NewFunction logFunction(const quant::QuantParams& params)
{
    const bool isSqrt2 = params.kind == quant::QuantizerKind::LogSqrt2;
    const double perOctave = isSqrt2 ? 2 : 1;
    NewFunction f;
    f.name = std::string(isSqrt2 ? "LogSqrt2Quantize" : "Log2Quantize") + std::to_string(params.qmax);
    f.domain = "org.quantoscope";
    f.doc = "Quantizes x >= 0 to sizes scale * " + std::string(isSqrt2 ? "sqrt(2)" : "2") + "^-k, k = 0 to "
            + std::to_string(params.qmax) + ", and 0 below: a shift by ceil(k / " + std::to_string(isSqrt2 ? 2 : 1)
            + ") and one of two scales per element.";
    f.inputs = {"x", "scale"};
    f.outputs = {"y"};
    Writer w(f);
    w.constant("smallest", std::ldexp(1, -126));
    w.constant("perLog", -perOctave / std::log(2.0));
    w.constant("zero", 0);
    w.constant("one", 1);
    w.constant("two", 2);
    w.constant("perOctave", perOctave);
    w.constant("rest", std::sqrt(2.0) - 1);
    w.constant("qmax", params.qmax);
    w.apply("Div", {"x", "scale"}, "ratio");
    w.apply("Max", {"ratio", "smallest"}, "size");
    w.apply("Log", {"size"}, "log");
    w.apply("Mul", {"log", "perLog"}, "steps");
    w.apply("Round", {"steps"}, "rounded");
    w.apply("Max", {"rounded", "zero"}, "k");
    w.apply("Div", {"k", "perOctave"}, "octaves");
    w.apply("Ceil", {"octaves"}, "shift");
    w.apply("Mul", {"shift", "perOctave"}, "even");
    w.apply("Sub", {"even", "k"}, "odd");
    w.apply("Mul", {"odd", "rest"}, "more");
    w.apply("Add", {"more", "one"}, "factor");
    w.apply("Mul", {"scale", "factor"}, "ownScale");
    w.apply("Neg", {"shift"}, "exponent");
    w.apply("Pow", {"two", "exponent"}, "power");
    w.apply("Mul", {"power", "ownScale"}, "level");
    w.apply("Greater", {"k", "qmax"}, "isZero");
    w.apply("Where", {"isZero", "zero", "level"}, "y");
    return f;
}

} // namespace qscope::io
