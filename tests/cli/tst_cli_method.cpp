// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include "cli_process.h"

/// quantoscope-cli method and metric, and what else takes plugins
class TestCliMethod : public QObject {
    Q_OBJECT

private:
    const QTemporaryDir m_folder;
    const QString m_plugins{QSCOPE_CASE_PLUGINS};

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QStringList run(const QString& method, const QStringList& more = {}) const
    {
        return QStringList{"method", "run", method, sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                           "--samples", "4", "--plugins", m_plugins}
               + more;
    }

private slots:
    void listsWhatThereIsAndWhatFailed()
    {
        const CliResult json = runCli({"method", "list", "--plugins", m_plugins, "--json"});
        QVERIFY2(json.exitCode == 0, json.text());
        QJsonObject probe;
        for (const auto& method : json.json()["methods"].toArray())
            if (method.toObject()["name"] == "probe")
                probe = method.toObject();
        QCOMPARE(probe["origin"].toString(), "user");
        QVERIFY(probe["file"].toString().endsWith("/probe.so"));
        QVERIFY(json.json()["failures"].toArray().size() >= 5);

        const CliResult text = runCli({"method", "list", "--plugins", m_plugins});
        QCOMPARE(text.exitCode, 0);
        QVERIFY2(text.out.contains("probe"), text.text());
        QVERIFY2(text.err.contains("old_version.so: it was built for version '0'"), text.text());

        const CliResult metrics = runCli({"metric", "list", "--plugins", m_plugins});
        QVERIFY2(metrics.exitCode == 0 && metrics.out.contains("confidence"), metrics.text());
    }

