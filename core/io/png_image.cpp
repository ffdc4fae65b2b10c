// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/png_image.h"

#include <algorithm>
#include <cmath>

#include <zlib.h>

namespace qscope::io {
namespace {

constexpr std::array<Rgb, 10> Anchors{{{0x00, 0x22, 0x4e},
                                       {0x12, 0x35, 0x70},
                                       {0x3b, 0x49, 0x6c},
                                       {0x57, 0x5d, 0x6d},
                                       {0x70, 0x71, 0x73},
                                       {0x8a, 0x86, 0x78},
                                       {0xa5, 0x9c, 0x74},
                                       {0xc3, 0xb3, 0x69},
                                       {0xe1, 0xcc, 0x55},
                                       {0xfe, 0xe8, 0x38}}};

std::string bigEndian(uint32_t value)
{
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

std::string chunk(const std::string& type, const std::string& content)
{
    const std::string body = type + content;
    const uLong crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return bigEndian(static_cast<uint32_t>(content.size())) + body + bigEndian(static_cast<uint32_t>(crc));
}

std::string deflated(const std::string& raw)
{
    uLongf size = compressBound(static_cast<uLong>(raw.size()));
    std::string result(size, '\0');
    compress2(reinterpret_cast<Bytef*>(result.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
              static_cast<uLong>(raw.size()), 9);
    result.resize(size);
    return result;
}

std::string base64(const std::string& bytes)
{
    constexpr const char* Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (size_t i = 0; i < bytes.size(); i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; ++k)
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (int shift = 18; shift >= 0; shift -= 6)
            text += Digits[group >> shift & 63];
    }
    for (size_t missing = (3 - bytes.size() % 3) % 3, k = 0; k < missing; ++k)
        text[text.size() - 1 - k] = '=';
    return text;
}

} // namespace

std::string hexColour(Rgb colour)
{
    std::string text = "#";
    for (const uint8_t part : {colour.r, colour.g, colour.b}) {
        text += "0123456789abcdef"[part >> 4];
        text += "0123456789abcdef"[part & 15];
    }
    return text;
}

Rgb sequentialColour(double share)
{
    const double at = std::clamp(share, 0.0, 1.0) * (Anchors.size() - 1);
    const size_t i = std::min(static_cast<size_t>(at), Anchors.size() - 2);
    const double t = at - static_cast<double>(i);
    const auto mixed = [t](uint8_t a, uint8_t b) {
        return static_cast<uint8_t>(std::lround(a + t * (b - a)));
    };
    const Rgb& a = Anchors[i];
    const Rgb& b = Anchors[i + 1];
    return {mixed(a.r, b.r), mixed(a.g, b.g), mixed(a.b, b.b)};
}

IndexedImage::IndexedImage(int width, int height)
    : m_width(width), m_height(height), m_pixels(static_cast<size_t>(width) * static_cast<size_t>(height), 0)
{
}

uint8_t IndexedImage::indexOf(double share)
{
    return static_cast<uint8_t>(1 + std::lround(std::clamp(share, 0.0, 1.0) * 253));
}

void IndexedImage::fill(int x, int y, int width, int height, uint8_t index)
{
    for (int row = std::max(y, 0); row < std::min(y + height, m_height); ++row)
        for (int column = std::max(x, 0); column < std::min(x + width, m_width); ++column)
            m_pixels[static_cast<size_t>(row) * static_cast<size_t>(m_width) + static_cast<size_t>(column)] =
                index;
}

std::string IndexedImage::png() const
{
    std::string palette(3, '\0');
    for (int i = 1; i <= 254; ++i) {
        const Rgb colour = sequentialColour((i - 1) / 253.0);
        palette += {static_cast<char>(colour.r), static_cast<char>(colour.g), static_cast<char>(colour.b)};
    }
    std::string rows;
    for (int row = 0; row < m_height; ++row) {
        rows += '\0'; // no filter
        rows.append(reinterpret_cast<const char*>(m_pixels.data())
                        + static_cast<size_t>(row) * static_cast<size_t>(m_width),
                    static_cast<size_t>(m_width));
    }
    const std::string header = bigEndian(static_cast<uint32_t>(m_width))
                               + bigEndian(static_cast<uint32_t>(m_height))
                               + std::string("\x08\x03\x00\x00\x00", 5);
    return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) + chunk("PLTE", palette)
           + chunk("tRNS", std::string(1, '\0')) + chunk("IDAT", deflated(rows)) + chunk("IEND", {});
}

std::string IndexedImage::dataUri() const { return "data:image/png;base64," + base64(png()); }

} // namespace qscope::io
