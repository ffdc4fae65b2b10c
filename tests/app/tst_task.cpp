// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>
#include <stdexcept>

#include <QTest>

#include "app/task.h"

using namespace qscope;
using app::Task;

namespace {

template <class T>
std::optional<Result<T>> wait(Task<T>& task)
{
    return QTest::qWaitFor([&] { return task.finished(); }, 5000) ? task.takeResult() : std::nullopt;
}

void untilStopped(const RunControl& control)
{
    while (!control.stopRequested())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

} // namespace

class TestTask : public QObject {
    Q_OBJECT

private slots:
    void resultArrivesOnce();
    void errorArrivesAsError();
    void exceptionBecomesError();
    void badAllocBecomesResourceExhausted();
    void cancelReachesTheFunction();
    void destroyingCancelsAndJoins();
    void progressIsTheLastReport();
    void outboxKeepsTheOrder();
};

void TestTask::resultArrivesOnce()
{
    Task<int> task([](const RunControl&) -> Result<int> { return 42; });
    const auto answer = wait(task);
    QVERIFY(answer && answer->ok());
    QCOMPARE(answer->value(), 42);
    QVERIFY(!task.takeResult());
}

void TestTask::errorArrivesAsError()
{
    Task<int> task([](const RunControl&) -> Result<int> { return Error{ErrorCode::Malformed, "bad byte", "file"}; });
    const auto answer = wait(task);
    QVERIFY(answer && !answer->ok());
    QCOMPARE(answer->error().code, ErrorCode::Malformed);
    QCOMPARE(answer->error().message, std::string("bad byte"));
}

void TestTask::exceptionBecomesError()
{
    Task<int> task([](const RunControl&) -> Result<int> { throw std::runtime_error("library says no"); });
    const auto answer = wait(task);
    QVERIFY(answer && !answer->ok());
    QCOMPARE(answer->error().code, ErrorCode::Internal);
    QCOMPARE(answer->error().message, std::string("library says no"));
}

void TestTask::badAllocBecomesResourceExhausted()
{
    Task<int> task([](const RunControl&) -> Result<int> { throw std::bad_alloc(); });
    const auto answer = wait(task);
    QVERIFY(answer && !answer->ok());
    QCOMPARE(answer->error().code, ErrorCode::ResourceExhausted);
}

void TestTask::cancelReachesTheFunction()
{
    Task<int> task([](const RunControl& control) -> Result<int> {
        untilStopped(control);
        return RunControl::cancelled();
    });
    task.cancel();
    const auto answer = wait(task);
    QVERIFY(answer && !answer->ok());
    QCOMPARE(answer->error().code, ErrorCode::Cancelled);
}

void TestTask::destroyingCancelsAndJoins()
{
    std::atomic<bool> ended = false;
    {
        Task<int> task([&](const RunControl& control) -> Result<int> {
            untilStopped(control);
            ended = true;
            return 0;
        });
    }
    QVERIFY(ended);
}

void TestTask::progressIsTheLastReport()
{
    Task<int> task([](const RunControl& control) -> Result<int> {
        control.progress(1, 3, "first");
        control.progress(2, 3, "second");
        return 0;
    });
    QVERIFY(wait(task));
    QCOMPARE(task.progress().done, int64_t(2));
    QCOMPARE(task.progress().total, int64_t(3));
    QCOMPARE(task.progress().step, std::string("second"));
}

void TestTask::outboxKeepsTheOrder()
{
    app::Outbox outbox;
    std::string seen;
    outbox.post([&] { seen += "a"; });
    outbox.post([&] { seen += "b"; });
    for (const auto& call : outbox.take())
        call();
    QCOMPARE(seen, std::string("ab"));
    QVERIFY(outbox.take().empty());
}

QTEST_GUILESS_MAIN(TestTask)
#include "tst_task.moc"
