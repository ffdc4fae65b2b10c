// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/graph_builder.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.h"
#include "core/onnx/sparse_tensor.h"
#include "core/onnx/tensor_proto_internal.h"
#include "core/tensor/float8.h"

namespace qscope::onnxio {

namespace {

DType dtypeOfProto(int32_t type, bool* known)
{
    *known = true;
    switch (type) {
    case ::onnx::TensorProto::FLOAT:
    case ::onnx::TensorProto::FLOAT16:
    case ::onnx::TensorProto::BFLOAT16: return DType::Float32;
    case ::onnx::TensorProto::DOUBLE: return DType::Float64;
    case ::onnx::TensorProto::INT8: return DType::Int8;
    case ::onnx::TensorProto::INT16: return DType::Int16;
    case ::onnx::TensorProto::INT32: return DType::Int32;
    case ::onnx::TensorProto::INT64: return DType::Int64;
    case ::onnx::TensorProto::UINT8: return DType::UInt8;
    case ::onnx::TensorProto::UINT16: return DType::UInt16;
    case ::onnx::TensorProto::UINT32: return DType::UInt32;
    case ::onnx::TensorProto::UINT64: return DType::UInt64;
    case ::onnx::TensorProto::BOOL: return DType::Bool;
    case 17: // the 8-bit floats
    case 18:
    case 19:
    case 20: return DType::Float32;
    case 21: return DType::UInt4;
    case 22: return DType::Int4;
    default: *known = false; return DType::Float32;
    }
}

/// Where the constants of all graphs of a file come from.
struct ConstantSource {
    std::shared_ptr<const void> owner; ///< of the message
    ExternalData external;
};

/// Builds the Graph of one message; a member per thing that several steps need.
class GraphBuilder {
public:
    /// `outer`: the builder of the graph around this one, or null.
    GraphBuilder(const ::onnx::GraphProto& proto, const std::string& path, ConstantSource& source, Graph& graph,
                 GraphBuilder* outer)
        : m_proto(proto), m_path(path), m_source(source), m_graph(graph), m_outer(outer)
    {
    }

    Status build()
    {
        m_graph.name = m_proto.name();
        collectLocalNames();
        QS_RETURN_IF_ERROR(readInitializers());
        readInputs();
        readDeclaredShapes();
        QS_RETURN_IF_ERROR(readNodes());
        QS_RETURN_IF_ERROR(sortNodes());
        return readOutputs();
    }

private:
    Error error(ErrorCode code, const std::string& message) const { return {code, message, m_path}; }

    ValueId valueOf(const std::string& name)
    {
        if (name.empty())
            return {};
        const auto [it, isNew] = m_ids.emplace(name, ValueId(m_graph.values.size()));
        if (isNew) {
            m_graph.values.emplace_back();
            m_graph.values.back().name = name;
        }
        return it->second;
    }

    void collectLocalNames()
    {
        for (const auto& info : m_proto.input())
            m_local.insert(info.name());
        for (const auto& tensor : m_proto.initializer()) {
            m_local.insert(tensor.name());
            if (float8OfOnnx(tensor.data_type()))
                m_float8.emplace(tensor.name(), tensor.data_type());
        }
        for (const auto& sparse : m_proto.sparse_initializer())
            m_local.insert(sparse.values().name());
        for (const auto& node : m_proto.node())
            m_local.insert(node.output().begin(), node.output().end());
    }

    /// The value a node or an output reads: one of this graph, else one of a graph around it.
    ValueId readOf(const std::string& name)
    {
        if (name.empty() || !m_outer || m_local.count(name) || m_ids.count(name))
            return valueOf(name);
        const ValueId outer = m_outer->findForInner(name);
        const ValueId id = valueOf(name); // when there is none anywhere, sorting says so
        if (!outer.valid())
            return id;
        if (const auto& constant = m_outer->m_graph.value(outer).constant) {
            Value& value = m_graph.value(id);
            value.constant = *constant;
            value.type = constant->type();
            value.typeKnown = true;
            return id;
        }
        m_graph.inputs.push_back(id);
        m_captured.push_back(outer);
        return id;
    }

