// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/graph/graph.h"
#include "core/ops/context.h"
#include "core/quant/quantizer.h"
#include "core/run/fusion.h"
#include "core/run/subgraph.h"

namespace qscope::run {

/// What a what-if run does differently at one node. Inputs keep their float values for everybody else.
struct NodeOverride {
    struct Input {
        size_t index = 0;            ///< into Node::inputs
        quant::QuantParams quantizer; ///< fake-quantizes that input before the node runs
    };
    std::vector<Input> activations;
    size_t weightIndex = 0;
    Tensor weight; ///< replaces the constant input `weightIndex`; absent: the float weight
    Tensor bias;   ///< replaces the constant input 2; absent: the float bias
    /// Weight and bias are those of the node's ConvolutionFold, so that the nodes folded in do not run.
    bool isFolded = false;
    /// What runs on integers: activations, weight and bias are codes less their zero points. An empty unit: it runs on
    /// values. Only for Conv, ConvTranspose, MatMul and Gemm of the default domain with quantizers that are uniform and
    /// per tensor for activations.
    ops::IntegerSums sums;

    bool runsOnIntegers() const { return !sums.unit.empty(); }
    /// What replaces the constant input; null: nothing.
    const Tensor* constant(size_t input) const;
};

/// Per node, by NodeId index; nullptr: runs as in the file.
using Overrides = std::vector<const NodeOverride*>;

/// The tensors of one run by ValueId index. Copying shares memory.
using Values = std::vector<Tensor>;

/// Called once per floating-point tensor that is not hidden (see hiddenValues), right after it was computed and before
/// anything may overwrite it.
using Watch = std::function<Status(ValueId, const Tensor&)>;

/// A place between two steps where a run that shows nothing can be cut in two: what comes after needs `live` alone.
struct Cut {
    size_t steps = 0;          ///< that come before, in the order of `Instance::stepOf`
    std::vector<ValueId> live; ///< ascending
};

/// The tensors at a cut, in the order of Cut::live; absent where an operator left one out.
using CutTensors = std::vector<Tensor>;

/// What a run is to hand out at its cuts, `at` ascending by steps. The tensors' memory belongs to the run.
struct CutWatch {
    std::span<const Cut> at;
    std::function<void(const Cut&, CutTensors)> take;
};

/// Of a run inside a body: what it reports to and is changed by.
struct Surroundings {
    const Graph* graph = nullptr; ///< shows the body
    int32_t body = -1;            ///< index into its bodies
    const Overrides* overrides = nullptr;
    const Watch* watch = nullptr;
};

struct RunOptions {
    const Overrides* overrides = nullptr;
    const Watch* watch = nullptr;
    bool keepAll = false; ///< keep every tensor in the result, not only the model's outputs
    const RunControl* control = nullptr; ///< looked at before every step and every iteration
    const CutWatch* cuts = nullptr; ///< without watch and keepAll only
    const Surroundings* around = nullptr; ///< of a run inside a body; set by the run around it
};

/// Operators of a model and its subgraphs the engine does not know, as "node 'name' (Op, opset 13)".
std::vector<std::string> unknownOperators(const Graph& graph);

/// Computes every node whose inputs are all constant and stores the result as `Value::constant`.
/// Results above 64 MiB that are larger than all inputs together are left to run time, and so is what foldLater would
/// make larger than half of memoryLimit().
/// **Errors** those of the kernels.
Status foldConstants(Graph& graph);

/// A planned model: one kernel per step (see planSteps), buffers freed after their last use.
/// One thread at a time; the OpenMP threads it uses are `threads`.
class Instance {
public:
    /// **Errors** Unsupported: the first unknown operator in full, and the list of all of them.
    static Result<std::unique_ptr<Instance>> create(std::shared_ptr<const Graph> graph, int threads);
    ~Instance();

    const Graph& graph() const { return *m_graph; }
    int threads() const { return m_threads; }

    /// Elements that the steps of the last run read and wrote, of a body those of its last iteration: how
    /// much work it was.
    int64_t touched() const { return m_touched; }

