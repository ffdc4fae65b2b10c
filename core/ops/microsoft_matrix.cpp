// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <Eigen/Dense>

#include "core/ops/checks.h"
#include "core/ops/inner_operator.h"
#include "core/ops/microsoft.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

using Attributes = InnerOperator::Attributes;

/// The activation named by the attribute, if it is there, with its parameters.
Result<InnerOperator> makeActivation(const Node& node, std::vector<std::pair<std::string, float>> parameters)
{
    const std::string name = node.stringAttribute("activation", "");
    if (name.empty())
        return InnerOperator();
    Attributes attributes;
    for (auto& [key, value] : parameters)
        attributes[key] = value;
    return InnerOperator::make(node, name, std::move(attributes), name == "Clip" ? 10 : 17); // limits as attributes
}

/// The attribute activation_params of FusedConv, in the order ONNX Runtime writes them.
std::vector<std::pair<std::string, float>> convolutionParameters(const Node& node)
{
    const auto it = node.attributes.find("activation_params");
    const auto* values = it == node.attributes.end() ? nullptr : std::get_if<std::vector<float>>(&it->second);
    const std::string name = node.stringAttribute("activation", "");
    const std::vector<std::string> keys = name == "Clip"          ? std::vector<std::string>{"min", "max"}
                                          : name == "HardSigmoid" ? std::vector<std::string>{"alpha", "beta"}
                                                                  : std::vector<std::string>{"alpha"};
    std::vector<std::pair<std::string, float>> parameters;
    for (size_t i = 0; values && i < values->size() && i < keys.size(); ++i)
        parameters.emplace_back(keys[i], (*values)[i]);
    return parameters;
}

Attributes without(const Node& node, std::initializer_list<const char*> names)
{
    Attributes attributes = node.attributes;
    for (const char* name : names)
        attributes.erase(std::string(name));
    return attributes;
}

Status finish(Context& context, Tensor y, const InnerOperator& activation)
{
    if (activation.valid()) {
        QS_ASSIGN(y, activation.run(context, {std::move(y)}));
    }
    context.setOutput(0, std::move(y));
    return {};
}

/// Conv, then a residual Z added, then an activation.
Result<Kernel> makeFusedConv(const Node& node, int64_t)
{
    QS_ASSIGN(InnerOperator conv, InnerOperator::make(node, "Conv", without(node, {"activation", "activation_params"})));
    QS_ASSIGN(InnerOperator add, InnerOperator::make(node, "Add", {}));
    QS_ASSIGN(InnerOperator activation, makeActivation(node, convolutionParameters(node)));
    return needsInputs(2, [conv, add, activation](Context& context) -> Status {
        std::vector<Tensor> inputs(context.inputs.begin(),
                                   context.inputs.begin() + static_cast<std::ptrdiff_t>(
                                       std::min<size_t>(3, context.inputCount())));
        QS_ASSIGN(Tensor y, conv.run(context, std::move(inputs), context.constant));
        if (context.has(3)) {
            if (context.input(3).shape() != y.shape())
                return context.error(ErrorCode::ShapeMismatch, "Z " + shapeText(context.input(3).shape())
                                                                   + " has not the shape of the result "
                                                                   + shapeText(y.shape()));
            QS_ASSIGN(y, add.run(context, {y, context.input(3)}));
        }
        return finish(context, std::move(y), activation);
    });
}

Result<Kernel> makeFusedGemm(const Node& node, int64_t)
{
    std::vector<std::pair<std::string, float>> parameters;
    for (const char* key : {"alpha", "beta", "gamma"}) {
        const std::string name = std::string("activation_") + key;
        if (node.hasAttribute(name))
            parameters.emplace_back(key, node.floatAttribute(name, 0.0F));
    }
    QS_ASSIGN(InnerOperator gemm,
              InnerOperator::make(node, "Gemm", without(node, {"activation", "activation_alpha", "activation_beta",
                                                               "activation_gamma"})));
    QS_ASSIGN(InnerOperator activation, makeActivation(node, parameters));
    return needsInputs(2, [gemm, activation](Context& context) -> Status {
        QS_ASSIGN(Tensor y, gemm.run(context, context.inputs, context.constant));
        return finish(context, std::move(y), activation);
    });
}

/// The order of the axes that undoes transBatch (the first axis is put before the last) and trans (the last two change
/// places); empty when nothing changes.
std::vector<int64_t> orderOf(size_t rank, bool trans, bool transBatch)
{
    std::vector<int64_t> order;
    for (size_t i = 0; i < rank; ++i)
        order.push_back(static_cast<int64_t>(i));
    if (transBatch && rank > 2)
        std::rotate(order.begin(), order.begin() + 1, order.end() - 1);
    if (trans && rank > 1)
        std::swap(order[rank - 1], order[rank - 2]);
    return std::is_sorted(order.begin(), order.end()) ? std::vector<int64_t>() : order;
}

