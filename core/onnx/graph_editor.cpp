// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/graph_editor.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.h"
#include "core/onnx/borrowed_model.h"
#include "core/onnx/opset_changes.h"
#include "core/onnx/reader.h"
#include "core/onnx/wire_model.h"
#include "core/onnx/wire_pieces.h"

namespace qscope::onnxio {
namespace {

using ::onnx::GraphProto;
using ::onnx::NodeProto;
using ::onnx::TensorProto;

constexpr int AtStart = -1;

template <class Field, class Predicate>
void eraseIf(Field& field, Predicate predicate)
{
    field.erase(std::remove_if(field.begin(), field.end(), predicate), field.end());
}

} // namespace

struct GraphEditor::Impl {
    explicit Impl(const Model& model) : path(model.path), wire(model.wire), shell(shellOf(wire->proto))
    {
        indexGraph();
        followTypes();
    }

    void indexGraph()
    {
        const GraphProto& graph = wire->proto.graph();
        const auto declare = [this](const ::onnx::ValueInfoProto& info) {
            names.insert(info.name());
            if (info.type().has_tensor_type())
                types[info.name()] = wireTypeOf(info.type().tensor_type().elem_type());
        };
        for (const auto& info : graph.value_info())
            declare(info);
        for (const auto& info : graph.input())
            declare(info);
        for (const auto& info : graph.output()) {
            declare(info);
            ++reads[info.name()];
        }
        for (const TensorProto& tensor : graph.initializer()) {
            names.insert(tensor.name());
            initializers.insert(tensor.name());
            types[tensor.name()] = wireTypeOf(tensor.data_type());
        }
        for (int i = 0; i < graph.node_size(); ++i) {
            for (const std::string& output : graph.node(i).output())
                if (!output.empty())
                    producers[output] = i;
            names.insert(graph.node(i).output().begin(), graph.node(i).output().end());
            visitReads(graph.node(i), [this](const std::string& name) {
                ++reads[name];
                names.insert(name);
            });
        }
    }

    /// Tensors nobody declares: Cast and Constant say their type, all others keep that of their first
    /// floating input.
    void followTypes()
    {
        for (const NodeProto& node : wire->proto.graph().node()) {
            WireType type = WireType::Float;
            const auto* cast = node.op_type() == "Cast" ? attributeOf(node, "to") : nullptr;
            const auto* constant = attributeOf(node, "value");
            if (cast)
                type = wireTypeOf(static_cast<int>(cast->i()));
            else if (constant && constant->has_t())
                type = wireTypeOf(constant->t().data_type());
            else
                for (const std::string& input : node.input())
                    if (const auto it = types.find(input); it != types.end() && isFloatingType(it->second)) {
                        type = it->second;
                        break;
                    }
            for (const std::string& output : node.output())
                types.try_emplace(output, type);
        }
    }

    int nodeCount() const { return wire->proto.graph().node_size(); }
    const NodeProto& node(int position) const
    {
        const auto it = edited.find(position);
        return it == edited.end() ? wire->proto.graph().node(position) : it->second;
    }
    NodeProto& mutableNode(int position) { return edited.try_emplace(position, node(position)).first->second; }

    int positionOf(const std::string& tensor) const
    {
        const auto it = producers.find(tensor);
        return it == producers.end() ? AtStart : it->second;
    }

    void dropNode(int position)
    {
        droppedNodes.insert(position);
        std::set<std::string> inputs;
        visitReads(node(position), [&](const std::string& name) {
            --reads[name];
            inputs.insert(name);
        });
        for (const std::string& input : inputs)
            dropUnused(input);
    }

    // Recursive along a chain of nodes that feed one weight, which is short.
    void dropUnused(const std::string& tensor)
    {
        if (tensor.empty() || reads[tensor] > 0)
            return;
        if (initializers.contains(tensor)) {
            droppedTensors.insert(tensor);
            return;
        }
        const int position = positionOf(tensor);
        if (position == AtStart || droppedNodes.contains(position))
            return;
        const auto& outputs = node(position).output();
        if (std::any_of(outputs.begin(), outputs.end(), [this](const auto& name) { return reads[name] > 0; }))
            return;
        droppedTensors.insert(outputs.begin(), outputs.end());
        dropNode(position);
    }

    bool isDropped(const std::string& name) const { return droppedTensors.contains(name); }

