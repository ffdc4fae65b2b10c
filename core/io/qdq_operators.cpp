// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/qdq_operators.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/text.h"
#include "core/io/log_function.h"
#include "core/quant/bias.h"

namespace qscope::io {

namespace {

using onnxio::NewNode;
using onnxio::WireType;
using quant::QuantizerKind;
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

bool isFloat8(WireType type) { return type == WireType::Float8E4m3 || type == WireType::Float8E5m2; }

constexpr int64_t FirstWithFunctions = 13, FirstWithFloat8 = 19, FirstWithBlocks = 21;

/// First opset of the default domain with the operators for these codes; scales per tensor or per channel.
int64_t firstOpset(const QuantParams& params, WireType type)
{
    const bool isOldType = type == WireType::Int8 || type == WireType::UInt8 || type == WireType::Int32;
    return isFloat8(type) ? FirstWithFloat8 : !isOldType ? 21 : params.perChannel() ? 13 : 10;
}

Container containerOf(const QuantParams& params, Role role)
{
    if (params.kind == QuantizerKind::Fp8E4m3 || params.kind == QuantizerKind::Fp8E5m2)
        return {params.kind == QuantizerKind::Fp8E4m3 ? WireType::Float8E4m3 : WireType::Float8E5m2, params.qmin,
                params.qmax};
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

int32_t farthestZeroPoint(const QuantParams& params)
{
    int32_t farthest = 0;
    for (const int32_t zeroPoint : params.zeroPoint)
        farthest = std::abs(zeroPoint) > std::abs(farthest) ? zeroPoint : farthest;
    return farthest;
}

/// Ranges that leave zero out have zero points outside the codes.
bool holdsZeroPoints(const QuantParams& params, const Container& container)
{
    return std::all_of(params.zeroPoint.begin(), params.zeroPoint.end(),
                       [&](int32_t z) { return z >= container.lowest && z <= container.highest; });
}

} // namespace

int64_t QdqOperators::neededOpset(const QuantParams& params, bool isActivation)
{
    if (isActivation && hasLogFunction(params))
        return FirstWithFunctions;
    if (!params.isUniform() && !isFloat8(containerOf(params, Role::Constant).type))
        return 0;
    if (params.perBlock())
        return FirstWithBlocks;
    return firstOpset(params, containerOf(params, isActivation ? Role::Activation : Role::Constant).type);
}

/// The default domain where it has the operator for this type and granularity, else that of ONNX Runtime.
Result<std::string> QdqOperators::domainFor(const QuantParams& params, WireType type)
{
    if (m_editor.opset() >= firstOpset(params, type))
        return std::string();
    if (isFloat8(type))
        return Error{ErrorCode::Unsupported,
                     filled(say("Files", "8-bit floats need opset 19, the model has %1"), m_editor.opset()),
                     {}};
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

Status QdqOperators::checkActivation(const QuantParams& params)
{
    const Container container = containerOf(params, Role::Activation);
    std::string form;
    if (hasLogFunction(params))
        return {};
    if (!params.isUniform() && !isFloat8(container.type))
        form = filled(say("Files", "%1 codes"), quant::nameOf(params.kind));
    else if (params.zeroFraction != 0)
        form = say("Files", "zero point that is not whole");
    else if (!holdsZeroPoints(params, container))
        form = filled(say("Files", "zero point of %1 in codes of %2 to %3"), farthestZeroPoint(params),
                      container.lowest, container.highest);
    else if (params.rounding == quant::Rounding::HalfAway)
        form = say("Files", "activations whose halves are rounded away from zero");
    else if (params.perChannel() && (params.qmin != container.lowest || params.qmax != container.highest))
        form = say("Files", "activations per channel with fewer codes than their integer type");
    return form.empty() ? Status()
                        : Error{ErrorCode::Unsupported,
                                filled(say("Files", "QuantizeLinear and DequantizeLinear know no %1"), form),
                                {}};
}

Result<std::string> QdqOperators::logActivation(const std::string& tensor, const QuantParams& params)
{
    if (m_editor.opset() < FirstWithFunctions)
        return Error{ErrorCode::Unsupported,
                     filled(say("Files", "%1 codes need opset %2, the model has %3"),
                            quant::nameOf(params.kind), FirstWithFunctions, m_editor.opset()),
                     {}};
    const onnxio::NewFunction function = logFunction(params);
    m_editor.addFunction(function);
    const WireType type = m_editor.typeOf(tensor);
    NewNode node;
    node.op = function.name;
    node.domain = function.domain;
    node.name = m_editor.uniqueName(tensor + "_" + function.name);
    node.inputs = {type == WireType::Float ? tensor : cast(tensor, tensor, "_Cast_To_Float", WireType::Float),
                   m_editor.uniqueName(tensor + "_scale")};
    node.outputs = {m_editor.uniqueName(node.name + "_Output")};
    m_editor.addFloats(node.inputs[1], {}, params.scale);
    m_editor.addNode(node, tensor);
    std::string name = node.outputs.front();
    if (type != WireType::Float)
        name = cast(name, tensor, "_Cast_From_Float", type);
    m_written.push_back({tensor, params, name});
    return name;
}

Result<std::string> QdqOperators::activation(const std::string& tensor, const QuantParams& params)
{
    QS_RETURN_IF_ERROR(checkActivation(params));
    if (const std::string* known = writtenAlready(tensor, params))
        return *known;
    if (hasLogFunction(params))
        return logActivation(tensor, params);
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

/// Codes in two dimensions with the scales of their blocks, and back to the weight's shape.
Result<std::string> QdqOperators::blocks(const std::string& tensor, const Tensor& values, const QuantParams& params,
                                         WireType type)
{
    const auto grid = quant::BlockGrid::of(values.shape(), params.axis, params.blockSize);
    const bool inRows = params.axis == 0; // output channels
    const int64_t length = grid.channels > 0 ? values.size() / grid.channels : 0;
    const Shape matrix = inRows ? Shape{grid.channels, length} : Shape{length, grid.channels};
    const Shape shape = inRows ? Shape{grid.channels, grid.perChannel} : Shape{grid.perChannel, grid.channels};
    std::vector<float> scales;
    std::vector<int32_t> zeroPoints;
    for (int64_t i = 0; i < shape[0] * shape[1]; ++i) { // slices lie channel by channel
        const int64_t slice = inRows ? i : i % grid.channels * grid.perChannel + i / grid.channels;
        scales.push_back(params.scale[static_cast<size_t>(slice)]);
        zeroPoints.push_back(params.zeroPoint[static_cast<size_t>(slice)]);
    }
    const WireType integers = containerOf(params, Role::Constant).type;
    NewNode node;
    node.op = "DequantizeLinear";
    node.name = m_editor.uniqueName(tensor + "_DequantizeLinear");
    node.inputs = {m_editor.uniqueName(tensor + "_quantized"), m_editor.uniqueName(tensor + "_scale"),
                   m_editor.uniqueName(tensor + "_zero_point")};
    node.outputs = {m_editor.uniqueName(tensor + "_DequantizeLinear_Output")};
    node.ints = {{"axis", inRows ? 1 : 0}, {"block_size", params.blockSize}};
    m_editor.addCodes(node.inputs[0], integers, matrix, quant::quantizeToCodes(values, params));
    m_editor.addFloats(node.inputs[1], shape, scales);
    m_editor.addCodes(node.inputs[2], integers, shape, zeroPoints);
    m_editor.addNode(node, node.inputs[0]);
    std::string result = node.outputs.front();
    if (type != WireType::Float)
        result = cast(result, node.inputs[0], "_Cast_From_Float", type);
    return values.rank() == 2 ? result : reshape(result, tensor, node.inputs[0], values.shape());
}

std::string QdqOperators::reshape(const std::string& from, const std::string& tensor, const std::string& anchor,
                                  const Shape& shape)
{
    NewNode node;
    node.op = "Reshape";
    node.name = m_editor.uniqueName(tensor + "_Reshape");
    node.inputs = {from, m_editor.uniqueName(tensor + "_shape")};
    node.outputs = {m_editor.uniqueName(tensor + "_Reshape_Output")};
    m_editor.addInts(node.inputs[1], shape);
    m_editor.addNode(node, anchor);
    return node.outputs.front();
}

Result<std::string> QdqOperators::makeWeight(const std::string& tensor, const Tensor& values,
                                             const QuantParams& params, WireType type)
{
    const bool isMatrix = params.axis == 0 || params.axis + 1 == static_cast<int>(values.rank());
    const int64_t opset = m_editor.opset();
    const Container container = containerOf(params, Role::Constant);
    const bool isFloat = isFloat8(container.type);
    if (!isFloat && !holdsZeroPoints(params, container))
        return floats(tensor, quant::fakeQuantize(values, params), type);
    if (params.perBlock() && params.isUniform() && isMatrix && opset >= FirstWithBlocks)
        return blocks(tensor, values, params, type);
    if (params.perBlock() || (!params.isUniform() && !(isFloat && opset >= FirstWithFloat8)))
        return floats(tensor, quant::fakeQuantize(values, params), type);
    return constant(tensor, values.shape(), quant::quantizeToCodes(values, params), params, type);
}

Result<std::string> QdqOperators::weight(const std::string& tensor, const Tensor& values, const QuantParams& params,
                                         WireType type, bool isOwn)
{
    const std::string* known = isOwn ? nullptr : writtenAlready(tensor, params);
    if (known)
        return *known;
    QS_ASSIGN(const std::string name, makeWeight(tensor, values, params, type));
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
