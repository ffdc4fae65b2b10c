// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/read_ahead.h"

#include <algorithm>
#include <cstring>

namespace qscope::data {

namespace {

/// Of Buffer: views of other places are copied, so that what kernels do about alignment is the same for all
/// samples.
constexpr size_t Alignment = 64;

/// Rows [first, first + count) of a tensor that holds `total` samples along axis 0, without a copy where they
/// begin as aligned as a tensor of its own.
Tensor slice(const Tensor& tensor, int64_t first, int64_t count, int64_t total)
{
    if (tensor.rank() == 0 || tensor.dim(0) != total)
        return tensor;
    Shape shape = tensor.shape();
    shape[0] = count;
    const size_t sample = tensor.bytes() / static_cast<size_t>(total);
    const size_t bytes = static_cast<size_t>(count) * sample;
    const char* const from = static_cast<const char*>(tensor.rawData()) + static_cast<size_t>(first) * sample;
    if (reinterpret_cast<uintptr_t>(from) % Alignment == 0)
        return {tensor.type(), shape, std::make_shared<Buffer>(tensor.buffer(), from, bytes)};
    Tensor part(tensor.type(), shape);
    std::memcpy(part.rawData(), from, bytes);
    return part;
}

class ReadAhead final : public Dataset {
public:
    ReadAhead(std::unique_ptr<Dataset> inner, int64_t chunk) : m_inner(std::move(inner)), m_chunk(chunk) {}

    int64_t size() const override { return m_inner->size(); }
    int64_t totalSize() const override { return m_inner->totalSize(); }
    bool shapesVary() const override { return m_inner->shapesVary(); }
    std::string description() const override { return m_inner->description(); }
    std::string sampleName(int64_t index) const override { return m_inner->sampleName(index); }
    std::optional<std::vector<int64_t>> labels() const override { return m_inner->labels(); }

    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        if (shapesVary())
            return m_inner->read(first, count); // samples of different shapes do not fit into one chunk
        if (first < m_first || first + count > m_first + m_count) {
            const int64_t wanted = std::min(std::max(m_chunk, count), std::max(count, size() - first));
            m_count = 0;
            QS_ASSIGN(m_tensors, m_inner->read(first, wanted));
            m_first = first;
            m_count = wanted;
        }
        std::vector<Tensor> parts;
        for (const Tensor& tensor : m_tensors)
            parts.push_back(slice(tensor, first - m_first, count, m_count));
        return parts;
    }

private:
    std::unique_ptr<Dataset> m_inner;
    int64_t m_chunk;
    int64_t m_first = 0;
    int64_t m_count = 0;
    std::vector<Tensor> m_tensors;
};

} // namespace

std::unique_ptr<Dataset> readAhead(std::unique_ptr<Dataset> inner, int64_t chunk)
{
    return std::make_unique<ReadAhead>(std::move(inner), chunk);
}

} // namespace qscope::data
