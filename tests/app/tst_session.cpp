// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/config_edit.h"
#include "app/session.h"
#include "core/analysis/evaluation_figures.h"
#include "core/io/calibration_file.h"

using namespace qscope;
using namespace qscope::app;
using analysis::SensitivityMode;

namespace {

const QString Samples = QSCOPE_SAMPLES;
const QString Model = Samples + "/vit_fashion.onnx";
constexpr int64_t Few = 8;
constexpr int64_t Many = 72; // estimates come first

DataLocation calibrationData(int64_t limit = Few)
{
    DataLocation location;
    location.path = Samples + "/fashion_calibration.npz";
    location.labelsPath = Samples + "/fashion_calibration_labels.npy";
    location.options.limit = limit;
    return location;
}

quant::Config withActivationBits(int bits)
{
    quant::Config config;
    config.activations.bits = bits;
    return config;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void opensCalibratesAndEvaluates();
    void dataWithoutModelIsRefused();
    void missingModelChangesNothing();
    void badDataChangesNothing();
    void missingLabelsAreAWarning();
    void figureNeverOutlivesItsConfig();
    void undoFindsItsFigureAtOnce();
    void newestConfigWins();
    void toggleFloatMovesTheFigure();
    void configThatDoesNotFitIsRefused();
    void configFile();
    void layerBits();
    void sensitivityIsOutdatedByBitsAlone();
    void sensitivityRunningStartsAgainAfterBits();
    void theOtherModesAreMeasuredToo();
    void whatASearchFindsIsOneStepOfUndo();
    void aTargetOutOfReachIsSaid();
    void cancelIsSilent();
    void restoreGivesTheSameFigure();
    void aStoppedCalibrationGoesOn();
    void aCalibrationFileServesWithoutAPass();
    void aCalibrationFileStaysWhenDataIsOpened();
    void aCalibrationOfAnotherModelIsRefused();
    void nothingIsMeasuredWithoutData();
    void everyEvaluatedConfigIsInTheHistory();
    void pricesAreThereAtOnceAndTimesFollow();
    void aDraggedRangeIsOneStepOfUndo();
    void activationsPerChannelAreCalibratedAgain();
    void leavingASampleOutIsOneStepOfUndo();
    void aCalibrationOfAFewSamplesGoesOnWithMore();
    void aCancelledTimingLeavesNoTimes();
    void aSearchKeepsToALatency();
    void restoringAnEntryIsOneStepOfUndo();
    void theHistorySurvivesOtherDataButNotAnotherModel();
    void theHistoryOfASessionComesWithIt();
    void theCacheBudgetHoldsForModelsOpenedLater();

private:
    QString savedCalibration(int64_t samples);
    bool load(int64_t samples = Few);
    bool settle();
    const views::Snapshot& now() { return *(m_shown = m_session->snapshot()); }

    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QSignalSpy> m_failed;
    std::unique_ptr<QSignalSpy> m_warned;
    views::SnapshotPtr m_shown;
};

void TestSession::init()
{
    m_session = std::make_unique<Session>();
    m_failed = std::make_unique<QSignalSpy>(m_session.get(), &Session::failed);
    m_warned = std::make_unique<QSignalSpy>(m_session.get(), &Session::warned);
}

void TestSession::cleanup()
{
    m_session.reset();
}

bool TestSession::settle()
{
    return QTest::qWaitFor([this] { return m_session->idle(); }, 120'000);
}

bool TestSession::load(int64_t samples)
{
    m_session->openModel(Model);
    m_session->openData(calibrationData(samples));
    return settle() && m_failed->isEmpty() && now().current.has_value();
}

void TestSession::opensCalibratesAndEvaluates()
{
    QVERIFY(!now().model);
    QVERIFY(load(Many));
    const views::Snapshot& s = now();
    QCOMPARE(s.model->name, std::string("vit_fashion.onnx"));
    QCOMPARE(s.dataName, std::string("fashion_calibration.npz"));
    QCOMPARE(s.calibration->samples, Many);
    QVERIFY(!s.calibrationPartial);
    QVERIFY(s.layerCount() > 10);
    QCOMPARE(s.specs.size(), s.layerCount());
    QCOMPARE(s.quantizers.size(), s.layerCount());
    QVERIFY(!s.evaluationPending);
    QCOMPARE(s.current->samples, Many);
    QVERIFY(s.current->sqnrDb > 10);
    QVERIFY(s.current->accuracyFloat && *s.current->accuracyFloat > 0.7);
    QCOMPARE(s.allQuantized->sqnrDb, s.current->sqnrDb);
}

void TestSession::dataWithoutModelIsRefused()
{
    m_session->openData(calibrationData());
    QCOMPARE(m_failed->size(), 1);
    QVERIFY(m_session->idle());
}

void TestSession::missingModelChangesNothing()
{
    QVERIFY(load());
    const auto calibration = now().calibration;
    m_session->openModel(Samples + "/nothing.onnx");
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 1);
    QVERIFY((*m_failed)[0][0].value<views::Notice>().text().contains("nothing.onnx"));
    QCOMPARE(now().calibration, calibration);
    QCOMPARE(m_session->modelPath(), Model);
}

void TestSession::badDataChangesNothing()
{
    QVERIFY(load());
    const auto calibration = now().calibration;
    DataLocation labels;
    labels.path = Samples + "/fashion_calibration_labels.npy";
    m_session->openData(labels);
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 1);
    QCOMPARE(now().calibration, calibration);
}

