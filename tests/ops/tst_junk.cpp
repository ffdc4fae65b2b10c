// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <limits>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

constexpr DType Types[] = {DType::Float32, DType::Float32, DType::Float32, DType::Float64,
                           DType::Int64,   DType::Int64,   DType::Int32,   DType::UInt8,
                           DType::Int8,    DType::Bool,    DType::UInt64};

const char* const IntNames[] = {"axis",
                                "keepdims",
                                "group",
                                "num_groups",
                                "blocksize",
                                "to",
                                "p",
                                "size",
                                "batch_dims",
                                "batch_axis",
                                "time_axis",
                                "upper",
                                "k",
                                "hidden_size",
                                "layout",
                                "ceil_mode",
                                "dtype",
                                "offset_group",
                                "num_outputs",
                                "fmod",
                                "storage_order",
                                "count_include_pad",
                                "sorted",
                                "output_height",
                                "output_width",
                                "sampling_ratio",
                                "onesided",
                                "inverse",
                                "opset",
                                "allowzero",
                                "antialias",
                                "exclude_outside",
                                "transA",
                                "transB",
                                "largest",
                                "start",
                                "end",
                                "linear_before_reset",
                                "input_forget",
                                "align_corners",
                                "min_gram_length",
                                "block_size",
                                "max_gram_length",
                                "max_skip_count",
                                "ignore_index",
                                "exclusive",
                                "reverse",
                                "noop_with_empty_axes"};
const char* const ListNames[] = {"axes",         "perm",         "pads",    "strides",        "dilations",
                                 "kernel_shape", "output_shape", "split",   "output_padding", "starts",
                                 "ends",         "pooled_shape", "shape",   "ngram_counts",   "ngram_indexes",
                                 "pool_int64s",  "value_ints",   "paddings"};
const std::pair<const char*, std::vector<const char*>> TextNames[] = {
    {"mode",
     {"constant", "reflect", "edge", "wrap", "linear", "cubic", "nearest", "bilinear", "avg", "max", "TF",
      "IDF", "CRD"}},
    {"auto_pad", {"SAME_UPPER", "SAME_LOWER", "VALID"}},
    {"reduction", {"none", "mean", "sum", "add", "mul", "max", "min"}},
    {"equation", {"ij,jk->ik", "ii->i", "...i,...i", "ij->ji", "i,j->ij", "abc,cb"}},
    {"direction", {"forward", "reverse", "bidirectional", "LEFT", "RIGHT"}},
    {"padding_mode", {"zeros", "border", "reflection"}},
    {"coordinate_transformation_mode", {"half_pixel", "align_corners", "tf_crop_and_resize", "asymmetric"}},
    {"keep_aspect_ratio_policy", {"not_larger", "not_smaller"}},
};

/// Small numbers mostly, and now and then something outrageous.
int64_t someInt(std::mt19937& random)
{
    constexpr int64_t Outrageous[] = {std::numeric_limits<int64_t>::min(),
                                      std::numeric_limits<int64_t>::max(),
                                      int64_t(1) << 31,
                                      -(int64_t(1) << 33),
                                      1000,
                                      1 << 20};
    return random() % 12 == 0 ? Outrageous[random() % std::size(Outrageous)]
                              : static_cast<int64_t>(random() % 7) - 2;
}

Tensor someTensor(std::mt19937& random)
{
    Shape shape(random() % 6);
    for (int64_t& d : shape)
        d = random() % 8 == 0 ? 0 : 1 + static_cast<int64_t>(random() % 3);
    const DType type = Types[random() % std::size(Types)];
    if (type == DType::Int64 && random() % 2) { // shapes, axes, indices
        Tensor t(type, shape.size() > 1 ? Shape{shape[0]} : shape);
        for (int64_t& v : t.span<int64_t>())
            v = someInt(random);
        return t;
    }
    Tensor t = castTo(randomFloats(shape, random, isFloating(type) ? -2.0f : 0.0f, 4.0f), type);
    if (type == DType::Float32 && t.size() > 0 && random() % 8 == 0)
        t.data<float>()[0] =
            random() % 2 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    return t;
}

/// Several inputs of one shape fit each other more often than chance would have it.
std::vector<Tensor> someInputs(std::mt19937& random)
{
    std::vector<Tensor> inputs(random() % 6);
    for (size_t i = 0; i < inputs.size(); ++i) {
        if (random() % 10 == 0)
            continue; // left out
        const bool repeats = i > 0 && random() % 2 && !inputs[0].absent();
        inputs[i] = repeats ? inputs[0].clone() : someTensor(random);
    }
    return inputs;
}

