// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>

#include <QTest>

#include "op_runner.h"

using namespace qscope;
using namespace qscope::test;

using Attributes = std::map<std::string, AttributeValue, std::less<>>;
using Numbers = std::vector<double>;

/// The fused operators of ONNX Runtime against their formulas in double precision.
class TestMicrosoft : public QObject {
    Q_OBJECT

private slots:
    void normalizesRows_data();
    void normalizesRows();
    void embeds();
    void multipliesInAnyOrder_data();
    void multipliesInAnyOrder();
    void inverts();
    void convolvesAndActivates();
    void addsAndSplits();
    void turnsPairs_data();
    void turnsPairs();
    void attends_data();
    void attends();
    void attendsFromOneWeight();
    void attendsWithAPast();
    void packsAlike();
    void attendsInGroups();
    void refusesWrongShapes_data();
    void refusesWrongShapes();
};

static std::vector<Tensor> run(const char* op, std::vector<Tensor> inputs, Attributes attributes = {}, size_t outputs = 1)
{
    const auto result = runOp({op, std::move(inputs), std::move(attributes), 1, outputs, "com.microsoft"});
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *result;
}

static void compare(const Tensor& got, const Numbers& expected, double tolerance = 2e-5)
{
    const Numbers values = toDoubles(got);
    QCOMPARE(values.size(), expected.size());
    for (size_t i = 0; i < values.size(); ++i) {
        if (!(std::fabs(values[i] - expected[i]) <= tolerance * (1 + std::fabs(expected[i]))))
            QFAIL(qPrintable(QStringLiteral("element %1 is %2, not %3").arg(i).arg(values[i]).arg(expected[i])));
    }
}

static Numbers normalized(const Numbers& x, size_t n, const Numbers& gamma, const Numbers& beta, double epsilon,
                          bool simplified)
{
    Numbers y(x.size());
    for (size_t row = 0; row < x.size(); row += n) {
        double mean = 0, variance = 0;
        for (size_t i = 0; i < n; ++i)
            mean += simplified ? 0 : x[row + i] / double(n);
        for (size_t i = 0; i < n; ++i)
            variance += (x[row + i] - mean) * (x[row + i] - mean) / double(n);
        for (size_t i = 0; i < n; ++i)
            y[row + i] = (x[row + i] - mean) / std::sqrt(variance + epsilon) * gamma[i] + (beta.empty() ? 0 : beta[i]);
    }
    return y;
}

void TestMicrosoft::normalizesRows_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<bool>("skip");
    QTest::addColumn<bool>("simplified");
    QTest::newRow("mean and deviation") << "LayerNormalization" << false << false;
    QTest::newRow("root mean square") << "SimplifiedLayerNormalization" << false << true;
    QTest::newRow("a sum, mean and deviation") << "SkipLayerNormalization" << true << false;
    QTest::newRow("a sum, root mean square") << "SkipSimplifiedLayerNormalization" << true << true;
}

void TestMicrosoft::normalizesRows()
{
    QFETCH(QString, op);
    QFETCH(bool, skip);
    QFETCH(bool, simplified);
    std::mt19937 random(1);
    const Tensor x = randomFloats({2, 3, 8}, random), add = randomFloats({3, 8}, random);
    const Tensor gamma = randomFloats({8}, random), beta = randomFloats({8}, random), bias = randomFloats({8}, random);
    std::vector<Tensor> inputs{x};
    if (skip)
        inputs.push_back(add);
    inputs.push_back(gamma);
    if (!simplified)
        inputs.push_back(beta);
    if (skip)
        inputs.push_back(bias);
    Numbers sum = toDoubles(x);
    for (size_t i = 0; skip && i < sum.size(); ++i)
        sum[i] += double(add.data<float>()[i % 24]) + double(bias.data<float>()[i % 8]);
    const auto outputs = run(qPrintable(op), inputs, {{"epsilon", 1e-3F}}, skip ? 4 : 1);
    compare(outputs[0], normalized(sum, 8, toDoubles(gamma), simplified ? Numbers() : toDoubles(beta), 1e-3, simplified));
    if (skip)
        compare(outputs[3], sum);
}

