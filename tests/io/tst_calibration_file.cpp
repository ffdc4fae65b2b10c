// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "core/analysis/analyzer.h"
#include "core/analysis/leave_out.h"
#include "core/base/byte_stream.h"
#include "core/io/calibration_file.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using analysis::CalibrationState;
using analysis::SampleSet;
using test::ModelBuilder;

namespace {

/// Images of noise, some of them with bad values; the same ones for the same seed.
class Noise final : public data::Dataset {
public:
    explicit Noise(int64_t samples, int64_t seed = 1) : m_samples(samples), m_seed(seed) {}

    int64_t size() const override { return m_samples; }
    std::string description() const override { return "noise"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        Tensor images(DType::Float32, {count, 3, 6, 5});
        for (int64_t i = 0; i < images.size(); ++i) {
            const int64_t sample = first + i / 90;
            const int64_t x = ((sample * 90 + i % 90) * 2654435761 + m_seed) % 1000003;
            images.data<float>()[i] = static_cast<float>(x) / 250000.F - 1.7F;
            if (sample == 21 && i % 90 == 17)
                images.data<float>()[i] = std::numeric_limits<float>::infinity();
        }
        return std::vector<Tensor>{images};
    }

private:
    int64_t m_samples, m_seed;
};

/// Other data without some of its samples.
class Without final : public data::Dataset {
public:
    Without(data::Dataset& all, const SampleSet& leftOut) : m_all(all)
    {
        for (int64_t i = 0; i < all.size(); ++i)
            if (!leftOut.contains(i))
                m_kept.push_back(i);
    }

    int64_t size() const override { return std::ssize(m_kept); }
    std::string description() const override { return m_all.description(); }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        Tensor images(DType::Float32, {count, 3, 6, 5});
        for (int64_t i = 0; i < count; ++i) {
            QS_ASSIGN(const auto one, m_all.read(m_kept[static_cast<size_t>(first + i)], 1));
            std::copy_n(one[0].data<float>(), 90, images.data<float>() + i * 90);
        }
        return std::vector<Tensor>{images};
    }

private:
    data::Dataset& m_all;
    std::vector<int64_t> m_kept;
};

} // namespace

/// What is kept of a calibration can be taken apart, stored and put together again without a bit changing.
class TestCalibrationFile : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aFileHoldsEverything();
    void mergingShardsGivesTheFileOfTheUnsplitRun_data();
    void mergingShardsGivesTheFileOfTheUnsplitRun();
    void continuingGivesTheFileOfTheUnsplitRun_data();
    void continuingGivesTheFileOfTheUnsplitRun();
    void cancellingKeepsWhatWasLearned();
    void figuresNeedNoModel();
    void whatDoesNotFitIsNotMerged();
    void samplesLeftOutLeaveNoTrace();
    void whatCannotBeLeftOutIsSaid();
    void otherDataIsNoticed();
    void damageIsNoticed();
    void junkBehindAGoodChecksumIsNoticed();

private:
    CalibrationState recorded(data::Dataset& dataset, const SampleSet& wanted, int threads = 2, bool channels = true);
    static std::string bytesOf(const CalibrationState& state) { return io::calibrationToBytes(state); }

    QTemporaryDir m_folder;
    std::string m_model;
};

void TestCalibrationFile::initTestCase()
{
    ModelBuilder b;
    std::vector<float> weight(4 * 3 * 9), head(96 * 5);
    for (size_t i = 0; i < weight.size(); ++i)
        weight[i] = static_cast<float>(i % 7) / 4 - 0.7F;
    for (size_t i = 0; i < head.size(); ++i)
        head[i] = static_cast<float>(i % 11) / 9 - 0.5F;
    b.input("x", {ModelBuilder::Any, 3, 6, 5}).weight("w", {4, 3, 3, 3}, weight).weight("h", {96, 5}, head);
    b.node("Conv", {"x", "w"}, {"c"}, "conv").node("Relu", {"c"}, {"r"}, "relu").node("Neg", {"r"}, {"n"}, "neg");
    b.node("Concat", {"r", "n"}, {"cat"}, "cat", {{"axis", int64_t(1)}}).node("Flatten", {"cat"}, {"f"}, "flat");
    b.node("MatMul", {"f", "h"}, {"y"}, "head").node("Softmax", {"y"}, {"p"}, "softmax", {{"axis", int64_t(-1)}});
    b.output("p");
    m_model = m_folder.filePath("m.onnx").toStdString();
    std::ofstream(m_model, std::ios::binary) << b.bytes();
}