    ValueId findForInner(const std::string& name)
    {
        if (m_local.count(name))
            return valueOf(name);
        if (!m_outer)
            return {};
        const ValueId id = readOf(name);
        const Value& value = m_graph.value(id);
        return value.constant || isInput(id) ? id : ValueId();
    }

    /// Reads a subgraph of `node`; what it takes from this graph is appended to the node's inputs.
    Result<SubgraphPtr> readSubgraph(const ::onnx::GraphProto& proto, Node& node)
    {
        auto graph = std::make_shared<Graph>();
        graph->opsets = m_graph.opsets;
        GraphBuilder builder(proto, m_path, m_source, *graph, this);
        QS_RETURN_IF_ERROR(builder.build());
        const size_t formal = graph->inputs.size() - builder.m_captured.size();
        for (size_t i = 0; i < builder.m_captured.size(); ++i) {
            const auto first = node.inputs.end() - static_cast<std::ptrdiff_t>(node.implicitInputs);
            const auto it = std::find(first, node.inputs.end(), builder.m_captured[i]);
            graph->captures.push_back({graph->inputs[formal + i], static_cast<size_t>(it - node.inputs.begin())});
            if (it == node.inputs.end()) {
                node.inputs.push_back(builder.m_captured[i]);
                ++node.implicitInputs;
            }
        }
        // What a loop carries may change its shape; only the rank and type of the declaration would hold.
        for (size_t i = 0; i < formal; ++i)
            graph->value(graph->inputs[i]).shape.reset();
        return SubgraphPtr(std::move(graph));
    }

    Status readInitializers()
    {
        for (const auto& tensor : m_proto.initializer()) {
            const std::string where = m_path + ": initializer '" + tensor.name() + "'";
            QS_RETURN_IF_ERROR(addConstant(tensor.name(), readTensor(tensor, where)));
        }
        for (const auto& sparse : m_proto.sparse_initializer()) {
            const std::string& name = sparse.values().name();
            const std::string where = m_path + ": initializer '" + name + "'";
            QS_RETURN_IF_ERROR(addConstant(name, readTensor(sparse, where)));
        }
        return {};
    }

    Result<Tensor> readTensor(const ::onnx::TensorProto& proto, const std::string& where)
    {
        return tensorFromProto(proto, where, m_source.external, m_source.owner);
    }

    Result<Tensor> readTensor(const ::onnx::SparseTensorProto& proto, const std::string& where)
    {
        return tensorFromSparse(proto, where, m_source.external, m_source.owner);
    }

    Status addConstant(const std::string& name, Result<Tensor> tensor)
    {
        if (name.empty())
            return error(ErrorCode::Malformed, say("Model", "an initializer has no name"));
        QS_ASSIGN(Tensor constant, std::move(tensor));
        Value& value = m_graph.value(valueOf(name));
        value.type = constant.type();
        value.typeKnown = true;
        value.constant = std::move(constant);
        return {};
    }

    void declare(const ::onnx::ValueInfoProto& info, ValueId id)
    {
        if (!id.valid() || !info.has_type())
            return;
        if (info.type().has_sequence_type())
            m_graph.value(id).kind = ValueKind::Sequence;
        else if (info.type().has_optional_type())
            m_graph.value(id).kind = info.type().optional_type().elem_type().has_sequence_type()
                                         ? ValueKind::OptionalSequence
                                         : ValueKind::Optional;
        if (!info.type().has_tensor_type())
            return;
        Value& value = m_graph.value(id);
        const auto& type = info.type().tensor_type();
        value.type = dtypeOfProto(type.elem_type(), &value.typeKnown);
        if (!type.has_shape())
            return;
        std::vector<Dim> dims;
        for (const auto& d : type.shape().dim()) {
            const bool fixed = d.has_dim_value() && d.dim_value() > 0;
            dims.push_back({fixed ? d.dim_value() : -1, d.dim_param()});
        }
        value.shape = std::move(dims);
    }

