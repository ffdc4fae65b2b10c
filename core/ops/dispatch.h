// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <type_traits>
#include <utility>

#include "core/ops/checks.h"
#include "core/ops/context.h"

namespace qscope::ops {

/// Stands for an element type in a generic lambda: `visitType(t, [&](auto tag) { using T = typename decltype(tag)::Type; })`.
template <class T>
struct TypeTag {
    using Type = T;
};

template <class F>
auto visitType(DType type, F&& f)
{
    switch (type) {
    case DType::Float32: return f(TypeTag<float>());
    case DType::Float64: return f(TypeTag<double>());
    case DType::Int4:
    case DType::Int8: return f(TypeTag<int8_t>());
    case DType::Int16: return f(TypeTag<int16_t>());
    case DType::Int32: return f(TypeTag<int32_t>());
    case DType::Int64: return f(TypeTag<int64_t>());
    case DType::UInt4:
    case DType::UInt8: return f(TypeTag<uint8_t>());
    case DType::UInt16: return f(TypeTag<uint16_t>());
    case DType::UInt32: return f(TypeTag<uint32_t>());
    case DType::UInt64: return f(TypeTag<uint64_t>());
    case DType::Bool: break;
    }
    return f(TypeTag<bool>());
}

/// The same for operators on floating-point numbers only; f returns a Status.
/// **Errors** TypeMismatch for any other type.
template <class F>
Status visitFloating(const Context& context, DType type, F&& f)
{
    if (type == DType::Float32)
        return f(TypeTag<float>());
    if (type == DType::Float64)
        return f(TypeTag<double>());
    return typeError(context, type);
}

/// The same for operators on numbers of any kind, but not on bool.
template <class F>
Status visitNumber(const Context& context, DType type, F&& f)
{
    return visitType(type, [&](auto tag) -> Status {
        if constexpr (std::is_same_v<typename decltype(tag)::Type, bool>)
            return typeError(context, type);
        else
            return f(tag);
    });
}

/// The same for operators that only move elements: f gets an unsigned integer of the element's size.
template <class F>
auto visitSize(size_t elementBytes, F&& f)
{
    switch (elementBytes) {
    case 8: return f(TypeTag<uint64_t>());
    case 4: return f(TypeTag<uint32_t>());
    case 2: return f(TypeTag<uint16_t>());
    default: return f(TypeTag<uint8_t>());
    }
}

/// The unsigned type in which integers of type T may overflow; floating types stay as they are.
template <class T, bool IsInteger = std::is_integral_v<T> && !std::is_same_v<T, bool>>
struct WrappingType {
    using Type = T;
};
template <class T>
struct WrappingType<T, true> {
    // Not narrower than unsigned int, or the promotion to int would bring the overflow back.
    using Type = std::conditional_t<(sizeof(T) < 4), uint32_t, std::make_unsigned_t<T>>;
};
template <class T>
using Wrapping = typename WrappingType<T>::Type;

} // namespace qscope::ops
