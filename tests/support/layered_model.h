// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/support/model_builder.h"

namespace qscope::test {

/// A transformer of so many layers: blocks of attention and a small MLP, and the rest in a row at the end.
/// Its input is `tokens`, [N, Tokens, Width].
class LayeredModel {
public:
    static constexpr int Tokens = 8, Width = 16;

    explicit LayeredModel(int layers);

    void write(const std::string& path) const { m_builder.write(path); }
    /// So many samples as numpy would save them; one channel is wider than the rest.
    static void writeData(const std::string& path, int samples);

private:
    std::string node(const std::string& op, const std::vector<std::string>& inputs, const std::string& name,
                     const std::vector<ModelBuilder::Attribute>& attributes = {});
    /// A product with a weight of which now and then one input channel is loud, as in real transformers.
    std::string product(const std::string& x, const std::string& name);
    std::string normalized(const std::string& x, const std::string& name);
    std::string addBlock(const std::string& x, const std::string& name);

    ModelBuilder m_builder{17};
    std::mt19937 m_random{1};
    int m_count = 0;
};

} // namespace qscope::test
