// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace qscope {

/// Values behind each other, little-endian; integers take 7 bits a byte, so small ones are short.
class ByteWriter {
public:
    void put(uint64_t value);
    void putSigned(int64_t value);
    void put(float value);
    void put(double value);
    void put(std::string_view text); ///< length, then the bytes
    void putFlag(bool value) { m_bytes.push_back(value ? '\1' : '\0'); }

    const std::string& bytes() const { return m_bytes; }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads what a ByteWriter wrote, from bytes nobody vouches for. The first thing that is wrong is remembered and
/// everything after it reads as zero, so that it is enough to look at `status` in the end.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}

    uint64_t unsignedInt();
    int64_t signedInt();
    float float32();
    double float64();
    bool flag();
    std::string text();
    /// A number of elements that take at least `bytesEach` bytes each: never more than what is left can hold.
    size_t count(size_t bytesEach);
    /// An integer in [least, most].
    int64_t within(int64_t least, int64_t most);

    void fail(const std::string& reason);
    bool ok() const { return m_error.empty(); }
    bool atEnd() const { return m_at == m_bytes.size(); }
    /// **Errors** Malformed, with the first reason and the byte where it was found.
    Status status() const;

private:
    template <class T>
    T raw();

    std::string_view m_bytes;
    size_t m_at = 0;
    std::string m_error;
};

} // namespace qscope
