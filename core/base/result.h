// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace qscope {

/// Closed list: what a caller can do about an error differs per code.
enum class ErrorCode {
    InvalidArgument,   ///< a parameter, option or config value is outside its range
    FileNotFound,      ///< no such file or folder
    FileUnreadable,    ///< the file exists but could not be read
    FileUnwritable,    ///< the result could not be written (nothing was left half-written)
    Malformed,         ///< the bytes do not follow their format
    Unsupported,       ///< well-formed, but something this program does not do
    ShapeMismatch,     ///< dimensions do not fit each other
    TypeMismatch,      ///< element types do not fit each other
    ResourceExhausted, ///< not enough memory, or a declared size beyond any limit
    Cancelled,         ///< the person stopped it; never shown as a failure
    Internal,          ///< a library failed in a way we do not understand
};

std::string_view errorCodeName(ErrorCode code);

/// One sentence naming the offending value, and where (file, node, key).
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string where;

    /// "where: message", or the message alone when no place is known. Names in quotation marks above 200 characters and
    /// texts above 8000 lose their middle.
    std::string text() const;
};

/// A value or an Error. `value()` on an error is a broken promise and asserts.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    T& value() &
    {
        assert(ok());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const&
    {
        assert(ok());
        return *std::get_if<0>(&m_state);
    }
    T&& value() &&
    {
        assert(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const
    {
        assert(!ok());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) {}

    bool ok() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    const Error& error() const
    {
        assert(!m_ok);
        return m_error;
    }

private:
    Error m_error;
    bool m_ok = true;
};

using Status = Result<void>;

} // namespace qscope

/// Returns the error of `expr` from the enclosing function, if it is one.
#define QS_RETURN_IF_ERROR(expr)                                                                             \
    do {                                                                                                     \
        auto qsStatus_ = (expr);                                                                             \
        if (!qsStatus_.ok())                                                                                 \
            return qsStatus_.error();                                                                        \
    } while (false)

#define QS_CONCAT_INNER(a, b) a##b
#define QS_CONCAT(a, b) QS_CONCAT_INNER(a, b)

/// `QS_ASSIGN(auto x, f());` declares x from f()'s value or returns f()'s error.
#define QS_ASSIGN(declaration, expr)                                                                         \
    auto QS_CONCAT(qsResult_, __LINE__) = (expr);                                                            \
    if (!QS_CONCAT(qsResult_, __LINE__).ok())                                                                \
        return QS_CONCAT(qsResult_, __LINE__).error();                                                       \
    declaration = std::move(QS_CONCAT(qsResult_, __LINE__)).value()
