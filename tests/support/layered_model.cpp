// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layered_model.h"

#include <cmath>
#include <fstream>

namespace qscope::test {

namespace {
constexpr int LayersOfABlock = 8;
}

LayeredModel::LayeredModel(int layers)
{
    m_builder.input("tokens", {ModelBuilder::Any, Tokens, Width});
    std::string x = "tokens";
    for (int block = 0; layers - m_count > LayersOfABlock; ++block)
        x = addBlock(x, "blocks." + std::to_string(block));
    while (m_count < layers) {
        x = product(x, "head." + std::to_string(m_count));
        x = m_count < layers ? node("Relu", {x}, x + "/act") : x;
    }
    m_builder.node("Identity", {x}, {"logits"}, "logits");
    m_builder.output("logits", {ModelBuilder::Any, Tokens, Width});
}

std::string LayeredModel::node(const std::string& op, const std::vector<std::string>& inputs,
                               const std::string& name,
                               const std::vector<ModelBuilder::Attribute>& attributes)
{
    m_builder.node(op, inputs, {name + ":0"}, name, attributes);
    return name + ":0";
}

std::string LayeredModel::product(const std::string& x, const std::string& name)
{
    std::normal_distribution<float> normal(0, 1 / std::sqrt(static_cast<float>(Width)));
    std::vector<float> weight(Width * Width);
    for (float& w : weight)
        w = normal(m_random);
    for (int i = 0; i < Width; ++i)
        weight[static_cast<size_t>(i) * Width + 3] *= m_count % 5 == 0 ? 4.0F : 1.0F;
    m_builder.weight(name + ".weight", {Width, Width}, weight);
    ++m_count;
    return node("MatMul", {x, name + ".weight"}, name + "/MatMul");
}

std::string LayeredModel::normalized(const std::string& x, const std::string& name)
{
    m_builder.weight(name + ".gain", {Width}, std::vector<float>(Width, 1));
    m_builder.weight(name + ".bias", {Width}, std::vector<float>(Width, 0));
    return node("LayerNormalization", {x, name + ".gain", name + ".bias"}, name, {{"axis", int64_t(-1)}});
}

std::string LayeredModel::addBlock(const std::string& x, const std::string& name)
{
    const std::string in = normalized(x, name + "/norm1");
    const std::string q = product(in, name + ".attn.q"), k = product(in, name + ".attn.k"),
                      v = product(in, name + ".attn.v");
    const std::string turned =
        node("Transpose", {k}, name + "/attn/Transpose", {{"perm", std::vector<int64_t>{0, 2, 1}}});
    const std::string scores = node("MatMul", {q, turned}, name + "/attn/scores");
    const std::string shares = node("Softmax", {scores}, name + "/attn/Softmax", {{"axis", int64_t(-1)}});
    const std::string mixed = node("MatMul", {shares, v}, name + "/attn/mix");
    m_count += 2;
    const std::string after = node("Add", {x, product(mixed, name + ".attn.proj")}, name + "/add1");
    const std::string hidden =
        node("Relu", {product(normalized(after, name + "/norm2"), name + ".mlp.fc1")}, name + "/mlp/Relu");
    return node("Add", {after, product(hidden, name + ".mlp.fc2")}, name + "/add2");
}

void LayeredModel::writeData(const std::string& path, int samples)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(samples)
                         + ", " + std::to_string(Tokens) + ", " + std::to_string(Width) + "), }";
    header.resize((header.size() + 10 + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    std::ofstream file(path, std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    const auto size = static_cast<uint16_t>(header.size());
    file.write(reinterpret_cast<const char*>(&size), 2);
    file << header;
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    for (int i = 0; i < samples * Tokens * Width; ++i) {
        const float value = normal(random) * (i % Width == 5 ? 6.0F : 1.0F);
        file.write(reinterpret_cast<const char*>(&value), sizeof value);
    }
}

} // namespace qscope::test
