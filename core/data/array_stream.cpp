// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/array_stream.h"

#include <algorithm>
#include <cstring>

#include "core/base/text.h"

namespace qscope::data {

namespace {

/// Elements that lie first axis fastest, as a row-major tensor.
Tensor fromFortranOrder(const Tensor& tensor)
{
    Tensor result(tensor.type(), tensor.shape());
    if (tensor.size() == 0)
        return result;
    const size_t bytes = elementSize(tensor.type());
    const Shape& shape = tensor.shape();
    Shape stride = shape;
    Shape index = shape;
    int64_t step = 1;
    for (size_t axis = 0; axis < shape.size(); ++axis) {
        stride[axis] = step;
        index[axis] = 0;
        step *= shape[axis];
    }
    const char* source = tensor.data<char>();
    char* target = result.data<char>();
    int64_t from = 0;
    for (int64_t i = 0; i < tensor.size(); ++i, target += bytes) {
        std::memcpy(target, source + static_cast<size_t>(from) * bytes, bytes);
        for (size_t axis = shape.size(); axis-- > 0;) {
            from += stride[axis];
            if (++index[axis] < shape[axis])
                break;
            from -= stride[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return result;
}

} // namespace

ArrayStream::ArrayStream(std::unique_ptr<ByteSource> source, ArrayHeader header, Behind behind)
    : m_source(std::move(source)), m_header(std::move(header)), m_behind(behind)
{
}

Result<ArrayStream> ArrayStream::open(std::unique_ptr<ByteSource> source, ArrayHeader header, Behind behind)
{
    const std::string where = source->where();
    auto count =
        checkedElementCount(header.shape, std::max(header.format.fileBytes, elementSize(header.format.type)));
    if (!count)
        return Error{count.error().code, count.error().message, where};
    const uint64_t need = static_cast<uint64_t>(*count) * header.format.fileBytes;
    const uint64_t bound = source->sizeBound();
    if (header.dataOffset > bound || need > bound - header.dataOffset)
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "declares the shape %1, which needs %2 bytes, but holds only %3"),
                            shapeText(header.shape), need, bound - std::min(bound, header.dataOffset)),
                     where};
    return ArrayStream(std::move(source), std::move(header), behind);
}

Result<ArrayStream> ArrayStream::openNpy(std::unique_ptr<ByteSource> source, Behind behind)
{
    const std::string where = source->where();
    QS_ASSIGN(const uint64_t end, npyHeaderEnd(peek(*source, NpyPreambleBytes), where));
    if (end > source->sizeBound())
        return Error{ErrorCode::Malformed, say("Data", "the .npy header is cut off"), where};
    std::vector<std::byte> start(static_cast<size_t>(end));
    QS_RETURN_IF_ERROR(source->readAt(0, start));
    QS_ASSIGN(ArrayHeader header, parseNpyHeader(start, where));
    const uint64_t rest = source->sizeBound() - end;
    const uint64_t need = static_cast<uint64_t>(elementCount(header.shape)) * header.format.fileBytes;
    if (behind == Behind::Nothing && rest > need)
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "declares the shape %1, which needs %2 bytes, but holds %3"),
                            shapeText(header.shape), need, rest),
                     where};
    return open(std::move(source), std::move(header), behind);
}

Result<Tensor> ArrayStream::readRows(int64_t first, int64_t count)
{
    Shape shape = m_header.shape;
    assert(!shape.empty() && first >= 0 && count >= 0 && first + count <= shape[0]);
    shape[0] = count;
    const int64_t row = shape[0] == 0 ? 0 : elementCount(shape) / shape[0];
    if (!m_header.fortranOrder || shape.size() < 2)
        return readElements(static_cast<uint64_t>(first * row), std::move(shape));
    QS_ASSIGN(const Tensor whole, readAll());
    Tensor rows(whole.type(), std::move(shape));
    const size_t rowBytes = static_cast<size_t>(row) * elementSize(whole.type());
    std::memcpy(rows.rawData(), whole.data<char>() + static_cast<size_t>(first) * rowBytes, rows.bytes());
    return rows;
}

Result<Tensor> ArrayStream::readAll()
{
    if (!m_header.fortranOrder || m_header.shape.size() < 2)
        return readElements(0, m_header.shape);
    if (m_whole.absent()) {
        QS_ASSIGN(const Tensor stored, readElements(0, m_header.shape));
        m_whole = fromFortranOrder(stored);
    }
    return m_whole;
}

Result<Tensor> ArrayStream::readElements(uint64_t first, Shape shape)
{
    const ElementFormat& format = m_header.format;
    Tensor tensor(format.type, std::move(shape));
    const uint64_t offset = m_header.dataOffset + first * format.fileBytes;
    std::vector<std::byte> raw(format.half ? static_cast<size_t>(tensor.size()) * format.fileBytes : 0);
    const std::span<std::byte> memory =
        format.half ? std::span(raw) : std::span(tensor.data<std::byte>(), tensor.bytes());
    QS_RETURN_IF_ERROR(m_source->readAt(offset, memory));
    const uint64_t end =
        m_header.dataOffset + static_cast<uint64_t>(elementCount(m_header.shape)) * format.fileBytes;
    if (m_behind == Behind::Nothing && offset + memory.size() == end)
        QS_RETURN_IF_ERROR(m_source->expectEnd(end));
    decodeElements(memory, format, tensor);
    return tensor;
}

} // namespace qscope::data