void TestMicrosoft::embeds()
{
    std::mt19937 random(2);
    const Tensor words = randomFloats({5, 4}, random), places = randomFloats({6, 4}, random);
    const Tensor segments = randomFloats({2, 4}, random), gamma = randomFloats({4}, random), beta = randomFloats({4}, random);
    const std::vector<int32_t> ids{4, 0, 2, 1, 1, 3}, parts{0, 0, 1, 0, 1, 1};
    const auto outputs = run("EmbedLayerNormalization",
                             {tensorOf<int32_t>({2, 3}, ids), tensorOf<int32_t>({2, 3}, parts), words, places, segments,
                              gamma, beta, tensorOf<int32_t>({2, 3}, {1, 1, 0, 1, 1, 1})},
                             {{"epsilon", 1e-5F}}, 3);
    Numbers sum;
    for (size_t r = 0; r < 6; ++r)
        for (size_t i = 0; i < 4; ++i)
            sum.push_back(toDoubles(words)[size_t(ids[r]) * 4 + i] + toDoubles(places)[r % 3 * 4 + i]
                          + toDoubles(segments)[size_t(parts[r]) * 4 + i]);
    compare(outputs[0], normalized(sum, 4, toDoubles(gamma), toDoubles(beta), 1e-5, false));
    QCOMPARE(toInts(outputs[1]), (std::vector<int64_t>{2, 3}));
    compare(outputs[2], sum);
}

void TestMicrosoft::multipliesInAnyOrder_data()
{
    QTest::addColumn<bool>("transA");
    QTest::addColumn<bool>("batchA");
    QTest::addColumn<bool>("transB");
    QTest::addColumn<bool>("batchB");
    for (int i = 0; i < 16; ++i)
        QTest::addRow("transA %d, transBatchA %d, transB %d, transBatchB %d", i & 1, i >> 1 & 1, i >> 2 & 1, i >> 3)
            << bool(i & 1) << bool(i >> 1 & 1) << bool(i >> 2 & 1) << bool(i >> 3);
}

void TestMicrosoft::multipliesInAnyOrder()
{
    QFETCH(bool, transA);
    QFETCH(bool, batchA);
    QFETCH(bool, transB);
    QFETCH(bool, batchB);
    // As the operands are meant: a [2, 3, 4, 5], b [2, 3, 5, 6]; as they are stored, after the two reorderings undone.
    const auto stored = [](Shape s, bool trans, bool batch) {
        if (trans)
            std::swap(s[2], s[3]);
        if (batch)
            s = {s[2], s[0], s[1], s[3]};
        return s;
    };
    const auto at = [](const Tensor& t, std::array<int64_t, 4> i, bool trans, bool batch) {
        if (trans)
            std::swap(i[2], i[3]);
        if (batch)
            i = {i[2], i[0], i[1], i[3]};
        return double(t.data<float>()[((i[0] * t.dim(1) + i[1]) * t.dim(2) + i[2]) * t.dim(3) + i[3]]);
    };
    std::mt19937 random(3);
    const Tensor a = randomFloats(stored({2, 3, 4, 5}, transA, batchA), random);
    const Tensor b = randomFloats(stored({2, 3, 5, 6}, transB, batchB), random);
    const Tensor y = run("FusedMatMul", {a, b},
                         {{"alpha", 0.5F}, {"transA", int64_t(transA)}, {"transB", int64_t(transB)},
                          {"transBatchA", int64_t(batchA)}, {"transBatchB", int64_t(batchB)}})[0];
    QCOMPARE(y.shape(), (Shape{2, 3, 4, 6}));
    Numbers expected;
    for (const auto& i : indicesOf(y.shape())) {
        double sum = 0;
        for (int64_t k = 0; k < 5; ++k)
            sum += at(a, {i[0], i[1], i[2], k}, transA, batchA) * at(b, {i[0], i[1], k, i[3]}, transB, batchB);
        expected.push_back(sum / 2);
    }
    compare(y, expected);
}

