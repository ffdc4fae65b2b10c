// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/functions.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <vector>

#include <google/protobuf/unknown_field_set.h>

#include "core/base/text.h"

namespace qscope::onnxio {

namespace {

using ::onnx::AttributeProto;
using ::onnx::FunctionProto;
using ::onnx::GraphProto;
using ::onnx::NodeProto;

constexpr size_t LargestNodeCount = 250000;
constexpr size_t DeepestCall = 200;
constexpr int DefaultsField = 11; // FunctionProto.attribute_proto, newer than some installed definitions

std::string keyOf(const std::string& domain, const std::string& name)
{
    return (domain == "ai.onnx" ? "" : domain) + ":" + name;
}

/// Attributes of a function that have a default value.
std::vector<AttributeProto> defaultsOf(const FunctionProto& function)
{
    std::vector<AttributeProto> defaults;
    const auto* reflection = function.GetReflection();
    if (const auto* field = function.GetDescriptor()->FindFieldByNumber(DefaultsField)) {
        for (int i = 0; i < reflection->FieldSize(function, field); ++i)
            defaults.push_back(
                static_cast<const AttributeProto&>(reflection->GetRepeatedMessage(function, field, i)));
        return defaults;
    }
    const auto& unknown = reflection->GetUnknownFields(function);
    for (int i = 0; i < unknown.field_count(); ++i) {
        const auto& field = unknown.field(i);
        AttributeProto attribute;
        if (field.number() == DefaultsField && field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED
            && attribute.ParseFromString(field.length_delimited()))
            defaults.push_back(std::move(attribute));
    }
    return defaults;
}

/// The names of one call: what its inner tensors and nodes are called, and the values of the attributes.
struct Call {
    std::string prefix;
    std::map<std::string, std::string> tensors;
    std::map<std::string, AttributeProto> attributes;
};

class Inliner {
public:
    Inliner(::onnx::ModelProto& model, const std::string& path) : m_model(model), m_path(path) {}

    Status run()
    {
        for (const FunctionProto& function : m_model.functions())
            m_functions[keyOf(function.domain(), function.name())] = &function;
        collectNames(m_model.graph());
        QS_RETURN_IF_ERROR(expandGraph(*m_model.mutable_graph()));
        m_model.clear_functions();
        return {};
    }

private:
    Error error(ErrorCode code, const std::string& message) const { return {code, message, m_path}; }

    void collectNames(const GraphProto& graph)
    {
        for (const auto& info : graph.input())
            m_names.insert(info.name());
        for (const auto& tensor : graph.initializer())
            m_names.insert(tensor.name());
        for (const NodeProto& node : graph.node()) {
            m_names.insert(node.output().begin(), node.output().end());
            m_nodeNames.insert(node.name());
            for (const auto& attribute : node.attribute()) {
                collectNames(attribute.g());
                for (const GraphProto& inner : attribute.graphs())
                    collectNames(inner);
            }
        }
    }

    static std::string unique(std::unordered_set<std::string>& taken, const std::string& wanted)
    {
        std::string name = wanted;
        for (int i = 1; !taken.insert(name).second; ++i)
            name = wanted + "_" + std::to_string(i);
        return name;
    }

    Status expandGraph(GraphProto& graph)
    {
        google::protobuf::RepeatedPtrField<NodeProto> nodes;
        nodes.Swap(graph.mutable_node());
        for (NodeProto& node : nodes)
            QS_RETURN_IF_ERROR(expandNode(std::move(node), graph));
        return {};
    }

    /// Appends the node to the graph, or what it stands for.
    Status expandNode(NodeProto node, GraphProto& graph)
    {
        const std::string key = keyOf(node.domain(), node.op_type());
        const auto it = m_functions.find(key);
        if (++m_nodeCount > LargestNodeCount)
            return error(ErrorCode::ResourceExhausted,
                         say("Model", "its functions make more than 250000 nodes"));
        if (it == m_functions.end()) {
            for (AttributeProto& attribute : *node.mutable_attribute()) {
                if (attribute.has_g())
                    QS_RETURN_IF_ERROR(expandGraph(*attribute.mutable_g()));
                for (GraphProto& inner : *attribute.mutable_graphs())
                    QS_RETURN_IF_ERROR(expandGraph(inner));
            }
            *graph.add_node() = std::move(node);
            return {};
        }
        if (std::find(m_open.begin(), m_open.end(), key) != m_open.end())
            return error(ErrorCode::Malformed,
                         filled(say("Model", "the function '%1' calls itself"), node.op_type()));
        if (m_open.size() >= DeepestCall)
            return error(
                ErrorCode::Unsupported,
                filled(say("Model", "its functions call each other more than %1 levels deep"), DeepestCall));
        m_open.push_back(key);
        const Status status = expandCall(node, *it->second, graph);
        m_open.pop_back();
        return status;
    }

