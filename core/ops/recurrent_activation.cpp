// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/recurrent_activation.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/float_loops.h"

namespace qscope::ops {

namespace {

using D = double;

struct CellFunction {
    const char* name;
    int parameters; ///< how many of alpha and beta it takes from the node
    float alpha, beta;
    double (*of)(double v, double a, double b);
    loops::Unary loop; ///< nullptr: through `of`
};

const CellFunction CellFunctions[] = {
    {"sigmoid", 0, 0, 0, [](D v, D, D) { return 1 / (1 + std::exp(-v)); }, loops::sigmoid},
    {"tanh", 0, 0, 0, [](D v, D, D) { return std::tanh(v); }, loops::tanh},
    {"relu", 0, 0, 0, [](D v, D, D) { return std::max(v, 0.0); }, loops::relu},
    {"affine", 2, 1, 0, [](D v, D a, D b) { return a * v + b; }, nullptr},
    {"leakyrelu", 1, 0.01f, 0, [](D v, D a, D) { return v < 0 ? a * v : v; }, nullptr},
    {"thresholdedrelu", 1, 1, 0, [](D v, D a, D) { return v > a ? v : 0.0; }, nullptr},
    {"scaledtanh", 2, 1, 1, [](D v, D a, D b) { return a * std::tanh(b * v); }, nullptr},
    {"hardsigmoid", 2, 0.2f, 0.5f, [](D v, D a, D b) { return std::clamp(a * v + b, 0.0, 1.0); }, nullptr},
    {"elu", 1, 1, 0, [](D v, D a, D) { return v >= 0 ? v : a * std::expm1(v); }, nullptr},
    {"softsign", 0, 0, 0, [](D v, D, D) { return v / (1 + std::fabs(v)); }, nullptr},
    {"softplus", 0, 0, 0, [](D v, D, D) { return std::max(v, 0.0) + std::log1p(std::exp(-std::fabs(v))); },
     nullptr},
};

template <class T>
void applyPlainly(const CellFunction& f, double alpha, double beta, T* values, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        values[i] = static_cast<T>(f.of(static_cast<double>(values[i]), alpha, beta));
}

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

} // namespace

void RecurrentActivation::apply(float* values, int64_t count) const
{
    const CellFunction& f = CellFunctions[m_function];
    if (f.loop)
        f.loop(values, values, count, m_alpha, m_beta);
    else
        applyPlainly(f, m_alpha, m_beta, values, count);
}

void RecurrentActivation::apply(double* values, int64_t count) const
{
    applyPlainly(CellFunctions[m_function], m_alpha, m_beta, values, count);
}

Result<std::vector<RecurrentActivation>> RecurrentActivation::read(const Node& node, size_t directions,
                                                                   std::vector<std::string> names)
{
    const size_t each = names.size();
    const size_t count = each * directions;
    while (names.size() < count)
        names.push_back(names[names.size() - each]);
    const auto it = node.attributes.find("activations");
    if (it != node.attributes.end() && std::holds_alternative<std::vector<std::string>>(it->second)
        && !std::get<std::vector<std::string>>(it->second).empty())
        names = std::get<std::vector<std::string>>(it->second);
    if (names.size() < count)
        return nodeError(node, ErrorCode::InvalidArgument,
                         "names " + std::to_string(names.size()) + " activations and needs "
                             + std::to_string(count));
    const std::vector<float> alphas = floatsAttribute(node, "activation_alpha");
    const std::vector<float> betas = floatsAttribute(node, "activation_beta");
    size_t nextAlpha = 0, nextBeta = 0;
    std::vector<RecurrentActivation> result;
    for (const std::string& name : names) {
        const auto* f = std::find_if(std::begin(CellFunctions), std::end(CellFunctions),
                                     [&](const CellFunction& g) { return lowerCase(name) == g.name; });
        if (f == std::end(CellFunctions))
            return nodeError(node, ErrorCode::Unsupported, "activation '" + name + "' is unknown");
        RecurrentActivation activation;
        activation.m_function = static_cast<size_t>(f - std::begin(CellFunctions));
        // The parameters are given for those functions only that take any.
        activation.m_alpha = f->parameters > 0 && nextAlpha < alphas.size() ? alphas[nextAlpha++] : f->alpha;
        activation.m_beta = f->parameters > 1 && nextBeta < betas.size() ? betas[nextBeta++] : f->beta;
        result.push_back(activation);
    }
    return result;
}

} // namespace qscope::ops
