// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/zip_archive.h"
#include "core/tensor/tensor.h"

namespace qscope::data {

/// What comes before the elements in a .npy file of format 1.0, C order; its length is a multiple of 64.
std::string npyHeader(DType type, const Shape& shape);

/// Name of an array from its member: "x.npy" -> "x"; nothing for members that are no arrays.
std::string_view arrayName(std::string_view memberName);

/// Every array of an open .npz.
/// **Errors** as parseNpy; Malformed (no array at all).
Result<std::vector<NamedTensor>> readArrays(const ZipArchive& archive, const std::string& where);

} // namespace qscope::data