    /// Everything but nodes and initializers.
    ::onnx::ModelProto finalShell() const
    {
        constexpr int64_t FirstVersionWithoutInputs = 4; // from here on inputs need not list initializers
        constexpr int64_t VersionOfFunctions = 8;
        constexpr int64_t VersionOfInt4 = 10;            // and of opset 21
        ::onnx::ModelProto result = shell;
        GraphProto& graph = *result.mutable_graph();
        eraseIf(*graph.mutable_value_info(), [this](const auto& info) { return isDropped(info.name()); });
        eraseIf(*graph.mutable_input(),
                [this](const auto& info) { return initializers.contains(info.name()) && isDropped(info.name()); });
        result.set_ir_version(std::max<int64_t>(result.ir_version(), FirstVersionWithoutInputs));
        if (result.functions_size() > 0)
            result.set_ir_version(std::max<int64_t>(result.ir_version(), VersionOfFunctions));
        if (std::any_of(newTensors.begin(), newTensors.end(), [](const auto& t) { return t.data_type() > 16; }))
            result.set_ir_version(std::max<int64_t>(result.ir_version(), VersionOfInt4));
        return result;
    }

    /// Nodes and initializers without what was dropped and with what was added, in execution order.
    void addParts(BorrowedModel& model) const
    {
        for (const TensorProto& tensor : wire->proto.graph().initializer())
            if (!isDropped(tensor.name()))
                model.add(tensor);
        for (const TensorProto& tensor : newTensors)
            if (!isDropped(tensor.name()))
                model.add(tensor);
        for (int i = AtStart; i < nodeCount(); ++i) {
            if (i != AtStart && !droppedNodes.contains(i))
                model.add(node(i));
            if (const auto it = added.find(i); it != added.end())
                for (const NodeProto& extra : it->second)
                    model.add(extra);
        }
    }

