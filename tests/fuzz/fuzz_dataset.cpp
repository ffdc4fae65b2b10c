// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <new>

#include <unistd.h>

#include "core/data/dataset.h"

namespace {

/// The first byte says what the file is called, the rest is what it holds.
std::string written(const uint8_t* data, size_t size)
{
    static const std::string folder =
        std::filesystem::temp_directory_path() / ("qscope_fuzz_" + std::to_string(getpid()));
    static const char* const endings[] = {".npz", ".npy", "-idx3-ubyte", "-idx1-ubyte.gz", ".png", ".txt", ".csv"};
    std::filesystem::create_directories(folder);
    const std::string path = folder + "/data" + endings[data[0] % std::size(endings)];
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data) + 1, static_cast<std::streamsize>(size) - 1);
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    if (size == 0)
        return 0;
    qscope::setMemoryLimit(int64_t(256) << 20);
    const std::string path = written(data, size);
    try {
        auto dataset = qscope::data::openDataset(path, {{"x", qscope::DType::Float32, {-1, 3, 8, 8}, true}});
        if (dataset.ok())
            (void)(*dataset)->read(0, std::min<int64_t>(4, (*dataset)->size())).ok();
        (void)qscope::data::readLabels(path, dataset.ok() ? dataset->get() : nullptr).ok();
    } catch (const std::bad_alloc&) { // the memory limit
    }
    std::filesystem::remove(path);
    return 0;
}
