// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/data/byte_source.h"
#include "core/data/npy_header.h"
#include "core/tensor/tensor.h"

namespace qscope::data {

/// An array in a file of which rows (samples) are read when needed.
/// Arrays in Fortran order do not lie row by row and are read as a whole at the first use.
class ArrayStream {
public:
    /// What may follow the elements. Nothing does in an IDX file and in a zip member; then the checksum of
    /// compressed data, which is known only at the end, covers every read of the last row.
    enum class Behind { Anything, Nothing };

    /// **Errors** Malformed (the source cannot hold that many bytes).
    static Result<ArrayStream> open(std::unique_ptr<ByteSource> source, ArrayHeader header, Behind behind);
    /// Takes the header from the start of a .npy file.
    /// **Errors** as parseNpyHeader, and Malformed.
    static Result<ArrayStream> openNpy(std::unique_ptr<ByteSource> source, Behind behind = Behind::Anything);

    DType type() const { return m_header.format.type; }
    const Shape& shape() const { return m_header.shape; }
    const std::string& where() const { return m_source->where(); }

    /// Rows [first, first + count) of axis 0; the range must be inside the shape, whose rank is at least 1.
    /// **Errors** Malformed, FileUnreadable.
    Result<Tensor> readRows(int64_t first, int64_t count);
    /// **Errors** Malformed, FileUnreadable.
    Result<Tensor> readAll();

private:
    ArrayStream(std::unique_ptr<ByteSource> source, ArrayHeader header, Behind behind);
    Result<Tensor> readElements(uint64_t first, Shape shape);

    std::unique_ptr<ByteSource> m_source;
    ArrayHeader m_header;
    Behind m_behind;
    Tensor m_whole; ///< only for Fortran order, once read
};

} // namespace qscope::data
