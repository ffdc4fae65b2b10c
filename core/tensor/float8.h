// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

/// The four 8-bit floats of ONNX. The engine keeps their values as Float32.
/// **Source** ONNX, "Float stored in 8 bits"; Micikevicius et al. 2022 (fn), Noune et al. 2022 (fnuz).
namespace qscope {

struct Float8 {
    int mantissaBits; ///< 3 or 2; the exponent has the other bits
    int bias;
    float largest;    ///< the largest finite value
    bool hasInfinity; ///< E5M2 only
    bool unsignedZero; ///< the fnuz forms: 0x80 is the only NaN, there is no -0
};

/// The format of a TensorProto.DataType number.
inline std::optional<Float8> float8OfOnnx(int64_t onnxType)
{
    switch (onnxType) {
    case 17: return Float8{3, 7, 448.0F, false, false};
    case 18: return Float8{3, 8, 240.0F, false, true};
    case 19: return Float8{2, 15, 57344.0F, true, false};
    case 20: return Float8{2, 16, 57344.0F, false, true};
    default: return std::nullopt;
    }
}

/// The value of a bit pattern; exact.
inline float float8ToFloat(uint8_t bits, const Float8& format)
{
    constexpr float NaN = std::numeric_limits<float>::quiet_NaN();
    const int magnitude = bits & 0x7F;
    if (format.unsignedZero && bits == 0x80)
        return NaN;
    const int mantissa = magnitude & ((1 << format.mantissaBits) - 1);
    const int exponent = magnitude >> format.mantissaBits;
    const int highest = (0x7F >> format.mantissaBits);
    float value = 0.0F;
    if (!format.unsignedZero && format.hasInfinity && exponent == highest)
        value = mantissa ? NaN : std::numeric_limits<float>::infinity();
    else if (!format.unsignedZero && magnitude == 0x7F)
        value = NaN;
    else
        value = std::ldexp(static_cast<float>(exponent ? mantissa + (1 << format.mantissaBits) : mantissa),
                           (exponent ? exponent : 1) - format.bias - format.mantissaBits);
    return bits & 0x80 ? -value : value;
}

/// The nearest value of the format, halves to even. Beyond the largest one: that one with `saturate`, else infinity
/// where the format has it and NaN where not. Infinity saturates likewise, NaN stays.
inline float roundToFloat8(float v, const Float8& format, bool saturate)
{
    if (std::isnan(v))
        return v;
    float rounded = v;
    if (std::isfinite(v) && v != 0.0F) {
        const int exponent = std::max(std::ilogb(v), 1 - format.bias);
        const float unit = std::ldexp(1.0F, exponent - format.mantissaBits);
        rounded = std::nearbyint(v / unit) * unit;
    }
    if (rounded == 0.0F && format.unsignedZero)
        return 0.0F;
    if (std::fabs(rounded) <= format.largest)
        return rounded;
    if (saturate)
        return std::copysign(format.largest, v);
    constexpr float Infinity = std::numeric_limits<float>::infinity();
    return format.hasInfinity ? std::copysign(Infinity, v) : std::numeric_limits<float>::quiet_NaN();
}

} // namespace qscope
