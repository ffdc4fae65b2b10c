// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/tensor/tensor.h"

namespace qscope::ops {

/// Hands out memory and takes it back when the last Tensor over it is gone, so that buffers are reused from step to
/// step. Not thread-safe; tensors may outlive the pool.
class BufferPool {
public:
    BufferPool();
    ~BufferPool();
    std::shared_ptr<Buffer> take(size_t bytes);
    size_t heldBytes() const; ///< memory kept for reuse, not in use now
    void trim();              ///< gives the kept memory back to the system

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// Attributes of a Conv the engine makes up (run::planSteps): an activation at its end, as operator name, with the two
/// parameters kernels::Finish has.
constexpr std::string_view FusedActivation = "qscope.activation";
constexpr std::string_view FusedAlpha = "qscope.alpha";
constexpr std::string_view FusedBeta = "qscope.beta";

/// The inputs of a product are integers: codes less their zero points.
struct IntegerSums {
    std::vector<float> unit; ///< what 1 in a sum stands for: one, or one per output channel (of a group)
    bool biasIsInteger = false; ///< input 2 is in units too
};

/// What one operator sees when it runs: its inputs, and where its outputs go.
class Context {
public:
    Context(const Node& node, BufferPool& pool) : m_node(node), m_pool(pool) {}

    const Node& node() const { return m_node; }
    size_t inputCount() const { return inputs.size(); }
    /// An optional input that is there.
    bool has(size_t i) const { return i < inputs.size() && !inputs[i].absent(); }
    const Tensor& input(size_t i) const { return inputs[i]; }
    /// The input is the same memory with the same values in many runs, so packing it once pays.
    bool isConstant(size_t i) const { return i < constant.size() && constant[i]; }

    BufferPool& pool() { return m_pool; }
    /// Uninitialised tensor from the pool.
    Tensor allocate(DType type, Shape shape, Layout layout = Layout::Plain);
    /// Memory for a result of the same type, shape and layout as input i: that input's own memory when nobody else
    /// needs it, else fresh memory. For element-wise kernels that read element k before writing element k.
    Tensor reuseOrAllocate(size_t i);
    /// Output i; nothing happens when the node has none.
    void setOutput(size_t i, Tensor tensor)
    {
        if (i < outputs.size())
            outputs[i] = std::move(tensor);
    }

    /// An error naming this node: "node 'x' (Conv): message".
    Error error(ErrorCode code, const std::string& message) const;

    std::vector<Tensor> inputs;    ///< absent tensors for inputs left out
    std::vector<Tensor> outputs;   ///< as many as the node has outputs
    std::vector<bool> reusable;    ///< per input: no later step, watch or caller needs its memory
    std::vector<bool> constant;    ///< per input, see isConstant

    /// Set for Conv, ConvTranspose, MatMul and Gemm only: the result is to be in values all the same.
    const IntegerSums* sums = nullptr;

    /// Runs the graph in an attribute of the node on its own inputs; what it takes from outside is filled in from
    /// `inputs`. Set for nodes that have one. The outputs are in Layout::Plain.
    std::function<Result<std::vector<Tensor>>(std::string_view attribute, std::span<const Tensor> inputs)> runSubgraph;
    /// The inputs the operator itself has, without those its subgraphs take from outside.
    size_t formalInputCount() const { return inputs.size() - std::min(inputs.size(), m_node.implicitInputs); }

private:
    const Node& m_node;
    BufferPool& m_pool;
};

/// Runs a node. May keep state between runs (packed weights, primitives for the last shapes). One thread at a time.
/// Never aborts on shapes or values it does not like: it returns an Error made by Context::error.
using Kernel = std::function<Status(Context&)>;

struct OpEntry {
    /// Makes the kernel of a node. `opset` is the version of the node's domain in the model.
    /// **Errors** Unsupported or InvalidArgument for attributes the kernel does not do.
    Result<Kernel> (*make)(const Node& node, int64_t opset) = nullptr;
    /// false: inputs arrive in Layout::Plain. true: the kernel takes ChannelsLast inputs too.
    bool anyLayout = false;
};

/// The operator's entry, or nullptr. The key is "Conv" for the default domain, "com.microsoft.Gelu" for others.
const OpEntry* findOperator(std::string_view domain, std::string_view op);
/// All keys, sorted.
std::vector<std::string> knownOperators();

/// Registration lists, one per family file.
using Registration = std::pair<const char*, OpEntry>;
std::vector<Registration> elementwiseOperators();
std::vector<Registration> shapeOperators();    // Shape, Reshape, Flatten, Squeeze, ...
std::vector<Registration> movementOperators(); // Transpose, Concat, Slice, Gather, ...
std::vector<Registration> reductionOperators();
std::vector<Registration> convolutionOperators();
std::vector<Registration> matmulOperators();
std::vector<Registration> poolingOperators();
std::vector<Registration> normalizationOperators();
std::vector<Registration> resizeOperators();
std::vector<Registration> quantizedOperators();
std::vector<Registration> controlFlowOperators();
std::vector<Registration> lossOperators();
std::vector<Registration> detectionOperators(); // NonMaxSuppression, RoiAlign, MaxRoiPool
std::vector<Registration> gridOperators();      // GridSample, AffineGrid
std::vector<Registration> recurrentOperators(); // LSTM, GRU, RNN
std::vector<Registration> einsumOperators();
std::vector<Registration> signalOperators(); // DFT, STFT, windows, MelWeightMatrix
std::vector<Registration> linearAlgebraOperators();
std::vector<Registration> uniqueOperators();
std::vector<Registration> ngramOperators();
std::vector<Registration> foldingOperators(); // Col2Im, DeformConv
std::vector<Registration> refusedOperators(); // known, but never run: random numbers, strings
std::vector<Registration> microsoftOperators();
std::vector<Registration> sequenceOperators(); // sequences and optionals of tensors

} // namespace qscope::ops
