// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"

namespace qscope::ops {

namespace {

/// What TfIdfVectorizer counts: sequences of numbers, and in which column of the result.
struct NgramNode {
    int64_t shortest = 1, longest = 1, skips = 0, columns = 0;
    std::map<std::vector<int64_t>, size_t> known; ///< n-gram -> its number in the pool
    std::vector<int64_t> column;                  ///< by number
    std::vector<float> weights;                   ///< by number, or empty
    bool counted = true, weighted = false;        ///< TF, IDF (present or not, weighted), TFIDF
};

/// Adds the n-grams of one row, `skip` elements apart, to the counts.
void countNgrams(const NgramNode& node, const std::vector<int64_t>& row, int64_t skip,
                 std::vector<double>& counts)
{
    const auto size = static_cast<int64_t>(row.size());
    for (int64_t start = 0; start < size; ++start) {
        std::vector<int64_t> gram;
        for (int64_t i = start; i < size && static_cast<int64_t>(gram.size()) < node.longest; i += skip) {
            gram.push_back(row[static_cast<size_t>(i)]);
            const auto length = static_cast<int64_t>(gram.size());
            // A single element is the same at any distance.
            if (length < node.shortest || (length == 1 && skip > 1))
                continue;
            const auto it = node.known.find(gram);
            if (it != node.known.end())
                counts[it->second] += 1;
        }
    }
}

Status runNgrams(Context& context, const NgramNode& node)
{
    const Tensor& x = context.input(0);
    if (x.rank() < 1 || x.rank() > 2 || (x.type() != DType::Int64 && x.type() != DType::Int32))
        return context.error(ErrorCode::TypeMismatch, "takes rows of int32 or int64, got "
                                                          + std::string(dtypeName(x.type())) + " "
                                                          + shapeText(x.shape()));
    const int64_t rows = x.rank() == 2 ? x.dim(0) : 1;
    const int64_t length = x.shape().back();
    const std::vector<int64_t> elements = toInts(x);
    Shape shape{rows, node.columns};
    if (x.rank() == 1)
        shape.erase(shape.begin());
    QS_ASSIGN(Tensor y, allocateChecked(context, DType::Float32, shape));
    std::fill_n(y.data<float>(), y.size(), 0.0f);
    for (int64_t r = 0; r < rows; ++r) {
        const std::vector<int64_t> row(elements.begin() + r * length, elements.begin() + (r + 1) * length);
        std::vector<double> counts(node.column.size(), 0.0);
        for (int64_t skip = 1; skip <= std::min(node.skips, length) + 1; ++skip)
            countNgrams(node, row, skip, counts);
        for (size_t i = 0; i < counts.size(); ++i) {
            const double weight =
                node.weighted && !node.weights.empty() ? static_cast<double>(node.weights[i]) : 1.0;
            const double value = (node.counted ? counts[i] : (counts[i] > 0 ? 1.0 : 0.0)) * weight;
            if (counts[i] > 0)
                y.data<float>()[r * node.columns + node.column[i]] = static_cast<float>(value);
        }
    }
    context.setOutput(0, std::move(y));
    return {};
}

/// Fills `known` from the flat pool: all n-grams of length 1, then those of length 2, ...
bool readPool(const std::vector<int64_t>& pool, const std::vector<int64_t>& starts, NgramNode& node)
{
    size_t number = 0;
    for (size_t n = 0; n < starts.size(); ++n) {
        const int64_t end = n + 1 < starts.size() ? starts[n + 1] : static_cast<int64_t>(pool.size());
        const auto length = static_cast<int64_t>(n) + 1;
        if (starts[n] < 0 || end < starts[n] || end > static_cast<int64_t>(pool.size())
            || (end - starts[n]) % length != 0)
            return false;
        for (int64_t i = starts[n]; i < end; i += length)
            node.known.emplace(std::vector<int64_t>(pool.begin() + i, pool.begin() + i + length), number++);
    }
    return number == node.column.size();
}

Result<Kernel> makeNgrams(const Node& node, int64_t)
{
    NgramNode grams;
    const std::string mode = node.stringAttribute("mode", "TF");
    grams.counted = mode != "IDF";
    grams.weighted = mode != "TF";
    grams.shortest = node.intAttribute("min_gram_length", 1);
    grams.longest = node.intAttribute("max_gram_length", 1);
    grams.skips = node.intAttribute("max_skip_count", 0);
    grams.column = node.intsAttribute("ngram_indexes");
    grams.weights = floatsAttribute(node, "weights");
    if (node.hasAttribute("pool_strings"))
        return nodeError(node, ErrorCode::Unsupported,
                         "looks for strings, which are no element type of the engine");
    for (int64_t column : grams.column) {
        if (column < 0 || column > 1 << 28)
            return nodeError(node, ErrorCode::InvalidArgument,
                             "ngram_indexes holds " + std::to_string(column));
        grams.columns = std::max(grams.columns, column + 1);
    }
    const bool fits = readPool(node.intsAttribute("pool_int64s"), node.intsAttribute("ngram_counts"), grams);
    if (!fits || grams.shortest < 1 || grams.longest < grams.shortest || grams.skips < 0
        || (!grams.weights.empty() && grams.weights.size() != grams.column.size()))
        return nodeError(node, ErrorCode::InvalidArgument,
                         "its pool, counts, indexes and weights do not fit each other");
    return needsInputs(1, [grams](Context& context) { return runNgrams(context, grams); });
}

} // namespace

std::vector<Registration> ngramOperators() { return {{"TfIdfVectorizer", {makeNgrams}}}; }

} // namespace qscope::ops
