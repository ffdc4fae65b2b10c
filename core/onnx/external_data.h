// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/tensor/mapped_file.h"

namespace qscope::onnxio {

/// The files beside a model that hold the data of its tensors. Each is mapped once and stays so as long as a tensor
/// lies in it.
class ExternalData {
public:
    /// An empty `folder` allows no external data.
    explicit ExternalData(std::string folder) : m_folder(std::move(folder)) {}
    static ExternalData besideModel(const std::string& modelPath);

    bool isAllowed() const { return !m_folder.empty(); }

    /// The file a tensor names, which must lie in the folder: neither "..", nor an absolute path, nor a symbolic link
    /// may lead out of it. Messages go on from "tensor 'w'".
    /// **Errors** Malformed (outside of it), FileNotFound, FileUnreadable.
    Result<std::shared_ptr<const MappedFile>> open(const std::string& location);

private:
    Result<std::string> resolve(const std::string& location) const;

    std::string m_folder;
    std::map<std::string, std::shared_ptr<const MappedFile>> m_files; ///< by resolved path
};

} // namespace qscope::onnxio