void TestSession::missingLabelsAreAWarning()
{
    DataLocation location = calibrationData();
    location.labelsPath = Samples + "/no_labels.npy";
    m_session->openModel(Model);
    m_session->openData(location);
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 0);
    QVERIFY(m_warned->size() >= 1);
    QVERIFY(now().current && !now().current->accuracyFloat);
    m_session->openLabels(calibrationData().labelsPath);
    QVERIFY(settle());
    QVERIFY(now().current && now().current->accuracyFloat);
}

void TestSession::figureNeverOutlivesItsConfig()
{
    QVERIFY(load(Many));
    const double before = now().current->sqnrDb;
    bool stale = false;
    connect(m_session.get(), &Session::snapshotChanged, this, [&](const views::SnapshotPtr& s) {
        stale = stale || (s->config == withActivationBits(4) && s->current && s->current->sqnrDb == before);
    });
    m_session->setConfig(withActivationBits(4), "4 bits");
    QVERIFY(!now().current);
    QVERIFY(now().evaluationPending);
    QVERIFY(settle());
    QVERIFY(!stale);
    QVERIFY(now().current->sqnrDb < before);
    QCOMPARE(now().current->samples, Many);
}

void TestSession::undoFindsItsFigureAtOnce()
{
    QVERIFY(load());
    const double before = now().current->sqnrDb;
    m_session->setConfig(withActivationBits(4), "4 bits");
    QVERIFY(settle());
    m_session->undoStack().undo();
    QVERIFY(now().config == quant::Config());
    QVERIFY(now().current);
    QCOMPARE(now().current->sqnrDb, before);
    m_session->undoStack().redo();
    QCOMPARE(now().config.activations.bits, 4);
}

void TestSession::newestConfigWins()
{
    QVERIFY(load());
    for (const int bits : {7, 6, 5, 4}) {
        m_session->setConfig(withActivationBits(bits), "bits");
        QTest::qWait(40);
    }
    QVERIFY(settle());
    const auto dataset = m_session->data().dataset;
    const auto expected = m_session->analyzer()->evaluate(*dataset, *m_session->data().labels, *now().calibration,
                                                          withActivationBits(4), RunControl());
    QVERIFY(expected.ok());
    QCOMPARE(now().current->sqnrDb, expected.value().sqnrDb);
}