    std::string path;
    std::shared_ptr<const WireModel> wire; ///< the file as read; what is not edited is written from here
    ::onnx::ModelProto shell;
    std::map<int, NodeProto> edited;    ///< by position
    std::deque<TensorProto> newTensors; ///< initializers
    std::unordered_map<std::string, int> producers; ///< tensor -> position of its node in the file
    std::unordered_map<std::string, int> reads; ///< how often a tensor is read or is an output of the model
    std::unordered_map<std::string, WireType> types;
    std::unordered_set<std::string> initializers;
    std::unordered_set<std::string> names;
    std::unordered_set<std::string> droppedTensors;
    std::set<int> droppedNodes;
    std::map<int, std::vector<NodeProto>> added; ///< behind the node at this position
};

GraphEditor::GraphEditor(const Model& model) : m_impl(std::make_unique<Impl>(model)) {}
GraphEditor::~GraphEditor() = default;
GraphEditor::GraphEditor(GraphEditor&&) noexcept = default;
GraphEditor& GraphEditor::operator=(GraphEditor&&) noexcept = default;

int64_t GraphEditor::opset(std::string_view domain) const
{
    for (const auto& import : m_impl->shell.opset_import())
        if (import.domain() == domain || (domain.empty() && import.domain() == "ai.onnx"))
            return import.version();
    return 0;
}

void GraphEditor::importOpset(const std::string& domain, int64_t version)
{
    if (opset(domain) != 0)
        return;
    auto* import = m_impl->shell.add_opset_import();
    import->set_domain(domain);
    import->set_version(version);
}

void GraphEditor::raiseOpset(int64_t wanted)
{
    const int64_t reached = reachableOpset(m_impl->wire->proto, opset(), wanted);
    for (auto& import : *m_impl->shell.mutable_opset_import())
        if (import.domain().empty() || import.domain() == "ai.onnx")
            import.set_version(std::max<int64_t>(import.version(), reached));
}

bool GraphEditor::hasNode(const std::string& output) const { return m_impl->positionOf(output) != AtStart; }

WireType GraphEditor::typeOf(const std::string& tensor) const
{
    const auto it = m_impl->types.find(tensor);
    return it == m_impl->types.end() ? WireType::Float : it->second;
}

std::string GraphEditor::uniqueName(const std::string& wanted)
{
    std::string name = wanted;
    for (int i = 2; !m_impl->names.insert(name).second; ++i)
        name = wanted + "_" + std::to_string(i);
    return name;
}

void GraphEditor::addFloats(const std::string& name, const Shape& shape, std::span<const float> values)
{
    TensorProto& tensor = m_impl->newTensors.emplace_back();
    tensor.set_name(name);
    tensor.set_data_type(TensorProto::FLOAT);
    tensor.mutable_dims()->Add(shape.begin(), shape.end());
    tensor.set_raw_data(values.data(), values.size_bytes());
    m_impl->types[name] = WireType::Float;
}

void GraphEditor::addInts(const std::string& name, std::span<const int64_t> values)
{
    TensorProto& tensor = m_impl->newTensors.emplace_back();
    tensor.set_name(name);
    tensor.set_data_type(TensorProto::INT64);
    tensor.add_dims(static_cast<int64_t>(values.size()));
    tensor.set_raw_data(values.data(), values.size_bytes());
}

void GraphEditor::addCodes(const std::string& name, WireType type, const Shape& shape,
                           std::span<const int32_t> codes)
{
    TensorProto& tensor = m_impl->newTensors.emplace_back();
    tensor.set_name(name);
    tensor.set_data_type(static_cast<int32_t>(wireTypeNumber(type)));
    tensor.mutable_dims()->Add(shape.begin(), shape.end());
    tensor.set_raw_data(codeBytes(type, codes));
    m_impl->types[name] = type;
}

void GraphEditor::addNode(const NewNode& node, const std::string& anchor)
{
    m_impl->added[m_impl->positionOf(anchor)].push_back(protoOf(node));
    for (const std::string& input : node.inputs)
        ++m_impl->reads[input];
}

void GraphEditor::addFunction(const NewFunction& function)
{
    for (const auto& known : m_impl->shell.functions())
        if (known.name() == function.name && known.domain() == function.domain)
            return;
    auto* proto = m_impl->shell.add_functions();
    proto->set_name(function.name);
    proto->set_domain(function.domain);
    proto->set_doc_string(function.doc);
    for (const std::string& input : function.inputs)
        proto->add_input(input);
    for (const std::string& output : function.outputs)
        proto->add_output(output);
    for (const NewNode& node : function.nodes)
        *proto->add_node() = protoOf(node);
    auto* import = proto->add_opset_import();
    import->set_domain("");
    import->set_version(opset());
    importOpset(function.domain, 1);
}

Status GraphEditor::replaceInput(const std::string& output, size_t input, const std::string& tensor)
{
    const int position = m_impl->positionOf(output);
    if (position == AtStart
        || input >= static_cast<size_t>(m_impl->node(position).input_size()))
        return Error{
            ErrorCode::InvalidArgument,
            filled(say("Model", "no node of the file produces '%1' from %2 inputs"), output, input + 1),
            m_impl->path};
    std::string& name = *m_impl->mutableNode(position).mutable_input(static_cast<int>(input));
    --m_impl->reads[name];
    ++m_impl->reads[tensor];
    name = tensor;
    return {};
}

Status GraphEditor::dropInput(const std::string& output, size_t input)
{
    QS_RETURN_IF_ERROR(replaceInput(output, input, {}));
    auto& inputs = *m_impl->mutableNode(m_impl->positionOf(output)).mutable_input();
    while (!inputs.empty() && inputs.Get(inputs.size() - 1).empty())
        inputs.RemoveLast();
    return {};
}

Status GraphEditor::addInput(const std::string& output, size_t input, const std::string& tensor)
{
    const int position = m_impl->positionOf(output);
    if (position != AtStart) {
        NodeProto& node = m_impl->mutableNode(position);
        while (node.input_size() <= static_cast<int>(input))
            node.add_input();
    }
    return replaceInput(output, input, tensor);
}

Status GraphEditor::takeIn(const std::string& output, std::span<const std::string> followers)
{
    std::set<std::string> inputs;
    std::string last = output;
    for (const std::string& follower : followers) {
        const int position = m_impl->positionOf(follower);
        if (position == AtStart || !m_impl->droppedNodes.insert(position).second)
            return Error{ErrorCode::InvalidArgument,
                         filled(say("Model", "no node of the file produces '%1'"), follower), m_impl->path};
        visitReads(m_impl->node(position), [&](const std::string& name) {
            --m_impl->reads[name];
            if (name != last)
                inputs.insert(name);
        });
        m_impl->droppedTensors.insert(last);
        last = follower;
    }
    renameOutput(output, last);
    for (const std::string& input : inputs)
        dropUnused(input);
    return {};
}

void GraphEditor::renameOutput(const std::string& output, const std::string& newName)
{
    const int position = m_impl->positionOf(output);
    if (position == AtStart)
        return;
    for (std::string& name : *m_impl->mutableNode(position).mutable_output())
        if (name == output)
            name = newName;
    m_impl->producers[newName] = position;
    m_impl->types[newName] = typeOf(output);
}

void GraphEditor::dropUnused(const std::string& tensor) { m_impl->dropUnused(tensor); }

void GraphEditor::setMetadata(const std::string& key, const std::string& value)
{
    for (auto& property : *m_impl->shell.mutable_metadata_props())
        if (property.key() == key) {
            property.set_value(value);
            return;
        }
    auto* property = m_impl->shell.add_metadata_props();
    property->set_key(key);
    property->set_value(value);
}

Result<std::string> GraphEditor::serialize() const
{
    BorrowedModel model(m_impl->finalShell());
    m_impl->addParts(model);
    return model.serialize(m_impl->path);
}

} // namespace qscope::onnxio
