// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace qscope::data {

/// Parses a whole .npy file held in memory (format versions 1 to 3, little or big endian, C or Fortran
/// order). float16 is widened to float32. `where` names the file in errors.
/// **Errors** Malformed, Unsupported (pickled objects, structured or complex types), ResourceExhausted.
Result<Tensor> parseNpy(std::span<const std::byte> bytes, const std::string& where);

/// The array as a .npy file, format 1.0, C order.
std::vector<std::byte> formatNpy(const Tensor& tensor);

/// Writes a compressed .npz; writes beside the target, then renames.
/// **Errors** FileUnwritable.
Status writeNpz(const std::string& path, const std::vector<NamedTensor>& arrays);

/// Reads every array of a .npz, names without ".npy".
Result<std::vector<NamedTensor>> readNpz(const std::string& path);

} // namespace qscope::data
