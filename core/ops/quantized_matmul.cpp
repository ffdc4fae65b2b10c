// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/byte_product.h"
#include "core/ops/checks.h"
#include "core/ops/inner_operator.h"
#include "core/ops/quantized.h"
#include "core/ops/quantized_product.h"

namespace qscope::ops {

namespace {

/// The integer product all operators of this file share, with what it keeps of a constant right side.
struct ProductCore {
    std::shared_ptr<IntegerMatMul> product = std::make_shared<IntegerMatMul>(false);
    std::shared_ptr<CentredWeight> weight = std::make_shared<CentredWeight>();
    std::shared_ptr<ByteProduct> bytes = std::make_shared<ByteProduct>();

    /// a, b: centred; the result as [..., M, N], to be shown in `shapes.shown`.
    Result<Tensor> multiply(Context& context, Tensor a, Tensor b, bool bIsConstant, const ProductShapes& shapes) const
    {
        Tensor y = context.allocate(DType::Int32, shapes.y);
        const size_t rank = shapes.y.size();
        const bool oneMatrix = b.rank() <= 2;
        if (oneMatrix && rank > 2) {
            const int64_t rows = sizeOfRange(shapes.a, 0, rank - 1);
            Tensor flat = y.reshaped({rows, shapes.y[rank - 1]});
            QS_RETURN_IF_ERROR(product->run(context, a.reshaped({rows, shapes.a[rank - 1]}),
                                            b.reshaped({shapes.b[rank - 2], shapes.b[rank - 1]}), bIsConstant, flat));
            return y;
        }
        QS_RETURN_IF_ERROR(product->run(context, a.reshaped(shapes.a), b.reshaped(shapes.b), bIsConstant, y));
        return y;
    }