    void readInputs()
    {
        for (const auto& info : m_proto.input()) {
            const ValueId id = valueOf(info.name());
            if (!id.valid() || m_graph.value(id).constant)
                continue; // an initializer listed as input, as files before IR version 4 do
            declare(info, id);
            m_graph.inputs.push_back(id);
        }
    }

    void readDeclaredShapes()
    {
        for (const auto& info : m_proto.value_info()) {
            if (!m_outer || m_local.count(info.name()))
                declare(info, valueOf(info.name()));
        }
    }

    Result<AttributeValue> readAttribute(const ::onnx::AttributeProto& a, const std::string& where, Node& node)
    {
        using Proto = ::onnx::AttributeProto;
        switch (a.type()) {
        case Proto::FLOAT: return AttributeValue(a.f());
        case Proto::INT: return AttributeValue(static_cast<int64_t>(a.i()));
        case Proto::STRING: return AttributeValue(a.s());
        case Proto::FLOATS: return AttributeValue(std::vector<float>(a.floats().begin(), a.floats().end()));
        case Proto::INTS: return AttributeValue(std::vector<int64_t>(a.ints().begin(), a.ints().end()));
        case Proto::STRINGS: return AttributeValue(std::vector<std::string>(a.strings().begin(), a.strings().end()));
        case Proto::TENSOR: {
            QS_ASSIGN(Tensor t, readTensor(a.t(), where));
            return AttributeValue(std::move(t));
        }
        case Proto::SPARSE_TENSOR: {
            QS_ASSIGN(Tensor t, readTensor(a.sparse_tensor(), where));
            return AttributeValue(std::move(t));
        }
        case Proto::GRAPH: {
            QS_ASSIGN(SubgraphPtr graph, readSubgraph(a.g(), node));
            return AttributeValue(std::move(graph));
        }
        case Proto::GRAPHS: {
            std::vector<SubgraphPtr> graphs;
            for (const auto& proto : a.graphs()) {
                QS_ASSIGN(SubgraphPtr graph, readSubgraph(proto, node));
                graphs.push_back(std::move(graph));
            }
            return AttributeValue(std::move(graphs));
        }
        default: return AttributeValue(std::string("<unsupported attribute type>"));
        }
    }

    /// Which 8-bit float a QuantizeLinear rounds to stands in the type of its zero point only, which becomes Float32.
    void keepFloat8Target(const ::onnx::NodeProto& proto, Node& node) const
    {
        const auto it = proto.input_size() > 2 ? m_float8.find(proto.input(2)) : m_float8.end();
        if (node.op == "QuantizeLinear" && it != m_float8.end())
            node.attributes.insert_or_assign("output_dtype", int64_t(it->second));
    }

    Status readNodes()
    {
        for (const auto& proto : m_proto.node()) {
            Node node;
            node.name = proto.name();
            node.op = proto.op_type();
            node.domain = proto.domain() == "ai.onnx" ? "" : proto.domain();
            const std::string where = m_path + ": node '" + proto.name() + "' (" + proto.op_type() + ")";
            for (const auto& name : proto.input())
                node.inputs.push_back(readOf(name));
            for (const auto& attribute : proto.attribute()) {
                QS_ASSIGN(auto value, readAttribute(attribute, where + " attribute '" + attribute.name() + "'", node));
                node.attributes.insert_or_assign(attribute.name(), std::move(value));
            }
            keepFloat8Target(proto, node);
            for (const auto& name : proto.output())
                node.outputs.push_back(valueOf(name));
            m_graph.nodes.push_back(std::move(node));
        }
        if (m_graph.nodes.empty() && !m_outer)
            return error(ErrorCode::Malformed, say("Model", "the graph has no nodes"));
        return {};
    }

    Status linkProducers()
    {
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (const ValueId out : m_graph.nodes[i].outputs) {
                if (!out.valid())
                    continue;
                Value& value = m_graph.value(out);
                if (value.producer.valid() || value.constant)
                    return error(ErrorCode::Malformed,
                                 filled(say("Model", "tensor '%1' is produced twice"), value.name));
                value.producer = NodeId(i);
            }
        }
        return {};
    }