void TestSession::toggleFloatMovesTheFigure()
{
    QVERIFY(load());
    m_session->setConfig(withActivationBits(4), "4 bits");
    QVERIFY(settle());
    const double all = now().current->sqnrDb;
    std::vector<LayerId> half;
    for (size_t i = 0; i < now().layerCount() / 2; ++i)
        half.emplace_back(i);
    m_session->toggleFloat(half, true);
    QVERIFY(now().specs[0].isFloat);
    QVERIFY(settle());
    QCOMPARE(now().current->layersFloat, static_cast<int>(half.size()));
    QVERIFY(now().current->sqnrDb > all);
    QCOMPARE(now().allQuantized->sqnrDb, all);
    QVERIFY(now().quantizers[0].isFloat);
    m_session->toggleFloat(half, false);
    QVERIFY(now().current); // the same config as before has its figure already
    QCOMPARE(now().current->sqnrDb, all);
}

void TestSession::configThatDoesNotFitIsRefused()
{
    QVERIFY(load());
    quant::Config config;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, "no such layer"};
    rule.isFloat = true;
    config.rules.push_back(rule);
    m_session->setConfig(config, "nonsense");
    QCOMPARE(m_failed->size(), 1);
    QVERIFY((*m_failed)[0][0].value<views::Notice>().text().contains("no such layer"));
    QVERIFY(m_session->config() == quant::Config());
    QVERIFY(!m_session->undoStack().canUndo());
}

void TestSession::configFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("c.json");
    QVERIFY(quant::writeConfig(withActivationBits(6), path.toStdString()).ok());
    m_session->openModel(Model);
    m_session->openConfig(path); // waits for the model
    QVERIFY(settle());
    QCOMPARE(m_session->config().activations.bits, 6);
    m_session->openConfig(folder.filePath("nothing.json"));
    QCOMPARE(m_failed->size(), 1);
    QCOMPARE(m_session->config().activations.bits, 6);
}

void TestSession::layerBits()
{
    QVERIFY(load());
    m_session->setBits({LayerId(1), LayerId(2)}, 4, 0);
    QCOMPARE(now().specs[1].weights.bits, 4);
    QCOMPARE(now().specs[2].weights.bits, 4);
    QCOMPARE(now().specs[2].activations.bits, 8);
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->setCalibrator(quant::Calibrator::Mse);
    QCOMPARE(now().specs[0].activations.calibrator, quant::Calibrator::Mse);
    QVERIFY(settle());
    QVERIFY(now().current);
}

void TestSession::sensitivityIsOutdatedByBitsAlone()
{
    m_session->openModel(Model);
    m_session->openData(calibrationData());
    QVERIFY(settle());
    m_session->measureSensitivity(SensitivityMode::OnlyThisLayer);
    QCOMPARE(now().onlyThisFreshness, views::Freshness::Pending);
    QVERIFY(settle());
    QVERIFY(now().onlyThis);
    QCOMPARE(now().onlyThis->layers.size(), now().layerCount());
    QCOMPARE(now().onlyThisFreshness, views::Freshness::Current);
    m_session->toggleFloat({LayerId(0)}, true);
    QCOMPARE(now().onlyThisFreshness, views::Freshness::Current);
    m_session->setConfig(withActivationBits(5), "bits");
    QCOMPARE(now().onlyThisFreshness, views::Freshness::Outdated);
    m_session->undoStack().undo();
    QCOMPARE(now().onlyThisFreshness, views::Freshness::Current);
    m_session->calibrate();
    QVERIFY(!now().onlyThis);
    QVERIFY(settle());
}

void TestSession::sensitivityRunningStartsAgainAfterBits()
{
    m_session->openModel(Model);
    m_session->openData(calibrationData());
    QVERIFY(settle());
    m_session->measureSensitivity(SensitivityMode::AllButThis);
    QTest::qWait(50);
    m_session->setConfig(withActivationBits(4), "bits");
    QVERIFY(settle());
    QVERIFY(now().allBut);
    QCOMPARE(now().allButFreshness, views::Freshness::Current);
    const auto expected =
        m_session->analyzer()->sensitivity(*m_session->data().dataset, *m_session->data().labels, *now().calibration,
                                           withActivationBits(4), SensitivityMode::AllButThis, RunControl());
    QVERIFY(expected.ok());
    QCOMPARE(now().allBut->layers[0].sqnrDb, expected.value().layers[0].sqnrDb);
}

