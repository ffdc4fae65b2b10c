// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>
#include <functional>

#include "core/quant/divergence.h"
#include "core/quant/reference_calibrators.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;
using namespace qscope::quant::reference;

namespace {

using Figures = std::vector<double>;
using Computation = std::function<Figures()>;

Figures pair(Range r) { return {r.lo, r.hi}; }
Figures pair(Params p) { return {static_cast<double>(p.scale), static_cast<double>(p.zeroPoint)}; }
Figures all(const QdropResult& r)
{
    return {r.range.lo, r.range.hi, static_cast<double>(r.params.scale), static_cast<double>(r.params.zeroPoint)};
}

/// Every golden figure by name, as we compute it.
class Ours {
public:
    Ours() : m_arrays(goldenArrays("01_calibration.npz"))
    {
        if (m_arrays.empty())
            return;
        addNvidia();
        addOrt();
        addAimet();
        addPpq();
        addSearches();
        addWeights();
    }
    const std::map<std::string, Tensor>& arrays() const { return m_arrays; }
    const std::map<std::string, Computation>& computations() const { return m_computations; }

private:
    std::span<const float> array(const std::string& name) const { return m_arrays.at(name).span<float>(); }
    std::span<const float> signedActivations() const { return array("act_signed"); }
    std::span<const float> secondBatch() const { return array("act_signed_batch2"); }
    std::span<const float> relu() const { return array("act_relu"); }
    std::span<const float> weightChannel(size_t c) const { return array("weight").subspan(c * 27, 27); }
    void add(const std::string& name, Computation f) { m_computations[name] = std::move(f); }

    void addNvidia();
    void addOrt();
    void addAimet();
    void addPpq();
    void addSearches();
    void addWeights();
    void addBins(const std::string& counts, const std::string& edges, const Bins& bins)
    {
        add(counts, [=] { return bins.counts; });
        add(edges, [=] { return bins.edges; });
    }

