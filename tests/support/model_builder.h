// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <onnx/onnx_pb.h>

namespace qscope::test {

/// Hand-made ONNX models for tests: every call adds one thing.
class ModelBuilder {
public:
    using Attribute = std::pair<std::string, std::variant<int64_t, float, std::string, std::vector<int64_t>>>;
    static constexpr int64_t Any = -1; ///< a free dimension

    explicit ModelBuilder(int64_t opset = 13)
    {
        m_model.set_ir_version(8);
        auto* import = m_model.add_opset_import();
        import->set_domain("");
        import->set_version(opset);
        m_model.mutable_graph()->set_name("test");
    }

    ModelBuilder& input(const std::string& name, const std::vector<int64_t>& dims,
                        int type = ::onnx::TensorProto::FLOAT)
    {
        declare(*m_model.mutable_graph()->add_input(), name, dims, type);
        return *this;
    }

    ModelBuilder& output(const std::string& name, const std::vector<int64_t>& dims = {})
    {
        auto& info = *m_model.mutable_graph()->add_output();
        info.set_name(name);
        if (!dims.empty())
            declare(info, name, dims, ::onnx::TensorProto::FLOAT);
        return *this;
    }

    ModelBuilder& weight(const std::string& name, const std::vector<int64_t>& dims, const std::vector<float>& values)
    {
        auto* t = m_model.mutable_graph()->add_initializer();
        t->set_name(name);
        t->set_data_type(::onnx::TensorProto::FLOAT);
        for (const int64_t d : dims)
            t->add_dims(d);
        for (const float v : values)
            t->add_float_data(v);
        return *this;
    }

    ModelBuilder& ints(const std::string& name, const std::vector<int64_t>& values)
    {
        auto* t = m_model.mutable_graph()->add_initializer();
        t->set_name(name);
        t->set_data_type(::onnx::TensorProto::INT64);
        t->add_dims(static_cast<int64_t>(values.size()));
        for (const int64_t v : values)
            t->add_int64_data(v);
        return *this;
    }

    ModelBuilder& node(const std::string& op, const std::vector<std::string>& inputs,
                       const std::vector<std::string>& outputs, const std::string& name = {},
                       const std::vector<Attribute>& attributes = {})
    {
        auto* n = m_model.mutable_graph()->add_node();
        n->set_op_type(op);
        n->set_name(name.empty() ? op + "_" + outputs.front() : name);
        for (const auto& i : inputs)
            n->add_input(i);
        for (const auto& o : outputs)
            n->add_output(o);
        for (const auto& [key, value] : attributes)
            set(*n->add_attribute(), key, value);
        return *this;
    }

    ModelBuilder& lastNodeDomain(const std::string& domain)
    {
        auto& graph = *m_model.mutable_graph();
        graph.mutable_node(graph.node_size() - 1)->set_domain(domain);
        for (const auto& import : m_model.opset_import()) {
            if (import.domain() == domain)
                return *this;
        }
        auto* import = m_model.add_opset_import();
        import->set_domain(domain);
        import->set_version(1);
        return *this;
    }

    /// Puts the graph of `inner`, built by the same calls, into an attribute of the last node.
    ModelBuilder& lastNodeGraph(const std::string& attribute, const ModelBuilder& inner)
    {
        auto& graph = *m_model.mutable_graph();
        auto* a = graph.mutable_node(graph.node_size() - 1)->add_attribute();
        a->set_name(attribute);
        a->set_type(::onnx::AttributeProto::GRAPH);
        *a->mutable_g() = inner.m_model.graph();
        return *this;
    }

    ::onnx::ModelProto& proto() { return m_model; }
    std::string bytes() const { return m_model.SerializeAsString(); }
    void write(const std::string& path) const
    {
        std::ofstream file(path, std::ios::binary);
        file << bytes();
    }

private:
    static void declare(::onnx::ValueInfoProto& info, const std::string& name, const std::vector<int64_t>& dims, int type)
    {
        info.set_name(name);
        auto* tensor = info.mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(type);
        for (const int64_t d : dims) {
            auto* dim = tensor->mutable_shape()->add_dim();
            if (d >= 0)
                dim->set_dim_value(d);
            else
                dim->set_dim_param("N");
        }
    }

    static void set(::onnx::AttributeProto& a, const std::string& key, const Attribute::second_type& value)
    {
        a.set_name(key);
        if (const auto* i = std::get_if<int64_t>(&value)) {
            a.set_type(::onnx::AttributeProto::INT);
            a.set_i(*i);
        } else if (const auto* f = std::get_if<float>(&value)) {
            a.set_type(::onnx::AttributeProto::FLOAT);
            a.set_f(*f);
        } else if (const auto* s = std::get_if<std::string>(&value)) {
            a.set_type(::onnx::AttributeProto::STRING);
            a.set_s(*s);
        } else {
            a.set_type(::onnx::AttributeProto::INTS);
            for (const int64_t v : std::get<std::vector<int64_t>>(value))
                a.add_ints(v);
        }
    }

    ::onnx::ModelProto m_model;
};

} // namespace qscope::test
