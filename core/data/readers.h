// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/array_stream.h"
#include "core/data/dataset.h"

/// One function per kind of calibration data, behind openDataset, which knows the kind by then.
/// **Errors** of all: as openDataset.
namespace qscope::data {

using DatasetResult = Result<std::unique_ptr<Dataset>>;

DatasetResult openNpzDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options);
DatasetResult openNpyDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options);
DatasetResult openIdxDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options);
/// A folder of images or of one folder per class, or a single image.
DatasetResult openImages(const std::string& path, const std::vector<InputSpec>& inputs,
                         const OpenOptions& options);
/// A folder with input_K.pb files, or a folder of such folders.
DatasetResult openTestDataSets(const std::string& path, const std::vector<InputSpec>& inputs,
                               const OpenOptions& options);

/// The array of an IDX file, gzipped or not.
Result<ArrayStream> openIdx(const std::string& path);
/// The same over bytes already unpacked.
/// **Errors** Malformed.
Result<Tensor> parseIdx(std::span<const std::byte> bytes, const std::string& where);

enum class Kind { Unknown, Empty, Npz, Npy, Idx, Image, Images, TestDataSets };
/// What lies at `path`, by content; the file's ending decides only when its start is too short to tell.
/// **Errors** FileNotFound, FileUnreadable.
Result<Kind> detectKind(const std::string& path);

/// Whether images lie in this folder or in the folders of it.
bool holdsImages(const std::string& folder);
/// Whether input_K.pb files do.
bool holdsTestDataSets(const std::string& folder);

/// When `inputs` are not exactly one, InvalidArgument: this kind of data can feed only one.
Status requireSingleInput(const std::string& path, const std::vector<InputSpec>& inputs,
                          const std::string& kind);

} // namespace qscope::data
