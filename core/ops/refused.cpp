// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/checks.h"

/// Operators the engine knows and will not run, so that the report says why.
namespace qscope::ops {

namespace {

Result<Kernel> refuseRandom(const Node& node, int64_t)
{
    return nodeError(node, ErrorCode::Unsupported,
                     "draws random numbers, so that no two runs of the model could be compared");
}

Result<Kernel> refuseStrings(const Node& node, int64_t)
{
    return nodeError(node, ErrorCode::Unsupported,
                     "works on strings, which are no element type of the engine");
}

Result<Kernel> refuseFiles(const Node& node, int64_t)
{
    return nodeError(node, ErrorCode::Unsupported,
                     "decodes image files; give the model decoded images and cut this node off");
}

} // namespace

std::vector<Registration> refusedOperators()
{
    std::vector<Registration> list = {{"ImageDecoder", {refuseFiles}}};
    for (const char* name : {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike",
                             "Bernoulli", "Multinomial"})
        list.push_back({name, {refuseRandom}});
    for (const char* name : {"StringNormalizer", "StringConcat", "StringSplit", "RegexFullMatch"})
        list.push_back({name, {refuseStrings}});
    return list;
}

} // namespace qscope::ops
