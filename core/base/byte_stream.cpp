// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_stream.h"

#include <bit>
#include <cstring>

#include "core/base/text.h"

namespace qscope {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

namespace {

template <class T>
void append(std::string& bytes, T value)
{
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.append(raw, sizeof(T));
}

} // namespace

void ByteWriter::put(uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        m_bytes.push_back(static_cast<char>(0x80 | (value & 0x7f)));
    m_bytes.push_back(static_cast<char>(value));
}

/// The sign goes into the lowest bit.
void ByteWriter::putSigned(int64_t value)
{
    put((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
}

void ByteWriter::put(float value) { append(m_bytes, value); }
void ByteWriter::put(double value) { append(m_bytes, value); }

void ByteWriter::put(std::string_view text)
{
    put(static_cast<uint64_t>(text.size()));
    m_bytes.append(text);
}

void ByteReader::fail(const std::string& reason)
{
    if (!m_error.empty())
        return;
    m_error = filled(say("Files", "%1 (byte %2)"), reason, m_at);
    m_at = m_bytes.size();
}

Status ByteReader::status() const
{
    if (ok())
        return {};
    return Error{ErrorCode::Malformed, m_error, {}};
}

template <class T>
T ByteReader::raw()
{
    T value{};
    if (m_bytes.size() - m_at < sizeof(T)) {
        fail(say("Files", "ends too early"));
        return value;
    }
    std::memcpy(&value, m_bytes.data() + m_at, sizeof(T));
    m_at += sizeof(T);
    return value;
}

float ByteReader::float32() { return raw<float>(); }
double ByteReader::float64() { return raw<double>(); }

bool ByteReader::flag()
{
    const auto value = raw<uint8_t>();
    if (value > 1)
        fail(say("Files", "holds neither yes nor no"));
    return value == 1;
}

uint64_t ByteReader::unsignedInt()
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const auto byte = raw<uint8_t>();
        if (!ok())
            return 0;
        if (shift == 63 && byte > 1)
            break;
        value |= static_cast<uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail(say("Files", "holds an integer of more than 64 bits"));
    return 0;
}

int64_t ByteReader::signedInt()
{
    const uint64_t value = unsignedInt();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

int64_t ByteReader::within(int64_t least, int64_t most)
{
    const int64_t value = signedInt();
    if (ok() && value >= least && value <= most)
        return value;
    fail(filled(say("Files", "holds %1 where %2 to %3 was expected"), value, least, most));
    return least;
}

size_t ByteReader::count(size_t bytesEach)
{
    const uint64_t n = unsignedInt();
    if (n <= (m_bytes.size() - m_at) / bytesEach)
        return static_cast<size_t>(n);
    fail(filled(say("Files", "claims %1 elements, which it cannot hold"), n));
    return 0;
}

std::string ByteReader::text()
{
    const size_t n = count(1);
    std::string value(m_bytes.substr(m_at, n));
    m_at += n;
    return value;
}

} // namespace qscope