void TestMicrosoft::inverts()
{
    const Tensor y = run("Inverse", {tensorOf<float>({2, 2, 2}, {1, 2, 3, 4, 2, 0, 0, 4})})[0];
    compare(y, {-2, 1, 1.5, -0.5, 0.5, 0, 0, 0.25});
}

void TestMicrosoft::convolvesAndActivates()
{
    const Tensor x = tensorOf<float>({1, 1, 1, 3}, {-1, 2, 3}), w = tensorOf<float>({1, 1, 1, 1}, {2});
    const Tensor bias = tensorOf<float>({1}, {1}), residual = tensorOf<float>({1, 1, 1, 3}, {0, -9, 1});
    const auto plain = [](const Tensor& t) { return toPlain(t); };
    compare(plain(run("FusedConv", {x, w, bias, residual}, {{"activation", std::string("Relu")}})[0]), {0, 0, 8});
    compare(plain(run("FusedConv", {x, w, bias},
                      {{"activation", std::string("Clip")}, {"activation_params", std::vector<float>{0, 6}}})[0]),
            {0, 5, 6});
    compare(plain(run("FusedConv", {x, w, bias},
                      {{"activation", std::string("LeakyRelu")}, {"activation_params", std::vector<float>{0.5F}}})[0]),
            {-0.5, 5, 7});
    compare(run("FusedGemm", {tensorOf<float>({1, 2}, {1, -2}), tensorOf<float>({2, 1}, {1, 1})},
                {{"activation", std::string("LeakyRelu")}, {"activation_alpha", 0.5F}})[0],
            {-0.5});
    const Tensor image = tensorOf<float>({1, 1, 2, 2}, {1, 2, 3, 4}); // two positions, two channels
    compare(run("NhwcConv", {image, tensorOf<float>({1, 1, 1, 2}, {1, 10})})[0], {21, 43});
}

void TestMicrosoft::addsAndSplits()
{
    const Tensor x = tensorOf<float>({1, 2, 2}, {1, 2, 3, 4}), bias = tensorOf<float>({2}, {10, 20});
    compare(run("BiasAdd", {x, bias, tensorOf<float>({1, 2, 2}, {100, 200, 300, 400})})[0], {111, 222, 313, 424});
    const Tensor y = run("BiasSplitGelu", {x, tensorOf<float>({2}, {1, -1})})[0];
    const auto gelu = [](double v) { return v / 2 * (1 + std::erf(v / std::sqrt(2.0))); };
    compare(y, {2 * gelu(1), 4 * gelu(3)});
}

void TestMicrosoft::turnsPairs_data()
{
    QTest::addColumn<bool>("headsFirst");
    QTest::addColumn<bool>("interleaved");
    QTest::addColumn<int>("rotated");
    QTest::newRow("halves") << false << false << 4;
    QTest::newRow("neighbours") << false << true << 4;
    QTest::newRow("heads first") << true << false << 4;
    QTest::newRow("the front of each head") << true << true << 2;
}

