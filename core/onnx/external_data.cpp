// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/external_data.h"

#include <algorithm>
#include <filesystem>

#include "core/base/text.h"

namespace qscope::onnxio {

namespace fs = std::filesystem;

ExternalData ExternalData::besideModel(const std::string& modelPath)
{
    const std::string folder = fs::path(modelPath).parent_path().string();
    return ExternalData(folder.empty() ? "." : folder);
}

Result<std::string> ExternalData::resolve(const std::string& location) const
{
    std::error_code code;
    const fs::path root = fs::weakly_canonical(fs::absolute(m_folder), code) / ""; // one form, with or without a slash
    const fs::path folder = root.parent_path();
    const fs::path relative(location);
    const fs::path full = code ? fs::path() : fs::weakly_canonical(folder / relative, code);
    const auto [folderEnd, ignored] = std::mismatch(folder.begin(), folder.end(), full.begin(), full.end());
    if (code || relative.is_absolute() || location.find('\0') != std::string::npos || folderEnd != folder.end())
        return Error{
            ErrorCode::Malformed,
            filled(say("Model", "has its data in '%1', which is outside of the model's folder"), location),
            {}};
    if (!fs::exists(full, code))
        return Error{ErrorCode::FileNotFound,
                     filled(say("Model", "has its data in '%1', which does not exist"), location),
                     {}};
    if (!fs::is_regular_file(full, code))
        return Error{ErrorCode::FileUnreadable,
                     filled(say("Model", "has its data in '%1', which is no file"), location),
                     {}};
    return full.string();
}

Result<std::shared_ptr<const MappedFile>> ExternalData::open(const std::string& location)
{
    QS_ASSIGN(const std::string path, resolve(location));
    const auto known = m_files.find(path);
    if (known != m_files.end())
        return known->second;
    auto mapped = MappedFile::open(path);
    if (!mapped.ok())
        return Error{mapped.error().code,
                     filled(say("Model", "has its data in '%1', which %2"), location, mapped.error().message),
                     {}};
    m_files.emplace(path, *mapped);
    return *mapped;
}

} // namespace qscope::onnxio
