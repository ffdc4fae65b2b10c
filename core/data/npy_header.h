// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace qscope::data {

/// How elements lie in a file, and what they become.
struct ElementFormat {
    DType type = DType::Float32; ///< after reading
    size_t fileBytes = 4;        ///< per element in the file
    bool half = false;           ///< float16 in the file
    bool bigEndian = false;
};

struct ArrayHeader {
    ElementFormat format;
    Shape shape;
    bool fortranOrder = false;
    uint64_t dataOffset = 0; ///< from the start of the file
};

/// Bytes of the fixed part at the start of a .npy file; enough for npyHeaderEnd.
constexpr size_t NpyPreambleBytes = 12;

/// Where the header of a .npy file ends, from its first NpyPreambleBytes (or fewer, if the file is shorter).
/// **Errors** Malformed (no .npy file, cut off), Unsupported (format version).
Result<uint64_t> npyHeaderEnd(std::span<const std::byte> start, const std::string& where);

/// The header of a .npy file; `start`: its first npyHeaderEnd bytes.
/// The shape is checked not to overflow. Sizes are not compared with the file.
/// **Errors** Malformed, Unsupported (pickled objects, structured, complex, text or time types),
/// ResourceExhausted.
Result<ArrayHeader> parseNpyHeader(std::span<const std::byte> start, const std::string& where);

/// The element type of a numpy type code such as "<f4", "|u1" or ">i8".
/// **Errors** as parseNpyHeader.
Result<ElementFormat> parseNpyType(std::string_view code, const std::string& where);

/// Bytes as read from the file into a tensor of the format's type; as many as the tensor has elements.
void decodeElements(std::span<const std::byte> raw, const ElementFormat& format, Tensor& out);

} // namespace qscope::data
