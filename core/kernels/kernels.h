// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

/// The heavy kernels, on oneDNN. No other folder includes oneDNN. Every class keeps the primitives of the last few
/// shapes and the packed form of the last few weights; objects are used by one thread at a time.
/// All work on Float32. Results do not depend on earlier calls. Outputs are allocated by the caller.
/// **Errors** Internal with oneDNN's own message when it refuses a shape.
namespace qscope::kernels {

/// True when a [N, C, ...] tensor has the same memory in both layouts (one channel, or all spatial extents 1).
bool layoutsCoincide(const Shape& shape);

/// Copies x [N, C, ...] (rank 3 to 5) into the other layout of `out`, which has the same shape.
Status reorder(const Tensor& x, Tensor& out);

enum class Activation { None, Relu, LeakyRelu, Clip, Swish, HardSwish };

/// What a kernel does to its result before it leaves the registers.
struct Finish {
    bool addsToOutput = false; ///< y holds a summand when the kernel starts
    Activation activation = Activation::None; ///< after that
    float alpha = 0; ///< LeakyRelu: slope; Clip: lower limit; Swish: slope of the sigmoid
    float beta = 0;  ///< Clip: upper limit
    bool operator==(const Finish&) const = default;
};

/// Hands out memory for the length of a call.
using Workspace = std::function<std::shared_ptr<Buffer>(size_t bytes)>;

struct ConvolutionSpec {
    std::vector<int64_t> strides, dilations, padBegin, padEnd; ///< one per spatial dimension
    int64_t groups = 1;
    bool transposed = false;
    bool isExact = false; ///< not by Winograd's method: integers whose sums stay below 2^24 give exact results
    Finish finish;
    bool operator==(const ConvolutionSpec&) const = default;
};

/// Conv and ConvTranspose in 1 to 3 spatial dimensions.
/// **Shapes** x: [N, C, ...]; w: [O, C / groups, ...], transposed [C, O / groups, ...]; bias: [O]; y: [N, O, ...].
/// x and y are in ChannelsLast (or layoutsCoincide).
/// **Error bound** 1e-5 times the largest |x| times the sum of |w| over one output's weights. Where a 3 x 3 convolution
/// is done by Winograd's method (see winograd.h), that x is the largest within 6 x 6 pixels around.
class Convolution {
public:
    explicit Convolution(ConvolutionSpec spec);
    ~Convolution();
    Status run(const Tensor& x, const Tensor& w, const Tensor* bias, Tensor& y, const Workspace& workspace);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// y = op(a) op(b) + bias over the last two dimensions, leading dimensions broadcast (1 against n).
/// **Shapes** a: [..., M, K] or, transposed, [..., K, M]; b likewise; bias: [N] or none; y: [..., M, N]; equal ranks.
/// A constant two-dimensional b is packed once.
class MatMul {
public:
    MatMul(bool transposeA, bool transposeB);
    ~MatMul();
    Status run(const Tensor& a, const Tensor& b, bool bIsConstant, const Tensor* bias, Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// y = a b in integers, exact; b is constant and packed once.
/// **Shapes** a: [M, K] UInt8; b: [K, N] Int8; y: [M, N] Int32.
class ByteMatMul {
public:
    /// The machine multiplies bytes without intermediate overflow. Else `run` must not be called.
    static bool isExact();

    ByteMatMul();
    ~ByteMatMul();
    Status run(const Tensor& a, const Tensor& b, Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

enum class PoolKind { Max, AverageWithPadding, AverageWithoutPadding };

struct PoolingSpec {
    PoolKind kind = PoolKind::Max;
    std::vector<int64_t> kernel, strides, dilations, padBegin, padEnd;
};

/// **Shapes** x: [N, C, ...]; y: [N, C, ...]; both ChannelsLast (or layoutsCoincide).
class Pooling {
public:
    explicit Pooling(PoolingSpec spec);
    ~Pooling();
    Status run(const Tensor& x, Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Softmax or its logarithm over the middle of [outer, n, inner]; plain layout.
class Softmax {
public:
    explicit Softmax(bool logarithm);
    ~Softmax();
    Status run(const Tensor& x, int64_t outer, int64_t n, int64_t inner, Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// (x - mean) / sqrt(variance + epsilon) * scale + shift over rows of [rows, n]; scale and shift: [n].
class LayerNorm {
public:
    explicit LayerNorm(float epsilon);
    ~LayerNorm();
    Status run(const Tensor& x, int64_t rows, int64_t n, const Tensor& scale, const Tensor& shift, Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// BatchNormalization with given statistics, [N, C, ...] in either layout; y in the layout of x. Parameters: [C]. With
/// `relu` what is below zero becomes zero.
class BatchNorm {
public:
    explicit BatchNorm(float epsilon, bool relu = false);
    ~BatchNorm();
    Status run(const Tensor& x, const Tensor& scale, const Tensor& shift, const Tensor& mean, const Tensor& variance,
               Tensor& y);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace qscope::kernels