std::map<std::string, AttributeValue, std::less<>> someAttributes(std::mt19937& random)
{
    std::map<std::string, AttributeValue, std::less<>> attributes;
    for (const char* name : IntNames) {
        if (random() % 4 == 0)
            attributes[name] = someInt(random);
    }
    for (const char* name : ListNames) {
        if (random() % 3)
            continue;
        std::vector<int64_t> list(random() % 5);
        for (int64_t& v : list)
            v = someInt(random);
        attributes[name] = list;
    }
    for (const auto& [name, texts] : TextNames) {
        if (random() % 2)
            attributes[name] = std::string(texts[random() % texts.size()]);
    }
    if (random() % 4 == 0)
        attributes["value"] = someTensor(random);
    for (const char* name : {"spatial_scale", "alpha", "beta", "epsilon", "clip"}) {
        if (random() % 6 == 0)
            attributes[name] = static_cast<float>(someInt(random));
    }
    return attributes;
}

using Ints = std::vector<int64_t>;

Tensor floatsOf(std::vector<float> values)
{
    const auto count = static_cast<int64_t>(values.size());
    return tensorOf<float>({count}, std::move(values));
}

/// Calls that work, of operators whose inputs must fit each other.
std::vector<OpCall> fittingCalls()
{
    const Tensor picture = counting({1, 2, 5, 5});
    const Tensor two = floatsOf({1, 2});
    const Ints k{2, 2};
    return {
        {"LSTM",
         {counting({3, 2, 2}), counting({1, 8, 2}), counting({1, 8, 2}), counting({1, 16}),
          tensorOf<int32_t>({2}, {3, 1}), counting({1, 2, 2}), counting({1, 2, 2}), counting({1, 6})},
         {},
         14,
         3},
        {"GRU",
         {counting({3, 2, 2}), counting({1, 6, 2}), counting({1, 6, 2}), counting({1, 12})},
         {},
         14,
         2},
        {"RNN",
         {counting({3, 2, 2}), counting({2, 2, 2}), counting({2, 2, 2})},
         {{"direction", std::string("bidirectional")}},
         14,
         2},
        {"Conv", {picture, counting({2, 2, 3, 3}), two}, {{"pads", Ints{1, 1, 1, 1}}}},
        {"Conv",
         {castTo(picture, DType::Float64), counting({2, 2, 3, 3}), two},
         {{"pads", Ints{1, 1, 1, 1}}}},
        {"ConvTranspose", {picture, counting({2, 2, 3, 3}), two}, {{"output_shape", Ints{9, 9}}}},
        {"DeformConv",
         {picture, counting({2, 2, 2, 2}), counting({1, 8, 4, 4}), two, counting({1, 4, 4, 4})},
         {},
         19},
        {"Col2Im", {counting({1, 4, 2}), ints({2, 3}), ints({2, 2})}, {}, 18},
        {"MaxPool", {picture}, {{"kernel_shape", k}, {"pads", Ints{1, 0, 0, 1}}}, 12, 2},
        {"AveragePool",
         {picture},
         {{"kernel_shape", k}, {"ceil_mode", int64_t(1)}, {"count_include_pad", int64_t(1)}},
         19},
        {"LpPool", {picture}, {{"kernel_shape", k}}, 18},
        {"MaxUnpool",
         {counting({1, 1, 2, 2}), tensorOf<int64_t>({1, 1, 2, 2}, {0, 2, 8, 10})},
         {{"kernel_shape", k}, {"strides", k}},
         11},
        {"BatchNormalization", {picture, two, two, two, two}},
        {"GroupNormalization", {picture, two, two}, {{"num_groups", int64_t(2)}}, 21},
        {"LayerNormalization", {counting({2, 3}), counting({3}), counting({3})}, {}, 17, 3},
        {"LRN", {picture}, {{"size", int64_t(3)}}},
        {"NegativeLogLikelihoodLoss", {counting({3, 2}), ints({0, 1, 1}), two}},
        {"SoftmaxCrossEntropyLoss", {counting({3, 2}), ints({0, 1, 1}), two}, {}, 13, 2},
        {"RoiAlign",
         {picture, tensorOf<float>({1, 4}, {0, 0, 3, 4}), ints({0})},
         {{"output_height", int64_t(2)}},
         16},
        {"MaxRoiPool", {picture, tensorOf<float>({1, 5}, {0, 0, 0, 3, 4})}, {{"pooled_shape", k}}},
        {"NonMaxSuppression",
         {counting({1, 3, 4}), counting({1, 2, 3}), ints({2}), floatsOf({0.5f}), floatsOf({1})},
         {},
         11},
        {"GridSample", {picture, counting({1, 2, 3, 2})}, {}, 20},
        {"AffineGrid", {counting({1, 2, 3}), ints({1, 1, 3, 4})}, {}, 20},
        {"MelWeightMatrix", {ints({8}), ints({16}), ints({8192}), floatsOf({0}), floatsOf({4096})}, {}, 17},
        {"DFT", {counting({1, 6, 2}), ints({8}), ints({1})}, {}, 20},
        {"STFT", {counting({1, 9, 1}), ints({2}), counting({4}), ints({4})}, {}, 17},
        {"Einsum", {counting({2, 3}), counting({3, 4})}, {{"equation", std::string("ij,jk->ik")}}},
        {"TfIdfVectorizer",
         {ints({1, 2, 1, 3})},
         {{"max_gram_length", int64_t(2)},
          {"pool_int64s", Ints{1, 2, 1, 2}},
          {"ngram_counts", Ints{0, 2}},
          {"ngram_indexes", Ints{0, 1, 2}}}},
        {"Resize",
         {picture, Tensor(), floatsOf({1, 1, 0.5f, 2})},
         {{"mode", std::string("linear")}, {"antialias", int64_t(1)}},
         18},
        {"Unique", {counting({2, 3, 2})}, {{"axis", int64_t(1)}}, 11, 4},
        {"Gemm", {castTo(counting({2, 3}), DType::Float64), counting({3, 2}), two}},
    };
}