void TestSession::theOtherModesAreMeasuredToo()
{
    QVERIFY(load());
    for (const auto mode : {SensitivityMode::WeightsOnly, SensitivityMode::ActivationsOnly, SensitivityMode::Accumulated}) {
        QVERIFY(!now().sensitivity(mode));
        m_session->measureSensitivity(mode);
        QVERIFY(settle());
        QVERIFY(now().sensitivity(mode));
        QCOMPARE(now().sensitivity(mode)->layers.size(), m_session->analyzer()->layers().size());
        QCOMPARE(now().freshness(mode), views::Freshness::Current);
    }
    m_session->setConfig(withActivationBits(5), "bits");
    QCOMPARE(now().accumulatedFreshness, views::Freshness::Outdated);
    QVERIFY(settle());
}

void TestSession::whatASearchFindsIsOneStepOfUndo()
{
    QVERIFY(load());
    m_session->setConfig(withActivationBits(4), "bits");
    QVERIFY(settle());
    const double target = std::round(now().current->sqnrDb + 3);
    QSignalSpy noted(m_session.get(), &Session::noted);
    m_session->findLayers({{search::TargetKind::SqnrDb, target}, search::Method::Order, {}, false, false});
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 0);
    QVERIFY2(now().current->sqnrDb >= target, qPrintable(QString::number(now().current->sqnrDb.value)));
    QVERIFY(now().current->layersFloat > 0);
    QCOMPARE(noted.size(), 1);
    m_session->undoStack().undo();
    QVERIFY(m_session->config() == withActivationBits(4));
}

void TestSession::aTargetOutOfReachIsSaid()
{
    QVERIFY(load());
    const quant::Config before = m_session->config();
    m_session->findLayers({{search::TargetKind::Bytes, 1}, search::Method::Ilp, {}, false, false});
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 1);
    QVERIFY(m_session->config() == before);
}

void TestSession::cancelIsSilent()
{
    QVERIFY(load());
    m_session->measureSensitivity(SensitivityMode::OnlyThisLayer);
    QTest::qWait(100);
    m_session->cancel();
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 0);
    QVERIFY(now().onlyThisFreshness != views::Freshness::Pending);
    QVERIFY(now().current);
}

void TestSession::restoreGivesTheSameFigure()
{
    QVERIFY(load());
    m_session->setConfig(withActivationBits(5), "bits");
    QVERIFY(settle());
    const analysis::Evaluation before = *now().current;
    Session other;
    other.restore(Model, calibrationData(), withActivationBits(5));
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    QCOMPARE(other.config().activations.bits, 5);
    QVERIFY(other.snapshot()->current);
    QCOMPARE(other.snapshot()->current->sqnrDb, before.sqnrDb);
    QVERIFY(!other.undoStack().canUndo());
}