    /// Inputs a and b with zero points per row of a and per column of b.
    Result<Tensor> multiplyInputs(Context& context, size_t a, size_t aZero, size_t b, size_t bZero,
                                  ProductShapes& shapes) const
    {
        QS_ASSIGN(shapes, ProductShapes::of(context, context.input(a).shape(), context.input(b).shape()));
        QS_ASSIGN(std::optional<Tensor> usual, bytes->run(context, a, aZero, b, bZero, shapes));
        if (usual)
            return std::move(*usual);
        const size_t rankA = context.input(a).rank(), rankB = context.input(b).rank();
        QS_ASSIGN(Tensor left, centred(context, a, aZero, rankA < 2 ? 0 : rankA - 2));
        QS_ASSIGN(Tensor right, weight->get(context, b, bZero, rankB - 1));
        return multiply(context, std::move(left), std::move(right), weight->isKept(), shapes);
    }
};

/// Input `i` as floats: one, or `count` of them.
Result<std::vector<float>> scalesOf(const Context& context, size_t i, int64_t count)
{
    if (!context.has(i) || (context.input(i).size() != 1 && context.input(i).size() != count))
        return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " is neither one scale nor "
                                                           + std::to_string(count));
    std::vector<float> scales;
    for (double s : toDoubles(context.input(i)))
        scales.push_back(static_cast<float>(s));
    return scales;
}

/// y + bias over the last axis, in place.
Status addBias(Context& context, size_t i, Tensor& y)
{
    if (!context.has(i))
        return {};
    const Tensor& bias = context.input(i);
    const int64_t n = bias.size();
    if (bias.type() != DType::Float32 || y.rank() == 0 || n != y.dim(y.rank() - 1))
        return context.error(ErrorCode::ShapeMismatch, "bias " + shapeText(bias.shape()) + " does not fit "
                                                           + shapeText(y.shape()));
    for (int64_t k = 0; k < y.size(); ++k)
        y.data<float>()[k] += bias.data<float>()[k % n];
    return {};
}

Status finish(Context& context, const Tensor& levels, float zero, DType type, const Shape& shown)
{
    Tensor y = context.allocate(type, shown);
    QS_RETURN_IF_ERROR(quantize(context, levels, QuantGrid::single(1.0F, zero), {type, {}, true}, y));
    context.setOutput(0, std::move(y));
    return {};
}

/// **Shapes** A, B, a_zero_point, b_zero_point -> Int32.
Result<Kernel> makeMatMulInteger(const Node&, int64_t)
{
    return needsInputs(2, [core = ProductCore()](Context& context) -> Status {
        ProductShapes shapes;
        QS_ASSIGN(Tensor y, core.multiplyInputs(context, 0, 2, 1, 3, shapes));
        context.setOutput(0, y.reshaped(shapes.shown));
        return {};
    });
}

/// a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point.
Status runQLinearMatMul(Context& context, const ProductCore& core)
{
    ProductShapes shapes;
    QS_ASSIGN(const Tensor product, core.multiplyInputs(context, 0, 2, 3, 5, shapes));
    const size_t rank = shapes.y.size();
    QS_ASSIGN(const auto rows, scalesOf(context, 1, shapes.y[rank - 2]));
    QS_ASSIGN(auto columns, scalesOf(context, 4, shapes.y[rank - 1]));
    QS_ASSIGN(const QuantGrid out, readSingleGrid(context, 6));
    for (float& c : columns)
        c /= out.scales[0];
    const Tensor levels = scaled(context, product, rows, columns);
    return finish(context, levels, out.zeros[0], context.input(7).type(), shapes.shown);
}

Result<Kernel> makeQLinearMatMul(const Node&, int64_t)
{
    return needsInputs(8, [core = ProductCore()](Context& context) { return runQLinearMatMul(context, core); });
}

/// The product of a and b (centred at 0) as floats, with `rows` * input bScale and the bias.
Status setScaledProduct(Context& context, const Tensor& product, const ProductShapes& shapes,
                        const std::vector<float>& rows, size_t bScale, size_t bias)
{
    QS_ASSIGN(const auto columns, scalesOf(context, bScale, shapes.y.back()));
    Tensor y = scaled(context, product, rows, columns).reshaped(shapes.shown);
    QS_RETURN_IF_ERROR(addBias(context, bias, y));
    context.setOutput(0, std::move(y));
    return {};
}

/// A, B, a_scale, b_scale, a_zero_point, b_zero_point, bias.
Result<Kernel> makeMatMulIntegerToFloat(const Node&, int64_t)
{
    return needsInputs(4, [core = ProductCore()](Context& context) -> Status {
        ProductShapes shapes;
        QS_ASSIGN(const Tensor product, core.multiplyInputs(context, 0, 4, 1, 5, shapes));
        QS_ASSIGN(const auto rows, scalesOf(context, 2, shapes.y[shapes.y.size() - 2]));
        return setScaledProduct(context, product, shapes, rows, 3, 6);
    });
}

/// A (float), B, b_scale, b_zero_point, bias: A is quantized to eight bits over its range first.
Status runDynamicQuantizeMatMul(Context& context, const ProductCore& core)
{
    const Tensor& x = context.input(0);
    if (x.type() != DType::Float32)
        return context.error(ErrorCode::TypeMismatch, "takes float32, not " + std::string(dtypeName(x.type())));
    QS_ASSIGN(const ProductShapes shapes, ProductShapes::of(context, x.shape(), context.input(1).shape()));
    QuantGrid grid = dynamicGrid(x);
    Tensor codes = context.allocate(DType::UInt8, x.shape());
    QS_RETURN_IF_ERROR(quantize(context, x, grid, {}, codes));
    const std::vector<float> scale = grid.scales;
    grid.scales = {1.0F};
    QS_ASSIGN(Tensor b, core.weight->get(context, 1, 3, context.input(1).rank() - 1));
    QS_ASSIGN(const Tensor product,
              core.multiply(context, dequantize(context, codes, grid), b, core.weight->isKept(), shapes));
    return setScaledProduct(context, product, shapes, scale, 2, 4);
}

Result<Kernel> makeDynamicQuantizeMatMul(const Node&, int64_t)
{
    return needsInputs(3,
                       [core = ProductCore()](Context& context) { return runDynamicQuantizeMatMul(context, core); });
}

Tensor transposed(Context& context, const Tensor& x)
{
    Tensor y = context.allocate(DType::Float32, {x.dim(1), x.dim(0)});
    for (int64_t r = 0; r < x.dim(0); ++r)
        for (int64_t c = 0; c < x.dim(1); ++c)
            y.data<float>()[c * x.dim(0) + r] = x.data<float>()[r * x.dim(1) + c];
    return y;
}

struct QGemm {
    float alpha;
    bool transA, transB;
    ProductCore core;