void TestMicrosoft::turnsPairs()
{
    QFETCH(bool, headsFirst);
    QFETCH(bool, interleaved);
    QFETCH(int, rotated);
    constexpr int64_t B = 2, N = 3, S = 2, H = 4;
    std::mt19937 random(4);
    const Tensor x = randomFloats(headsFirst ? Shape{B, N, S, H} : Shape{B, S, N * H}, random);
    const int half = rotated / 2;
    const Tensor c = randomFloats({9, half}, random), s = randomFloats({9, half}, random);
    const std::vector<int64_t> positions{3, 0, 8, 5};
    const Tensor y = run("RotaryEmbedding", {x, tensorOf<int64_t>({B, S}, positions), c, s},
                         {{"num_heads", N}, {"rotary_embedding_dim", int64_t(rotated)}, {"interleaved", int64_t(interleaved)}})[0];
    Numbers expected = toDoubles(x);
    const Numbers original = expected;
    for (int64_t b = 0; b < B; ++b)
        for (int64_t n = 0; n < N; ++n)
            for (int64_t t = 0; t < S; ++t)
                for (int i = 0; i < half; ++i) {
                    const int64_t base = (headsFirst ? (b * N + n) * S + t : (b * S + t) * N + n) * H;
                    const auto l = size_t(base + (interleaved ? 2 * i : i)), r = size_t(base + (interleaved ? 2 * i + 1 : i + half));
                    const double cosine = double(c.data<float>()[positions[size_t(b * S + t)] * half + i]);
                    const double sine = double(s.data<float>()[positions[size_t(b * S + t)] * half + i]);
                    expected[l] = original[l] * cosine - original[r] * sine;
                    expected[r] = original[r] * cosine + original[l] * sine;
                }
    compare(y, expected);
}

/// Attention the slow way. at(tensor, b, n, s, h) of tensors [B, S, N * H].
struct Slow {
    int64_t batch, heads, queries, keys, size, valueSize;
    std::function<double(int64_t, int64_t, int64_t, int64_t)> q, k, v;   ///< b, n, s, h
    std::function<double(int64_t, int64_t, int64_t, int64_t)> added = {}; ///< b, n, s, t; to the scaled scores

    Numbers run(double scale) const
    {
        Numbers y(size_t(batch * queries * heads * valueSize));
        for (int64_t b = 0; b < batch; ++b)
            for (int64_t n = 0; n < heads; ++n)
                for (int64_t s = 0; s < queries; ++s) {
                    Numbers p;
                    double sum = 0;
                    for (int64_t t = 0; t < keys; ++t) {
                        double score = 0;
                        for (int64_t h = 0; h < size; ++h)
                            score += q(b, n, s, h) * k(b, n, t, h);
                        p.push_back(std::exp(score * scale + (added ? added(b, n, s, t) : 0)));
                        sum += p.back();
                    }
                    for (int64_t t = 0; t < keys; ++t)
                        for (int64_t h = 0; h < valueSize; ++h)
                            y[size_t(((b * queries + s) * heads + n) * valueSize + h)] += p[size_t(t)] / sum * v(b, n, t, h);
                }
        return y;
    }
};

/// Reads [B, S, N * H] as (b, n, s, h).
static auto wide(const Tensor& t, int64_t size, double add = 0)
{
    return [&t, size, add](int64_t b, int64_t n, int64_t s, int64_t h) {
        return double(t.data<float>()[(b * t.dim(1) + s) * t.dim(2) + n * size + h]) + add;
    };
}

void TestMicrosoft::attends_data()
{
    QTest::addColumn<QString>("mask");
    for (const char* mask : {"nothing", "lengths", "zeros and ones", "zeros and ones per query", "an attention bias"})
        QTest::newRow(mask) << mask;
}

