// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/dtype.h"

namespace qscope {

size_t elementSize(DType type)
{
    switch (type) {
    case DType::Float64:
    case DType::Int64:
    case DType::UInt64: return 8;
    case DType::Float32:
    case DType::Int32:
    case DType::UInt32: return 4;
    case DType::Int16:
    case DType::UInt16: return 2;
    case DType::Int8:
    case DType::UInt8:
    case DType::Bool:
    case DType::Int4:
    case DType::UInt4: return 1;
    }
    return 1;
}

std::string_view dtypeName(DType type)
{
    switch (type) {
    case DType::Float32: return "float32";
    case DType::Float64: return "float64";
    case DType::Int8: return "int8";
    case DType::Int16: return "int16";
    case DType::Int32: return "int32";
    case DType::Int64: return "int64";
    case DType::UInt8: return "uint8";
    case DType::UInt16: return "uint16";
    case DType::UInt32: return "uint32";
    case DType::UInt64: return "uint64";
    case DType::Bool: return "bool";
    case DType::Int4: return "int4";
    case DType::UInt4: return "uint4";
    }
    return "unknown";
}

} // namespace qscope
