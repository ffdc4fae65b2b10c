// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <zlib.h>

/// Fixtures that need zlib: gzipped files, IDX and PNG.
namespace support {

inline std::string bigEndian(uint32_t value)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 0xFF);
    return text;
}

/// An IDX file of this element type (0x08: bytes).
inline std::string idx(const std::vector<uint32_t>& shape, const std::string& elements, char type = 0x08)
{
    std::string text{'\0', '\0', type, static_cast<char>(shape.size())};
    for (uint32_t size : shape)
        text += bigEndian(size);
    return text + elements;
}

/// zlib's own format (windowBits 15) or gzip's (31).
inline std::string deflated(const std::string& text, int windowBits)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string gzipped(const std::string& text) { return deflated(text, 31); }

inline std::string pngChunk(const std::string& name, const std::string& content)
{
    const std::string body = name + content;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return bigEndian(static_cast<uint32_t>(content.size())) + body + bigEndian(static_cast<uint32_t>(crc));
}

/// PNG colour types.
enum class Colour : char { Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6 };

/// A PNG of the given rows laid end to end, `depth` 8 or 16 bits per sample.
inline std::string png(uint32_t width, uint32_t height, Colour colour, const std::string& pixels,
                       char depth = 8, const std::string& extraChunks = {})
{
    std::string rows;
    const size_t rowBytes = pixels.size() / height;
    for (size_t y = 0; y < height; ++y)
        rows += '\0' + pixels.substr(y * rowBytes, rowBytes);
    std::string header = bigEndian(width) + bigEndian(height);
    header += {depth, static_cast<char>(colour), 0, 0, 0};
    return "\x89PNG\r\n\x1A\n" + pngChunk("IHDR", header) + extraChunks + pngChunk("IDAT", deflated(rows, 15))
           + pngChunk("IEND", "");
}

/// An image of one colour.
inline std::string plainPng(uint32_t width, uint32_t height, uint8_t r, uint8_t g, uint8_t b)
{
    std::string pixels;
    for (uint32_t i = 0; i < width * height; ++i)
        pixels += {static_cast<char>(r), static_cast<char>(g), static_cast<char>(b)};
    return png(width, height, Colour::Rgb, pixels);
}

} // namespace support
