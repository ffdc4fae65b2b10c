// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <sstream>
#include <string>

#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

namespace qscope::test {

/// A graph written as "h = MatMul(x, w[8,8]); y = Relu(h)": one assignment per node.
/// Operands: a name (a model input of rank 3 when nothing makes it), a number, a constant `w[shape]`,
/// integers `{-1}`, or nothing for an input left out. After the operands: `key=2`, `key=0.5` or `key=[1,2]`.
/// Several outputs: "a, b = Split(x)". "com.microsoft." before the operator names its domain. The last value
/// and those after "output" are model outputs.
class GraphText {
public:
    explicit GraphText(const std::string& text, int64_t opset = 17) : m_builder(opset)
    {
        std::istringstream statements(text);
        std::string last;
        for (std::string statement; std::getline(statements, statement, ';');) {
            statement = trimmed(statement);
            if (statement.empty())
                continue;
            if (statement.rfind("output ", 0) == 0)
                m_builder.output(statement.substr(7));
            else
                last = addNode(statement);
        }
        m_builder.output(last);
    }

    std::string bytes() const { return m_builder.bytes(); }
    Graph graph() const { return onnxio::parseModel(m_builder.bytes(), "text.onnx")->graph; }

private:
    static std::string trimmed(const std::string& s)
    {
        const size_t first = s.find_first_not_of(" \n"), last = s.find_last_not_of(" \n");
        return first == std::string::npos ? "" : s.substr(first, last - first + 1);
    }

    /// Parts between commas that stand in no bracket.
    static std::vector<std::string> split(const std::string& s)
    {
        std::vector<std::string> parts;
        std::string part;
        int depth = 0;
        for (const char c : s) {
            depth += (c == '[' || c == '{') - (c == ']' || c == '}');
            if (c == ',' && depth == 0) {
                parts.push_back(trimmed(part));
                part.clear();
            } else {
                part += c;
            }
        }
        if (!parts.empty() || !trimmed(part).empty())
            parts.push_back(trimmed(part));
        return parts;
    }

    static std::vector<int64_t> numbers(const std::string& bracketed)
    {
        std::vector<int64_t> all;
        for (const std::string& n : split(bracketed.substr(1, bracketed.size() - 2)))
            all.push_back(std::stoll(n));
        return all;
    }

    static bool isNumber(const std::string& s)
    {
        return !s.empty()
               && (std::isdigit(static_cast<unsigned char>(s[0])) || (s[0] == '-' && s.size() > 1));
    }

    std::string addNode(const std::string& statement)
    {
        const size_t equals = statement.find('='), open = statement.find('(');
        const std::vector<std::string> outputs = split(statement.substr(0, equals));
        std::string op = trimmed(statement.substr(equals + 1, open - equals - 1));
        std::vector<std::string> inputs;
        std::vector<ModelBuilder::Attribute> attributes;
        for (const std::string& part : split(statement.substr(open + 1, statement.rfind(')') - open - 1))) {
            const size_t assign = part.find('=');
            if (assign == std::string::npos)
                inputs.push_back(operand(part));
            else
                attributes.push_back(attribute(part.substr(0, assign), part.substr(assign + 1)));
        }
        const size_t dot = op.rfind('.');
        m_builder.node(dot == std::string::npos ? op : op.substr(dot + 1), inputs, outputs, "n_" + outputs[0],
                       attributes);
        if (dot != std::string::npos)
            m_builder.lastNodeDomain(op.substr(0, dot));
        m_made.insert(outputs.begin(), outputs.end());
        return outputs[0];
    }

    static ModelBuilder::Attribute attribute(const std::string& key, const std::string& value)
    {
        if (value[0] == '[')
            return {key, numbers(value)};
        if (!isNumber(value))
            return {key, value};
        if (value.find_first_of(".e") != std::string::npos)
            return {key, std::stof(value)};
        return {key, int64_t(std::stoll(value))};
    }

    std::string operand(const std::string& text)
    {
        const size_t bracket = text.find('[');
        if (text.empty() || m_made.count(text) > 0)
            return text;
        m_made.insert(text);
        if (isNumber(text))
            m_builder.weight(text, {}, {std::stof(text)});
        else if (text[0] == '{')
            m_builder.ints(text, numbers(text));
        else if (bracket != std::string::npos)
            m_builder.weight(text, numbers(text.substr(bracket)), filled(numbers(text.substr(bracket))));
        else
            m_builder.input(text, {ModelBuilder::Any, ModelBuilder::Any, ModelBuilder::Any});
        return text;
    }

    static std::vector<float> filled(const std::vector<int64_t>& shape)
    {
        int64_t count = 1;
        for (const int64_t d : shape)
            count *= d;
        std::vector<float> values;
        for (int64_t i = 0; i < count; ++i)
            values.push_back(0.5F + 0.01F * static_cast<float>(i));
        return values;
    }

    ModelBuilder m_builder;
    std::set<std::string> m_made;
};

} // namespace qscope::test
