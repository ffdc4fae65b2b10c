// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_codec.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>

#include "core/base/text.h"

namespace {
/// Thrown by the checks of the image library, which stay on in every build.
struct DecoderBroken {};
} // namespace

// The only place where the image library is compiled, and only for the two formats we read. Its memory starts
// as zeros: it would otherwise decode with tables that a damaged file does not define.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 16)
#define STBI_MALLOC(size) std::calloc(1, size)
#define STBI_REALLOC(memory, size) std::realloc(memory, size)
#define STBI_FREE(memory) std::free(memory)
#define STBI_ASSERT(condition) ((condition) ? void() : throw DecoderBroken())
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

/// What the image library does not check itself in a JPEG: that it is complete (it fills the rest with grey,
/// which would be calibrated on) and that no Huffman table has more than 256 entries (it would write past its
/// own).
class JpegCheck {
public:
    explicit JpegCheck(Bytes bytes) : m_bytes(bytes) {}

    /// What is wrong, or nothing.
    std::optional<std::string> problem();

private:
    bool tablesFit(size_t at, size_t end) const;

    Bytes m_bytes;
};

std::optional<std::string> JpegCheck::problem()
{
    constexpr uint8_t EndOfImage = 0xD9, HuffmanTables = 0xC4;
    // Markers are 0xFF and a code; in scan data between segments 0xFF is followed by 0 or a restart code.
    size_t at = 2;
    while (at + 1 < m_bytes.size()) {
        const uint8_t code = m_bytes[at + 1];
        if (m_bytes[at] != 0xFF || code == 0xFF) {
            ++at;
            continue;
        }
        if (code == EndOfImage)
            return std::nullopt;
        if (code == 0 || code == 1 || (code >= 0xD0 && code <= 0xD8)) {
            at += 2;
            continue;
        }
        if (at + 4 > m_bytes.size())
            break;
        const size_t end = at + 2 + static_cast<size_t>(m_bytes[at + 2] << 8 | m_bytes[at + 3]);
        if (code == HuffmanTables && !tablesFit(at + 4, end))
            return say("Data", "the JPEG image is damaged (bad Huffman table)");
        at = std::max(end, at + 4);
    }
    return say("Data", "the JPEG image is cut off");
}

/// Each table: a number, how many codes there are of 1 to 16 bits, then a byte per code.
bool JpegCheck::tablesFit(size_t at, size_t end) const
{
    while (at < end) {
        if (at + 17 > m_bytes.size())
            return false;
        size_t codes = 0;
        for (size_t i = 1; i <= 16; ++i)
            codes += m_bytes[at + i];
        if (codes > 256)
            return false;
        at += 17 + codes;
    }
    return true;
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

/// A PNG up to its end, without IDAT chunks that hold nothing, which the format allows and the decoder takes
/// for a null pointer. None: a chunk is longer than the file, for which the decoder would make room first.
std::optional<std::vector<uint8_t>> wholeChunks(Bytes png)
{
    constexpr size_t Around = 12; // length, type and checksum
    constexpr std::array<uint8_t, 8> Empty{0, 0, 0, 0, 'I', 'D', 'A', 'T'};
    constexpr std::array<uint8_t, 4> End{'I', 'E', 'N', 'D'};
    std::vector<uint8_t> kept(png.begin(), png.begin() + PngStart.size());
    for (Bytes rest = png.subspan(PngStart.size()); rest.size() >= Around;) {
        const size_t length = size_t(rest[0]) << 24 | rest[1] << 16 | rest[2] << 8 | rest[3];
        if (length > rest.size() - Around)
            return std::nullopt;
        const Bytes chunk = rest.first(Around + length);
        if (!startsWith(chunk, Empty))
            kept.insert(kept.end(), chunk.begin(), chunk.end());
        if (startsWith(chunk.subspan(4), End))
            return kept;
        rest = rest.subspan(chunk.size());
    }
    return std::nullopt;
}

Result<Pixels> decodeChecked(Bytes data, const std::string& where)
{
    const auto size = declaredSize(data);
    if (size && size->height > 0 && size->width > MaxPixels / size->height)
        return Error{
            ErrorCode::ResourceExhausted,
            filled(say("Data", "the image of %1 x %2 pixels is too large"), size->width, size->height),
            where};
    const int length = static_cast<int>(data.size());
    Pixels pixels;
    int fileChannels = 0;
    stbi_uc* decoded =
        stbi_load_from_memory(data.data(), length, &pixels.width, &pixels.height, &fileChannels, 3);
    if (!decoded) {
        const char* reason = stbi_failure_reason(); // some failures give none
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "the image is damaged (%1)"),
                            reason ? std::string(reason) : say("Data", "it cannot be decoded")),
                     where};
    }
    pixels.values.assign(decoded, decoded + size_t(pixels.width) * size_t(pixels.height) * 3);
    stbi_image_free(decoded);
    return pixels;
}

} // namespace

bool looksLikeImage(std::span<const std::byte> bytes)
{
    const Bytes data(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    return startsWith(data, PngStart) || startsWith(data, JpegStart);
}

Result<Pixels> decodeImage(std::span<const std::byte> bytes, const std::string& where)
{
    Bytes data(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    const auto broken = [&where](const std::string& message) {
        return Error{ErrorCode::Malformed, message, where};
    };
    if (data.empty())
        return broken(say("Data", "the file is empty"));
    if (!looksLikeImage(bytes))
        return broken(say("Data", "is neither a PNG nor a JPEG image"));
    if (data.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
        return Error{ErrorCode::ResourceExhausted, say("Data", "is larger than an image may be"), where};
    if (startsWith(data, JpegStart))
        if (const auto problem = JpegCheck(data).problem())
            return broken(*problem);

    std::optional<std::vector<uint8_t>> png;
    if (startsWith(data, PngStart)) {
        png = wholeChunks(data);
        if (!png)
            return broken(say("Data", "the image is damaged (it is cut off)"));
        data = *png;
    }
    try {
        return decodeChecked(data, where);
    } catch (const DecoderBroken&) {
        return broken(say("Data", "the image is damaged (inconsistent data)"));
    }
}

} // namespace qscope::data