    void looksNowhereUnlessTold()
    {
        const CliResult result = runCli({"method", "describe", "probe"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains("there is no method 'probe'"), result.text());
        qputenv("QUANTOSCOPE_PLUGINS", m_plugins.toUtf8());
        const CliResult told = runCli({"method", "describe", "probe"});
        qunsetenv("QUANTOSCOPE_PLUGINS");
        QVERIFY2(told.exitCode == 0, told.text());
    }

    void describesWhatCanBeSet()
    {
        const CliResult text = runCli({"method", "describe", "probe", "--plugins", m_plugins});
        QVERIFY2(text.exitCode == 0, text.text());
        for (const char* part : {"Probe 1.2", "Does what its parameter says", "Source: This test", "an integer from 2 to 16",
                                 "'bad-report'", "a row that is too short"})
            QVERIFY2(text.out.contains(part), part);
        const CliResult json = runCli({"method", "describe", "probe", "--plugins", m_plugins, "--json"});
        const QJsonArray parameters = json.json()["parameters"].toArray();
        QCOMPARE(parameters.size(), 2);
        QCOMPARE(parameters[1].toObject()["default"].toInt(), 4);
        QCOMPARE(parameters[1].toObject()["unit"].toString(), "bits");
    }

    void aRewrittenModelIsEvaluatedAgainstTheOneItWasMadeOf()
    {
        const QString model = path("biased.onnx");
        const CliResult made =
            runCli(run("probe", {"--set", "behaviour=bias", "--set", "bits=8", "--output-model", model}));
        QVERIFY2(made.exitCode == 0, made.text());
        const auto sqnr = [&](const QStringList& more) {
            const CliResult result =
                runCli(QStringList{"evaluate", model, "--data", sample("fashion_evaluation.npz"), "--samples",
                                   "8", "--json"}
                       + more);
            return result.exitCode == 0 ? result.json()["sqnr_db"].toDouble() : -100.0;
        };
        const double byItself = sqnr({}), fair = sqnr({"--reference", sample("resnet_fashion.onnx")});
        QVERIFY2(fair > -100 && fair < byItself - 3,
                 qPrintable(QString("%1 and %2 dB").arg(fair).arg(byItself)));
        QCOMPARE(sqnr({"--reference", model}), byItself);
        const CliResult none = runCli({"evaluate", model, "--data", sample("fashion_evaluation.npz"),
                                       "--reference", path("none.onnx")});
        QVERIFY2(none.exitCode == 1 && none.err.contains("none.onnx"), none.text());
    }

    void runsAndKeepsWhatItGot()
    {
        const QString config = path("config.json"), report = path("report.html");
        const CliResult result =
            runCli(run("probe", {"--set", "bits=3", "--set", "behaviour=config", "--output-config", config, "--report", report}));
        QVERIFY2(result.exitCode == 0, result.text());
        QVERIFY2(result.out.contains("Nothing was done."), result.text());
        QVERIFY2(result.err.contains("warning: this is a probe"), result.text());
        QVERIFY(contents(report).contains("Nothing was done."));
        QVERIFY(contents(config).contains("\"bits\": 3"));
        // What is written fits the model.
        const CliResult evaluated = runCli({"evaluate", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                                            "--samples", "4", "--config", config, "--json"});
        QVERIFY2(evaluated.exitCode == 0, evaluated.text());
    }

    void givesTheMethodWhatThePersonGave()
    {
        const CliResult own = runCli(run("probe", {"--json", "--labels", sample("fashion_evaluation_labels.npy")}));
        QVERIFY2(own.exitCode == 0, own.text());
        const auto count = [](const CliResult& result, int row) {
            return result.json()["report"].toObject()["items"].toArray()[1].toObject()["rows"].toArray()[row].toArray()[1].toDouble();
        };
        QCOMPARE(count(own, 0), 16.0); // layers
        QCOMPARE(count(own, 1), 4.0);  // samples
        QCOMPARE(count(own, 2), 4.0);  // calibrated on the same
        QCOMPARE(count(own, 4), 1.0);  // which may be fitted on
        const CliResult other = runCli(run("probe", {"--json", "--calibration", sample("fashion_calibration.npz")}));
        QVERIFY2(other.exitCode == 0, other.text());
        QCOMPARE(count(other, 1), 4.0);
        QVERIFY(count(other, 2) > 4);
    }

    void writesTheRewrittenModel()
    {
        const QString model = path("model.onnx");
        const CliResult result = runCli(run("probe", {"--set", "behaviour=model", "--output-model", model}));
        QVERIFY2(result.exitCode == 0, result.text());
        const CliResult evaluated = runCli({"evaluate", model, "--data", sample("fashion_evaluation.npz"), "--samples", "4"});
        QVERIFY2(evaluated.exitCode == 0, evaluated.text());
        const CliResult lost = runCli(run("probe", {"--set", "behaviour=model"}));
        QVERIFY2(lost.exitCode == 0 && lost.err.contains("only --output-model keeps that"), lost.text());
    }

    void failsInOneSentence_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a method that is not there") << "repqq" << QStringList() << "there is no method 'repqq'; there are '";
        QTest::newRow("a key that is not there") << "probe" << QStringList{"--set", "bit=3"}
                                                 << "method 'probe': unknown parameter 'bit'; did you mean 'bits'?";
        QTest::newRow("a value out of range") << "probe" << QStringList{"--set", "bits=17"}
                                              << "method 'probe': 'bits' is '17', but has to be an integer from 2 to 16";
        QTest::newRow("no value") << "probe" << QStringList{"--set", "bits"} << "method 'probe': 'bits' is not of the form key=value";
        QTest::newRow("an Error of the plugin") << "probe" << QStringList{"--set", "behaviour=error"}
                                                << "probe: the node 'x' has no bias";
        QTest::newRow("an exception of the plugin") << "probe" << QStringList{"--set", "behaviour=throw"}
                                                    << "the plugin failed: seven is no bias";
        QTest::newRow("something odd that the plugin throws") << "probe" << QStringList{"--set", "behaviour=throw-odd"}
                                                              << "the plugin failed without saying why";
        QTest::newRow("a report that is wrong") << "probe" << QStringList{"--set", "behaviour=bad-report"}
                                                << "row 0 of the table 'Wrong' has 1 cells for 2 columns";
        QTest::newRow("a config that does not fit") << "probe" << QStringList{"--set", "behaviour=bad-config"}
                                                    << "the method's config does not fit the model: ";
        QTest::newRow("a model that was not rewritten") << "probe" << QStringList{"--output-model", "never.onnx"}
                                                        << "the method leaves the model as it is";
        QTest::newRow("a report of another kind") << "probe" << QStringList{"--report", "report.pdf"}
                                                  << "report.pdf: a report ends in .html, .json or .txt";
        QTest::newRow("a function that nobody has") << "unresolved" << QStringList() << "notThere";
        QTest::newRow("a metadata that promises too much") << "empty" << QStringList() << "Q_INTERFACES is missing";
        QTest::newRow("another version") << "old" << QStringList() << "there is no method 'old'";
    }
    void failsInOneSentence()
    {
        QFETCH(QString, method);
        QFETCH(QStringList, more);
        QFETCH(QString, sentence);
        const CliResult result = runCli(run(method, more), m_folder.path());
        QVERIFY2(result.exitCode == 1, result.text());
        QVERIFY2(QString::fromUtf8(result.err).contains(sentence), result.text());
        QCOMPARE(QString::fromUtf8(result.err).trimmed().split('\n').last().startsWith("quantoscope-cli: "), true);
        QVERIFY(!QFile::exists(path("never.onnx")));
    }