/// Changes one of the call's inputs, or one or two of its attributes.
void spoil(OpCall& call, std::mt19937& random)
{
    if (random() % 2 == 0) {
        Tensor& t = call.inputs[random() % call.inputs.size()];
        if (t.absent() || random() % 3 == 0) {
            t = someTensor(random);
        } else if (random() % 3 == 0) {
            t = castTo(t, Types[random() % std::size(Types)]);
        } else {
            Shape shape = t.shape();
            if (!shape.empty())
                shape[random() % shape.size()] = static_cast<int64_t>(random() % 4);
            t = castTo(randomFloats(shape, random), t.type());
        }
        return;
    }
    const auto other = someAttributes(random);
    for (size_t i = 0; i < 1 + random() % 2 && !other.empty(); ++i) {
        auto it = other.begin();
        std::advance(it, random() % other.size());
        call.attributes[it->first] = it->second;
    }
    for (auto& [name, value] : call.attributes) {
        if (auto* list = std::get_if<Ints>(&value); list && !list->empty() && random() % 3 == 0)
            (*list)[random() % list->size()] = someInt(random);
        else if (std::holds_alternative<int64_t>(value) && random() % 3 == 0)
            value = someInt(random);
    }
}

} // namespace

/// Whatever a file says, a kernel gives a result or an error. What this finds, it finds under the sanitizers.
class TestJunk : public QObject {
    Q_OBJECT

private slots:
    void noInputsOrAttributesBringAKernelDown_data();
    void noInputsOrAttributesBringAKernelDown();
    void oneThingWrongIsNoCrash();
};

void TestJunk::noInputsOrAttributesBringAKernelDown_data()
{
    QTest::addColumn<QString>("op");
    for (const std::string& name : ops::knownOperators())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestJunk::noInputsOrAttributesBringAKernelDown()
{
    QFETCH(QString, op);
    const qsizetype dot = op.lastIndexOf(QLatin1Char('.'));
    const int rounds = qEnvironmentVariableIntValue("QSCOPE_JUNK_ROUNDS");
    std::mt19937 random(61);
    int good = 0;
    for (int round = 0; round < (rounds > 0 ? rounds : 300); ++round) {
        OpCall call{op.mid(dot + 1).toStdString(), someInputs(random), someAttributes(random)};
        call.domain = dot < 0 ? "" : op.left(dot).toStdString();
        call.opset = 1 + static_cast<int64_t>(random() % 22);
        call.outputs = random() % 4;
        call.reusable = random() % 2;
        const auto outputs = runOp(std::move(call));
        good += outputs.ok();
        if (!outputs)
            QVERIFY2(!outputs.error().message.empty(), "an error without a message");
    }
    if (qEnvironmentVariableIsSet("QSCOPE_JUNK_COUNT"))
        std::printf("%s: %d calls succeeded\n", qPrintable(op), good);
}

void TestJunk::oneThingWrongIsNoCrash()
{
    const int rounds = qEnvironmentVariableIntValue("QSCOPE_JUNK_ROUNDS");
    std::mt19937 random(62);
    for (const OpCall& fitting : fittingCalls()) {
        OpCall whole = fitting;
        if (whole.inputs[0].type() == DType::Float64) { // its other inputs are floats so far
            for (Tensor& t : whole.inputs)
                t = castTo(t, DType::Float64);
        }
        const auto good = runOp(whole);
        QVERIFY2(good.ok(), good ? "" : good.error().text().c_str());
        for (int round = 0; round < (rounds > 0 ? rounds : 60); ++round) {
            OpCall call = whole;
            spoil(call, random);
            const auto outputs = runOp(std::move(call));
            if (!outputs)
                QVERIFY2(!outputs.error().message.empty(), "an error without a message");
        }
    }
}

QTEST_GUILESS_MAIN(TestJunk)
#include "tst_junk.moc"