void TestSession::aStoppedCalibrationGoesOn()
{
    QVERIFY(load(Many));
    const auto whole = now().calibration;
    Session other;
    other.openModel(Model);
    other.openData(calibrationData(Many));
    QVERIFY(QTest::qWaitFor([&] { return other.work().running() == WorkKind::Calibrate; }, 120'000));
    other.cancel(); // at once, or after some samples
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    for (int more = 0; !other.calibrationState() || !other.calibrationState()->complete(); ++more) {
        QVERIFY(more < 20);
        const int64_t before = other.calibrationState() ? other.calibrationState()->samples.count() : 0;
        QCOMPARE(other.snapshot()->calibrationMissing, before == 0 ? 0 : Many - before);
        other.calibrate();
        QTest::qWait(more < 3 ? 30 : 5000);
        other.cancel();
        QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
        QVERIFY(!other.calibrationState() || other.calibrationState()->samples.count() >= before);
    }
    QCOMPARE(other.snapshot()->calibration->samples, Many);
    for (size_t i = 0; i < whole->tensors.size(); ++i) {
        QCOMPARE(other.snapshot()->calibration->tensors[i].mean, whole->tensors[i].mean);
        QVERIFY(other.snapshot()->calibration->tensors[i].histogram == whole->tensors[i].histogram);
    }
}

QString TestSession::savedCalibration(int64_t samples)
{
    if (!load(samples))
        return {};
    const QString path = m_folder.filePath("c.qcal");
    return io::writeCalibration(*m_session->calibrationState(), path.toStdString()).ok() ? path : QString();
}

void TestSession::aCalibrationFileServesWithoutAPass()
{
    const QString path = savedCalibration(Few);
    QVERIFY(!path.isEmpty());
    const double sqnr = now().current->sqnrDb;
    Session other;
    QSignalSpy started(&other.work(), &WorkQueue::started);
    other.restore(Model, calibrationData(), {}, path);
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    QCOMPARE(other.calibrationPath(), path);
    QCOMPARE(other.snapshot()->current->sqnrDb, sqnr);
    for (const auto& call : started)
        QVERIFY(call.at(0).toString() != "Calibrating");
}

void TestSession::aCalibrationFileStaysWhenDataIsOpened()
{
    const QString path = savedCalibration(Few);
    QVERIFY(!path.isEmpty());
    m_session->openCalibration(path);
    QVERIFY(settle());
    DataLocation evaluation = calibrationData(4);
    evaluation.path = Samples + "/fashion_evaluation.npz";
    evaluation.labelsPath.clear();
    m_session->openData(evaluation);
    QVERIFY(settle());
    QCOMPARE(now().calibration->samples, Few);
    QCOMPARE(now().current->samples, int64_t(4));
    m_session->calibrate(); // on the data that is open now
    QVERIFY(settle());
    QCOMPARE(now().calibration->samples, int64_t(4));
    QVERIFY(m_session->calibrationPath().isEmpty());
    QVERIFY(m_failed->isEmpty());
}

/// A calibration can be looked at without the data it came from.
void TestSession::nothingIsMeasuredWithoutData()
{
    const QString path = savedCalibration(Few);
    QVERIFY(!path.isEmpty());
    Session other;
    QSignalSpy failed(&other, &Session::failed);
    other.restore(Model, {}, {}, path);
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    QVERIFY(other.snapshot()->calibration && !other.snapshot()->quantizers.empty());
    other.findLayers({});
    other.measureSensitivity(SensitivityMode::OnlyThisLayer);
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    QCOMPARE(failed.size(), 2);
    for (const auto& call : failed)
        QCOMPARE(call[0].value<views::Notice>().text(), QString("Open a model and calibration data first."));
    QVERIFY(!other.snapshot()->current && !other.snapshot()->onlyThis);
}

void TestSession::aCalibrationOfAnotherModelIsRefused()
{
    const QString path = savedCalibration(Few);
    QVERIFY(!path.isEmpty());
    Session other;
    QSignalSpy failed(&other, &Session::failed);
    other.restore(Samples + "/resnet_fashion.onnx", {}, {}, path);
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed[0][0].value<views::Notice>().text().contains("made with another model"));
    QVERIFY(!other.snapshot()->calibration);
}

void TestSession::everyEvaluatedConfigIsInTheHistory()
{
    QVERIFY(load());
    QCOMPARE(now().history->entries().size(), size_t(1));
    QCOMPARE(now().currentEntry, 1);
    m_session->setConfig(withActivationBits(4), "4 bits");
    QCOMPARE(now().currentEntry, 0); // not evaluated yet
    QVERIFY(settle());
    QCOMPARE(now().currentEntry, 2);
    m_session->toggleFloat({LayerId(0)}, true);
    QVERIFY(settle());
    m_session->undoStack().undo();
    QVERIFY(settle());
    const auto& entries = now().history->entries();
    QCOMPARE(entries.size(), size_t(3)); // going back is no new entry
    QCOMPARE(now().currentEntry, 2);
    QCOMPARE(entries[1]->evaluation.sqnrDb.value, now().current->sqnrDb.value);
    QCOMPARE(entries[1]->evaluation.samples, Few);
    QCOMPARE(entries[1]->basis, now().basis);
    QCOMPARE(entries[2]->evaluation.layersFloat, 1);
    QVERIFY(entries[0]->bitOperations && entries[1]->bitOperations);
    QVERIFY(*entries[1]->bitOperations < *entries[0]->bitOperations);
    QVERIFY(*entries[2]->bitOperations > *entries[1]->bitOperations);
}

void TestSession::pricesAreThereAtOnceAndTimesFollow()
{
    QVERIFY(load());
    QVERIFY(now().prices && now().prices->total.bitOperations);
    QVERIFY(!now().prices->total.milliseconds); // nobody has asked
    QVERIFY(!now().history->entries().front()->milliseconds);
    const double before = now().prices->total.bytes;
    const search::Price change = now().prices->changes[1];
    m_session->toggleFloat({LayerId(1)}, true);
    QCOMPARE(now().prices->total.bytes, before + change.bytes); // not after an evaluation
    QVERIFY(settle());
    m_session->prices().timeLayers();
    QVERIFY(now().timingLayers);
    QVERIFY(settle());
    QVERIFY(!now().timingLayers);
    QVERIFY(now().prices->timedLayers > 0);
    QVERIFY(*now().prices->total.milliseconds > 0);
    QCOMPARE(now().history->entries().size(), size_t(2));
    for (const auto& entry : now().history->entries())
        QVERIFY(entry->milliseconds); // what was evaluated before has its time too
    const auto layers = now().prices->changes;
    m_session->openData(calibrationData(Few + 1)); // the same shapes: no second measurement
    QVERIFY(settle());
    m_session->prices().timeLayers();
    QVERIFY(settle());
    QVERIFY(now().prices->changes == layers);
}

void TestSession::aCancelledTimingLeavesNoTimes()
{
    QVERIFY(load());
    m_session->prices().timeLayers(true);
    m_session->cancel();
    QVERIFY(settle());
    QVERIFY(!now().timingLayers);
    QCOMPARE(m_failed->size(), 0);
    m_session->prices().timeLayers();
    QVERIFY(settle());
    QVERIFY(now().prices->total.milliseconds);
}

void TestSession::aSearchKeepsToALatency()
{
    QVERIFY(load());
    m_session->prices().timeLayers();
    QVERIFY(settle());
    const double all = *now().prices->total.milliseconds, floats = *now().prices->inFloat.milliseconds;
    const double budget = std::max(all, floats) * 1.0001; // whatever this machine is good at, all fits
    m_session->findLayers({{search::TargetKind::Latency, budget}, search::Method::Ilp, {}, false, false});
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 0);
    QVERIFY(*now().prices->total.milliseconds <= budget);
    m_session->findLayers({{search::TargetKind::Latency, 1e-9}, search::Method::Ilp, {}, false, false});
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 1);
    m_failed->clear();
}

