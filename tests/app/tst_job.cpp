// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>

#include <QSignalSpy>
#include <QTest>

#include "app/job.h"

using namespace qscope;
using app::Job;
using app::Outbox;

namespace {

Job::Work answering(int& target, int value)
{
    return [&target, value](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        return Job::Delivery([&target, value] { target = value; });
    };
}

Job::Work blocking(std::atomic<int>& running, std::atomic<int>& most)
{
    return [&](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        most = std::max(most.load(), ++running);
        while (!control.stopRequested())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --running;
        return RunControl::cancelled();
    };
}

} // namespace

class TestJob : public QObject {
    Q_OBJECT

private slots:
    void deliversOnTheCallingThread();
    void reportsFailure();
    void cancelIsNoFailure();
    void cancelBeatsAnAnswerThatIsAlreadyThere();
    void newestWins();
    void neverTwoAtOnce();
    void partialAnswersComeBeforeTheLast();
    void progressIsForwarded();
    void startInsideSucceededWorks();
    void destroyingDeliversNothing();
};

void TestJob::deliversOnTheCallingThread()
{
    Job job;
    QSignalSpy succeeded(&job, &Job::succeeded);
    QThread* thread = nullptr;
    const quint64 number = job.start([&](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        return Job::Delivery([&] { thread = QThread::currentThread(); });
    });
    QVERIFY(succeeded.wait(5000));
    QCOMPARE(succeeded[0][0].toULongLong(), number);
    QCOMPARE(thread, QThread::currentThread());
    QVERIFY(!job.running());
}

void TestJob::reportsFailure()
{
    Job job;
    QSignalSpy failed(&job, &Job::failed);
    job.start([](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        return Error{ErrorCode::FileNotFound, "there is no such file", "x.onnx"};
    });
    QVERIFY(failed.wait(5000));
    QCOMPARE(failed[0][1].value<Error>().text(), std::string("x.onnx: there is no such file"));
}

void TestJob::cancelIsNoFailure()
{
    Job job;
    QSignalSpy failed(&job, &Job::failed);
    QSignalSpy cancelled(&job, &Job::cancelled);
    std::atomic<int> running = 0, most = 0;
    job.start(blocking(running, most));
    job.cancel();
    QVERIFY(cancelled.wait(5000));
    QCOMPARE(failed.size(), 0);
}

void TestJob::cancelBeatsAnAnswerThatIsAlreadyThere()
{
    Job job;
    QSignalSpy cancelled(&job, &Job::cancelled);
    int answer = 0;
    job.start(answering(answer, 7));
    QThread::msleep(50); // finished by now, but not polled
    job.cancel();
    QVERIFY(cancelled.wait(5000));
    QCOMPARE(answer, 0);
}

void TestJob::newestWins()
{
    Job job;
    QSignalSpy succeeded(&job, &Job::succeeded);
    std::atomic<int> running = 0, most = 0;
    int first = 0, second = 0;
    job.start(blocking(running, most));
    job.start(answering(first, 1));
    const quint64 newest = job.start(answering(second, 2));
    QVERIFY(succeeded.wait(5000));
    QCOMPARE(succeeded[0][0].toULongLong(), newest);
    QTest::qWait(100);
    QCOMPARE(succeeded.size(), 1);
    QCOMPARE(first, 0);
    QCOMPARE(second, 2);
}

void TestJob::neverTwoAtOnce()
{
    Job job;
    std::atomic<int> running = 0, most = 0;
    for (int i = 0; i < 5; ++i) {
        job.start(blocking(running, most));
        QTest::qWait(15);
    }
    job.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!job.running(), 5000);
    QCOMPARE(most.load(), 1);
}

void TestJob::partialAnswersComeBeforeTheLast()
{
    Job job;
    QSignalSpy succeeded(&job, &Job::succeeded);
    QList<int> seen;
    job.start([&](const RunControl&, Outbox& outbox) -> Result<Job::Delivery> {
        outbox.post([&] { seen << 1; });
        outbox.post([&] { seen << 2; });
        return Job::Delivery([&] { seen << 3; });
    });
    QVERIFY(succeeded.wait(5000));
    QVERIFY2(seen == (QList<int>{2, 3}) || seen == (QList<int>{1, 2, 3}), "an older partial answer may be skipped");
}

void TestJob::progressIsForwarded()
{
    Job job;
    QSignalSpy progressed(&job, &Job::progressed);
    QSignalSpy cancelled(&job, &Job::cancelled);
    job.start([](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        control.progress(3, 8, "batch");
        while (!control.stopRequested())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return RunControl::cancelled();
    });
    QVERIFY(progressed.wait(5000));
    QCOMPARE(progressed[0][0].toLongLong(), 3);
    QCOMPARE(progressed[0][1].toLongLong(), 8);
    QCOMPARE(progressed[0][2].toString(), QString("batch"));
    job.cancel();
    QVERIFY(cancelled.wait(5000));
}

void TestJob::startInsideSucceededWorks()
{
    Job job;
    int answer = 0;
    bool again = true;
    connect(&job, &Job::succeeded, this, [&] {
        if (std::exchange(again, false))
            job.start(answering(answer, 2));
    });
    job.start(answering(answer, 1));
    QTRY_COMPARE_WITH_TIMEOUT(answer, 2, 5000);
}

void TestJob::destroyingDeliversNothing()
{
    int answer = 0;
    {
        Job job;
        job.start(answering(answer, 1));
        QThread::msleep(30);
    }
    QTest::qWait(80);
    QCOMPARE(answer, 0);
}

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
