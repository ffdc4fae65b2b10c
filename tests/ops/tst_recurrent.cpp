// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

/// One layer written the dumb way: sequence after sequence, step after step, everything in double.
struct Reference {
    std::string op = "";
    int64_t steps = 0, batch = 0, input = 0, hidden = 0;
    std::string direction = "forward";
    bool batchFirst = false, coupled = false, resetAfter = false;
    double clip = 0;
    std::vector<double> x, w, r, b, h0, c0, p; ///< b, h0, c0, p may be empty
    std::vector<int64_t> lengths;

    std::vector<double> y, lastH, lastC;

    int64_t gates() const { return op == "LSTM" ? 4 : (op == "GRU" ? 3 : 1); }
    int64_t directions() const { return direction == "bidirectional" ? 2 : 1; }
    double clipped(double v) const { return clip > 0 ? std::clamp(v, -clip, clip) : v; }
    double sigmoid(double v) const { return 1 / (1 + std::exp(-clipped(v))); }
    double tangent(double v) const { return std::tanh(clipped(v)); }

    /// Row `row` of W or R of a direction, times a vector, with the matching bias.
    double product(const std::vector<double>& m, int64_t d, int64_t row, const std::vector<double>& v,
                   int64_t biasPart) const
    {
        const auto width = static_cast<int64_t>(v.size());
        double sum = b.empty() ? 0 : b[static_cast<size_t>((d * 2 + biasPart) * gates() * hidden + row)];
        for (int64_t k = 0; k < width; ++k)
            sum +=
                m[static_cast<size_t>((d * gates() * hidden + row) * width + k)] * v[static_cast<size_t>(k)];
        return sum;
    }

    void step(int64_t d, const std::vector<double>& in, std::vector<double>& h, std::vector<double>& c) const
    {
        const std::vector<double> before = h;
        const auto n = hidden;
        const auto gate = [&](int64_t g, int64_t i, double more = 0) {
            return product(w, d, g * n + i, in, 0) + product(r, d, g * n + i, before, 1) + more;
        };
        const auto peep = [&](int64_t part, int64_t i, double state) {
            return p.empty() ? 0.0 : p[static_cast<size_t>(d * 3 * n + part * n + i)] * state;
        };
        std::vector<double> reset(static_cast<size_t>(n)), remembered(static_cast<size_t>(n));
        for (int64_t i = 0; op == "GRU" && i < n; ++i) {
            reset[static_cast<size_t>(i)] = sigmoid(gate(1, i));
            remembered[static_cast<size_t>(i)] =
                reset[static_cast<size_t>(i)] * before[static_cast<size_t>(i)];
        }
        for (int64_t i = 0; i < n; ++i) {
            const auto at = static_cast<size_t>(i);
            if (op == "RNN") {
                h[at] = tangent(gate(0, i));
            } else if (op == "GRU") {
                const double z = sigmoid(gate(0, i));
                const double own = product(w, d, 2 * n + i, in, 0);
                const double candidate = resetAfter ? own + reset[at] * product(r, d, 2 * n + i, before, 1)
                                                    : own + product(r, d, 2 * n + i, remembered, 1);
                h[at] = (1 - z) * tangent(candidate) + z * before[at];
            } else {
                const double enter = sigmoid(gate(0, i, peep(0, i, c[at])));
                const double keep = coupled ? 1 - enter : sigmoid(gate(2, i, peep(2, i, c[at])));
                c[at] = keep * c[at] + enter * tangent(gate(3, i));
                h[at] = sigmoid(gate(1, i, peep(1, i, c[at]))) * std::tanh(c[at]);
            }
        }
    }

    size_t stateAt(int64_t d, int64_t s) const
    {
        return static_cast<size_t>((batchFirst ? s * directions() + d : d * batch + s) * hidden);
    }

    void run()
    {
        y.assign(static_cast<size_t>(steps * batch * directions() * hidden), 0.0);
        lastH.assign(static_cast<size_t>(directions() * batch * hidden), 0.0);
        lastC = lastH;
        for (int64_t d = 0; d < directions(); ++d)
            for (int64_t s = 0; s < batch; ++s)
                runSequence(d, s);
    }