    /// A, a_scale, a_zero_point, B, b_scale, b_zero_point, C (int32 in units of the product), y_scale, y_zero_point;
    /// without y_scale the result is float.
    Status operator()(Context& context) const
    {
        if (context.input(0).rank() != 2 || context.input(3).rank() != 2)
            return context.error(ErrorCode::ShapeMismatch, "needs two matrices");
        QS_ASSIGN(Tensor a, centred(context, 0, 2, transA ? 1 : 0));
        QS_ASSIGN(Tensor b, core.weight->get(context, 3, 5, transB ? 0 : 1));
        a = transA ? transposed(context, a) : a;
        b = transB ? transposed(context, b) : b;
        QS_ASSIGN(const ProductShapes shapes, ProductShapes::of(context, a.shape(), b.shape()));
        QS_ASSIGN(Tensor product, core.multiply(context, a, b, core.weight->isKept() && !transB, shapes));
        QS_RETURN_IF_ERROR(addC(context, product));
        QS_ASSIGN(const QuantGrid in, readSingleGrid(context, 1));
        QS_ASSIGN(auto columns, scalesOf(context, 4, shapes.y[1]));
        const bool toFloat = !context.has(7);
        QuantGrid out = QuantGrid::single(1.0F, 0.0F);
        if (!toFloat) {
            QS_ASSIGN(out, readSingleGrid(context, 7));
        }
        Tensor y = scaled(context, product, {alpha * in.scales[0] / out.scales[0]}, columns);
        if (!toFloat)
            return finish(context, y, out.zeros[0], context.has(8) ? context.input(8).type() : DType::UInt8, y.shape());
        context.setOutput(0, std::move(y));
        return {};
    }

    static Status addC(Context& context, Tensor& product)
    {
        if (!context.has(6))
            return {};
        const Tensor& c = context.input(6);
        const int64_t columns = c.rank() == 0 ? 1 : c.dim(c.rank() - 1);
        const int64_t rows = c.rank() == 2 ? c.dim(0) : 1;
        const int64_t m = product.dim(0), n = product.dim(1);
        if (c.type() != DType::Int32 || c.rank() > 2 || (columns != 1 && columns != n) || (rows != 1 && rows != m))
            return context.error(ErrorCode::ShapeMismatch, "C " + shapeText(c.shape()) + " (" +
                                                               std::string(dtypeName(c.type()))
                                                               + ") is no int32 that fits "
                                                               + shapeText(product.shape()));
        for (int64_t i = 0; i < product.size(); ++i)
            product.data<uint32_t>()[i] += c.data<uint32_t>()[(rows == 1 ? 0 : i / n) * columns
                                                              + (columns == 1 ? 0 : i % n)];
        return {};
    }
};

Result<Kernel> makeQGemm(const Node& node, int64_t)
{
    return needsInputs(6, QGemm{node.floatAttribute("alpha", 1.0F), node.intAttribute("transA", 0) != 0,
                                node.intAttribute("transB", 0) != 0, {}});
}

/// MatMulNBits: float A by a weight of `bits` bits, packed per column in blocks along K, with a scale and a zero point
/// per block. Here the weight becomes a float matrix [K, N] once.
struct MatMulNBits {
    int64_t k, n, bits, block;
    InnerOperator product;
    struct Kept {
        Tensor source, weight;
    };
    std::shared_ptr<Kept> kept = std::make_shared<Kept>();

    int64_t blocks() const { return (k + block - 1) / block; }
    int64_t blobBytes() const { return block * bits / 8; }
    int64_t zeroBytes() const { return (blocks() * bits + 7) / 8; }
    int code(const uint8_t* bytes, int64_t i) const
    {
        const int64_t perByte = 8 / bits;
        return bytes[i / perByte] >> (i % perByte * bits) & ((1 << bits) - 1);
    }

