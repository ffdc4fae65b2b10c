// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/ops/checks.h"
#include "core/ops/control_flow.h"

namespace qscope::ops {

namespace {

/// A Scan while it runs: states, then scanned inputs; outputs: states, then scanned outputs.
struct Scan {
    SubgraphPtr body;
    size_t states = 0;
    std::vector<size_t> inputAxes;
    std::vector<bool> inputsBackwards, outputsBackwards;
    std::vector<int64_t> outputAxes;

    size_t scannedOutputs() const { return body->outputs.size() - states; }

    /// One sequence of `length` steps; `inputs` are the states, which end up in the result's front, and what is scanned.
    Result<std::vector<Tensor>> run(Context& context, std::vector<Tensor> inputs, int64_t length) const
    {
        std::vector<std::vector<Tensor>> collected(scannedOutputs());
        std::vector<Tensor> now = inputs;
        for (int64_t step = 0; step < length; ++step) {
            for (size_t i = 0; i < inputAxes.size(); ++i) {
                const Tensor& x = inputs[states + i];
                now[states + i] = sliceAt(context, x, inputAxes[i],
                                          inputsBackwards[i] ? x.dim(inputAxes[i]) - 1 - step : step);
            }
            QS_ASSIGN(auto outputs, runBody(context, "body", now, body->outputs.size()));
            for (size_t i = 0; i < states; ++i)
                now[i] = std::move(outputs[i]);
            for (size_t i = 0; i < collected.size(); ++i)
                collected[i].push_back(std::move(outputs[states + i]));
        }
        std::vector<Tensor> result(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(states));
        for (size_t i = 0; i < collected.size(); ++i) {
            QS_ASSIGN(Tensor y, stackAlong(context, collected[i], outputAxes[i], outputsBackwards[i],
                                           body->value(body->outputs[states + i])));
            result.push_back(std::move(y));
        }
        return result;
    }
};

Result<std::vector<bool>> directions(const Context& context, const char* name, size_t count)
{
    const auto values = context.node().intsAttribute(name);
    if (!values.empty() && values.size() != count)
        return context.error(ErrorCode::InvalidArgument, std::string(name) + " has not " + std::to_string(count)
                                                             + " entries");
    std::vector<bool> backwards(count, false);
    for (size_t i = 0; i < values.size(); ++i)
        backwards[i] = values[i] != 0;
    return backwards;
}

/// `firstState`: index of the first state among the inputs (opset 8 has the lengths before it).
Result<Scan> readScan(const Context& context, size_t firstState)
{
    Scan scan;
    scan.body = context.node().subgraph("body");
    const int64_t scanned = context.node().intAttribute("num_scan_inputs", 0);
    const size_t formal = context.formalInputCount();
    if (!scan.body || scanned < 1 || formal < firstState + static_cast<size_t>(scanned))
        return context.error(ErrorCode::Malformed, "num_scan_inputs does not fit its inputs, or it has no body");
    scan.states = formal - firstState - static_cast<size_t>(scanned);
    for (size_t i = firstState; i < formal; ++i) {
        if (!context.has(i))
            return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
    }
    if (scan.body->outputs.size() < scan.states || context.outputs.size() > scan.body->outputs.size())
        return context.error(ErrorCode::Malformed, "the body has not an output for every state and output");
    scan.inputAxes.assign(static_cast<size_t>(scanned), 0);
    scan.outputAxes.assign(scan.scannedOutputs(), 0);
    return scan;
}

/// The common length of the scanned inputs along their axes.
Result<int64_t> lengthOf(const Context& context, const Scan& scan, size_t firstState)
{
    int64_t length = -1;
    for (size_t i = 0; i < scan.inputAxes.size(); ++i) {
        const Tensor& x = context.input(firstState + scan.states + i);
        const int64_t here = x.dim(scan.inputAxes[i]);
        if (length >= 0 && here != length)
            return context.error(ErrorCode::ShapeMismatch, "scans inputs of the unequal lengths "
                                                               + std::to_string(length) + " and "
                                                               + std::to_string(here));
        length = here;
    }
    return length;
}

/// Opset 9 and later.
Status runScan(Context& context)
{
    QS_ASSIGN(Scan scan, readScan(context, 0));
    QS_ASSIGN(scan.inputsBackwards, directions(context, "scan_input_directions", scan.inputAxes.size()));
    QS_ASSIGN(scan.outputsBackwards, directions(context, "scan_output_directions", scan.scannedOutputs()));
    const auto inputAxes = context.node().intsAttribute("scan_input_axes");
    const auto outputAxes = context.node().intsAttribute("scan_output_axes");
    if ((!inputAxes.empty() && inputAxes.size() != scan.inputAxes.size())
        || (!outputAxes.empty() && outputAxes.size() != scan.outputAxes.size()))
        return context.error(ErrorCode::InvalidArgument, "scan_input_axes or scan_output_axes has the wrong length");
    for (size_t i = 0; i < scan.inputAxes.size(); ++i) {
        QS_ASSIGN(scan.inputAxes[i], axisInRange(context, inputAxes.empty() ? 0 : inputAxes[i],
                                                 context.input(scan.states + i).rank()));
    }
    if (!outputAxes.empty())
        scan.outputAxes = outputAxes;
    QS_ASSIGN(const int64_t length, lengthOf(context, scan, 0));
    std::vector<Tensor> inputs(context.inputs.begin(),
                               context.inputs.begin() + static_cast<std::ptrdiff_t>(context.formalInputCount()));
    QS_ASSIGN(auto outputs, scan.run(context, std::move(inputs), length));
    for (size_t i = 0; i < context.outputs.size(); ++i)
        context.setOutput(i, std::move(outputs[i]));
    return {};
}

/// A copy with zeros behind, so that axis 0 has `length` entries.
Tensor lengthened(Context& context, const Tensor& x, int64_t length)
{
    if (x.rank() == 0 || x.dim(0) >= length)
        return x;
    Shape shape = x.shape();
    shape[0] = length;
    Tensor y = context.allocate(x.type(), shape);
    std::memcpy(y.rawData(), x.rawData(), x.bytes());
    std::memset(y.data<char>() + x.bytes(), 0, y.bytes() - x.bytes());
    return y;
}

/// Opset 8: a batch along axis 0 of everything, the sequence along axis 1, and a length per sample in input 0.
Status runScan8(Context& context)
{
    QS_ASSIGN(Scan scan, readScan(context, 1));
    QS_ASSIGN(scan.inputsBackwards, directions(context, "directions", scan.inputAxes.size()));
    scan.outputsBackwards.assign(scan.scannedOutputs(), false);
    const size_t formal = context.formalInputCount();
    const int64_t batch = context.input(1).rank() ? context.input(1).dim(0) : 0;
    for (size_t i = 1; i < formal; ++i) {
        const bool scanned = i > scan.states;
        if (context.input(i).rank() < (scanned ? 2 : 1) || context.input(i).dim(0) != batch)
            return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " of shape "
                                                               + shapeText(context.input(i).shape())
                                                               + " has not the batch " + std::to_string(batch));
    }
    const int64_t longest = context.input(1 + scan.states).dim(1);
    std::vector<int64_t> lengths(static_cast<size_t>(batch), longest);
    if (context.has(0))
        lengths = toInts(context.input(0));
    std::vector<std::vector<Tensor>> collected(context.outputs.size());
    for (int64_t b = 0; b < batch; ++b) {
        std::vector<Tensor> inputs;
        for (size_t i = 1; i < formal; ++i)
            inputs.push_back(sliceAt(context, context.input(i), 0, b));
        const int64_t length = b < static_cast<int64_t>(lengths.size()) ? lengths[static_cast<size_t>(b)] : -1;
        for (size_t i = scan.states; i < inputs.size(); ++i) {
            if (length < 0 || length > inputs[i].dim(0))
                return context.error(ErrorCode::ShapeMismatch, "sample " + std::to_string(b)
                                                                   + " has not the length sequence_lens gives");
        }
        QS_ASSIGN(auto outputs, scan.run(context, std::move(inputs), length));
        for (size_t i = 0; i < collected.size(); ++i)
            collected[i].push_back(i < scan.states ? outputs[i] : lengthened(context, outputs[i], longest));
    }
    for (size_t i = 0; i < collected.size(); ++i) {
        QS_ASSIGN(Tensor y, stackAlong(context, collected[i], 0, false, scan.body->value(scan.body->outputs[i])));
        context.setOutput(i, std::move(y));
    }
    return {};
}

Result<Kernel> makeScan(const Node&, int64_t opset)
{
    return opset < 9 ? Kernel(runScan8) : Kernel(runScan);
}

} // namespace

std::vector<Registration> scanOperators() { return {{"Scan", {makeScan}}}; }

} // namespace qscope::ops
