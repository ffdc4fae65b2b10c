// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_models FOLDER: writes models of common shapes with random weights, and data for them, for bench.sh:
// resnet, mobilenet, vit_s, unet, each as FOLDER/NAME/model.onnx and inputs.npz.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>

#include "core/data/npy.h"
#include "tests/support/model_builder.h"

using namespace qscope;

namespace {

/// Layers with weights drawn so that the activations keep their size.
class Network {
public:
    test::ModelBuilder builder{17};

    std::string weight(const std::vector<int64_t>& dims, double deviation)
    {
        const std::string name = next("w");
        std::vector<float> values(static_cast<size_t>(elementCount(dims)));
        std::normal_distribution<float> normal(0, static_cast<float>(deviation));
        for (float& v : values)
            v = normal(m_random);
        builder.weight(name, dims, values);
        return name;
    }
    std::string constant(const std::vector<int64_t>& dims, float value)
    {
        const std::string name = next("c");
        builder.weight(name, dims, std::vector<float>(static_cast<size_t>(elementCount(dims)), value));
        return name;
    }
    std::string ints(const std::vector<int64_t>& values)
    {
        const std::string name = next("i");
        builder.ints(name, values);
        return name;
    }
    std::string add(const std::string& op, const std::vector<std::string>& inputs,
                    const std::vector<test::ModelBuilder::Attribute>& attributes = {})
    {
        const std::string name = next(op);
        builder.node(op, inputs, {name}, name, attributes);
        return name;
    }
    std::string conv(const std::string& x, int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups = 1)
    {
        const int64_t pad = kernel / 2;
        const double fan = static_cast<double>(in / groups * kernel * kernel);
        const std::string w = weight({out, in / groups, kernel, kernel}, std::sqrt(2 / fan));
        const std::string y = add("Conv", {x, w}, {{"strides", std::vector<int64_t>{stride, stride}},
                                                   {"pads", std::vector<int64_t>{pad, pad, pad, pad}},
                                                   {"group", groups}});
        return add("BatchNormalization", {y, constant({out}, 1), constant({out}, 0), constant({out}, 0), constant({out}, 1)});
    }
    std::string linear(const std::string& x, int64_t in, int64_t out)
    {
        const std::string w = weight({in, out}, std::sqrt(1 / static_cast<double>(in)));
        return add("Add", {add("MatMul", {x, w}), constant({out}, 0)});
    }
    std::string norm(const std::string& x, int64_t width)
    {
        return add("LayerNormalization", {x, constant({width}, 1), constant({width}, 0)}, {{"axis", int64_t(-1)}});
    }

private:
    std::string next(const std::string& prefix) { return prefix + "_" + std::to_string(m_count++); }

