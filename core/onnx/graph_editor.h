// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace qscope::onnxio {

struct Model;

/// Element types an edited file can hold; the Graph widens some of them, the file keeps its own.
enum class WireType {
    Float,
    Float16,
    BFloat16,
    Double,
    UInt8,
    Int8,
    UInt16,
    Int16,
    Int32,
    UInt4,
    Int4,
    Float8E4m3,
    Float8E5m2,
    Other,
};

/// A node to be added. Outputs must be new names.
struct NewNode {
    std::string op;
    std::string domain; ///< "" is the default ONNX domain
    std::string name;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::map<std::string, int64_t> ints;
    std::map<std::string, float> floats;
};

/// An operator the file brings along, written as others. Nodes as in NewNode; names are its own.
struct NewFunction {
    std::string name;
    std::string domain; ///< not the default one
    std::string doc;    ///< what it computes, for people
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::vector<NewNode> nodes;
};

/// Edits a copy of a model file without anybody else knowing the wire format. What is not edited stays as it
/// was read, also what this program does not understand. Names are those of tensors; a node is called by one
/// of its outputs.
class GraphEditor {
public:
    explicit GraphEditor(const Model& model);
    ~GraphEditor();
    GraphEditor(GraphEditor&&) noexcept;
    GraphEditor& operator=(GraphEditor&&) noexcept;

    int64_t opset(std::string_view domain = {}) const; ///< 0 when not imported
    /// Imports the operator set unless it is imported already.
    void importOpset(const std::string& domain, int64_t version);

    /// Raises the opset of the default domain to `wanted`, or as far towards it as every operator of the file keeps its
    /// meaning; see reachableOpset.
    void raiseOpset(int64_t wanted);

    bool hasNode(const std::string& output) const;
    /// Declared type, or the one that follows from the producers of the tensor; Float when nothing tells.
    WireType typeOf(const std::string& tensor) const;
    /// `wanted`, with a number appended when a tensor of the file already has that name. It is taken from
    /// then on.
    std::string uniqueName(const std::string& wanted);

    void addFloats(const std::string& name, const Shape& shape, std::span<const float> values);
    void addInts(const std::string& name, std::span<const int64_t> values); ///< of one dimension
    /// **Range** `type` is an integer type that holds every code, or a float8 type and the codes are bit patterns.
    void addCodes(const std::string& name, WireType type, const Shape& shape, std::span<const int32_t> codes);
    /// Adds the node behind the producer of `anchor` (at the start for inputs and initializers) and behind
    /// what was added there before, so that the file stays in execution order.
    void addNode(const NewNode& node, const std::string& anchor);
    /// Makes a local function known, once per name and domain, for the opset the file has now.
    void addFunction(const NewFunction& function);
    /// Lets the node that produces `output` read another tensor. **Errors** InvalidArgument: no such node or
    /// input.
    Status replaceInput(const std::string& output, size_t input, const std::string& tensor);
    /// Leaves out an optional input. **Errors** as replaceInput.
    Status dropInput(const std::string& output, size_t input);
    /// Sets an optional input, whether the node has it so far or not. **Errors** as replaceInput: no such node.
    Status addInput(const std::string& output, size_t input, const std::string& tensor);
    /// Removes the nodes that produce `followers`, each of which alone reads the tensor before it, beginning with
    /// `output`; the node that produces `output` produces the last of them instead. **Errors** InvalidArgument: one of
    /// them is no node of the file.
    Status takeIn(const std::string& output, std::span<const std::string> followers);
    /// Gives an output another name, so that an added node can produce the old one. Nodes anchored at the old
    /// name still come behind this node.
    void renameOutput(const std::string& output, const std::string& newName);
    /// Removes an initializer, or a node and what it alone needs, when nothing reads the tensor any more.
    void dropUnused(const std::string& tensor);

    /// Sets a metadata property, keeping all others.
    void setMetadata(const std::string& key, const std::string& value);

    /// The edited file in one piece: initializers kept outside are read and put inside.
    /// **Errors** ResourceExhausted (above 2 GB, the limit of one file); those of reading external data.
    Result<std::string> serialize() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Number of a WireType in the file (TensorProto.DataType), for the attribute `to` of Cast.
int64_t wireTypeNumber(WireType type);

} // namespace qscope::onnxio
