// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/opset_changes.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/onnx/wire_pieces.h"

namespace qscope::onnxio {

namespace {

using ::onnx::GraphProto;
using ::onnx::NodeProto;

constexpr int64_t FirstKnown = 7;
constexpr int64_t LastKnown = 21;

/// What a change breaks.
enum class Broken : uint8_t {
    Always,
    WithAttribute,    ///< nodes that have the attribute
    WithoutAttribute, ///< nodes that rely on its default
    WithoutInput,     ///< nodes that have no second input
    SecondOutput,     ///< nodes whose second output somebody reads
};

struct Change {
    std::string_view op;
    int64_t since;
    Broken broken;
    std::string_view attribute = {};
};

constexpr Change Changes[] = {
    {"BatchNormalization", 9, Broken::WithAttribute, "spatial"},
    {"BatchNormalization", 14, Broken::SecondOutput},
    {"Clip", 11, Broken::WithAttribute, "min"},
    {"Clip", 11, Broken::WithAttribute, "max"},
    {"DFT", 20, Broken::Always},
    {"Dropout", 10, Broken::SecondOutput},
    {"Dropout", 12, Broken::WithAttribute, "ratio"},
    {"GridSample", 20, Broken::Always},
    {"GroupNormalization", 21, Broken::Always},
    {"Hardmax", 13, Broken::Always},
    {"LogSoftmax", 13, Broken::Always},
    {"Pad", 11, Broken::Always},
    {"ReduceL1", 18, Broken::WithAttribute, "axes"},
    {"ReduceL2", 18, Broken::WithAttribute, "axes"},
    {"ReduceLogSum", 18, Broken::WithAttribute, "axes"},
    {"ReduceLogSumExp", 18, Broken::WithAttribute, "axes"},
    {"ReduceMax", 18, Broken::WithAttribute, "axes"},
    {"ReduceMean", 18, Broken::WithAttribute, "axes"},
    {"ReduceMin", 18, Broken::WithAttribute, "axes"},
    {"ReduceProd", 18, Broken::WithAttribute, "axes"},
    {"ReduceSum", 13, Broken::WithAttribute, "axes"},
    {"ReduceSumSquare", 18, Broken::WithAttribute, "axes"},
    {"Resize", 11, Broken::Always},
    {"Resize", 18, Broken::Always},
    {"RoiAlign", 16, Broken::WithoutAttribute, "coordinate_transformation_mode"},
    {"Scan", 9, Broken::Always},
    {"Scatter", 11, Broken::Always},
    {"Slice", 10, Broken::Always},
    {"Softmax", 13, Broken::Always},
    {"Split", 13, Broken::WithAttribute, "split"},
    {"Split", 18, Broken::WithoutInput},
    {"Squeeze", 13, Broken::WithAttribute, "axes"},
    {"TopK", 10, Broken::Always},
    {"Unsqueeze", 13, Broken::Always},
    {"Upsample", 9, Broken::Always},
    {"Upsample", 10, Broken::Always},
};

/// Operators whose changes from opset 7 to 21 break no node but for those above.
const std::set<std::string_view>& known()
{
    static const std::set<std::string_view> names = {
        "Abs", "Acos", "Acosh", "Add", "And", "ArgMax", "ArgMin", "Asin", "Asinh", "Atan", "Atanh", "AveragePool",
        "BatchNormalization", "BitShift", "Cast", "Ceil", "Celu", "Clip", "Compress", "Concat", "Constant",
        "ConstantOfShape", "Conv", "ConvInteger", "ConvTranspose", "Cos", "Cosh", "CumSum", "DepthToSpace",
        "DequantizeLinear", "Div", "Dropout", "DynamicQuantizeLinear", "Einsum", "Elu", "Equal", "Erf", "Exp", "Expand",
        "EyeLike", "Flatten", "Floor", "GRU", "Gather", "GatherElements", "GatherND", "Gemm", "GlobalAveragePool",
        "GlobalLpPool", "GlobalMaxPool", "Greater", "GreaterOrEqual", "HardSigmoid", "HardSwish", "Identity", "If",
        "InstanceNormalization", "IsInf", "IsNaN", "LRN", "LSTM", "LayerNormalization", "LeakyRelu", "Less",
        "LessOrEqual", "Log", "Loop", "LpNormalization", "LpPool", "MatMul", "MatMulInteger", "Max", "MaxPool",
        "MaxUnpool", "Mean", "MeanVarianceNormalization", "Min", "Mish", "Mod", "Mul", "Neg", "NonMaxSuppression",
        "NonZero", "Not", "OneHot", "Or", "PRelu", "Pad", "Pow", "QLinearConv", "QLinearMatMul", "QuantizeLinear", "RNN",
        "Range", "Reciprocal", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean",
        "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare", "Relu", "Reshape", "Resize", "ReverseSequence",
        "RoiAlign", "Round", "ScatterElements", "ScatterND", "Selu", "Shape", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh",
        "Size", "Slice", "Softmax", "Softplus", "Softsign", "SpaceToDepth", "Split", "Sqrt", "Squeeze", "Sub", "Sum",
        "Tan", "Tanh", "ThresholdedRelu", "Tile", "TopK", "Transpose", "Trilu", "Unsqueeze", "Where", "Xor",
        "LogSoftmax", "Hardmax", "GridSample", "GroupNormalization", "DFT", "Scan", "Scatter", "Upsample"};
    return names;
}

using Names = std::set<std::string>;

bool breaks(const NodeProto& node, const Change& change, const Names& read)
{
    switch (change.broken) {
    case Broken::Always: return true;
    case Broken::WithAttribute: return attributeOf(node, change.attribute) != nullptr;
    case Broken::WithoutAttribute: return attributeOf(node, change.attribute) == nullptr;
    case Broken::WithoutInput: return node.input_size() < 2 || node.input(1).empty();
    case Broken::SecondOutput: return node.output_size() > 1 && read.count(node.output(1)) > 0;
    }
    return true;
}

/// What nodes of the graph and of its subgraphs read, and outputs.
void addReads(const GraphProto& graph, Names& read)
{
    for (const NodeProto& node : graph.node())
        visitReads(node, [&](const std::string& name) { read.insert(name); });
    for (const auto& output : graph.output())
        read.insert(output.name());
}

int64_t reachable(const GraphProto& graph, int64_t opset, int64_t wanted, const Names& read);

int64_t reachable(const NodeProto& node, int64_t opset, int64_t wanted, const Names& read)
{
    if (node.domain().empty() || node.domain() == "ai.onnx") {
        if (known().count(node.op_type()) == 0)
            return opset;
        for (const Change& change : Changes) {
            if (change.op == node.op_type() && change.since > opset && change.since <= wanted
                && breaks(node, change, read))
                wanted = change.since - 1;
        }
    }
    for (const auto& attribute : node.attribute()) {
        if (attribute.has_g())
            wanted = reachable(attribute.g(), opset, wanted, read);
        for (const GraphProto& inner : attribute.graphs())
            wanted = reachable(inner, opset, wanted, read);
    }
    return wanted;
}

int64_t reachable(const GraphProto& graph, int64_t opset, int64_t wanted, const Names& read)
{
    for (const NodeProto& node : graph.node())
        wanted = reachable(node, opset, wanted, read);
    return wanted;
}

} // namespace

int64_t reachableOpset(const ::onnx::ModelProto& model, int64_t opset, int64_t wanted)
{
    wanted = std::min(wanted, LastKnown);
    if (opset < FirstKnown || wanted <= opset || model.functions_size() > 0)
        return opset;
    Names read;
    addReads(model.graph(), read);
    return reachable(model.graph(), opset, wanted, read);
}

} // namespace qscope::onnxio
