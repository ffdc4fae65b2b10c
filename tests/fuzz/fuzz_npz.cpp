// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/data/npy_format.h"
#include "core/data/zip_archive.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    const auto archive = qscope::data::ZipArchive::openMemory(bytes, "fuzz.npz");
    if (archive.ok())
        (void)qscope::data::readArrays(*archive, "fuzz.npz").ok();
    return 0;
}