    std::map<std::string, Tensor> m_arrays;
    std::map<std::string, Computation> m_computations;
};

void Ours::addNvidia()
{
    Bins np, torch, relus, small;
    nvidiaNumpyCollect(np, signedActivations());
    nvidiaTorchCollect(torch, signedActivations());
    nvidiaNumpyCollect(relus, relu());
    nvidiaNumpyCollect(small, signedActivations(), 256);
    Bins np2 = np, torch2 = torch;
    nvidiaNumpyCollect(np2, secondBatch());
    nvidiaTorchCollect(torch2, secondBatch());
    addBins("nv_np_hist1", "nv_np_edges1", np);
    addBins("nv_np_hist2", "nv_np_edges2", np2);
    addBins("nv_torch_hist1", "nv_torch_edges1", torch);
    addBins("nv_torch_hist2", "nv_torch_edges2", torch2);
    addBins("nv_relu_hist", "nv_relu_edges", relus);
    addBins("nv_small_hist", "nv_small_edges", small);
    for (const auto& [text, p] : {std::pair{"99.0", 99.0}, {"99.9", 99.9}, {"99.99", 99.99}, {"99.999", 99.999},
                                  {"99.9999", 99.9999}}) {
        const double percentile = p;
        add(std::string("nv_percentile_") + text, [=] { return Figures{nvidiaPercentile(np, percentile)}; });
        add(std::string("nv_np_percentile_") + text + "_after2",
            [=] { return Figures{nvidiaPercentile(np2, percentile)}; });
        add(std::string("nv_torch_percentile_") + text + "_after2",
            [=] { return Figures{nvidiaPercentile(torch2, percentile)}; });
    }
    for (const int bits : {8, 4}) {
        add("nv_entropy_b" + std::to_string(bits), [=] { return Figures{nvidiaEntropy(np, bits, false)}; });
        add("nv_mse_b" + std::to_string(bits), [=] { return Figures{nvidiaMse(np, bits, false)}; });
    }
    add("nv_relu_entropy_unsigned_b8", [=] { return Figures{nvidiaEntropy(relus, 8, true)}; });
    add("nv_relu_entropy_signed_b8", [=] { return Figures{nvidiaEntropy(relus, 8, false)}; });
    add("nv_relu_mse_unsigned_b4", [=] { return Figures{nvidiaMse(relus, 4, true)}; });
    add("nv_small_entropy_b5_start32", [=] { return Figures{nvidiaEntropy(small, 5, false, 1, 32)}; });
    add("nv_small_divergences_b5_start32", [=] { return nvidiaEntropyCurve(small, 5, false, 1, 32); });
    const auto fake = [this](const char* name, const char* in, float amax, bool isUnsigned, bool narrow) {
        add(name, [=, this] {
            const auto y = nvidiaFakeQuantize(array(in), amax, 8, isUnsigned, narrow);
            return Figures(y.begin(), y.end());
        });
    };
    const auto doc = array("nv_fakequant_doc_in"); // all positive
    const float largest = *std::max_element(doc.begin(), doc.end());
    fake("nv_fakequant_doc_out", "nv_fakequant_doc_in", largest, false, true);
    fake("nv_fq_out_narrowTrue", "nv_fq_in", 1, false, true);
    fake("nv_fq_out_narrowFalse", "nv_fq_in", 1, false, false);
    fake("nv_fq_unsigned_out", "nv_fq_unsigned_in", 1, true, true);
}

void Ours::addOrt()
{
    const auto form = [this](const std::string& name, std::span<const float> x, std::span<const float> more,
                             int count) {
        OrtBins bins;
        ortCollect(bins, x, count);
        if (!more.empty())
            ortCollect(bins, more, count);
        addBins("ort_" + name + "_hist", "ort_" + name + "_edges", bins);
        add("ort_" + name + "_nbins", [=] { return Figures{static_cast<double>(bins.counts.size())}; });
        add("ort_" + name + "_threshold_raw", [=] { return pair(ortEntropy(bins)); });
        add("ort_" + name + "_threshold_clipped", [=] {
            const Range r = ortEntropy(bins);
            return Figures{std::max(r.lo, static_cast<double>(bins.lo)), std::min(r.hi, static_cast<double>(bins.hi))};
        });
    };
    form("default128", signedActivations(), {}, 128);
    form("default128_two", signedActivations(), secondBatch(), 128);
    form("b1024", signedActivations(), {}, 1024);
    form("b513", signedActivations(), {}, 513);
    form("relu_b1024", relu(), {}, 1024);
    OrtBins values;
    Bins absolute;
    ortCollect(values, signedActivations(), 2048);
    nvidiaNumpyCollect(absolute, signedActivations());
    const Range observed = minMax(signedActivations());
    for (const auto& [text, p] : {std::pair{"99.0", 99.0}, {"99.9", 99.9}, {"99.99", 99.99}, {"99.999", 99.999}}) {
        const double percentile = p;
        add(std::string("ort_percentile_sym_") + text,
            [=] { return pair(ortPercentile(absolute, percentile, true, observed)); });
        add(std::string("ort_percentile_asym_") + text,
            [=] { return pair(ortPercentile(values, percentile, false, observed)); });
    }
}

void Ours::addAimet()
{
    Bins bins;
    aimetCollect(bins, signedActivations());
    Bins two = bins;
    aimetCollect(two, secondBatch());
    const Range observed = minMax(signedActivations());
    for (const bool symmetric : {false, true}) {
        for (const int bits : {8, 4}) {
            const std::string end = std::string(symmetric ? "_sym_b" : "_asym_b") + std::to_string(bits);
            add("aimet_minmax" + end, [=, this] { return pair(aimetMinMax(signedActivations(), bits, symmetric)); });
            add("aimet_pct99.9" + end, [=] { return pair(aimetPercentile(bins, 99.9, bits, symmetric)); });
            add("aimet_sqnr" + end, [=] { return pair(aimetSqnr(bins, observed, bits, symmetric)); });
            add("aimet_sqnr_gamma1" + end, [=] { return pair(aimetSqnr(bins, observed, bits, symmetric, 1)); });
        }
    }
    add("aimet_sqnr_asym_b8_two_batches", [=, this] {
        const Range second = minMax(secondBatch());
        return pair(aimetSqnr(two, {std::min(observed.lo, second.lo), std::max(observed.hi, second.hi)}, 8, false));
    });
}

void Ours::addPpq()
{
    const Range observed = minMax(signedActivations());
    const double top = std::max(-observed.lo, observed.hi);
    std::vector<float> size;
    for (const float v : signedActivations())
        size.push_back(std::abs(v));
    const Bins fine = torchHistogram(size, 4096, 0, static_cast<float>(top));
    const Bins absolute = torchHistogram(size, 2048, 0, static_cast<float>(top));
    const Bins values = torchHistogram(signedActivations(), 2048, static_cast<float>(observed.lo),
                                       static_cast<float>(observed.hi));
    add("ppq_minmax_sym_int8", [=] { return pair(ppqParams(observed, -128, 127, true)); });
    add("ppq_minmax_asym_uint8", [=] { return pair(ppqParams(observed, 0, 255, false)); });
    add("ppq_percentile_asym_uint8",
        [this] { return pair(ppqParams(ppqPercentile(signedActivations(), 0.9999), 0, 255, false)); });
    add("ppq_percentile_sym_int8_two_batches", [this] {
        const Range a = ppqPercentile(signedActivations(), 0.9999), b = ppqPercentile(secondBatch(), 0.9999);
        return pair(ppqParams({(a.lo + b.lo) / 2, (a.hi + b.hi) / 2}, -128, 127, true));
    });
    add("ppq_kl_hist", [=] { return fine.counts; });
    add("ppq_kl_hist_scale", [=] { return Figures{top / 4096}; });
    add("ppq_kl_sym_int8", [=] { return Figures{ppqEntropy(fine.counts, top / 4096, 8), 0}; });
    add("ppq_mse_sym_int8", [=] { return pair(ppqParams(ppqMse(absolute, -128, 127, true), -128, 127, true)); });
    add("ppq_mse_asym_uint8", [=] { return pair(ppqParams(ppqMse(values, 0, 255, false), 0, 255, false)); });
}

void Ours::addSearches()
{
    for (const int bits : {8, 6, 4, 3, 2}) {
        const std::string b = "_b" + std::to_string(bits);
        add("brecq_max_act" + b, [=, this] { return pair(brecqMax(signedActivations(), bits)); });
        add("brecq_max_scale_act" + b, [=, this] { return pair(brecqMaxScale(signedActivations(), bits)); });
        add("brecq_mse_act" + b, [=, this] { return pair(brecqMse(signedActivations(), bits)); });
        add("repq_uniform_act" + b, [=, this] { return pair(repqUniform(signedActivations(), bits)); });
        add("qdrop_mse2d_act" + b, [=, this] { return all(qdropMse2d(signedActivations(), bits)); });
        add("qdrop_mse1d_relu" + b, [=, this] { return all(qdropMse1d(relu(), bits)); });
        add("genie_init" + b + "_asym_signed",
            [=, this] { return pair(genieInit(signedActivations(), bits, GenieForm::Asymmetric)); });
        add("genie_init" + b + "_sym_signed",
            [=, this] { return pair(genieInit(signedActivations(), bits, GenieForm::SymmetricSigned)); });
        add("genie_init" + b + "_sym_unsigned_relu",
            [=, this] { return pair(genieInit(relu(), bits, GenieForm::SymmetricUnsigned)); });
    }
}

void Ours::addWeights()
{
    using Search = std::function<Params(std::span<const float>, int)>;
    const auto perChannel = [this](const std::string& name, const char* scale, const char* zero, int bits,
                                   const Search& search) {
        const auto params = [=, this] {
            std::vector<Params> result;
            for (size_t c = 0; c < 6; ++c)
                result.push_back(search(weightChannel(c), bits));
            return result;
        };
        add(name + scale, [=] {
            Figures f;
            for (const Params& p : params())
                f.push_back(static_cast<double>(p.scale));
            return f;
        });
        add(name + zero, [=] {
            Figures f;
            for (const Params& p : params())
                f.push_back(static_cast<double>(p.zeroPoint));
            return f;
        });
    };
    for (const int bits : {8, 6, 4, 3, 2}) {
        const std::string b = "_w_b" + std::to_string(bits);
        perChannel("brecq_max" + b, "_delta", "_zp", bits, brecqMax);
        perChannel("brecq_max_scale" + b, "_delta", "_zp", bits, brecqMaxScale);
        perChannel("brecq_mse" + b, "_delta", "_zp", bits, brecqMse);
        perChannel("repq_uniform" + b, "_delta", "_zp", bits, repqUniform);
        perChannel("qdrop_mse2d" + b, "_scale", "_zp", bits,
                   [](std::span<const float> x, int n) { return qdropMse2d(x, n).params; });
        perChannel("genie_init" + b, "_scale", "_zp", bits,
                   [](std::span<const float> x, int n) { return genieInit(x, n, GenieForm::Asymmetric); });
        add("brecq_mse" + b + "_deq", [=, this] {
            Figures f;
            for (size_t c = 0; c < 6; ++c)
                for (const float v : affineFakeQuantize(weightChannel(c), brecqMse(weightChannel(c), bits), bits))
                    f.push_back(static_cast<double>(v));
            return f;
        });
    }
    for (const bool upper : {false, true}) {
        add(upper ? "aimet_sqnr_w_perch_sym_b4_max" : "aimet_sqnr_w_perch_sym_b4_min", [=, this] {
            Figures f;
            for (size_t c = 0; c < 6; ++c) {
                Bins bins;
                aimetCollect(bins, weightChannel(c));
                const Range r = aimetSqnr(bins, minMax(weightChannel(c)), 4, true);
                f.push_back(upper ? r.hi : r.lo);
            }
            return f;
        });
    }
}

const Ours& ours()
{
    static const Ours instance;
    return instance;
}

bool close(double actual, double expected)
{
    if (std::abs(expected) >= 1e300)
        return std::isinf(actual);
    return std::abs(actual - expected) <= 1e-6 * std::max(std::abs(expected), 1e-6);
}

void compare(const Figures& actual, const Figures& expected)
{
    QCOMPARE(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(close(actual[i], expected[i]),
                 qPrintable(QStringLiteral("[%1] is %2, expected %3").arg(i).arg(actual[i], 0, 'g', 12).arg(expected[i], 0, 'g', 12)));
}

} // namespace

class TestReferenceCalibrators : public QObject {
    Q_OBJECT

private slots:
    void goldenFigure_data();
    void goldenFigure();
    void goldenArray_data();
    void goldenArray();
    void divergencesOfTheWorkedExampleForClippedSizes();
    void divergencesOfTheWorkedExampleForSymmetricBins();
    void symmetricDivergenceEqualsTheTextbookSum();
    void clippedDivergenceEqualsTheTextbookSum();
    void percentilesOfTheWorkedExample();
    void searchOfTheWorkedExample();
    void movingAveragesOfTheWorkedExample();
    void toolkitProperties();
    void ppqEntropyClipsTheTailOfAGaussian();
};

void TestReferenceCalibrators::goldenFigure_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : goldenJson("01_calibration.json").keys())
        QTest::newRow(qPrintable(name)) << name;
}

