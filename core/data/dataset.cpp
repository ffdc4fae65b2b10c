// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include <atomic>
#include <filesystem>

#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/image_codec.h"
#include "core/data/input_match.h"
#include "core/data/readers.h"

namespace qscope::data {

namespace fs = std::filesystem;

namespace {

Kind kindOfStart(std::span<const std::byte> start)
{
    const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
    if (text.starts_with("\x93NUMPY"))
        return Kind::Npy;
    if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06"))
        return Kind::Npz;
    if (text.starts_with("\x1F\x8B"))
        return Kind::Idx;
    if (start.size() >= 4 && text[0] == '\0' && text[1] == '\0' && text[2] >= 0x08 && text[2] <= 0x0E)
        return Kind::Idx;
    return looksLikeImage(start) ? Kind::Image : Kind::Unknown;
}

Kind kindOfEnding(const fs::path& path)
{
    const std::string ending = path.extension().string();
    if (ending == ".npy")
        return Kind::Npy;
    if (ending == ".npz")
        return Kind::Npz;
    if (ending == ".png" || ending == ".jpg" || ending == ".jpeg")
        return Kind::Image;
    return Kind::Unknown;
}

Error unknownKind(const std::string& path, bool folder)
{
    if (folder)
        return {ErrorCode::Unsupported,
                say("Data", "holds neither PNG or JPEG images, nor folders of them, nor input_K.pb files"),
                path};
    return {ErrorCode::Unsupported,
            say("Data",
                "is no calibration data this program reads: .npz, .npy, IDX (.gz), PNG or JPEG images, or "
                "test_data_set folders"),
            path};
}

} // namespace

static uint64_t nextDatasetId()
{
    static std::atomic<uint64_t> last{0};
    return ++last;
}

Dataset::Dataset() : m_id(nextDatasetId()) {}

Result<Kind> detectKind(const std::string& path)
{
    std::error_code code;
    if (fs::is_directory(path, code)) {
        fs::directory_iterator readable(path, code);
        if (code)
            return Error{ErrorCode::FileUnreadable, say("Data", "the folder could not be read"), path};
        if (holdsTestDataSets(path))
            return Kind::TestDataSets;
        return holdsImages(path) ? Kind::Images : Kind::Unknown;
    }
    QS_ASSIGN(auto file, openFile(path));
    if (file->sizeBound() == 0)
        return Kind::Empty;
    const Kind kind = kindOfStart(peek(*file, 16));
    return kind == Kind::Unknown ? kindOfEnding(path) : kind;
}

Status requireSingleInput(const std::string& path, const std::vector<InputSpec>& inputs,
                          const std::string& kind)
{
    if (inputs.size() == 1)
        return {};
    return Error{
        ErrorCode::InvalidArgument,
        filled(
            say("Data", "%1 can feed one input, but the model has %2: %3; use a .npz keyed by these names"),
            kind, inputs.size(), inputNames(inputs)),
        path};
}

Result<std::unique_ptr<Dataset>> openDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                                             const OpenOptions& options)
{
    if (inputs.empty())
        return Error{ErrorCode::InvalidArgument, say("Data", "the model has no inputs to feed"), path};
    QS_ASSIGN(const Kind kind, detectKind(path));
    switch (kind) {
    case Kind::Npz: return openNpzDataset(path, inputs, options);
    case Kind::Npy: return openNpyDataset(path, inputs, options);
    case Kind::Idx: return openIdxDataset(path, inputs, options);
    case Kind::Image:
    case Kind::Images: return openImages(path, inputs, options);
    case Kind::TestDataSets: return openTestDataSets(path, inputs, options);
    case Kind::Empty: return Error{ErrorCode::Malformed, say("Data", "the file is empty"), path};
    case Kind::Unknown: break;
    }
    return unknownKind(path, fs::is_directory(path));
}

} // namespace qscope::data
