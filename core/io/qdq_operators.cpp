// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/qdq_operators.h"

#include "core/quant/bias.h"

namespace qscope::io {

namespace {

using onnxio::NewNode;
using onnxio::WireType;
using quant::QuantParams;

constexpr const char* ContribDomain = "com.microsoft";

/// Who reads the codes. Activations of few bits stay in 8-bit types, which every runtime quantizes to.
enum class Role { Constant, Activation };

/// Integer type of the codes and its limits.
struct Container {
    WireType type;
    int64_t lowest;
    int64_t highest;
};

Container containerOf(const QuantParams& params, Role role)
{
    const auto ofBits = [&](int bits, WireType whole, WireType natural) {
        const int64_t half = int64_t(1) << (bits - 1);
        return params.isSigned ? Container{whole, -half, half - 1} : Container{natural, 0, 2 * half - 1};
    };
    if (params.bits > 16)
        return ofBits(32, WireType::Int32, WireType::Int32);
    if (params.bits > 8)
        return ofBits(16, WireType::Int16, WireType::UInt16);
    return params.bits > 4 || role == Role::Activation
               ? ofBits(8, WireType::Int8, WireType::UInt8)
               : ofBits(4, WireType::Int4, WireType::UInt4);
}

} // namespace

/// The default domain where it has the operator for this type and granularity, else that of ONNX Runtime. The opset is
/// never raised: other operators of the model would change their meaning.
Result<std::string> QdqOperators::domainFor(const QuantParams& params, WireType type)
{
    const bool isOldType = type == WireType::Int8 || type == WireType::UInt8 || type == WireType::Int32;
    const int64_t needed = !isOldType ? 21 : params.perChannel() ? 13 : 10;
    if (m_editor.opset() >= needed)
        return std::string();
    m_editor.importOpset(ContribDomain, 1);
    return std::string(ContribDomain);
}

Result<QdqOperators::Operands> QdqOperators::addOperands(const std::string& tensor, const QuantParams& params,
                                                         WireType type)
{
    Operands operands;
    QS_ASSIGN(operands.domain, domainFor(params, type));
    operands.scale = m_editor.uniqueName(tensor + "_scale");
    operands.zeroPoint = m_editor.uniqueName(tensor + "_zero_point");
    const Shape shape = params.perChannel() ? Shape{static_cast<int64_t>(params.scale.size())} : Shape{};
    m_editor.addFloats(operands.scale, shape, params.scale);
    m_editor.addCodes(operands.zeroPoint, type, shape, params.zeroPoint);
    return operands;
}

std::string QdqOperators::cast(const std::string& from, const std::string& tensor, const char* suffix, WireType to)
{
    NewNode node;
    node.op = "Cast";
    node.name = m_editor.uniqueName(tensor + suffix);
    node.inputs = {from};
    node.outputs = {m_editor.uniqueName(tensor + suffix + "_Output")};
    node.ints["to"] = onnxio::wireTypeNumber(to);
    m_editor.addNode(node, tensor);
    return node.outputs.front();
}

/// Keeps the codes inside [qmin, qmax] where QuantizeLinear would saturate at the limits of its type only.
std::string QdqOperators::clip(const std::string& from, const std::string& tensor, const QuantParams& params)
{
    const float scale = params.scale.front();
    const float lo = scale * static_cast<float>(params.qmin - params.zeroPoint.front());
    const float hi = scale * static_cast<float>(params.qmax - params.zeroPoint.front());
    NewNode node;
    node.op = "Clip";
    node.name = m_editor.uniqueName(tensor + "_Clip");
    node.inputs = {from};
    node.outputs = {m_editor.uniqueName(tensor + "_Clip_Output")};
    if (m_editor.opset() >= 11) {
        node.inputs.push_back(m_editor.uniqueName(tensor + "_clip_min"));
        node.inputs.push_back(m_editor.uniqueName(tensor + "_clip_max"));
        m_editor.addFloats(node.inputs[1], {}, std::span(&lo, 1));
        m_editor.addFloats(node.inputs[2], {}, std::span(&hi, 1));
    } else {
        node.floats = {{"min", lo}, {"max", hi}};
    }
    m_editor.addNode(node, tensor);
    return node.outputs.front();
}

std::string QdqOperators::apply(const char* op, const std::string& from, const std::string& tensor,
                                const std::string& anchor, const Operands& operands, const QuantParams& params)
{
    NewNode node;
    node.op = op;
    node.domain = operands.domain;
    node.name = m_editor.uniqueName(tensor + "_" + op);
    node.inputs = {from, operands.scale, operands.zeroPoint};
    node.outputs = {m_editor.uniqueName(tensor + "_" + op + "_Output")};
    if (params.perChannel())
        node.ints["axis"] = params.axis;
    m_editor.addNode(node, anchor);
    return node.outputs.front();
}

const std::string* QdqOperators::writtenAlready(const std::string& tensor, const QuantParams& params) const
{
    for (const Written& written : m_written)
        if (written.tensor == tensor && written.params == params)
            return &written.result;
    return nullptr;
}

Result<std::string> QdqOperators::activation(const std::string& tensor, const QuantParams& params)
{
    if (const std::string* known = writtenAlready(tensor, params))
        return *known;
    const Container container = containerOf(params, Role::Activation);
    const WireType type = m_editor.typeOf(tensor);
    QS_ASSIGN(const Operands operands, addOperands(tensor, params, container.type));
    std::string name = tensor;
    if (type != WireType::Float)
        name = cast(name, tensor, "_Cast_To_Float", WireType::Float);
    if (params.qmin != container.lowest || params.qmax != container.highest)
        name = clip(name, tensor, params);
    name = apply("QuantizeLinear", name, tensor, tensor, operands, params);
    name = apply("DequantizeLinear", name, tensor, tensor, operands, params);
    if (type != WireType::Float)
        name = cast(name, tensor, "_Cast_From_Float", type);
    m_written.push_back({tensor, params, name});
    return name;
}

Result<std::string> QdqOperators::constant(const std::string& tensor, const Shape& shape,
                                           std::span<const int32_t> codes, const QuantParams& params, WireType type)
{
    const WireType integers = containerOf(params, Role::Constant).type;
    QS_ASSIGN(const Operands operands, addOperands(tensor, params, integers));
    const std::string name = m_editor.uniqueName(tensor + "_quantized");
    m_editor.addCodes(name, integers, shape, codes);
    const std::string result = apply("DequantizeLinear", name, tensor, name, operands, params);
    return type == WireType::Float ? result : cast(result, name, "_Cast_From_Float", type);
}

Result<std::string> QdqOperators::weight(const std::string& tensor, const Tensor& values, const QuantParams& params,
                                         WireType type, bool isOwn)
{
    const std::string* known = isOwn ? nullptr : writtenAlready(tensor, params);
    if (known)
        return *known;
    QS_ASSIGN(const std::string name,
              constant(tensor, values.shape(), quant::quantizeToCodes(values, params), params, type));
    if (!isOwn)
        m_written.push_back({tensor, params, name});
    return name;
}

std::string QdqOperators::floats(const std::string& tensor, const Tensor& values, WireType type)
{
    const std::string name = m_editor.uniqueName(tensor + "_float");
    m_editor.addFloats(name, values.shape(), toPlain(values).span<float>());
    return type == WireType::Float ? name : cast(name, name, "_Cast_From_Float", type);
}

Result<std::string> QdqOperators::bias(const std::string& tensor, const Tensor& values, const QuantParams& params,
                                       WireType type)
{
    return constant(tensor, values.shape(), quant::biasCodes(values, params), params, type);
}

} // namespace qscope::io
