// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy_header.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "core/base/text.h"
#include "core/tensor/half.h"

namespace qscope::data {

static_assert(std::endian::native == std::endian::little, "readers assume a little-endian machine");

namespace {

constexpr std::string_view Magic = "\x93NUMPY";
constexpr uint64_t MaxHeaderBytes = 1 << 20;

uint64_t byteAt(std::span<const std::byte> bytes, size_t i) { return static_cast<uint64_t>(bytes[i]); }

Error malformed(const std::string& message, const std::string& where)
{
    return {ErrorCode::Malformed, message, where};
}

/// Reads the Python dictionary literal {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }.
class HeaderParser {
public:
    HeaderParser(std::string_view text, const std::string& where) : m_rest(text), m_where(where) {}

    Result<ArrayHeader> parse();

private:
    void skipSpace()
    {
        while (!m_rest.empty() && (m_rest[0] == ' ' || m_rest[0] == '\n' || m_rest[0] == '\t'))
            m_rest.remove_prefix(1);
    }
    bool accept(std::string_view token)
    {
        skipSpace();
        if (!m_rest.starts_with(token))
            return false;
        m_rest.remove_prefix(token.size());
        return true;
    }
    Error bad(const std::string& expected) const
    {
        return malformed(filled(say("Data", "the .npy header has no %1 where one must be"), expected),
                         m_where);
    }

    std::optional<std::string_view> quoted();
    Status entry(std::string_view key);
    Status parseShape();

