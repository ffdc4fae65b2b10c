// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/ops/context.h"

namespace qscope::run {

class Instance;
struct RunOptions;

/// The planned graphs in the attributes of one control-flow node: an Instance of their own each.
/// Watches and overrides of the outer run reach into those that its graph shows (see showBodies).
class Subgraphs {
public:
    Subgraphs();
    ~Subgraphs();
    Subgraphs(Subgraphs&&) noexcept;
    Subgraphs& operator=(Subgraphs&&) noexcept;

    /// Empty for nodes without graphs. **Errors** those of Instance::create.
    static Result<Subgraphs> create(const Node& node, int threads);

    /// Sets `context.runSubgraph`, for as long as all of them live. `owner`: the node, in `graph`, which `options`
    /// run.
    void install(ops::Context& context, const Graph& graph, NodeId owner, const RunOptions& options) const;
    int64_t touched() const; ///< by the last runs of all of them, see Instance

private:
    std::map<std::string, std::unique_ptr<Instance>, std::less<>> m_instances; ///< by attribute
};

/// Copies what has become constant in `graph` into the subgraphs of `node` and folds their constants.
/// **Errors** those of foldConstants.
Status foldSubgraphs(const Graph& graph, Node& node);

} // namespace qscope::run
