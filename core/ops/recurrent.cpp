// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/kernels/kernels.h"
#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/recurrent_cells.h"
#include "core/ops/simd.h"
#include "core/ops/strided.h"

/// LSTM, GRU and RNN.
///
/// The products of all steps' inputs with W are one matrix product; the steps themselves add the state's
/// product with R row by row, so that the order of every sum depends on nothing but the hidden size: not on
/// the batch, not on the number of threads.
namespace qscope::ops {

namespace {

/// Sizes all parts agree on.
struct Sizes {
    int64_t steps = 0, batch = 0, input = 0, hidden = 0, directions = 1, gates = 1;
    std::vector<int64_t> lengths; ///< per sequence
};

/// h and c of all sequences, [batch, hidden].
template <class T>
struct State {
    std::vector<T> h, c;
};

/// Where Y keeps the output of a step, and Y_h and the initial states those of a sequence.
struct Places {
    const RecurrentNode& node;
    const Sizes& s;

    int64_t output(int64_t step, int64_t direction, int64_t b) const
    {
        const int64_t row = node.batchFirst ? (b * s.steps + step) * s.directions + direction
                                            : (step * s.directions + direction) * s.batch + b;
        return row * s.hidden;
    }
    int64_t state(int64_t direction, int64_t b) const
    {
        return (node.batchFirst ? b * s.directions + direction : direction * s.batch + b) * s.hidden;
    }
};

/// Runs one direction. `products`: x times W of all rows, [steps, batch, gates * hidden] or [batch, steps,
/// ...].
template <class T>
void runDirection(const RecurrentNode& node, const Sizes& s, const Direction<T>& d, int64_t index,
                  T* products, State<T>& state, T* y)
{
    const int64_t width = s.gates * s.hidden;
    const Places places{node, s};
    std::vector<T> recurrent(static_cast<size_t>(s.batch * width));
    for (int64_t t = 0; t < s.steps; ++t) {
        for (int64_t b = 0; b < s.batch; ++b)
            std::copy(d.recurrentBias.begin(), d.recurrentBias.end(), recurrent.begin() + b * width);
        addRecurrent(state.h.data(), d.recurrent.data(), recurrent.data(), s.batch, s.hidden, width);
        parallelItems(s.batch, width * 8, [&](int64_t b) {
            const int64_t length = s.lengths[static_cast<size_t>(b)];
            if (t >= length)
                return;
            const int64_t step = d.backward ? length - 1 - t : t;
            T* x = products + (node.batchFirst ? b * s.steps + step : step * s.batch + b) * width;
            for (int64_t i = 0; i < width; ++i)
                x[i] += d.inputBias[static_cast<size_t>(i)];
            T* h = state.h.data() + b * s.hidden;
            cellStep(node, d, s.hidden, x, recurrent.data() + b * width, h, state.c.data() + b * s.hidden);
            std::copy_n(h, s.hidden, y + places.output(step, index, b));
        });
    }
}

Status expectShape(const Context& context, size_t i, const Shape& wanted)
{
    if (!context.has(i) || context.input(i).shape() == wanted)
        return {};
    return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " has shape "
                                                       + shapeText(context.input(i).shape()) + ", not "
                                                       + shapeText(wanted));
}

Result<Sizes> sizesOf(const Context& context, const RecurrentNode& node)
{
    const Tensor& x = context.input(0);
    const Tensor& r = context.input(2);
    if (x.rank() != 3 || r.rank() != 3)
        return context.error(ErrorCode::ShapeMismatch, "the input " + shapeText(x.shape())
                                                           + " or the weights " + shapeText(r.shape())
                                                           + " are not of rank 3");
    Sizes s;
    s.steps = x.dim(node.batchFirst ? 1 : 0);
    s.batch = x.dim(node.batchFirst ? 0 : 1);
    s.input = x.dim(2);
    s.hidden = r.dim(2);
    s.directions = node.directions();
    s.gates = node.gates;
    const Shape state =
        node.batchFirst ? Shape{s.batch, s.directions, s.hidden} : Shape{s.directions, s.batch, s.hidden};
    QS_RETURN_IF_ERROR(expectShape(context, 1, {s.directions, s.gates * s.hidden, s.input}));
    QS_RETURN_IF_ERROR(expectShape(context, 2, {s.directions, s.gates * s.hidden, s.hidden}));
    QS_RETURN_IF_ERROR(expectShape(context, 3, {s.directions, 2 * s.gates * s.hidden}));
    QS_RETURN_IF_ERROR(expectShape(context, 4, {s.batch}));
    QS_RETURN_IF_ERROR(expectShape(context, 5, state));
    if (node.cell == Cell::Lstm) {
        QS_RETURN_IF_ERROR(expectShape(context, 6, state));
        QS_RETURN_IF_ERROR(expectShape(context, 7, {s.directions, 3 * s.hidden}));
    }
    s.lengths = context.has(4) ? toInts(context.input(4))
                               : std::vector<int64_t>(static_cast<size_t>(s.batch), s.steps);
    for (int64_t length : s.lengths) {
        if (length < 0 || length > s.steps)
            return context.error(ErrorCode::InvalidArgument, "a sequence of " + std::to_string(length)
                                                                 + " steps is not within "
                                                                 + std::to_string(s.steps));
    }
    for (size_t i : {1, 2, 3, 5, 6, 7}) {
        if (context.has(i))
            QS_RETURN_IF_ERROR(sameType(context, 0, i));
    }
    return s;
}

template <class T>
Direction<T> directionOf(const Context& context, const RecurrentNode& node, const Sizes& s, int64_t index)
{
    Direction<T> d;
    const int64_t width = s.gates * s.hidden;
    const auto n = static_cast<size_t>(width);
    d.recurrent.resize(n * static_cast<size_t>(s.hidden));
    const int64_t from[] = {1, s.hidden};
    const int64_t to[] = {width, 1};
    stridedCopy({s.hidden, width}, context.input(2).data<T>() + index * width * s.hidden, from,
                d.recurrent.data(), to, sizeof(T));
    d.inputBias.assign(n, T(0));
    d.recurrentBias.assign(n, T(0));
    if (context.has(3)) {
        const T* bias = context.input(3).data<T>() + index * 2 * width;
        d.inputBias.assign(bias, bias + width);
        d.recurrentBias.assign(bias + width, bias + 2 * width);
    }
    if (node.cell == Cell::Lstm && context.has(7)) {
        const T* p = context.input(7).data<T>() + index * 3 * s.hidden;
        d.peepholes.assign(p, p + 3 * s.hidden);
    }
    d.activations =
        node.activations.data()
        + static_cast<size_t>(index) * (node.activations.size() / static_cast<size_t>(s.directions));
    d.backward = node.direction == "reverse" || index == 1;
    return d;
}

template <class T>
State<T> initialState(const Context& context, const RecurrentNode& node, const Sizes& s, int64_t index)
{
    State<T> state;
    const Places places{node, s};
    const auto read = [&](size_t input, std::vector<T>& values) {
        values.assign(static_cast<size_t>(s.batch * s.hidden), T(0));
        for (int64_t b = 0; context.has(input) && b < s.batch; ++b)
            std::copy_n(context.input(input).data<T>() + places.state(index, b), s.hidden,
                        values.data() + b * s.hidden);
    };
    read(5, state.h);
    read(6, state.c);
    return state;
}

/// x times the transposed W of one direction.
template <class T>
Status inputProducts(Context& context, const Sizes& s, int64_t index, kernels::MatMul& multiply,
                     Tensor& products)
{
    const Tensor& x = context.input(0);
    const int64_t rows = s.steps * s.batch;
    const int64_t width = s.gates * s.hidden;
    const T* w = context.input(1).data<T>() + index * width * s.input;
    if constexpr (std::is_same_v<T, float>) {
        if (rows > 0 && s.input > 0 && width > 0) {
            Tensor weights = context.allocate(DType::Float32, {width, s.input});
            std::copy_n(w, width * s.input, weights.data<float>());
            const Status status =
                multiply.run(x.reshaped({rows, s.input}), weights, false, nullptr, products);
            return status.ok() ? status : Status(context.error(status.error().code, status.error().message));
        }
    }
    parallelItems(rows, width * s.input, [&](int64_t row) {
        for (int64_t i = 0; i < width; ++i) {
            T sum = 0;
            for (int64_t k = 0; k < s.input; ++k)
                sum += x.data<T>()[row * s.input + k] * w[i * s.input + k];
            products.data<T>()[row * width + i] = sum;
        }
    });
    return {};
}

template <class T>
Status runTyped(Context& context, const RecurrentNode& node, const Sizes& s, kernels::MatMul& multiply)
{
    const DType type = context.input(0).type();
    const Shape stateShape =
        node.batchFirst ? Shape{s.batch, s.directions, s.hidden} : Shape{s.directions, s.batch, s.hidden};
    QS_ASSIGN(Tensor y, allocateChecked(context, type,
                                        node.batchFirst ? Shape{s.batch, s.steps, s.directions, s.hidden}
                                                        : Shape{s.steps, s.directions, s.batch, s.hidden}));
    QS_ASSIGN(Tensor products, allocateChecked(context, type, {s.steps * s.batch, s.gates * s.hidden}));
    Tensor lastH = context.allocate(type, stateShape);
    Tensor lastC = context.allocate(type, stateShape);
    std::fill_n(y.data<T>(), y.size(), T(0)); // steps behind the end of a sequence stay 0
    const Places places{node, s};
    for (int64_t index = 0; index < s.directions; ++index) {
        QS_RETURN_IF_ERROR(inputProducts<T>(context, s, index, multiply, products));
        State<T> state = initialState<T>(context, node, s, index);
        runDirection(node, s, directionOf<T>(context, node, s, index), index, products.data<T>(), state,
                     y.data<T>());
        for (int64_t b = 0; b < s.batch; ++b) {
            std::copy_n(state.h.data() + b * s.hidden, s.hidden, lastH.data<T>() + places.state(index, b));
            std::copy_n(state.c.data() + b * s.hidden, s.hidden, lastC.data<T>() + places.state(index, b));
        }
    }
    Tensor results[] = {y, lastH, lastC};
    for (size_t i = 0; i < std::min<size_t>(context.outputs.size(), node.cell == Cell::Lstm ? 3 : 2); ++i)
        context.setOutput(i, results[i]);
    return {};
}

Result<RecurrentNode> readNode(const Node& node)
{
    RecurrentNode r;
    std::vector<std::string> defaults{"Sigmoid", "Tanh", "Tanh"};
    if (node.op == "GRU") {
        r.cell = Cell::Gru;
        r.gates = 3;
        defaults = {"Sigmoid", "Tanh"};
    } else if (node.op == "RNN") {
        r.cell = Cell::Rnn;
        r.gates = 1;
        defaults = {"Tanh"};
    }
    r.direction = node.stringAttribute("direction", "forward");
    if (r.direction != "forward" && r.direction != "reverse" && r.direction != "bidirectional")
        return nodeError(node, ErrorCode::Unsupported, "direction '" + r.direction + "' is unknown");
    r.batchFirst = node.intAttribute("layout", 0) != 0;
    r.coupled = node.intAttribute("input_forget", 0) != 0;
    r.resetAfter = node.intAttribute("linear_before_reset", 0) != 0;
    r.clip = node.floatAttribute("clip", 0.0f);
    QS_ASSIGN(r.activations, RecurrentActivation::read(node, static_cast<size_t>(r.directions()), defaults));
    return r;
}

Result<Kernel> makeRecurrent(const Node& node, int64_t)
{
    QS_ASSIGN(const RecurrentNode settings, readNode(node));
    const auto multiply = std::make_shared<kernels::MatMul>(false, true);
    return needsInputs(3, [settings, multiply](Context& context) -> Status {
        QS_ASSIGN(const Sizes sizes, sizesOf(context, settings));
        return visitFloating(context, context.input(0).type(), [&](auto tag) -> Status {
            return runTyped<typename decltype(tag)::Type>(context, settings, sizes, *multiply);
        });
    });
}

} // namespace

std::vector<Registration> recurrentOperators()
{
    return {{"LSTM", {makeRecurrent}}, {"GRU", {makeRecurrent}}, {"RNN", {makeRecurrent}}};
}

} // namespace qscope::ops