    /// Runs the model on `inputs` (order of Graph::inputs). The result holds the outputs, or, with keepAll, all values
    /// that are not hidden (see hiddenValues).
    /// **Errors** Cancelled; ShapeMismatch, TypeMismatch and others, each naming the node.
    Result<Values> run(std::span<const Tensor> inputs, const RunOptions& options = {});

    /// Every place where such a run can be cut, and for each node the step that runs it, or its body (SIZE_MAX: none, its
    /// outputs are constant).
    std::vector<Cut> cuts() const;
    const std::vector<size_t>& stepOf() const { return m_stepOf; }

    /// The second part of a run without watch and keepAll: what `run` with the same options gives, to the last bit, when
    /// `tensors` are what it had at the cut.
    Result<Values> runFrom(const Cut& cut, const CutTensors& tensors, const RunOptions& options);

    /// Keeps what `rerun` needs, which are the results of all steps of a plain run.
    /// **Errors** those of run.
    Result<Values> runForRerun(std::span<const Tensor> inputs, const Overrides& overrides,
                               const RunControl* control = nullptr);

    /// Runs again only what lies downstream of `changed` (of a node in a body: of the body's owner), on top
    /// of a kept run
    /// (`base`, made with runForRerun or with keepAll).
    /// Cost: the kernels downstream. `base` stays as it was.
    Result<Values> rerun(const Values& base, std::span<const NodeId> changed, const Overrides& overrides,
                         const RunControl* control = nullptr);

    /// The outputs of the step that holds `node` (see planSteps), run alone on the tensors of a kept run.
    /// **Errors** those of run; InvalidArgument: no step holds the node (its results are constant).
    Result<std::vector<Tensor>> runAlone(const Values& base, NodeId node, const Overrides& overrides);

private:
    struct Planned {
        Step step;
        ops::Kernel kernel;
        bool anyLayout = false;
        Subgraphs subgraphs;
        std::vector<Planned> singles; ///< the parts of a row, or the nodes where the step's weight is not the file's
    };
    struct Plan {
        std::vector<Planned> steps;
        std::vector<int32_t> lastUse; ///< by value: last step that reads it; INT32_MAX for outputs
    };

    Instance(std::shared_ptr<const Graph> graph, int threads);
    Result<Planned> prepare(Step step) const;
    Result<Planned> prepareRow(Planned planned) const;
    Status makePlan(Fusion fusion, Plan& plan) const;
    Status checkInputs(std::span<const Tensor> inputs) const;
    Result<Values> runPlan(const Plan& plan, std::span<const Tensor> inputs, const RunOptions& options);
    Status runStep(const Plan& plan, size_t index, Values& values, const RunOptions& options);
    Status runSteps(const Plan& plan, size_t first, Values& values, const RunOptions& options);
    Result<Values> finish(Values values);
    /// An override reaches into the step.
    bool mustRunSingly(const Planned& planned, const RunOptions& options) const;
    Status runPlanned(const Planned& planned, Values& values, const RunOptions& options,
                      const std::vector<bool>& lastReads);
    Status runKernel(const Planned& planned, Values& values, const RunOptions& options,
                     const std::vector<bool>& lastReads);
    Status gatherInputs(const Planned& planned, Values& values, const RunOptions& options,
                        const std::vector<bool>& lastReads, ops::Context& ctx);
    Tensor quantizedInput(const Tensor& x, const quant::QuantParams& params, bool wantCodes);
    Status takeOutputs(const Planned& planned, Values& values, const RunOptions& options, ops::Context& ctx);

    std::shared_ptr<const Graph> m_graph;
    int m_threads;
    ops::BufferPool m_pool;
    Plan m_visible; ///< for runs that show their tensors
    Plan m_fast;
    std::vector<size_t> m_stepOf; ///< by node: index into m_fast.steps

    /// The activation quantized last: q, k and v read the same tensor through the same quantizer.
    struct Quantized {
        Tensor source, result;
        quant::QuantParams params;
        bool isCodes = false;
    };
    Quantized m_quantized;
    int64_t m_touched = 0;
};

} // namespace qscope::run