    void namesWrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no subcommand") << QStringList{"method"};
        QTest::newRow("no method") << QStringList{"method", "run"};
        QTest::newRow("a folder that is not there") << QStringList{"method", "list", "--plugins", "/nowhere/at/all"};
        QTest::newRow("run for a metric") << QStringList{"metric", "run", "x"};
    }
    void namesWrongUsage()
    {
        QFETCH(QStringList, arguments);
        QCOMPARE(runCli(arguments).exitCode, 2);
    }

    void stopsWhenInterrupted()
    {
        QProcess program;
        program.start(QSCOPE_CLI, run("probe", {"--set", "behaviour=wait"}));
        QVERIFY(program.waitForStarted());
        QTest::qWait(1500); // it calibrates 4 samples, then waits
        QCOMPARE(program.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(program.processId()), SIGINT);
        QVERIFY(program.waitForFinished(5000));
        QCOMPARE(program.exitCode(), 130);
        QVERIFY(program.readAllStandardError().contains("cancelled"));
    }

    void measuresAFigureOfOnesOwn()
    {
        const QStringList evaluate{"evaluate", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                                   "--samples", "16", "--plugins", m_plugins};
        const CliResult text = runCli(evaluate + QStringList{"--metric", "confidence"});
        QVERIFY2(text.exitCode == 0, text.text());
        QVERIFY2(text.out.contains("\nconfidence "), text.text());
        QVERIFY2(text.out.contains(" logits\n"), text.text());
        const CliResult json = runCli(evaluate + QStringList{"--metric", "confidence", "--json"});
        const double value = json.json()["user"].toDouble();
        QVERIFY2(value > 1, json.text()); // logits of the top class
        const QJsonArray interval = json.json()["intervals_95"].toObject()["user"].toArray();
        QVERIFY(interval[0].toDouble() < value && value < interval[1].toDouble());
        const CliResult without = runCli(evaluate + QStringList{"--json"});
        QVERIFY(without.json()["user"].isNull() || without.json()["user"].isUndefined());
    }

    void ranksLayersWithAFigureOfOnesOwn()
    {
        const QString csv = path("sensitivity.csv");
        const CliResult result =
            runCli({"sensitivity", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "4",
                    "--metric", "confidence", "--plugins", m_plugins, "-o", csv});
        QVERIFY2(result.exitCode == 0, result.text());
        const QList<QByteArray> lines = contents(csv).split('\n');
        const qsizetype column = lines[0].split(',').indexOf("user");
        QVERIFY2(column > 0, lines[0]);
        QVERIFY(lines[1].split(',')[column].toDouble() > 1);
    }

    void searchesForAFigureOfOnesOwn()
    {
        const auto search = [&](const QString& target, const QStringList& more) {
            return runCli(QStringList{"search", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                                      "--samples", "4", "--method", "order", "--plugins", m_plugins, "--target", target, "-o",
                                      path("found.json")}
                          + more);
        };
        const CliResult all = search("metric=-1000", {"--metric", "confidence", "--json"});
        QVERIFY2(all.exitCode == 0, all.text());
        QCOMPARE(all.json()["layers_float"].toInt(), 0); // any confidence will do
        const double reached = all.json()["user"].toDouble();
        QVERIFY2(reached > 1, all.text());
        const CliResult more = search(QString("metric=%1").arg(reached + 1e-3, 0, 'g', 12), {"--metric", "confidence"});
        QVERIFY2(more.exitCode == 0 ? more.out.contains("\nconfidence ") : more.err.contains("is not met"), more.text());
        const CliResult never = search("metric=1e6", {"--metric", "confidence"});
        QVERIFY2(never.exitCode == 1 && never.err.contains("is not met with all layers in floating point either"), never.text());
        const CliResult unnamed = search("metric=1", {});
        QVERIFY2(unnamed.exitCode == 1 && unnamed.err.contains("--target metric=1 needs --metric"), unnamed.text());
    }

    void saysWhatIsWrongWithAMetric_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("one that is not there") << QStringList{"--metric", "x"} << "there is no metric 'x'; there are 'confidence'";
        QTest::newRow("one that refuses the model") << QStringList{"--metric", "confidence", "--metric-set", "refuse=on"}
                                                    << "metric 'confidence': the first output holds no classes";
        QTest::newRow("one that throws") << QStringList{"--metric", "confidence", "--metric-set", "throw=on"}
                                         << "the metric 'confidence' failed: no score";
        QTest::newRow("a key that is not there") << QStringList{"--metric", "confidence", "--metric-set", "bits=3"}
                                                 << "metric 'confidence': unknown parameter 'bits'; there are 'throw', 'refuse'";
        QTest::newRow("settings for none") << QStringList{"--metric-set", "throw=on"} << "--metric-set needs --metric";
    }
    void saysWhatIsWrongWithAMetric()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"evaluate", sample("resnet_fashion.onnx"), "--data",
                                                    sample("fashion_evaluation.npz"), "--samples", "4", "--plugins", m_plugins}
                                        + options);
        QVERIFY2(result.exitCode == 1, result.text());
        QVERIFY2(QString::fromUtf8(result.err).contains(sentence), result.text());
    }
};

QTEST_GUILESS_MAIN(TestCliMethod)
#include "tst_cli_method.moc"
