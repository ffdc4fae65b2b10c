// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"

namespace qscope::ops {

namespace {

/// What NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss say.
struct LossNode {
    std::string reduction = "mean";
    bool hasIgnored = false;
    int64_t ignored = 0; ///< label of elements that do not count
};

/// Loss and weight of every label.
struct Losses {
    std::vector<double> loss, weight;
};

/// `logs` is [N, C, d...] and the labels are [N, d...].
template <class T>
Result<Losses> lossesOf(const Context& context, const LossNode& node, const Tensor& logs)
{
    const std::vector<int64_t> labels = toInts(context.input(1));
    const int64_t classes = logs.dim(1);
    const int64_t inner = sizeOfRange(logs.shape(), 2, logs.rank());
    const std::vector<double> weights =
        context.has(2) ? toDoubles(context.input(2)) : std::vector<double>(static_cast<size_t>(classes), 1.0);
    Losses result{std::vector<double>(labels.size(), 0.0), std::vector<double>(labels.size(), 0.0)};
    for (size_t i = 0; i < labels.size(); ++i) {
        const int64_t label = labels[i];
        if (node.hasIgnored && label == node.ignored)
            continue;
        if (label < 0 || label >= classes)
            return context.error(ErrorCode::InvalidArgument, "label " + std::to_string(label)
                                                                 + " is none of the "
                                                                 + std::to_string(classes) + " classes");
        const auto at = static_cast<int64_t>(i);
        const double weight = weights[static_cast<size_t>(label)];
        const T log = logs.data<T>()[(at / inner * classes + label) * inner + at % inner];
        result.weight[i] = weight;
        result.loss[i] = -weight * static_cast<double>(log);
    }
    return result;
}

Status checkShapes(const Context& context)
{
    const Tensor& scores = context.input(0);
    const Tensor& labels = context.input(1);
    bool fits = scores.rank() >= 2 && labels.rank() + 1 == scores.rank() && labels.dim(0) == scores.dim(0);
    for (size_t d = 2; fits && d < scores.rank(); ++d)
        fits = labels.dim(d - 1) == scores.dim(d);
    if (!fits)
        return context.error(ErrorCode::ShapeMismatch, "labels " + shapeText(labels.shape())
                                                           + " do not fit scores "
                                                           + shapeText(scores.shape()));
    if (context.has(2) && context.input(2).size() != scores.dim(1))
        return context.error(ErrorCode::ShapeMismatch,
                             "the weights " + shapeText(context.input(2).shape()) + " are not one per class");
    return {};
}

template <class T>
Status setLoss(Context& context, const LossNode& node, const Tensor& logs)
{
    QS_ASSIGN(const Losses losses, lossesOf<T>(context, node, logs));
    if (node.reduction == "none") {
        Tensor y = context.allocate(logs.type(), context.input(1).shape());
        std::transform(losses.loss.begin(), losses.loss.end(), y.data<T>(),
                       [](double v) { return static_cast<T>(v); });
        context.setOutput(0, std::move(y));
        return {};
    }
    double sum = 0, weights = 0;
    for (size_t i = 0; i < losses.loss.size(); ++i) {
        sum += losses.loss[i];
        weights += losses.weight[i];
    }
    context.setOutput(0, Tensor::scalar(static_cast<T>(node.reduction == "mean" ? sum / weights : sum)));
    return {};
}

/// Logarithm of the softmax over dimension 1.
template <class T>
Tensor logSoftmax(Context& context, const Tensor& x)
{
    Tensor y = context.allocate(x.type(), x.shape());
    const int64_t classes = x.dim(1);
    const int64_t inner = sizeOfRange(x.shape(), 2, x.rank());
    for (int64_t row = 0; row < x.dim(0) * inner; ++row) {
        const int64_t start = row / inner * classes * inner + row % inner;
        const T* from = x.data<T>() + start;
        double top = -std::numeric_limits<double>::infinity();
        for (int64_t c = 0; c < classes; ++c)
            top = std::max(top, static_cast<double>(from[c * inner]));
        double sum = 0;
        for (int64_t c = 0; c < classes; ++c)
            sum += std::exp(static_cast<double>(from[c * inner]) - top);
        const double shift = top + std::log(sum);
        for (int64_t c = 0; c < classes; ++c)
            y.data<T>()[start + c * inner] = static_cast<T>(static_cast<double>(from[c * inner]) - shift);
    }
    return y;
}

Status runLoss(Context& context, const LossNode& node, bool fromScores)
{
    QS_RETURN_IF_ERROR(checkShapes(context));
    return visitFloating(context, context.input(0).type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        const Tensor logs = fromScores ? logSoftmax<T>(context, context.input(0)) : context.input(0);
        if (fromScores && wantsOutput(context, 1))
            context.setOutput(1, logs);
        return setLoss<T>(context, node, logs);
    });
}

Result<Kernel> makeLoss(const Node& node, int64_t)
{
    LossNode loss;
    loss.reduction = node.stringAttribute("reduction", "mean");
    loss.hasIgnored = node.hasAttribute("ignore_index");
    loss.ignored = node.intAttribute("ignore_index", 0);
    if (loss.reduction != "mean" && loss.reduction != "sum" && loss.reduction != "none")
        return nodeError(node, ErrorCode::Unsupported, "reduction '" + loss.reduction + "' is unknown");
    const bool fromScores = node.op == "SoftmaxCrossEntropyLoss";
    return needsInputs(2,
                       [loss, fromScores](Context& context) { return runLoss(context, loss, fromScores); });
}

} // namespace

std::vector<Registration> lossOperators()
{
    return {{"NegativeLogLikelihoodLoss", {makeLoss}}, {"SoftmaxCrossEntropyLoss", {makeLoss}}};
}

} // namespace qscope::ops
