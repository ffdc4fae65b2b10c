// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/readers.h"

namespace qscope::data {

DatasetResult openNpyDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options)
{
    QS_RETURN_IF_ERROR(requireSingleInput(path, inputs, say("Data", "a .npy file")));
    QS_ASSIGN(auto file, openFile(path));
    QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(std::move(file)));
    std::vector<ArrayFeed> feeds;
    feeds.push_back(feedOf(std::move(stream), std::filesystem::path(path).filename().string(), path));
    return makeArrayDataset(path, std::move(feeds), inputs, options);
}

} // namespace qscope::data
