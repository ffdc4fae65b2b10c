// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>

#include <QSignalSpy>
#include <QTest>

#include "app/work_queue.h"

using namespace qscope;
using namespace qscope::app;

namespace {

/// Writes its name into the log when it ends by itself.
Job::Work noting(QStringList& log, const QString& name)
{
    return [&log, name](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        return Job::Delivery([&log, name] { log << name; });
    };
}

/// Runs until it is stopped or released; counts its starts.
Job::Work held(QStringList& log, const QString& name, std::atomic<int>& starts, std::atomic<bool>& release)
{
    return [&, name](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        ++starts;
        while (!control.stopRequested() && !release)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (control.stopRequested())
            return RunControl::cancelled();
        return Job::Delivery([&log, name] { log << name; });
    };
}

} // namespace

class TestWorkQueue : public QObject {
    Q_OBJECT

private slots:
    void mostUrgentWaitingFirst();
    void newerOfTheSameKindTakesThePlace();
    void sensitivityMakesRoomAndStartsAgain();
    void calibrationDoesNotMakeRoom();
    void droppingAWaitingOneSaysSo();
    void dropAllEndsEverything();
    void failureDoesNotStopTheQueue();
};

void TestWorkQueue::mostUrgentWaitingFirst()
{
    WorkQueue queue;
    QStringList log;
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::OpenModel, "model", held(log, "model", starts, release));
    queue.submit(WorkKind::SensitivityOnly, "only", noting(log, "only"));
    queue.submit(WorkKind::Calibrate, "calibrate", noting(log, "calibrate"));
    queue.submit(WorkKind::Evaluate, "evaluate", noting(log, "evaluate"));
    release = true;
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(log, (QStringList{"model", "calibrate", "evaluate", "only"}));
}

void TestWorkQueue::newerOfTheSameKindTakesThePlace()
{
    WorkQueue queue;
    QStringList log;
    QSignalSpy finished(&queue, &WorkQueue::finished);
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::Evaluate, "old", held(log, "old", starts, release));
    queue.submit(WorkKind::Evaluate, "older", noting(log, "older"));
    queue.submit(WorkKind::Evaluate, "newest", noting(log, "newest"));
    QVERIFY(queue.busyWith(WorkKind::Evaluate));
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(log, QStringList{"newest"});
}

void TestWorkQueue::sensitivityMakesRoomAndStartsAgain()
{
    WorkQueue queue;
    QStringList log;
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::SensitivityOnly, "only", held(log, "only", starts, release));
    QTRY_COMPARE_WITH_TIMEOUT(starts.load(), 1, 5000);
    queue.submit(WorkKind::Evaluate, "evaluate", noting(log, "evaluate"));
    QVERIFY(queue.busyWith(WorkKind::SensitivityOnly));
    QTRY_COMPARE_WITH_TIMEOUT(starts.load(), 2, 5000);
    QCOMPARE(log, QStringList{"evaluate"});
    release = true;
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(log, (QStringList{"evaluate", "only"}));
}

void TestWorkQueue::calibrationDoesNotMakeRoom()
{
    WorkQueue queue;
    QStringList log;
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::Calibrate, "calibrate", held(log, "calibrate", starts, release));
    queue.submit(WorkKind::OpenData, "data", noting(log, "data"));
    QTest::qWait(100);
    QCOMPARE(log, QStringList());
    release = true;
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(log, (QStringList{"calibrate", "data"}));
    QCOMPARE(starts.load(), 1);
}

void TestWorkQueue::droppingAWaitingOneSaysSo()
{
    WorkQueue queue;
    QStringList log;
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::OpenModel, "model", held(log, "model", starts, release));
    queue.submit(WorkKind::Evaluate, "evaluate", noting(log, "evaluate"));
    QList<WorkKind> finished;
    connect(&queue, &WorkQueue::finished, this, [&](WorkKind kind) { finished << kind; });
    queue.drop(WorkKind::Evaluate);
    QCOMPARE(finished, QList<WorkKind>{WorkKind::Evaluate});
    QVERIFY(!queue.busyWith(WorkKind::Evaluate));
    release = true;
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(log, QStringList{"model"});
}

void TestWorkQueue::dropAllEndsEverything()
{
    WorkQueue queue;
    QStringList log;
    QSignalSpy idle(&queue, &WorkQueue::becameIdle);
    std::atomic<int> starts = 0;
    std::atomic<bool> release = false;
    queue.submit(WorkKind::SensitivityOnly, "only", held(log, "only", starts, release));
    queue.submit(WorkKind::SensitivityExcept, "except", noting(log, "except"));
    queue.dropAll();
    QVERIFY(idle.wait(5000));
    QVERIFY(queue.idle());
    QCOMPARE(log, QStringList());
}

void TestWorkQueue::failureDoesNotStopTheQueue()
{
    WorkQueue queue;
    QStringList log;
    QString message;
    connect(&queue, &WorkQueue::failed, this,
            [&](WorkKind, const Error& error) { message = QString::fromStdString(error.text()); });
    queue.submit(WorkKind::OpenData, "data", [](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        return Error{ErrorCode::Malformed, "no", "d.npz"};
    });
    queue.submit(WorkKind::Calibrate, "calibrate", noting(log, "calibrate"));
    QTRY_VERIFY_WITH_TIMEOUT(queue.idle(), 5000);
    QCOMPARE(message, QString("d.npz: no"));
    QCOMPARE(log, QStringList{"calibrate"});
}

QTEST_GUILESS_MAIN(TestWorkQueue)
#include "tst_work_queue.moc"