void TestMicrosoft::attends()
{
    QFETCH(QString, mask);
    std::mt19937 random(6);
    const Tensor q = randomFloats({2, 3, 8}, random), k = randomFloats({2, 5, 8}, random), v = randomFloats({2, 5, 6}, random);
    std::vector<Tensor> inputs{q, k, v, {}, {}, {}};
    Slow slow{2, 2, 3, 5, 4, 3, wide(q, 4), wide(k, 4), wide(v, 3)};
    if (mask == "lengths") {
        inputs[4] = tensorOf<int32_t>({2}, {4, 2});
        slow.added = [](int64_t b, int64_t, int64_t, int64_t t) { return t < (b ? 2 : 4) ? 0 : -20; };
    } else if (mask.startsWith("zeros")) {
        const bool perQuery = mask.endsWith("query");
        Tensor m(DType::Int32, perQuery ? Shape{2, 3, 5} : Shape{2, 5});
        for (int64_t i = 0; i < m.size(); ++i)
            m.data<int32_t>()[i] = i % 3 != 1;
        inputs[4] = m;
        slow.added = [m, perQuery](int64_t b, int64_t, int64_t s, int64_t t) {
            return m.data<int32_t>()[perQuery ? (b * 3 + s) * 5 + t : b * 5 + t] ? 0 : -20;
        };
    } else if (mask == "an attention bias") {
        const Tensor bias = randomFloats({1, 2, 3, 5}, random);
        inputs[5] = bias;
        slow.added = [bias](int64_t, int64_t n, int64_t s, int64_t t) { return double(bias.data<float>()[(n * 3 + s) * 5 + t]); };
    }
    const Tensor y = run("MultiHeadAttention", inputs, {{"num_heads", int64_t(2)}, {"mask_filter_value", -20.0F}})[0];
    QCOMPARE(y.shape(), (Shape{2, 3, 6}));
    compare(y, slow.run(0.5));
}

void TestMicrosoft::attendsFromOneWeight()
{
    std::mt19937 random(7);
    const Tensor x = randomFloats({2, 4, 5}, random), w = randomFloats({5, 8 + 8 + 6}, random, -1, 1), bias = randomFloats({22}, random);
    const Tensor y = run("Attention", {x, w, bias},
                         {{"num_heads", int64_t(2)}, {"unidirectional", int64_t(1)}, {"qkv_hidden_sizes", std::vector<int64_t>{8, 8, 6}}})[0];
    const auto part = [&](int64_t offset, int64_t size) {
        return [&, offset, size](int64_t b, int64_t n, int64_t s, int64_t h) {
            const int64_t column = offset + n * size + h;
            double sum = double(bias.data<float>()[column]);
            for (int64_t i = 0; i < 5; ++i)
                sum += double(x.data<float>()[(b * 4 + s) * 5 + i]) * double(w.data<float>()[i * 22 + column]);
            return sum;
        };
    };
    Slow slow{2, 2, 4, 4, 4, 3, part(0, 4), part(8, 4), part(16, 3)};
    slow.added = [](int64_t, int64_t, int64_t s, int64_t t) { return t > s ? -1e9 : 0; };
    compare(y, slow.run(0.5), 1e-4);
}

void TestMicrosoft::attendsWithAPast()
{
    // Two steps at once, or one by one with what the first one leaves behind: the same.
    std::mt19937 random(8);
    const Tensor x = randomFloats({2, 2, 4}, random), w = randomFloats({4, 12}, random), bias = randomFloats({12}, random);
    const Attributes attributes{{"num_heads", int64_t(2)}, {"unidirectional", int64_t(1)}};
    const auto step = [&](int64_t s) {
        Tensor t(DType::Float32, {2, 1, 4});
        for (int64_t b = 0; b < 2; ++b)
            std::copy_n(x.data<float>() + (b * 2 + s) * 4, 4, t.data<float>() + b * 4);
        return t;
    };
    const auto both = run("Attention", {x, w, bias}, attributes, 2);
    const auto first = run("Attention", {step(0), w, bias}, attributes, 2);
    const auto second = run("Attention", {step(1), w, bias, {}, first[1]}, attributes, 2);
    compare(second[1], toDoubles(both[1]));
    const Numbers all = toDoubles(both[0]);
    compare(second[0], {all[4], all[5], all[6], all[7], all[12], all[13], all[14], all[15]});
}