    Status checkOpsets(const FunctionProto& function)
    {
        for (const auto& wanted : function.opset_import()) {
            const auto& imports = m_model.opset_import();
            const auto it = std::find_if(imports.begin(), imports.end(), [&](const auto& have) {
                return keyOf(have.domain(), "") == keyOf(wanted.domain(), "");
            });
            if (it == imports.end())
                *m_model.add_opset_import() = wanted;
            else if (it->version() != wanted.version() && keyOf(wanted.domain(), "") == ":")
                return error(
                    ErrorCode::Unsupported,
                    filled(say("Model", "the function '%1' is written for opset %2, the model for opset %3"),
                           function.name(), wanted.version(), it->version()));
        }
        return {};
    }

    Status expandCall(const NodeProto& node, const FunctionProto& function, GraphProto& graph)
    {
        QS_RETURN_IF_ERROR(checkOpsets(function));
        if (node.input_size() > function.input_size() || node.output_size() > function.output_size())
            return error(
                ErrorCode::Malformed,
                filled(say("Model", "node '%1' gives the function '%2' more inputs or outputs than it has"),
                       node.name(), function.name()));
        Call call;
        m_nodeNames.erase(node.name()); // the call's own name becomes that of what it stands for
        call.prefix = unique(m_nodeNames, node.name().empty() ? node.op_type() : node.name());
        for (const AttributeProto& attribute : defaultsOf(function))
            call.attributes[attribute.name()] = attribute;
        for (const AttributeProto& attribute : node.attribute())
            call.attributes[attribute.name()] = attribute;
        for (int i = 0; i < function.input_size(); ++i)
            call.tensors[function.input(i)] = i < node.input_size() ? node.input(i) : std::string();
        std::vector<std::pair<std::string, std::string>> passed; // results that are an input, or another result
        for (int i = 0; i < node.output_size(); ++i) {
            if (!node.output(i).empty() && !call.tensors.emplace(function.output(i), node.output(i)).second)
                passed.emplace_back(call.tensors[function.output(i)], node.output(i));
        }
        for (NodeProto inner : function.node()) {
            rename(inner, call);
            QS_RETURN_IF_ERROR(expandNode(std::move(inner), graph));
        }
        for (const auto& [from, to] : passed) {
            NodeProto* identity = graph.add_node();
            identity->set_op_type("Identity");
            identity->set_name(unique(m_nodeNames, call.prefix + "/Identity"));
            identity->add_input(from);
            identity->add_output(to);
        }
        return {};
    }

    std::string tensorName(const std::string& name, Call& call)
    {
        if (name.empty())
            return name;
        const auto it = call.tensors.find(name);
        if (it != call.tensors.end())
            return it->second;
        return call.tensors[name] = unique(m_names, call.prefix + "/" + name);
    }

    void rename(NodeProto& node, Call& call)
    {
        node.set_name(unique(m_nodeNames, call.prefix + "/" + (node.name().empty() ? node.op_type() : node.name())));
        for (std::string& name : *node.mutable_input())
            name = tensorName(name, call);
        for (std::string& name : *node.mutable_output())
            name = tensorName(name, call);
        auto* attributes = node.mutable_attribute();
        for (int i = attributes->size(); i-- > 0;) {
            AttributeProto& attribute = *attributes->Mutable(i);
            if (!attribute.ref_attr_name().empty()) {
                const auto it = call.attributes.find(attribute.ref_attr_name());
                if (it == call.attributes.end()) {
                    attributes->DeleteSubrange(i, 1);
                    continue;
                }
                const std::string name = attribute.name();
                attribute = it->second;
                attribute.set_name(name);
                continue; // a graph the caller gave has the caller's names
            }
            if (attribute.has_g())
                rename(*attribute.mutable_g(), call);
            for (GraphProto& graph : *attribute.mutable_graphs())
                rename(graph, call);
        }
    }

    void rename(GraphProto& graph, Call& call)
    {
        for (auto* list : {graph.mutable_input(), graph.mutable_output(), graph.mutable_value_info()}) {
            for (auto& info : *list)
                info.set_name(tensorName(info.name(), call));
        }
        for (auto& tensor : *graph.mutable_initializer())
            tensor.set_name(tensorName(tensor.name(), call));
        for (NodeProto& node : *graph.mutable_node())
            rename(node, call);
    }

    ::onnx::ModelProto& m_model;
    const std::string& m_path;
    std::map<std::string, const FunctionProto*> m_functions;
    std::unordered_set<std::string> m_names, m_nodeNames;
    std::vector<std::string> m_open; ///< functions being expanded
    size_t m_nodeCount = 0;
};

} // namespace

Status inlineFunctions(::onnx::ModelProto& model, const std::string& path)
{
    return model.functions_size() == 0 ? Status() : Inliner(model, path).run();
}

} // namespace qscope::onnxio