    std::string_view m_rest;
    const std::string& m_where;
    ArrayHeader m_header;
    bool m_sawType = false, m_sawOrder = false, m_sawShape = false;
};

std::optional<std::string_view> HeaderParser::quoted()
{
    skipSpace();
    if (m_rest.empty() || (m_rest[0] != '\'' && m_rest[0] != '"'))
        return std::nullopt;
    const size_t end = m_rest.find(m_rest[0], 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view text = m_rest.substr(1, end - 1);
    m_rest.remove_prefix(end + 1);
    return text;
}

Result<ArrayHeader> HeaderParser::parse()
{
    if (!accept("{"))
        return bad(say("Data", "dictionary"));
    while (!accept("}")) {
        const auto key = quoted();
        if (!key)
            return bad(say("Data", "key"));
        if (!accept(":"))
            return bad(say("Data", "colon"));
        QS_RETURN_IF_ERROR(entry(*key));
        if (accept(","))
            continue;
        if (accept("}"))
            break;
        return bad(say("Data", "closing brace"));
    }
    if (!m_sawType || !m_sawOrder || !m_sawShape)
        return malformed(say("Data", "the .npy header lacks one of descr, fortran_order and shape"), m_where);
    return m_header;
}

Status HeaderParser::entry(std::string_view key)
{
    if (key == "descr") {
        skipSpace();
        if (m_rest.starts_with("["))
            return Error{ErrorCode::Unsupported,
                         say("Data", "holds a structured array; save each field as an array of its own"),
                         m_where};
        const auto code = quoted();
        if (!code)
            return bad(say("Data", "type code"));
        QS_ASSIGN(m_header.format, parseNpyType(*code, m_where));
        m_sawType = true;
        return {};
    }
    if (key == "fortran_order") {
        m_header.fortranOrder = accept("True");
        if (!m_header.fortranOrder && !accept("False"))
            return bad(say("Data", "True or False"));
        m_sawOrder = true;
        return {};
    }
    if (key == "shape")
        return parseShape();
    return malformed(filled(say("Data", "the .npy header has the unknown key '%1'"), key.substr(0, 40)),
                     m_where);
}

Status HeaderParser::parseShape()
{
    if (!accept("("))
        return bad(say("Data", "shape"));
    m_header.shape.clear();
    while (!accept(")")) {
        skipSpace();
        int64_t size = 0;
        size_t digits = 0;
        for (; digits < m_rest.size() && m_rest[digits] >= '0' && m_rest[digits] <= '9'; ++digits) {
            if (size > (int64_t(1) << 58))
                return Error{ErrorCode::ResourceExhausted,
                             say("Data", "declares a dimension beyond any limit"), m_where};
            size = size * 10 + (m_rest[digits] - '0');
        }
        if (digits == 0)
            return bad(say("Data", "non-negative dimension"));
        m_rest.remove_prefix(digits);
        accept("L"); // written by Python 2
        m_header.shape.push_back(size);
        if (!accept(",") && !m_rest.starts_with(")"))
            return bad(say("Data", "end of the shape"));
    }
    if (m_header.shape.size() > 32)
        return Error{ErrorCode::Unsupported, say("Data", "has more than 32 dimensions"), m_where};
    m_sawShape = true;
    return {};
}

Error objectArrays(const std::string& where)
{
    return {ErrorCode::Unsupported,
            say("Data",
                "holds pickled Python objects (dtype object), which are not read because unpickling runs "
                "code from the file; save plain arrays instead, keyed by the model's input names: "
                "np.savez('data.npz', x=array) or, from a dictionary, np.savez('data.npz', **arrays)"),
            where};
}

template <class Word>
void swapBytes(Word* words, int64_t count)
{
    for (int64_t i = 0; i < count; ++i) {
        auto* bytes = reinterpret_cast<unsigned char*>(words + i);
        std::reverse(bytes, bytes + sizeof(Word));
    }
}

} // namespace

Result<uint64_t> npyHeaderEnd(std::span<const std::byte> start, const std::string& where)
{
    if (start.size() < Magic.size() || std::memcmp(start.data(), Magic.data(), Magic.size()) != 0)
        return malformed(say("Data", "is not a .npy file"), where);
    const uint64_t version = start.size() > 6 ? byteAt(start, 6) : 0;
    const size_t preamble = version == 1 ? 10 : 12;
    if (start.size() < preamble)
        return malformed(say("Data", "the .npy header is cut off"), where);
    if (version < 1 || version > 3)
        return Error{ErrorCode::Unsupported,
                     filled(say("Data", "is a .npy file of the unknown version %1"), version), where};
    uint64_t length = byteAt(start, 8) | byteAt(start, 9) << 8;
    if (version > 1)
        length |= byteAt(start, 10) << 16 | byteAt(start, 11) << 24;
    if (length > MaxHeaderBytes)
        return malformed(filled(say("Data", "declares a .npy header of %1 bytes"), length), where);
    return preamble + length;
}

Result<ArrayHeader> parseNpyHeader(std::span<const std::byte> start, const std::string& where)
{
    QS_ASSIGN(const uint64_t end, npyHeaderEnd(start, where));
    if (start.size() < end)
        return malformed(say("Data", "the .npy header is cut off"), where);
    const size_t preamble = byteAt(start, 6) == 1 ? 10 : 12;
    const std::string_view text(reinterpret_cast<const char*>(start.data()) + preamble, end - preamble);
    QS_ASSIGN(ArrayHeader header, HeaderParser(text, where).parse());
    auto count =
        checkedElementCount(header.shape, std::max(header.format.fileBytes, elementSize(header.format.type)));
    if (!count)
        return Error{count.error().code, count.error().message, where};
    header.dataOffset = end;
    return header;
}

Result<ElementFormat> parseNpyType(std::string_view code, const std::string& where)
{
    const auto refused = [&](const std::string& what) {
        return Error{ErrorCode::Unsupported,
                     filled(say("Data", "holds %1 (dtype '%2'); save it as float32 or an integer type"), what,
                            code.substr(0, 40)),
                     where};
    };
    std::string_view kind = code;
    ElementFormat format;
    if (!kind.empty() && std::string_view("<>=|").find(kind[0]) != std::string_view::npos) {
        format.bigEndian = kind[0] == '>';
        kind.remove_prefix(1);
    }
    static constexpr struct {
        std::string_view name;
        DType type;
    } Known[] = {{"f4", DType::Float32}, {"f8", DType::Float64}, {"f2", DType::Float32}, {"i1", DType::Int8},
                 {"i2", DType::Int16},   {"i4", DType::Int32},   {"i8", DType::Int64},   {"u1", DType::UInt8},
                 {"u2", DType::UInt16},  {"u4", DType::UInt32},  {"u8", DType::UInt64},  {"b1", DType::Bool},
                 {"?", DType::Bool}};
    for (const auto& known : Known) {
        if (known.name != kind)
            continue;
        format.type = known.type;
        format.half = kind == "f2";
        format.fileBytes = format.half ? 2 : elementSize(known.type);
        return format;
    }
    switch (kind.empty() ? '\0' : kind[0]) {
    case 'O': return objectArrays(where);
    case 'c': return refused(say("Data", "complex numbers"));
    case 'S':
    case 'a':
    case 'U': return refused(say("Data", "text"));
    case 'M':
    case 'm': return refused(say("Data", "times"));
    case 'V': return refused(say("Data", "raw bytes, perhaps bfloat16"));
    case 'f':
    case 'i':
    case 'u': return refused(say("Data", "numbers of an unusual size"));
    default: break;
    }
    return malformed(filled(say("Data", "the .npy header has the unknown type '%1'"), code.substr(0, 40)),
                     where);
}

void decodeElements(std::span<const std::byte> raw, const ElementFormat& format, Tensor& out)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
    if (format.half) {
        const int low = format.bigEndian ? 1 : 0;
        for (int64_t i = 0; i < out.size(); ++i)
            out.data<float>()[i] =
                halfToFloat(static_cast<uint16_t>(bytes[2 * i + low] | bytes[2 * i + 1 - low] << 8));
        return;
    }
    if (format.type == DType::Bool) {
        for (int64_t i = 0; i < out.size(); ++i)
            out.data<bool>()[i] = bytes[i] != 0;
        return;
    }
    if (out.size() > 0 && out.rawData() != raw.data())
        std::memcpy(out.rawData(), bytes, out.bytes());
    if (!format.bigEndian)
        return;
    switch (format.fileBytes) {
    case 2: swapBytes(out.data<uint16_t>(), out.size()); break;
    case 4: swapBytes(out.data<uint32_t>(), out.size()); break;
    case 8: swapBytes(out.data<uint64_t>(), out.size()); break;
    default: break;
    }
}

} // namespace qscope::data