void TestSession::aDraggedRangeIsOneStepOfUndo()
{
    QVERIFY(load());
    const int steps = m_session->undoStack().count();
    m_session->setManualRange(LayerId(1), false, {-0.5, 0.75});
    QVERIFY(settle());
    QCOMPARE(m_session->undoStack().count(), steps + 1);
    QCOMPARE(now().specs[1].activations.calibrator, quant::Calibrator::Manual);
    QVERIFY(now().specs[0].activations.calibrator != quant::Calibrator::Manual);
    const quant::Range covered = now().quantizers[1].activations[0].representable();
    QVERIFY(std::abs(covered.lo + 0.5) < 0.01 && std::abs(covered.hi - 0.75) < 0.01);
    m_session->setManualRange(LayerId(1), false, {-0.25, 0.75}); // the same rule again
    QCOMPARE(m_session->config().rules.size(), size_t(1));
    m_session->setManualRange(LayerId(999), false, {-1, 1});
    m_session->undoStack().undo();
    m_session->undoStack().undo();
    QVERIFY(m_session->config() == quant::Config());
    QVERIFY(settle());
}

void TestSession::activationsPerChannelAreCalibratedAgain()
{
    QVERIFY(load());
    QVERIFY(!m_session->calibrationState()->options.channelHistograms);
    QSignalSpy noted(m_session.get(), &Session::noted);
    quant::Config config;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, m_session->analyzer()->layers()[1].name};
    rule.activations.granularity = quant::Granularity::PerChannel;
    rule.activations.calibrator = quant::Calibrator::Mse;
    config.rules.push_back(rule);
    m_session->setConfig(config, "per channel");
    QVERIFY(settle());
    QVERIFY(m_session->calibrationState()->options.channelHistograms);
    QVERIFY2(noted.size() >= 1 && noted[0][0].value<views::Notice>().text().contains("channel"), "a person is told why");
    QVERIFY(now().current);
    // The same quantizers as of a calibration that recorded them from the beginning.
    const auto whole = m_session->analyzer()->calibrate(*m_session->data().dataset, {}, {}, {true});
    const auto expected = m_session->analyzer()->quantizers(**whole, config);
    QVERIFY(expected.ok() && now().quantizers == *expected);
    m_session->setConfig({}, "per tensor");
    QVERIFY(settle());
    QVERIFY(m_session->calibrationState()->options.channelHistograms); // more than is needed does no harm
    QCOMPARE(m_failed->size(), 0);
}