    bool isInput(ValueId id) const
    {
        return std::find(m_graph.inputs.begin(), m_graph.inputs.end(), id) != m_graph.inputs.end();
    }

    /// Execution order that keeps the file's order wherever it is valid.
    Status sortNodes()
    {
        QS_RETURN_IF_ERROR(linkProducers());
        const size_t n = m_graph.nodes.size();
        std::vector<int> waiting(n, 0);
        std::vector<std::vector<size_t>> followers(n);
        for (size_t i = 0; i < n; ++i) {
            for (const ValueId in : m_graph.nodes[i].inputs) {
                if (!in.valid())
                    continue;
                const Value& value = m_graph.value(in);
                if (value.producer.valid()) {
                    ++waiting[i];
                    followers[value.producer.index()].push_back(i);
                } else if (!value.constant && !isInput(in)) {
                    return error(
                        ErrorCode::Malformed,
                        filled(say("Model", "node '%1' (%2) reads tensor '%3', which nothing produces"),
                               m_graph.displayName(NodeId(i)), m_graph.nodes[i].op, value.name));
                }
            }
        }
        std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
        for (size_t i = 0; i < n; ++i) {
            if (waiting[i] == 0)
                ready.push(i);
        }
        std::vector<Node> ordered;
        ordered.reserve(n);
        std::vector<bool> done(n, false);
        while (!ready.empty()) {
            const size_t i = ready.top();
            ready.pop();
            done[i] = true;
            ordered.push_back(m_graph.nodes[i]);
            for (const size_t f : followers[i]) {
                if (--waiting[f] == 0)
                    ready.push(f);
            }
        }
        if (ordered.size() != n) {
            const size_t stuck = static_cast<size_t>(std::find(done.begin(), done.end(), false) - done.begin());
            return error(ErrorCode::Malformed, filled(say("Model", "the graph has a cycle through node '%1'"),
                                                      m_graph.displayName(NodeId(stuck))));
        }
        m_graph.nodes = std::move(ordered);
        relink();
        return {};
    }

    void relink()
    {
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (const ValueId out : m_graph.nodes[i].outputs) {
                if (out.valid())
                    m_graph.value(out).producer = NodeId(i);
            }
            for (const ValueId in : m_graph.nodes[i].inputs) {
                if (in.valid())
                    m_graph.value(in).consumers.push_back(NodeId(i));
            }
        }
    }

    Status readOutputs()
    {
        for (const auto& info : m_proto.output()) {
            const ValueId id = readOf(info.name());
            const bool known = id.valid() && (m_graph.value(id).producer.valid() || m_graph.value(id).constant);
            if (!known && !(id.valid() && isInput(id)))
                return error(ErrorCode::Malformed,
                             filled(say("Model", "output '%1' is produced by nothing"), info.name()));
            declare(info, id);
            m_graph.outputs.push_back(id);
        }
        if (m_graph.outputs.empty())
            return error(ErrorCode::Malformed, say("Model", "the graph has no outputs"));
        return {};
    }

    const ::onnx::GraphProto& m_proto;
    const std::string& m_path;
    ConstantSource& m_source;
    Graph& m_graph;
    GraphBuilder* m_outer;
    std::unordered_map<std::string, ValueId> m_ids;
    std::unordered_set<std::string> m_local;           ///< what this graph defines
    std::unordered_map<std::string, int> m_float8;     ///< initializers of an 8-bit float type
    std::vector<ValueId> m_captured;                   ///< in the outer graph; the last inputs, in the same order
};

} // namespace

Status buildGraph(const ::onnx::GraphProto& proto, const std::shared_ptr<const void>& owner, const std::string& path,
                  Graph& graph)
{
    ConstantSource source{owner, ExternalData::besideModel(path)};
    return GraphBuilder(proto, path, source, graph, nullptr).build();
}

} // namespace qscope::onnxio