    std::mt19937 m_random{7};
    int m_count = 0;
};

Network resnet()
{
    Network n;
    n.builder.input("x", {-1, 3, 224, 224});
    std::string x = n.add("Relu", {n.conv("x", 3, 64, 7, 2)});
    x = n.add("MaxPool", {x}, {{"kernel_shape", std::vector<int64_t>{3, 3}}, {"strides", std::vector<int64_t>{2, 2}},
                               {"pads", std::vector<int64_t>{1, 1, 1, 1}}});
    int64_t channels = 64;
    for (const int64_t width : {64, 128, 256, 512}) {
        for (int block = 0; block < 2; ++block) {
            const int64_t stride = block == 0 && width > 64 ? 2 : 1;
            const std::string shortcut = block == 0 ? n.conv(x, channels, width, 1, stride) : x;
            std::string y = n.add("Relu", {n.conv(x, channels, width / 2, 1, 1)});
            y = n.add("Relu", {n.conv(y, width / 2, width / 2, 3, stride)});
            x = n.add("Relu", {n.add("Add", {n.conv(y, width / 2, width, 1, 1), shortcut})});
            channels = width;
        }
    }
    n.builder.node("GlobalAveragePool", {x}, {"y"}).output("y");
    return n;
}

Network mobilenet()
{
    Network n;
    n.builder.input("x", {-1, 3, 224, 224});
    const std::string low = n.constant({}, 0), high = n.constant({}, 6);
    const auto relu6 = [&](const std::string& v) { return n.add("Clip", {v, low, high}); };
    std::string x = relu6(n.conv("x", 3, 32, 3, 2));
    int64_t channels = 32;
    for (const auto& [width, stride] : {std::pair<int64_t, int64_t>{24, 2}, {24, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1},
                                       {96, 1}, {160, 2}, {160, 1}}) {
        std::string y = relu6(n.conv(x, channels, channels * 6, 1, 1));
        y = relu6(n.conv(y, channels * 6, channels * 6, 3, stride, channels * 6));
        y = n.conv(y, channels * 6, width, 1, 1);
        x = channels == width ? n.add("Add", {y, x}) : y;
        channels = width;
    }
    n.builder.node("GlobalAveragePool", {x}, {"y"}).output("y");
    return n;
}

/// 197 tokens of width 384, 12 blocks, 6 heads: the transformer of ViT-S/16 without its patch embedding.
Network vit()
{
    constexpr int64_t Tokens = 197, Width = 384, Heads = 6, Depth = Width / Heads;
    Network n;
    n.builder.input("x", {-1, Tokens, Width});
    const std::string split = n.ints({0, Tokens, Heads, Depth}), join = n.ints({0, Tokens, Width});
    const auto heads = [&](const std::string& v, std::vector<int64_t> order) {
        return n.add("Transpose", {n.add("Reshape", {v, split})}, {{"perm", std::move(order)}});
    };
    std::string x = "x";
    for (int block = 0; block < 12; ++block) {
        const std::string h = n.norm(x, Width);
        const std::string q = heads(n.linear(h, Width, Width), {0, 2, 1, 3});
        const std::string k = heads(n.linear(h, Width, Width), {0, 2, 3, 1});
        const std::string v = heads(n.linear(h, Width, Width), {0, 2, 1, 3});
        const std::string scores = n.add("Mul", {n.add("MatMul", {q, k}), n.constant({}, 0.125F)});
        const std::string mixed = n.add("MatMul", {n.add("Softmax", {scores}, {{"axis", int64_t(-1)}}), v});
        const std::string rows = n.add("Transpose", {mixed}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
        x = n.add("Add", {x, n.linear(n.add("Reshape", {rows, join}), Width, Width)});
        const std::string f = n.linear(n.norm(x, Width), Width, 4 * Width);
        const std::string e = n.add("Erf", {n.add("Div", {f, n.constant({}, 1.41421356F)})});
        const std::string g = n.add("Mul", {f, n.add("Add", {e, n.constant({}, 1)})});
        x = n.add("Add", {x, n.linear(n.add("Mul", {g, n.constant({}, 0.5F)}), 4 * Width, Width)});
    }
    n.builder.node("Identity", {n.norm(x, Width)}, {"y"}).output("y");
    return n;
}

Network unet()
{
    Network n;
    n.builder.input("x", {-1, 1, 128, 128});
    const auto twice = [&](const std::string& x, int64_t in, int64_t out) {
        return n.add("Relu", {n.conv(n.add("Relu", {n.conv(x, in, out, 3, 1)}), out, out, 3, 1)});
    };
    std::vector<std::string> skips;
    std::string x = "x";
    int64_t channels = 1;
    for (const int64_t width : {32, 64, 128}) {
        skips.push_back(twice(x, channels, width));
        x = n.add("MaxPool", {skips.back()}, {{"kernel_shape", std::vector<int64_t>{2, 2}},
                                              {"strides", std::vector<int64_t>{2, 2}}});
        channels = width;
    }
    x = twice(x, channels, 256);
    channels = 256;
    for (const int64_t width : {128, 64, 32}) {
        const std::string w = n.weight({channels, width, 2, 2}, std::sqrt(0.5 / static_cast<double>(channels)));
        const std::string up = n.add("ConvTranspose", {x, w}, {{"strides", std::vector<int64_t>{2, 2}}});
        x = twice(n.add("Concat", {up, skips.back()}, {{"axis", int64_t(1)}}), 2 * width, width);
        skips.pop_back();
        channels = width;
    }
    n.builder.node("Identity", {n.conv(x, 32, 1, 1, 1)}, {"y"}).output("y");
    return n;
}

bool write(const std::string& folder, const std::string& name, const Network& network, const Shape& sample)
{
    std::filesystem::create_directories(folder + "/" + name);
    network.builder.write(folder + "/" + name + "/model.onnx");
    Shape shape = sample;
    shape.insert(shape.begin(), 16);
    Tensor x(DType::Float32, shape);
    std::mt19937 random(11);
    std::normal_distribution<float> normal;
    for (float& v : x.span<float>())
        v = normal(random);
    const Status status = data::writeNpz(folder + "/" + name + "/inputs.npz", {{"x", x}});
    if (!status.ok())
        std::fprintf(stderr, "bench_models: %s\n", status.error().text().c_str());
    return status.ok();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_models FOLDER\n");
        return 2;
    }
    const std::string folder = argv[1];
    const bool good = write(folder, "resnet", resnet(), {3, 224, 224})
                      && write(folder, "mobilenet", mobilenet(), {3, 224, 224})
                      && write(folder, "vit_s", vit(), {197, 384}) && write(folder, "unet", unet(), {1, 128, 128});
    return good ? 0 : 1;
}