void TestSession::leavingASampleOutIsOneStepOfUndo()
{
    QVERIFY(load());
    const auto all = now().calibration;
    const auto widest = *all->find(now().activations(LayerId(1))[0]);
    const int64_t sample = widest.max.sample;
    QVERIFY(sample >= 0);
    const int steps = m_session->undoStack().count();
    m_session->leaveOut(analysis::SampleSet({sample, sample + 1}));
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 0);
    QCOMPARE(m_session->undoStack().count(), steps + 1);
    QVERIFY(now().leftOut.contains(sample) && now().withAll == all);
    QCOMPARE(now().calibration->samples, Few - 1);
    QCOMPARE(now().calibrationMissing, 0);
    const auto& narrower = *now().calibration->find(widest.value);
    QVERIFY(narrower.max.value < widest.max.value && narrower.max.sample != sample);
    QVERIFY(now().quantizers[1].activations[0].representable().hi < widest.max.value);
    QCOMPARE(now().current->samples, Few); // it is still evaluated
    QCOMPARE(now().history->entries().size(), size_t(2)); // the ranges are others

    m_session->calibrate(); // anew: it stays out
    QVERIFY(settle());
    QVERIFY(now().leftOut.contains(sample));
    m_session->undoStack().undo();
    QVERIFY(now().leftOut.empty() && !now().withAll && now().calibration == all);
    m_session->undoStack().redo();
    QVERIFY(now().leftOut.contains(sample));
    m_session->leaveOut({}); // known already
    QVERIFY(now().leftOut.empty() && now().calibration == all);
    QVERIFY(settle());
    m_session->leaveOut(analysis::SampleSet({0, Few}));
    QVERIFY(settle());
    QCOMPARE(m_failed->size(), 1);
    QVERIFY(m_failed->takeFirst()[0].value<views::Notice>().text().contains("all samples are left out"));
    QVERIFY(now().leftOut.empty() && now().current);
}

