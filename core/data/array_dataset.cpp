// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/array_dataset.h"

#include <filesystem>

#include "core/base/text.h"

namespace qscope::data {

namespace {

class ArrayDataset final : public Dataset {
public:
    ArrayDataset(std::string path, std::vector<ArrayFeed> feeds, std::vector<InputSpec> inputs, Extent extent,
                 int64_t size)
        : m_path(std::move(path)), m_feeds(std::move(feeds)), m_inputs(std::move(inputs)),
          m_extent(std::move(extent)), m_size(size)
    {
    }

    int64_t size() const override { return m_size; }
    int64_t totalSize() const override { return m_extent.samples; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override;
    std::string description() const override
    {
        return filled(say("Data", "%1: %2 samples"), std::filesystem::path(m_path).filename().string(),
                      m_size);
    }

private:
    std::string m_path;
    std::vector<ArrayFeed> m_feeds;
    std::vector<InputSpec> m_inputs;
    Extent m_extent;
    int64_t m_size;
};

Result<std::vector<Tensor>> ArrayDataset::read(int64_t first, int64_t count)
{
    QS_RETURN_IF_ERROR(checkRange(first, count, m_size, m_path));
    std::vector<Tensor> tensors;
    for (size_t i = 0; i < m_feeds.size(); ++i) {
        ArrayFeed& feed = m_feeds[i];
        QS_ASSIGN(Tensor stored,
                  m_extent.shared[i] ? feed.stream.readAll() : feed.stream.readRows(first, count));
        if (feed.adapt)
            stored = feed.adapt(std::move(stored));
        QS_ASSIGN(Tensor tensor, convertTo(m_inputs[i], stored, feed.info.where));
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

} // namespace

ArrayFeed feedOf(ArrayStream stream, std::string name, std::string where)
{
    ArrayInfo info{std::move(name), stream.type(), stream.shape(), std::move(where)};
    return {std::move(stream), std::move(info), {}};
}

Result<std::unique_ptr<Dataset>> makeArrayDataset(const std::string& path, std::vector<ArrayFeed> feeds,
                                                  const std::vector<InputSpec>& inputs,
                                                  const OpenOptions& options)
{
    assert(feeds.size() == inputs.size());
    std::vector<ArrayInfo> infos;
    for (size_t i = 0; i < feeds.size(); ++i) {
        QS_RETURN_IF_ERROR(checkArray(feeds[i].info, inputs[i]));
        infos.push_back(feeds[i].info);
    }
    QS_ASSIGN(Extent extent, commonExtent(infos, inputs));
    QS_ASSIGN(const int64_t size, limitedSamples(extent.samples, inputs, options.limit));
    return std::unique_ptr<Dataset>(
        std::make_unique<ArrayDataset>(path, std::move(feeds), inputs, std::move(extent), size));
}

} // namespace qscope::data
