// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_codec.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

// The only place where the image library is compiled, and only for the two formats we read.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 16)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace qscope::data {

namespace {

constexpr int64_t MaxPixels = int64_t(1) << 27;
constexpr std::array<uint8_t, 8> PngStart{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::array<uint8_t, 3> JpegStart{0xFF, 0xD8, 0xFF};

using Bytes = std::span<const uint8_t>;

template <size_t N>
bool startsWith(Bytes bytes, const std::array<uint8_t, N>& start)
{
    return bytes.size() >= N && std::equal(start.begin(), start.end(), bytes.begin());
}

/// The decoder fills the rest of a cut-off JPEG with grey, which would be calibrated on; so look for its end.
bool jpegIsComplete(Bytes bytes)
{
    size_t at = 2;
    while (at + 4 <= bytes.size() && bytes[at] == 0xFF && bytes[at + 1] != 0xDA) {
        const bool fill = bytes[at + 1] == 0xFF;
        at += fill ? 1 : 2 + static_cast<size_t>(bytes[at + 2] << 8 | bytes[at + 3]);
    }
    // Inside of scan data 0xFF is always followed by 0x00 or a restart marker.
    for (; at + 1 < bytes.size(); ++at)
        if (bytes[at] == 0xFF && bytes[at + 1] == 0xD9)
            return true;
    return false;
}

struct Size {
    int64_t width = 0;
    int64_t height = 0;
};

/// As declared, before anything is decoded. For a PNG the decoder would hide that the size is what it minds.
std::optional<Size> declaredSize(Bytes bytes)
{
    if (startsWith(bytes, PngStart) && bytes.size() >= 24) {
        const auto number = [&bytes](size_t at) {
            return int64_t(bytes[at]) << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
        };
        return Size{number(16), number(20)};
    }
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels))
        return std::nullopt;
    return Size{width, height};
}

} // namespace

bool looksLikeImage(std::span<const std::byte> bytes)
{
    const Bytes data(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    return startsWith(data, PngStart) || startsWith(data, JpegStart);
}

Result<Pixels> decodeImage(std::span<const std::byte> bytes, const std::string& where)
{
    const Bytes data(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    const auto broken = [&where](const std::string& message) { return Error{ErrorCode::Malformed, message, where}; };
    if (data.empty())
        return broken("the file is empty");
    if (!looksLikeImage(bytes))
        return broken("is neither a PNG nor a JPEG image");
    if (data.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
        return Error{ErrorCode::ResourceExhausted, "is larger than an image may be", where};
    if (startsWith(data, JpegStart) && !jpegIsComplete(data))
        return broken("the JPEG image is cut off");

    const auto size = declaredSize(data);
    if (size && size->height > 0 && size->width > MaxPixels / size->height)
        return Error{ErrorCode::ResourceExhausted,
                     "the image of " + std::to_string(size->width) + " x " + std::to_string(size->height) +
                         " pixels is too large", where};
    const int length = static_cast<int>(data.size());
    Pixels pixels;
    int fileChannels = 0;
    stbi_uc* decoded = stbi_load_from_memory(data.data(), length, &pixels.width, &pixels.height, &fileChannels, 3);
    if (!decoded)
        return broken(std::string("the image is damaged (") + stbi_failure_reason() + ")");
    pixels.values.assign(decoded, decoded + size_t(pixels.width) * size_t(pixels.height) * 3);
    stbi_image_free(decoded);
    return pixels;
}

} // namespace qscope::data