CalibrationState TestCalibrationFile::recorded(data::Dataset& dataset, const SampleSet& wanted, int threads,
                                               bool channels)
{
    const auto analyzer = analysis::Analyzer::open(m_model, {threads});
    if (!analyzer.ok())
        qFatal("%s", analyzer.error().text().c_str());
    CalibrationState state;
    state.options.channelHistograms = channels;
    const Status status = (*analyzer)->record(dataset, wanted, state, {});
    if (!status.ok())
        qFatal("%s", status.error().text().c_str());
    return state;
}

void TestCalibrationFile::aFileHoldsEverything()
{
    Noise noise(30);
    CalibrationState state = recorded(noise, SampleSet({0, 30}));
    state.origin.modelName = "m.onnx";
    state.origin.modelHash = "abc";
    state.origin.dataName = "noise.npz";
    const std::string path = m_folder.filePath("a.qcal").toStdString();
    QVERIFY(io::writeCalibration(state, path).ok());
    QVERIFY(io::isCalibrationFile(path) && !io::isCalibrationFile(m_model));
    const auto again = io::readCalibration(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QVERIFY(bytesOf(*again) == bytesOf(state));
    QCOMPARE(again->origin.modelName, state.origin.modelName);
    QCOMPARE(again->origin.dataSamples, int64_t(30));
    QVERIFY(again->complete());

    const auto analyzer = analysis::Analyzer::open(m_model);
    const auto before = state.finish(&(*analyzer)->graph());
    const auto after = again->finish(&(*analyzer)->graph());
    QVERIFY(before.ok() && after.ok());
    QCOMPARE((*after)->tensors.size(), (*before)->tensors.size());
    QCOMPARE((*after)->warnings, (*before)->warnings);
    QCOMPARE((*after)->warnings.size(), size_t(1));
    for (size_t i = 0; i < (*before)->tensors.size(); ++i) {
        const stats::TensorStats &a = (*before)->tensors[i], &b = (*after)->tensors[i];
        QCOMPARE(b.name, a.name);
        QCOMPARE(b.value, a.value);
        QCOMPARE(b.count, a.count);
        QCOMPARE(b.infCount, a.infCount);
        QCOMPARE(b.mean, a.mean);
        QCOMPARE(b.variance, a.variance);
        QCOMPARE(b.max.position, a.max.position);
        QVERIFY(b.histogram == a.histogram && b.trace == a.trace);
        QVERIFY(b.channels.histograms == a.channels.histograms && b.channels.max == a.channels.max);
        QCOMPARE(b.softmax.has_value(), a.softmax.has_value());
        if (a.softmax)
            QCOMPARE(b.softmax->headEntropyBits, a.softmax->headEntropyBits);
    }
}

void TestCalibrationFile::mergingShardsGivesTheFileOfTheUnsplitRun_data()
{
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("shards");
    for (const int samples : {2, 37, 64})
        for (const int shards : {1, 3, 9})
            QTest::addRow("%d samples, %d shards", samples, shards) << samples << shards;
}

void TestCalibrationFile::mergingShardsGivesTheFileOfTheUnsplitRun()
{
    QFETCH(int, samples);
    QFETCH(int, shards);
    Noise noise(samples);
    const CalibrationState whole = recorded(noise, SampleSet({0, samples}));
    CalibrationState merged;
    int64_t seen = 0;
    for (int i = shards; i >= 1; --i) { // any order
        const auto analyzer = analysis::Analyzer::open(m_model);
        Noise again(samples);
        const auto shard = (*analyzer)->shard(again, i, shards);
        QVERIFY(shard.ok());
        seen += shard->count();
        QVERIFY(merged.merge(recorded(again, *shard, 1 + i % 2)).ok());
    }
    QCOMPARE(seen, int64_t(samples));
    QVERIFY(bytesOf(merged) == bytesOf(whole));
}

void TestCalibrationFile::continuingGivesTheFileOfTheUnsplitRun_data()
{
    QTest::addColumn<QList<int>>("borders");
    QTest::newRow("at a micro-batch") << QList<int>{16, 40};
    QTest::newRow("inside a micro-batch") << QList<int>{19, 40};
    QTest::newRow("several times inside one") << QList<int>{17, 19, 20, 22, 40};
}

void TestCalibrationFile::continuingGivesTheFileOfTheUnsplitRun()
{
    QFETCH(QList<int>, borders);
    Noise all(borders.last());
    const CalibrationState whole = recorded(all, SampleSet({0, borders.last()}));
    const auto analyzer = analysis::Analyzer::open(m_model);
    CalibrationState state;
    state.options.channelHistograms = true;
    for (const int border : borders) { // each time there are more samples
        Noise noise(border);
        QVERIFY((*analyzer)->checkSameData(noise, state, {}).ok());
        QVERIFY((*analyzer)->record(noise, SampleSet({0, border}), state, {}).ok());
        const auto stored = io::calibrationFromBytes(bytesOf(state), "x.qcal");
        QVERIFY(stored.ok());
        state = stored->copy();
    }
    QVERIFY(bytesOf(state) == bytesOf(whole));
}

void TestCalibrationFile::cancellingKeepsWhatWasLearned()
{
    Noise noise(80);
    const CalibrationState whole = recorded(noise, SampleSet({0, 80}));
    const auto analyzer = analysis::Analyzer::open(m_model, {1});
    CalibrationState state;
    state.options.channelHistograms = true;
    for (int stops = 1; state.samples.count() < 80; ++stops) {
        QVERIFY(stops < 80);
        std::stop_source source;
        RunControl control;
        control.stop = source.get_token();
        control.report = [&](const Progress& p) {
            if (p.done >= 8)
                source.request_stop();
        };
        const int64_t before = state.samples.count();
        const Status status = (*analyzer)->record(noise, SampleSet({0, 80}), state, control);
        QVERIFY(status.ok() || status.error().code == ErrorCode::Cancelled);
        QVERIFY(state.samples.count() > before);
    }
    QVERIFY(bytesOf(state) == bytesOf(whole));
}

void TestCalibrationFile::figuresNeedNoModel()
{
    Noise noise(20);
    const CalibrationState state = recorded(noise, SampleSet({0, 20}));
    const auto figures = state.finish(nullptr);
    QVERIFY(figures.ok());
    const auto& tensors = (*figures)->tensors;
    const auto find = [&](const std::string& name) {
        return std::find_if(tensors.begin(), tensors.end(), [&](const auto& t) { return t.name == name; });
    };
    QCOMPARE(find("r")->nodeName, std::string("relu"));
    QCOMPARE(find("x")->op, std::string("Input"));
    QCOMPARE(find("cat")->histogram.total(), 2 * find("r")->histogram.total()); // never counted itself
    QVERIFY(find("f")->histogram == find("cat")->histogram);
}

void TestCalibrationFile::whatDoesNotFitIsNotMerged()
{
    Noise noise(24);
    const auto message = [](CalibrationState a, const CalibrationState& b) {
        const std::string before = bytesOf(a);
        const Status merged = a.merge(b);
        if (bytesOf(a) != before)
            return QString("the state was changed");
        return merged.ok() ? QString("merged") : QString::fromStdString(merged.error().message);
    };
    const CalibrationState first = recorded(noise, SampleSet({0, 16}));
    CalibrationState second = recorded(noise, SampleSet({8, 24}));
    QCOMPARE(message(first.copy(), second),
             QStringLiteral("the calibrations cannot be merged: both have seen samples 8 to 15"));
    second = recorded(noise, SampleSet({16, 24}));
    second.origin.modelHash = "other";
    second.origin.modelName = "other.onnx";
    QVERIFY(message(first.copy(), second).contains("different models ('' and 'other.onnx' differ)"));
    QCOMPARE(message(first.copy(), recorded(noise, SampleSet({16, 24}), 1, false)),
             QStringLiteral("the calibrations cannot be merged: only one of them has histograms per channel"));
    second = recorded(noise, SampleSet({16, 24}));
    second.tensors[2].name = "another";
    QVERIFY(message(first.copy(), second).contains("they record different tensors ('r' and 'another')"));
}

void TestCalibrationFile::samplesLeftOutLeaveNoTrace()
{
    Noise noise(30);
    SampleSet leftOut({3, 4});
    leftOut.add({20, 22}); // with the infinite value
    const auto analyzer = analysis::Analyzer::open(m_model);
    const CalibrationState all = recorded(noise, SampleSet({0, 30}));
    const auto without = analysis::recalibrated(**analyzer, noise, all, leftOut, {});
    QVERIFY2(without.ok(), without.ok() ? "" : without.error().text().c_str());
    QCOMPARE(without->samples.count(), int64_t(27));
    QVERIFY(without->complete());
    Without fewer(noise, leftOut);
    const auto expected = recorded(fewer, SampleSet({0, 27})).finish(nullptr);
    const auto figures = without->finish(nullptr);
    QVERIFY(expected.ok() && figures.ok());
    QVERIFY((*figures)->warnings.empty());
    for (size_t i = 0; i < (*expected)->tensors.size(); ++i) {
        const stats::TensorStats &a = (*figures)->tensors[i], &b = (*expected)->tensors[i];
        QCOMPARE(a.count, b.count);
        QCOMPARE(a.infCount, 0);
        QCOMPARE(a.min.value, b.min.value);
        QCOMPARE(a.max.value, b.max.value);
        QCOMPARE(a.mean, b.mean);
        QCOMPARE(a.variance, b.variance);
        QVERIFY(a.histogram == b.histogram);
        QVERIFY(a.channels.max == b.channels.max && a.channels.histograms == b.channels.histograms);
        QVERIFY(!leftOut.contains(a.max.sample) && !leftOut.contains(a.min.sample));
        QVERIFY(a.trace.groups()[3].empty() && a.trace.groups()[21].empty() && !a.trace.groups()[4].empty());
    }
    const auto stored = io::calibrationFromBytes(bytesOf(*without), "x.qcal");
    QVERIFY(stored.ok());
    QVERIFY(stored->options.leaveOut == leftOut && stored->complete());
    QVERIFY(bytesOf(*stored) == bytesOf(*without));
    const auto back = analysis::recalibrated(**analyzer, noise, *stored, {}, {});
    QVERIFY(back.ok() && bytesOf(*back) == bytesOf(all));
}

void TestCalibrationFile::whatCannotBeLeftOutIsSaid()
{
    Noise noise(24);
    const auto analyzer = analysis::Analyzer::open(m_model);
    const auto message = [&](CalibrationState state, const SampleSet& leaveOut) {
        state.options.leaveOut = leaveOut;
        const Status status = (*analyzer)->record(noise, SampleSet({0, 24}), state, {});
        return status.ok() ? QString("recorded") : QString::fromStdString(status.error().message);
    };
    QCOMPARE(message({}, SampleSet({20, 25})), QStringLiteral("sample 24 cannot be left out: there are 24"));
    QCOMPARE(message({}, SampleSet({0, 24})), QStringLiteral("all samples are left out"));
    QCOMPARE(message(recorded(noise, SampleSet({0, 8})), SampleSet({7, 9})),
             QStringLiteral("the calibration has seen samples 7, which are to be left out"));
    CalibrationState first = recorded(noise, SampleSet({0, 16})), second;
    second.options = first.options;
    second.options.leaveOut = SampleSet({20, 21});
    QVERIFY((*analyzer)->record(noise, SampleSet({16, 24}), second, {}).ok());
    const Status merged = first.merge(second);
    QVERIFY(!merged.ok());
    QCOMPARE(merged.error().message,
             std::string("the calibrations cannot be merged: they leave out different samples (none, and 20)"));
}

void TestCalibrationFile::otherDataIsNoticed()
{
    Noise noise(24), other(24, 2), fewer(12);
    const CalibrationState state = recorded(noise, SampleSet({0, 16}));
    const auto analyzer = analysis::Analyzer::open(m_model);
    QVERIFY((*analyzer)->checkSameData(noise, state, {}).ok());
    const auto wrong = (*analyzer)->checkSameData(other, state, {});
    QVERIFY(!wrong.ok());
    QCOMPARE(QString::fromStdString(wrong.error().text()),
             QStringLiteral("noise: the calibration was made from other data: the contents of samples 0 to 15 differ"));
    QVERIFY(!(*analyzer)->checkSameData(fewer, state, {}).ok());
}

void TestCalibrationFile::damageIsNoticed()
{
    Noise noise(16);
    const std::string good = bytesOf(recorded(noise, SampleSet({0, 16})));
    QVERIFY(io::calibrationFromBytes(good, "x.qcal").ok());
    for (size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
        const auto read = io::calibrationFromBytes(bad, "x.qcal");
        QVERIFY2(!read.ok(), std::to_string(i).c_str());
        QCOMPARE(read.error().where, std::string("x.qcal"));
    }
    for (size_t size = 0; size < good.size(); size += 1 + size / 50)
        QVERIFY(!io::calibrationFromBytes(std::string_view(good).substr(0, size), "x.qcal").ok());
    const auto none = io::readCalibration(m_model);
    QVERIFY(!none.ok() && none.error().message.find("no calibration file") != std::string::npos);
}

/// The checksum is no protection against malice: what it covers is checked too.
void TestCalibrationFile::junkBehindAGoodChecksumIsNoticed()
{
    Noise noise(8);
    ByteWriter good;
    CalibrationState sound = recorded(noise, SampleSet({0, 8}));
    sound.origin.dataSamples = 10;
    sound.options.leaveOut = SampleSet({8, 10});
    sound.write(good);
    int refused = 0;
    for (size_t i = 0; i < good.bytes().size(); i += 1 + i / 400) {
        std::string bad = good.bytes();
        bad[i] = static_cast<char>(bad[i] ^ 0x5a);
        ByteReader reader(bad);
        const auto state = CalibrationState::read(reader);
        if (!state.ok()) {
            ++refused;
            QCOMPARE(state.error().code, ErrorCode::Malformed);
            continue;
        }
        // What is let through must be usable.
        const auto figures = state->finish(nullptr);
        QVERIFY(figures.ok());
        ByteWriter again;
        state->write(again);
        (void)state->copy().merge(*state);
    }
    QVERIFY(refused > 0);
}

QTEST_GUILESS_MAIN(TestCalibrationFile)
#include "tst_calibration_file.moc"