/// MatMul of operands whose axes may be in another order, times alpha.
struct FusedMatMul {
    bool trans[2], transBatch[2];
    float alpha;
    InnerOperator product;
    struct Kept {
        std::vector<int64_t> order;
        InnerOperator transpose;
    };
    std::shared_ptr<Kept> kept[2] = {std::make_shared<Kept>(), std::make_shared<Kept>()};

    Result<Tensor> operand(Context& context, size_t i) const
    {
        const auto order = orderOf(context.input(i).rank(), trans[i], transBatch[i]);
        if (order.empty())
            return context.input(i);
        if (!kept[i]->transpose.valid() || kept[i]->order != order) {
            QS_ASSIGN(kept[i]->transpose, InnerOperator::make(context.node(), "Transpose", {{"perm", order}}));
            kept[i]->order = order;
        }
        return kept[i]->transpose.run(context, {context.input(i)});
    }

    Status operator()(Context& context) const
    {
        QS_RETURN_IF_ERROR(requireFloats(context, {0, 1}));
        QS_ASSIGN(Tensor a, operand(context, 0));
        QS_ASSIGN(Tensor b, operand(context, 1));
        const bool sameMemory = b.buffer() == context.input(1).buffer();
        QS_ASSIGN(Tensor y, product.run(context, {a, b}, {false, sameMemory && context.isConstant(1)}));
        if (alpha != 1.0F) {
            for (float& v : y.span<float>())
                v *= alpha;
        }
        context.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeFusedMatMul(const Node& node, int64_t)
{
    FusedMatMul kernel{{node.intAttribute("transA", 0) != 0, node.intAttribute("transB", 0) != 0},
                       {node.intAttribute("transBatchA", 0) != 0, node.intAttribute("transBatchB", 0) != 0},
                       node.floatAttribute("alpha", 1.0F),
                       {}};
    QS_ASSIGN(kernel.product, InnerOperator::make(node, "MatMul", {}));
    return needsInputs(2, kernel);
}

/// Conv of [N, H, W, C] by a weight [O, kH, kW, C / group].
Result<Kernel> makeNhwcConv(const Node& node, int64_t)
{
    QS_ASSIGN(InnerOperator conv, InnerOperator::make(node, "Conv", without(node, {"activation"})));
    QS_ASSIGN(InnerOperator forth, InnerOperator::make(node, "Transpose", {{"perm", std::vector<int64_t>{0, 3, 1, 2}}}));
    QS_ASSIGN(InnerOperator back, InnerOperator::make(node, "Transpose", {{"perm", std::vector<int64_t>{0, 2, 3, 1}}}));
    return needsInputs(2, [conv, forth, back](Context& context) -> Status {
        if (context.input(0).rank() != 4 || context.input(1).rank() != 4)
            return context.error(ErrorCode::ShapeMismatch, "needs an input and a weight of rank 4");
        QS_ASSIGN(Tensor x, forth.run(context, {context.input(0)}));
        QS_ASSIGN(Tensor w, forth.run(context, {context.input(1)}));
        std::vector<Tensor> inputs{x, w};
        if (context.has(2))
            inputs.push_back(context.input(2));
        QS_ASSIGN(Tensor y, conv.run(context, std::move(inputs)));
        QS_ASSIGN(y, back.run(context, {y}));
        context.setOutput(0, std::move(y));
        return {};
    });
}

/// The inverse of square matrices [..., n, n], found in double. A singular one gives infinities and NaN.
Status runInverse(Context& context)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0}));
    const Tensor& x = context.input(0);
    const int64_t n = x.rank() < 2 ? 0 : x.dim(x.rank() - 1);
    if (x.rank() < 2 || x.dim(x.rank() - 2) != n)
        return context.error(ErrorCode::ShapeMismatch, shapeText(x.shape()) + " are no square matrices");
    using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Tensor y = context.allocate(DType::Float32, x.shape());
    for (int64_t first = 0; n > 0 && first < x.size(); first += n * n) {
        const Eigen::MatrixXd matrix = Eigen::Map<const Matrix>(x.data<float>() + first, n, n).cast<double>();
        Eigen::Map<Matrix>(y.data<float>() + first, n, n) = matrix.inverse().cast<float>();
    }
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace

std::vector<Registration> microsoftMatrixOperators()
{
    return {
        {"com.microsoft.FusedConv", {makeFusedConv, true}},
        {"com.microsoft.FusedGemm", {makeFusedGemm}},
        {"com.microsoft.FusedMatMul", {makeFusedMatMul}},
        {"com.microsoft.TransposeMatMul", {makeFusedMatMul}},
        {"com.microsoft.NhwcConv", {makeNhwcConv}},
        {"com.microsoft.Inverse", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(1, runInverse); }}},
    };
}

} // namespace qscope::ops