    void runSequence(int64_t d, int64_t s)
    {
        const auto n = static_cast<size_t>(hidden);
        std::vector<double> h(n, 0.0), c(n, 0.0);
        for (size_t i = 0; i < n; ++i) {
            h[i] = h0.empty() ? 0 : h0[stateAt(d, s) + i];
            c[i] = c0.empty() ? 0 : c0[stateAt(d, s) + i];
        }
        const int64_t length = lengths.empty() ? steps : lengths[static_cast<size_t>(s)];
        for (int64_t t = 0; t < length; ++t) {
            const bool backward = direction == "reverse" || d == 1;
            const int64_t at = backward ? length - 1 - t : t;
            const int64_t row = batchFirst ? s * steps + at : at * batch + s;
            step(d, {x.begin() + row * input, x.begin() + (row + 1) * input}, h, c);
            const int64_t to =
                batchFirst ? (s * steps + at) * directions() + d : (at * directions() + d) * batch + s;
            std::copy(h.begin(), h.end(), y.begin() + to * hidden);
        }
        std::copy(h.begin(), h.end(), lastH.begin() + static_cast<std::ptrdiff_t>(stateAt(d, s)));
        std::copy(c.begin(), c.end(), lastC.begin() + static_cast<std::ptrdiff_t>(stateAt(d, s)));
    }
};

/// A random layer: its reference, and the call that should give the same.
struct Layer {
    Reference reference;
    OpCall call;
    Shape yShape, stateShape;
};

Tensor randomInput(const Shape& shape, std::mt19937& random, DType type, std::vector<double>& values)
{
    const Tensor t = castTo(randomFloats(shape, random, -1.0f, 1.0f), type);
    values = toDoubles(t);
    return t;
}

Layer randomLayer(const std::string& op, std::mt19937& random, DType type)
{
    const auto upTo = [&](int64_t most) {
        return 1 + static_cast<int64_t>(random() % static_cast<unsigned>(most));
    };
    const auto maybe = [&] { return random() % 2 == 0; };
    const char* const directions[] = {"forward", "reverse", "bidirectional"};
    Layer layer;
    layer.call.op = op;
    Reference& r = layer.reference;
    r.op = op;
    r.steps = upTo(5);
    r.batch = upTo(3);
    r.input = upTo(6);
    r.hidden = upTo(7);
    r.direction = directions[random() % 3];
    r.batchFirst = maybe();
    r.coupled = op == "LSTM" && random() % 4 == 0;
    r.resetAfter = op == "GRU" && maybe();
    r.clip = random() % 4 == 0 ? 0.5 : 0;
    const int64_t d = r.directions(), width = r.gates() * r.hidden;
    layer.stateShape = r.batchFirst ? Shape{r.batch, d, r.hidden} : Shape{d, r.batch, r.hidden};
    layer.yShape = r.batchFirst ? Shape{r.batch, r.steps, d, r.hidden} : Shape{r.steps, d, r.batch, r.hidden};
    std::vector<Tensor>& in = layer.call.inputs;
    in.resize(op == "LSTM" ? 8 : 6);
    in[0] = randomInput(r.batchFirst ? Shape{r.batch, r.steps, r.input} : Shape{r.steps, r.batch, r.input},
                        random, type, r.x);
    in[1] = randomInput({d, width, r.input}, random, type, r.w);
    in[2] = randomInput({d, width, r.hidden}, random, type, r.r);
    if (maybe())
        in[3] = randomInput({d, 2 * width}, random, type, r.b);
    if (maybe()) {
        std::vector<int32_t> lengths;
        for (int64_t i = 0; i < r.batch; ++i)
            lengths.push_back(static_cast<int32_t>(random() % static_cast<unsigned>(r.steps + 1)));
        r.lengths.assign(lengths.begin(), lengths.end());
        in[4] = tensorOf<int32_t>({r.batch}, lengths);
    }
    if (maybe())
        in[5] = randomInput(layer.stateShape, random, type, r.h0);
    if (op == "LSTM" && maybe())
        in[6] = randomInput(layer.stateShape, random, type, r.c0);
    if (op == "LSTM" && maybe())
        in[7] = randomInput({d, 3 * r.hidden}, random, type, r.p);
    layer.call.attributes = {{"direction", r.direction},
                             {"hidden_size", r.hidden},
                             {"layout", int64_t(r.batchFirst)},
                             {"input_forget", int64_t(r.coupled)},
                             {"linear_before_reset", int64_t(r.resetAfter)},
                             {"clip", static_cast<float>(r.clip)}};
    layer.call.outputs = op == "LSTM" ? 3 : 2;
    return layer;
}

} // namespace

class TestRecurrent : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheReference_data();
    void agreesWithTheReference();
    void aSequenceDoesNotDependOnTheOthers();
    void activationsAreChosenByName();
    void saysWhatIsWrong();
};

void TestRecurrent::agreesWithTheReference_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<bool>("wide");
    for (const char* op : {"LSTM", "GRU", "RNN"}) {
        QTest::addRow("%s in float32", op) << QString::fromLatin1(op) << false;
        QTest::addRow("%s in float64", op) << QString::fromLatin1(op) << true;
    }
}

