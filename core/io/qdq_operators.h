// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/onnx/graph_editor.h"
#include "core/quant/quantizer.h"

namespace qscope::io {

/// Adds QuantizeLinear and DequantizeLinear to a model, one pair for all that quantize a tensor alike. Tensors are
/// called as ONNX Runtime's own tools call them: x_QuantizeLinear_Output, x_DequantizeLinear_Output, w_quantized,
/// x_scale, x_zero_point.
class QdqOperators {
public:
    explicit QdqOperators(onnxio::GraphEditor& editor) : m_editor(editor) {}

    /// The opset of the default domain with all operators these quantizers take.
    static int64_t neededOpset(const quant::QuantParams& params, bool isActivation);

    /// The tensor's quantized form, made behind its producer; the result names what readers are to read.
    /// Log kinds without sign become a call of a local function of the domain org.quantoscope (see log_function.h).
    /// **Errors** Unsupported: QuantizeLinear cannot do this (signed log, twin-range and codebook kinds, halves rounded away from zero,
    /// channels with fewer codes than their type, zero points that are not whole or lie outside the type), or not before
    /// a later opset (8-bit floats).
    Result<std::string> activation(const std::string& tensor, const quant::QuantParams& params);

    /// Integer codes of a constant and what reads them. `type` is what the readers expect. With `isOwn` the values are
    /// not those the file has under this name, so nobody shares them. What has no integer form (log and codebook kinds,
    /// zero points outside the type, blocks before opset 21 or across the axes of a ConvTranspose, 8-bit floats before
    /// opset 19) is stored as the quantized values in floating point, which computes the same.
    Result<std::string> weight(const std::string& tensor, const Tensor& values, const quant::QuantParams& params,
                               onnxio::WireType type, bool isOwn);

    /// The same for a bias in int32. **Errors** as above.
    Result<std::string> bias(const std::string& tensor, const Tensor& values, const quant::QuantParams& params,
                             onnxio::WireType type);

    /// A constant in floating point, `type` as its readers expect it.
    std::string floats(const std::string& tensor, const Tensor& values, onnxio::WireType type);

private:
    /// A quantized tensor that is already in the file.
    struct Written {
        std::string tensor;
        quant::QuantParams params;
        std::string result; ///< what its readers read
    };
    /// Names of scale and zero point; domain of the operators.
    struct Operands {
        std::string scale;
        std::string zeroPoint;
        std::string domain;
    };

    Result<std::string> logActivation(const std::string& tensor, const quant::QuantParams& params);
    static Status checkActivation(const quant::QuantParams& params);
    Result<std::string> makeWeight(const std::string& tensor, const Tensor& values, const quant::QuantParams& params,
                                   onnxio::WireType type);
    Result<std::string> blocks(const std::string& tensor, const Tensor& values, const quant::QuantParams& params,
                               onnxio::WireType type);
    std::string reshape(const std::string& from, const std::string& tensor, const std::string& anchor,
                        const Shape& shape);
    const std::string* writtenAlready(const std::string& tensor, const quant::QuantParams& params) const;
    Result<std::string> domainFor(const quant::QuantParams& params, onnxio::WireType type);
    Result<Operands> addOperands(const std::string& tensor, const quant::QuantParams& params, onnxio::WireType type);
    std::string cast(const std::string& from, const std::string& tensor, const char* suffix, onnxio::WireType to);
    std::string clip(const std::string& from, const std::string& tensor, const quant::QuantParams& params);
    std::string apply(const char* op, const std::string& from, const std::string& tensor, const std::string& anchor,
                      const Operands& operands, const quant::QuantParams& params);
    Result<std::string> constant(const std::string& tensor, const Shape& shape, std::span<const int32_t> codes,
                                 const quant::QuantParams& params, onnxio::WireType type);

    onnxio::GraphEditor& m_editor;
    std::vector<Written> m_written;
};

} // namespace qscope::io