void TestSession::aCalibrationOfAFewSamplesGoesOnWithMore()
{
    m_session->openModel(Model);
    m_session->openData(calibrationData(3));
    QVERIFY(settle());
    const QTemporaryDir folder;
    const QString path = folder.filePath("few.qcal");
    QVERIFY(io::writeCalibration(*m_session->calibrationState(), path.toStdString()).ok());
    m_session->openCalibration(path);
    QVERIFY(settle());
    m_session->openData(calibrationData(20));
    QVERIFY(settle());
    auto state = m_session->calibrationState()->copy(); // what Calibrate goes on from
    const auto status = m_session->analyzer()->record(*m_session->data().dataset, analysis::SampleSet({0, 20}), state, {});
    QVERIFY2(status.ok(), status.ok() ? "" : status.error().text().c_str());
    const auto whole = m_session->analyzer()->calibrate(*m_session->data().dataset, {});
    const auto continued = state.finish(&m_session->analyzer()->graph());
    QVERIFY(whole.ok() && continued.ok());
    for (size_t i = 0; i < (*whole)->tensors.size(); ++i) {
        QCOMPARE((*continued)->tensors[i].mean, (*whole)->tensors[i].mean);
        QCOMPARE((*continued)->tensors[i].variance, (*whole)->tensors[i].variance);
    }
}

void TestSession::restoringAnEntryIsOneStepOfUndo()
{
    QVERIFY(load());
    m_session->setConfig(withActivationBits(4), "4 bits");
    m_session->setConfig(withActivationBits(6), "6 bits");
    QVERIFY(settle());
    const int steps = m_session->undoStack().count();
    m_session->history().rename(1, "  before  ");
    m_session->history().annotate(1, "where it began");
    QCOMPARE(now().history->find(1)->name, std::string("before"));
    m_session->restoreEntry(1);
    QVERIFY(now().config == quant::Config());
    QVERIFY(now().current);
    QCOMPARE(m_session->undoStack().count(), steps + 1);
    QVERIFY(m_session->undoStack().undoText().contains("before"));
    m_session->undoStack().undo();
    QCOMPARE(now().config.activations.bits, 6);
    m_session->restoreEntry(99);
    QCOMPARE(now().config.activations.bits, 6);
    m_session->history().remove({1, 99});
    QVERIFY(!now().history->find(1));
    QVERIFY(settle());
}

void TestSession::theHistorySurvivesOtherDataButNotAnotherModel()
{
    QVERIFY(load());
    const std::string basis = now().basis;
    QCOMPARE(basis.size(), size_t(16));
    m_session->openData(calibrationData(Few + 1));
    QVERIFY(settle());
    QCOMPARE(now().history->entries().size(), size_t(2));
    QVERIFY(now().basis != basis);
    QCOMPARE(now().currentEntry, 2);
    m_session->openData(calibrationData());
    QVERIFY(settle());
    QCOMPARE(now().basis, basis); // it is the same data again
    QCOMPARE(now().currentEntry, 1);
    QCOMPARE(now().history->entries().size(), size_t(2));
    m_session->openModel(Samples + "/resnet_fashion.onnx");
    QVERIFY(settle());
    QVERIFY(now().history->empty());
    QVERIFY(now().basis.empty());
}

void TestSession::theHistoryOfASessionComesWithIt()
{
    QVERIFY(load());
    m_session->history().rename(1, "first");
    const analysis::History history = *m_session->history().value();
    Session other;
    other.restore(Model, calibrationData(), quant::Config(), {}, history);
    QVERIFY(QTest::qWaitFor([&] { return other.idle(); }, 120'000));
    const auto snapshot = other.snapshot();
    QCOMPARE(snapshot->history->entries().size(), size_t(1)); // evaluated again, and found to be the same
    QCOMPARE(snapshot->currentEntry, 1);
    QCOMPARE(snapshot->history->find(1)->name, std::string("first"));
    QVERIFY(analysis::differences(snapshot->history->find(1)->evaluation, history.find(1)->evaluation).empty());
}

void TestSession::theCacheBudgetHoldsForModelsOpenedLater()
{
    const analysis::CacheBudget budget{int64_t(7) << 20, int64_t(9) << 20};
    m_session->setCacheBudget(budget);
    QVERIFY(load());
    QVERIFY(m_session->analyzer()->cacheBudget() == budget);
    m_session->setCacheBudget({});
    QVERIFY(m_session->analyzer()->cacheBudget() == analysis::CacheBudget());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