    Status check(const Context& context) const
    {
        const Tensor& a = context.input(0);
        const bool good = a.type() == DType::Float32 && a.rank() > 0 && a.dim(a.rank() - 1) == k
                          && context.input(1).type() == DType::UInt8
                          && context.input(1).size() == n * blocks() * blobBytes()
                          && context.input(2).type() == DType::Float32 && context.input(2).size() == n * blocks();
        if (!good)
            return context.error(ErrorCode::ShapeMismatch, "A " + shapeText(a.shape()) + ", B "
                                                               + shapeText(context.input(1).shape()) + " or scales "
                                                               + shapeText(context.input(2).shape())
                                                               + " do not fit K = " + std::to_string(k)
                                                               + ", N = " + std::to_string(n));
        if (context.has(3) && context.input(3).type() == DType::UInt8 && context.input(3).size() == n * zeroBytes())
            return {};
        if (context.has(3) && (context.input(3).type() != DType::Float32 || context.input(3).size() != n * blocks()))
            return context.error(ErrorCode::ShapeMismatch, "zero points " + shapeText(context.input(3).shape())
                                                               + " do not fit the blocks of the weight");
        return {};
    }

    Tensor unpack(const Context& context) const
    {
        Tensor weight(DType::Float32, {k, n});
        const auto* packed = context.input(1).data<uint8_t>();
        const auto* scales = context.input(2).data<float>();
        parallelItems(n, k, [&](int64_t column) {
            for (int64_t i = 0; i < k; ++i) {
                const int64_t b = i / block;
                float zero = static_cast<float>(1 << (bits - 1));
                if (context.has(3) && context.input(3).type() == DType::Float32)
                    zero = context.input(3).data<float>()[column * blocks() + b];
                else if (context.has(3))
                    zero = static_cast<float>(code(context.input(3).data<uint8_t>() + column * zeroBytes(), b));
                const int level = code(packed + (column * blocks() + b) * blobBytes(), i % block);
                weight.data<float>()[i * n + column] =
                    (static_cast<float>(level) - zero) * scales[column * blocks() + b];
            }
        });
        return weight;
    }

    Status operator()(Context& context) const
    {
        QS_RETURN_IF_ERROR(check(context));
        if (context.has(4))
            return context.error(ErrorCode::Unsupported, "an order of the groups (g_idx) is not supported");
        const bool constant = context.isConstant(1) && context.isConstant(2)
                              && (!context.has(3) || context.isConstant(3));
        Tensor weight = constant && kept->source.buffer() == context.input(1).buffer() ? kept->weight
                                                                                        : unpack(context);
        if (constant)
            *kept = {context.input(1), weight};
        QS_ASSIGN(Tensor y, product.run(context, {context.input(0), weight}, {false, constant}));
        QS_RETURN_IF_ERROR(addBias(context, 5, y));
        context.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeMatMulNBits(const Node& node, int64_t)
{
    MatMulNBits kernel{node.intAttribute("K", 0), node.intAttribute("N", 0), node.intAttribute("bits", 4),
                       node.intAttribute("block_size", 0), {}};
    const bool sizesFit = kernel.k > 0 && kernel.n > 0 && kernel.block >= 16 && kernel.k < (1 << 24)
                          && kernel.n < (1 << 24) && kernel.block < (1 << 20);
    if (!sizesFit || (kernel.bits != 2 && kernel.bits != 4 && kernel.bits != 8))
        return nodeError(node, ErrorCode::InvalidArgument, "K, N, bits or block_size is out of range");
    QS_ASSIGN(kernel.product, InnerOperator::make(node, "MatMul", {}));
    return needsInputs(3, kernel);
}

} // namespace

std::vector<Registration> quantizedMatMulOperators()
{
    return {
        {"MatMulInteger", {makeMatMulInteger}},
        {"QLinearMatMul", {makeQLinearMatMul}},
        {"com.microsoft.MatMulIntegerToFloat", {makeMatMulIntegerToFloat}},
        {"com.microsoft.DynamicQuantizeMatMul", {makeDynamicQuantizeMatMul}},
        {"com.microsoft.QGemm", {makeQGemm}},
        {"com.microsoft.MatMulNBits", {makeMatMulNBits}},
    };
}

} // namespace qscope::ops