void TestMicrosoft::packsAlike()
{
    std::mt19937 random(9);
    const Tensor q = randomFloats({2, 3, 8}, random), k = randomFloats({2, 3, 8}, random), v = randomFloats({2, 3, 8}, random);
    const Attributes attributes{{"num_heads", int64_t(2)}};
    const Numbers expected = toDoubles(run("MultiHeadAttention", {q, k, v}, attributes)[0]);
    Tensor all(DType::Float32, {2, 3, 2, 3, 4}), keys(DType::Float32, {2, 3, 2, 2, 4});
    for (int64_t row = 0; row < 12; ++row) { // (b, s, n)
        for (int64_t i = 0; i < 3; ++i) {
            const Tensor& part = i == 0 ? q : i == 1 ? k : v;
            std::copy_n(part.data<float>() + row * 4, 4, all.data<float>() + (row * 3 + i) * 4);
            if (i > 0)
                std::copy_n(part.data<float>() + row * 4, 4, keys.data<float>() + (row * 2 + i - 1) * 4);
        }
    }
    compare(run("MultiHeadAttention", {all}, attributes)[0], expected, 1e-6);
    compare(run("MultiHeadAttention", {q, keys}, attributes)[0], expected, 1e-6);
}

void TestMicrosoft::attendsInGroups()
{
    // Four query heads on two key heads; samples of two and three past steps, the fourth step is the new one.
    std::mt19937 random(10);
    const Tensor q = randomFloats({2, 1, 16}, random), k = randomFloats({2, 1, 8}, random), v = randomFloats({2, 1, 8}, random);
    const Tensor pastK = randomFloats({2, 2, 3, 4}, random), pastV = randomFloats({2, 2, 3, 4}, random);
    const auto outputs = run("GroupQueryAttention",
                             {q, k, v, pastK, pastV, tensorOf<int32_t>({2}, {2, 3}), tensorOf<int32_t>({1}, {4})},
                             {{"num_heads", int64_t(4)}, {"kv_num_heads", int64_t(2)}}, 3);
    const auto joined = [](const Tensor& past, const Tensor& now) {
        return [&](int64_t b, int64_t n, int64_t t, int64_t h) {
            const int64_t kept = b ? 3 : 2, head = n / 2;
            if (t > kept)
                return 0.0;
            return double(t < kept ? past.data<float>()[((b * 2 + head) * 3 + t) * 4 + h] : now.data<float>()[b * 8 + head * 4 + h]);
        };
    };
    Slow slow{2, 4, 1, 4, 4, 4, wide(q, 4), joined(pastK, k), joined(pastV, v)};
    slow.added = [](int64_t b, int64_t, int64_t, int64_t t) { return t > (b ? 3 : 2) ? -1e9 : 0; };
    compare(outputs[0], slow.run(0.5));
    QCOMPARE(outputs[1].shape(), (Shape{2, 2, 4, 4}));
}

void TestMicrosoft::refusesWrongShapes_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<QString>("error");
    QTest::newRow("a head count that does not divide") << "MultiHeadAttention" << 3 << "does not part into 3 heads";
    QTest::newRow("a weight that does not part") << "Attention" << 2 << "do not part into q, k and v of 3 heads";
    QTest::newRow("no square matrix") << "Inverse" << 1 << "are no square matrices";
    QTest::newRow("tables of another size") << "RotaryEmbedding" << 4 << "do not fit heads";
}

void TestMicrosoft::refusesWrongShapes()
{
    QFETCH(QString, op);
    QFETCH(int, inputs);
    QFETCH(QString, error);
    std::vector<Tensor> tensors{counting({2, 3, 8}), counting({2, 3, 8}), counting({2, 3}), counting({2, 3})};
    if (op == "Attention")
        tensors[1] = counting({8, 24 + 1});
    if (op == "RotaryEmbedding")
        tensors = {counting({2, 3, 9}), ints({0}), counting({2, 3}), counting({2, 3})};
    tensors.resize(size_t(inputs));
    std::string text;
    runOne({op.toStdString(), tensors, {{"num_heads", int64_t(3)}}, 1, 1, "com.microsoft"}, &text);
    QVERIFY2(QString::fromStdString(text).contains(error), text.c_str());
}

QTEST_GUILESS_MAIN(TestMicrosoft)
#include "tst_microsoft.moc"