void TestRecurrent::agreesWithTheReference()
{
    QFETCH(QString, op);
    QFETCH(bool, wide);
    std::mt19937 random(5);
    const double tolerance = wide ? 1e-12 : 2e-5;
    for (int round = 0; round < 60; ++round) {
        Layer layer = randomLayer(op.toStdString(), random, wide ? DType::Float64 : DType::Float32);
        layer.reference.run();
        const auto outputs = runOp(layer.call);
        QVERIFY2(outputs.ok(), outputs ? "" : outputs.error().text().c_str());
        QCOMPARE(differenceFrom((*outputs)[0], layer.yShape, layer.reference.y, tolerance), QString());
        QCOMPARE(differenceFrom((*outputs)[1], layer.stateShape, layer.reference.lastH, tolerance),
                 QString());
        if (op == QLatin1String("LSTM"))
            QCOMPARE(differenceFrom((*outputs)[2], layer.stateShape, layer.reference.lastC, tolerance),
                     QString());
    }
}

/// A layer without inputs to multiply: what the steps do is the same, bit by bit, for one sequence and for
/// many.
void TestRecurrent::aSequenceDoesNotDependOnTheOthers()
{
    std::mt19937 random(6);
    const Tensor w(tensorOf<float>({1, 512, 1}, std::vector<float>(512, 0.0f)));
    const Tensor r = randomFloats({1, 512, 128}, random, -0.2f, 0.2f);
    const Tensor h = randomFloats({1, 9, 128}, random);
    const auto run = [&](int64_t from, int64_t count) {
        Tensor x(tensorOf<float>({20, count, 1}, std::vector<float>(static_cast<size_t>(20 * count), 0.0f)));
        Tensor start(DType::Float32, {1, count, 128});
        std::copy_n(h.data<float>() + from * 128, count * 128, start.data<float>());
        const auto outputs = runOp({"LSTM", {x, w, r, Tensor(), Tensor(), start}, {}, 14, 2});
        return toDoubles((*outputs)[1]);
    };
    const std::vector<double> all = run(0, 9);
    const std::vector<double> last = run(8, 1);
    QVERIFY(std::equal(last.begin(), last.end(), all.begin() + 8 * 128));
}

void TestRecurrent::activationsAreChosenByName()
{
    const Tensor x = tensorOf<float>({1, 1, 1}, {2.0f});
    const Tensor one = tensorOf<float>({1, 1, 1}, {1.0f});
    const auto rnn = [&](const std::string& name, std::vector<float> alpha, std::vector<float> beta) {
        return toDoubles(runOne({"RNN",
                                 {x, one, one},
                                 {{"activations", std::vector<std::string>{name}},
                                  {"activation_alpha", alpha},
                                  {"activation_beta", beta}}}))[0];
    };
    QCOMPARE(rnn("Affine", {3.0f}, {0.5f}), 6.5);
    QCOMPARE(rnn("relu", {}, {}), 2.0);
    QCOMPARE(static_cast<float>(rnn("HardSigmoid", {}, {})), 0.9f);
    QCOMPARE(rnn("ThresholdedRelu", {2.5f}, {}), 0.0);
    QCOMPARE(rnn("Softsign", {}, {}), static_cast<double>(2.0f / 3.0f));
}

void TestRecurrent::saysWhatIsWrong()
{
    const auto errorOf = [](OpCall call) {
        std::string error;
        runOne(std::move(call), &error);
        return QString::fromStdString(error);
    };
    const Tensor x = counting({2, 1, 3});
    const Tensor w = counting({1, 8, 3});
    const Tensor r = counting({1, 8, 2});
    QCOMPARE(errorOf({"LSTM", {x, counting({1, 7, 3}), r}}),
             QStringLiteral("node 'n' (LSTM): input 1 has shape [1, 7, 3], not [1, 8, 3]"));
    QCOMPARE(errorOf({"LSTM", {x, w, r, Tensor(), tensorOf<int32_t>({1}, {3})}}),
             QStringLiteral("node 'n' (LSTM): a sequence of 3 steps is not within 2"));
    QCOMPARE(errorOf({"LSTM", {counting({2, 3}), w, r}}),
             QStringLiteral("node 'n' (LSTM): the input [2, 3] or the weights [1, 8, 2] are not of rank 3"));
    QCOMPARE(errorOf({"LSTM", {x, w, r}, {{"direction", std::string("up")}}}),
             QStringLiteral("node 'n' (LSTM): direction 'up' is unknown"));
    QCOMPARE(errorOf({"LSTM", {x, w, r}, {{"activations", std::vector<std::string>{"Sigmoid", "Tanh"}}}}),
             QStringLiteral("node 'n' (LSTM): names 2 activations and needs 3"));
    QCOMPARE(errorOf({"LSTM", {x, w, castTo(r, DType::Float64)}}),
             QStringLiteral("node 'n' (LSTM): input 0 is float32 but input 2 is float64"));
}

QTEST_GUILESS_MAIN(TestRecurrent)
#include "tst_recurrent.moc"