void TestReferenceCalibrators::goldenFigure()
{
    QFETCH(QString, name);
    const auto found = ours().computations().find(name.toStdString());
    QVERIFY2(found != ours().computations().end(), "no computation for this golden figure");
    compare(found->second(), numbers(goldenJson("01_calibration.json")[name]));
}

void TestReferenceCalibrators::goldenArray_data()
{
    QTest::addColumn<QString>("name");
    QVERIFY2(!ours().arrays().empty(), "01_calibration.npz could not be read");
    const std::vector<std::string> inputs{"act_signed", "act_signed_batch2", "act_relu", "weight",
                                          "nv_fakequant_doc_in", "nv_fq_in", "nv_fq_unsigned_in"};
    for (const auto& [name, tensor] : ours().arrays())
        if (std::find(inputs.begin(), inputs.end(), name) == inputs.end())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestReferenceCalibrators::goldenArray()
{
    QFETCH(QString, name);
    const auto found = ours().computations().find(name.toStdString());
    QVERIFY2(found != ours().computations().end(), "no computation for this golden array");
    compare(found->second(), toDoubles(ours().arrays().at(name.toStdString())));
}

void TestReferenceCalibrators::divergencesOfTheWorkedExampleForClippedSizes()
{
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    const Figures counts = numbers(golden["nv_kl_hist"]);
    Bins bins{counts, {}};
    for (int i = 0; i <= 16; ++i)
        bins.edges.push_back(0.25 * i);
    compare(nvidiaEntropyCurve(bins, 3, false, 1, 4), numbers(golden["nv_kl_div_i4_to_16"]));
    QCOMPARE(nvidiaEntropy(bins, 3, false, 1, 4), golden["nv_kl_amax"].toDouble());
}

void TestReferenceCalibrators::divergencesOfTheWorkedExampleForSymmetricBins()
{
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    const Figures counts = numbers(golden["ort_kl_hist"]);
    const Figures actual = symmetricDivergences(counts, 5);
    const Figures expected = numbers(golden["ort_kl"]); // computed in float32 there
    QCOMPARE(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(std::abs(actual[i] - expected[i]) < 2e-6 * std::max(1.0, expected[i]),
                 qPrintable(QStringLiteral("[%1] is %2, expected %3").arg(i).arg(actual[i]).arg(expected[i])));
    Bins bins{counts, {}};
    for (int i = 0; i <= 17; ++i)
        bins.edges.push_back(i - 8.5);
    QCOMPARE(ortEntropy(bins, 5), (Range{-2.5, 2.5}));
}

namespace {

/// Counts with empty bins, a spike and a long tail, the same every time.
Figures ragged(size_t n, uint32_t seed)
{
    Figures counts;
    for (size_t i = 0; i < n; ++i) {
        seed = seed * 1664525 + 1013904223;
        const double far = std::abs(static_cast<double>(i) - static_cast<double>(n) / 2) / static_cast<double>(n);
        counts.push_back(std::floor(std::exp(-40 * far * far) * static_cast<double>(seed >> 22) / 8));
    }
    counts[n / 2] = 5000;
    return counts;
}

double textbookSymmetric(const Figures& h, size_t i, size_t levels)
{
    const size_t z = h.size() / 2, a = z - i, b = std::min(z + i + 1, h.size());
    const Figures s(h.begin() + static_cast<std::ptrdiff_t>(a), h.begin() + static_cast<std::ptrdiff_t>(b));
    Figures p = s, q(s.size());
    for (size_t k = 0; k < a; ++k)
        p.front() += h[k];
    for (size_t k = b; k < h.size(); ++k)
        p.back() += h[k];
    const size_t width = s.size() / levels;
    for (size_t j = 0; j < levels; ++j) {
        double sum = 0, used = 0;
        for (size_t k = j * width; k < (j + 1 == levels ? s.size() : (j + 1) * width); ++k)
            sum += s[k];
        for (size_t k = j * width; k < (j + 1) * width; ++k)
            used += p[k] != 0 ? 1 : 0;
        for (size_t k = j * width; k < (j + 1) * width; ++k)
            q[k] = used > 0 ? std::trunc(sum / used) : 0;
    }
    const auto smooth = [](Figures& d) {
        double zeros = 0;
        for (const double v : d)
            zeros += v == 0 ? 1 : 0;
        if (zeros == static_cast<double>(d.size()))
            return false;
        for (double& v : d)
            v += v == 0 ? 1e-4 : -1e-4 * zeros / (static_cast<double>(d.size()) - zeros);
        return true;
    };
    if (!smooth(p) || !smooth(q))
        return std::numeric_limits<double>::infinity();
    double sp = 0, sq = 0, d = 0;
    for (size_t k = 0; k < p.size(); ++k) {
        sp += p[k];
        sq += q[k];
    }
    for (size_t k = 0; k < p.size(); ++k)
        d += p[k] / sp * std::log((p[k] / sp) / (q[k] / sq));
    return d;
}

double textbookClipped(const Figures& h, size_t i, size_t levels)
{
    Figures p(h.begin(), h.begin() + static_cast<std::ptrdiff_t>(i)), q(i);
    for (size_t k = i; k < h.size(); ++k)
        p.back() += h[k];
    std::vector<size_t> level(i);
    for (size_t k = 0; k < i; ++k)
        while (level[k] + 1 < levels && static_cast<double>((level[k] + 1) * i) / static_cast<double>(levels) <= static_cast<double>(k))
            ++level[k];
    for (size_t k = 0; k < i; ++k) {
        double sum = 0, used = 0;
        for (size_t m = 0; m < i; ++m) {
            sum += level[m] == level[k] ? h[m] : 0;
            used += level[m] == level[k] && h[m] > 0 ? 1 : 0;
        }
        q[k] = h[k] > 0 ? sum / used : 0;
    }
    double sp = 0, sq = 0, d = 0;
    for (size_t k = 0; k < i; ++k) {
        sp += p[k];
        sq += q[k];
    }
    for (size_t k = 0; k < i; ++k)
        if (p[k] > 0)
            d += q[k] > 0 ? p[k] / sp * std::log((p[k] / sp) / (q[k] / sq)) : std::numeric_limits<double>::infinity();
    return d;
}

} // namespace

void TestReferenceCalibrators::symmetricDivergenceEqualsTheTextbookSum()
{
    for (const size_t n : {64, 101, 256}) {
        for (const size_t levels : {4, 16, 32}) {
            const Figures counts = ragged(n, static_cast<uint32_t>(n + levels));
            const Figures actual = symmetricDivergences(counts, levels);
            for (size_t k = 0; k < actual.size(); ++k) {
                const double expected = textbookSymmetric(counts, k + levels / 2, levels);
                QVERIFY2(std::isinf(expected) ? std::isinf(actual[k]) : std::abs(actual[k] - expected) < 1e-9,
                         qPrintable(QStringLiteral("n %1 levels %2 [%3]: %4, expected %5").arg(n).arg(levels).arg(k).arg(actual[k]).arg(expected)));
            }
        }
    }
}

void TestReferenceCalibrators::clippedDivergenceEqualsTheTextbookSum()
{
    for (const size_t levels : {4, 16, 128}) {
        const Figures whole = ragged(240, static_cast<uint32_t>(levels));
        const Figures counts(whole.begin() + 120, whole.end());
        const Figures actual = clippedDivergences(counts, levels, 10, 3);
        for (size_t k = 0; k < actual.size(); ++k) {
            const double expected = textbookClipped(counts, 10 + 3 * k, levels);
            QVERIFY2(std::isinf(expected) ? std::isinf(actual[k]) : std::abs(actual[k] - expected) < 1e-12,
                     qPrintable(QStringLiteral("levels %1 [%2]: %3, expected %4").arg(levels).arg(k).arg(actual[k]).arg(expected)));
        }
    }
}

void TestReferenceCalibrators::percentilesOfTheWorkedExample()
{
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    Bins bins{numbers(golden["pct_hist"]), {}};
    for (int i = 0; i <= 10; ++i)
        bins.edges.push_back(i);
    QCOMPARE(nvidiaPercentile(bins, 90), numbers(golden["pct_90"])[1]);
    QCOMPARE(nvidiaPercentile(bins, 99), numbers(golden["pct_99"])[1]);
    QCOMPARE(nvidiaPercentile(bins, 99.9), numbers(golden["pct_99.9"])[1]);
}

void TestReferenceCalibrators::searchOfTheWorkedExample()
{
    const std::vector<float> x{-0.31F, -0.12F, -0.05F, 0, 0.02F, 0.07F, 0.11F, 0.18F, 0.26F, 0.9F};
    const Params widest = brecqMax(x, 3), best = brecqMse(x, 3);
    compare(pair(widest), {0.17285714285714285, 2});
    compare(pair(best), {0.16767142857142855, 2});
}

void TestReferenceCalibrators::movingAveragesOfTheWorkedExample()
{
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    for (const auto& [key, c] : {std::pair{"ema_ort_c0.01", 0.01}, {"ema_qdiff_m0.95", 0.05}}) {
        Range r{-1, 1};
        for (const Range& next : {Range{-2, 3}, Range{-1.5, 2.5}, Range{-0.5, 1}})
            r = movingAverage(r, next, c);
        compare(pair(r), numbers(golden[key]));
    }
}

void TestReferenceCalibrators::toolkitProperties()
{
    std::vector<float> ramp, constant(1000, 255.F), uniform;
    for (int i = 0; i < 100; ++i)
        ramp.push_back(static_cast<float>(i));
    constant.push_back(256.F);
    uint32_t seed = 1;
    for (int i = 0; i < 10000; ++i) {
        seed = seed * 1664525 + 1013904223;
        uniform.push_back(static_cast<float>(seed >> 8) / 16777216.F);
    }
    uniform.push_back(10.F);
    Bins bins;
    nvidiaTorchCollect(bins, ramp, 1024);
    QVERIFY(std::abs(nvidiaPercentile(bins, 90) - 89) <= 100.0 / 1024);
    Bins outlier;
    nvidiaTorchCollect(outlier, uniform);
    QVERIFY(nvidiaEntropy(outlier, 8, false) < 1.1);
    Bins flat;
    nvidiaTorchCollect(flat, constant);
    QVERIFY(std::abs(nvidiaMse(flat, 8, false) - 255) < 0.5);
}

void TestReferenceCalibrators::ppqEntropyClipsTheTailOfAGaussian()
{
    Figures counts(4096); // |x| of a normal distribution up to 8 standard deviations, with one far outlier
    for (size_t i = 0; i < counts.size(); ++i) {
        const double x = (static_cast<double>(i) + 0.5) * 8 / 4096;
        counts[i] = std::floor(1e6 * std::exp(-x * x / 2));
    }
    counts.back() = 1;
    const double reach = ppqEntropy(counts, 8.0 / 4096, 8) * 128;
    QVERIFY2(reach > 3 && reach < 7.9, qPrintable(QString::number(reach)));
}

QTEST_GUILESS_MAIN(TestReferenceCalibrators)
#include "tst_reference_calibrators.moc"
