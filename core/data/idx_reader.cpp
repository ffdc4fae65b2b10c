// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/pixel_scale.h"
#include "core/data/readers.h"

namespace qscope::data {

namespace {

/// IDX: two zero bytes, element type, rank, the dimensions as big-endian uint32, then the elements,
/// big-endian.
std::optional<DType> idxType(std::byte code)
{
    switch (static_cast<int>(code)) {
    case 0x08: return DType::UInt8;
    case 0x09: return DType::Int8;
    case 0x0B: return DType::Int16;
    case 0x0C: return DType::Int32;
    case 0x0D: return DType::Float32;
    case 0x0E: return DType::Float64;
    default: return std::nullopt;
    }
}

Result<ArrayStream> openIdxStream(std::unique_ptr<ByteSource> source)
{
    const std::string where = source->where();
    std::byte start[4];
    QS_RETURN_IF_ERROR(source->readAt(0, start));
    const auto type = idxType(start[2]);
    if (start[0] != std::byte(0) || start[1] != std::byte(0) || !type)
        return Error{ErrorCode::Malformed, say("Data", "is not an IDX file"), where};
    ArrayHeader header;
    header.format = {*type, elementSize(*type), false, true};
    const auto rank = static_cast<size_t>(start[3]);
    std::vector<std::byte> sizes(4 * rank);
    QS_RETURN_IF_ERROR(source->readAt(4, sizes));
    for (size_t axis = 0; axis < rank; ++axis) {
        int64_t size = 0;
        for (size_t i = 0; i < 4; ++i)
            size = size << 8 | static_cast<int64_t>(sizes[4 * axis + i]);
        header.shape.push_back(size);
    }
    header.dataOffset = 4 + sizes.size();
    return ArrayStream::open(std::move(source), std::move(header), ArrayStream::Behind::Nothing);
}

/// [N, H, W] seen as [N, 1, H, W] or [N, H, W, 1], whichever the input has; nothing when it is neither.
std::optional<Shape> withChannelAxis(const Shape& shape, const InputSpec& input)
{
    if (shape.size() != 3 || !input.shapeKnown || input.shape.size() != 4)
        return std::nullopt;
    const auto fits = [](int64_t declared, int64_t size) { return declared < 0 || declared == size; };
    if (fits(input.shape[1], 1) && fits(input.shape[2], shape[1]) && fits(input.shape[3], shape[2]))
        return Shape{shape[0], 1, shape[1], shape[2]};
    if (fits(input.shape[3], 1) && fits(input.shape[1], shape[1]) && fits(input.shape[2], shape[2]))
        return Shape{shape[0], shape[1], shape[2], 1};
    return std::nullopt;
}

} // namespace

Result<ArrayStream> openIdx(const std::string& path)
{
    QS_ASSIGN(auto source, openGzip(path));
    return openIdxStream(std::move(source));
}

Result<Tensor> parseIdx(std::span<const std::byte> bytes, const std::string& where)
{
    QS_ASSIGN(ArrayStream stream, openIdxStream(overMemory(bytes, where)));
    return stream.readAll();
}

DatasetResult openIdxDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options)
{
    QS_RETURN_IF_ERROR(requireSingleInput(path, inputs, say("Data", "an IDX file")));
    QS_ASSIGN(ArrayStream stream, openIdx(path));
    ArrayFeed feed = feedOf(std::move(stream), std::filesystem::path(path).filename().string(), path);
    const bool pixels =
        feed.info.type == DType::UInt8 && feed.info.shape.size() >= 3 && isFloating(inputs[0].type);
    if (const auto shape = withChannelAxis(feed.info.shape, inputs[0]))
        feed.info.shape = *shape;
    std::optional<PixelScale> scale;
    if (pixels) {
        QS_ASSIGN(scale, pixelScale(options.image, 1, path));
        feed.info.type = DType::Float32;
    }
    feed.adapt = [shape = feed.info.shape, scale](Tensor tensor) {
        Shape batch = shape;
        if (!batch.empty())
            batch[0] = tensor.dim(0);
        tensor = tensor.reshaped(std::move(batch));
        return scale ? scaledPixels(tensor, *scale) : tensor;
    };
    std::vector<ArrayFeed> feeds;
    feeds.push_back(std::move(feed));
    return makeArrayDataset(path, std::move(feeds), inputs, options);
}

} // namespace qscope::data
