// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Clicks and toggles at random in the real window, on the bundled samples, and checks each time everything
// has come to rest that nothing stale is shown. Says its seed; the same seed does the same things. Usage:
//
//     stress_window [--seconds N] [--seed S] [--verbose]
//
// QSCOPE_STRESS_SECONDS is used without --seconds.

#include <cstdio>
#include <deque>
#include <memory>

#include <QCommandLineParser>
#include <QDialog>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include "app/actions.h"
#include "app/config_edit.h"
#include "app/data_source.h"
#include "app/job.h"
#include "app/message_bar.h"
#include "stress_hands.h"
#include "tests/support/window_program.h"
#include "views/models/layer_table_model.h"
#include "views/panels/layers_panel.h"
#include "views/panels/messages_panel.h"
#include "views/panels/metric_strip.h"

namespace qscope::app::stress {

namespace {

constexpr int SettleMs = 180'000; ///< above it the window is stuck
constexpr int ActionsBetweenChecks = 12;
constexpr size_t Remembered = 40; ///< actions that are told when something is wrong

/// An engine of its own beside that of the window, which has cached nothing.
class FreshEngine {
public:
    /// Null, or one sentence in `error`.
    analysis::Analyzer* open(const QString& path, QString* error)
    {
        if (path != m_path) {
            auto opened = analysis::Analyzer::open(path.toStdString());
            if (!opened.ok()) {
                *error = QString::fromStdString(opened.error().text());
                return nullptr;
            }
            m_analyzer = std::move(opened).value();
            m_analyzer->setCacheBudget({0, 0});
            m_path = path;
        }
        return m_analyzer.get();
    }

private:
    QString m_path;
    std::shared_ptr<analysis::Analyzer> m_analyzer;
};

class StressRun {
public:
    StressRun(uint64_t seed, bool verbose)
        : m_dice(seed), m_verbose(verbose), m_hands(m_window, m_dice, m_folder.path())
    {
    }

    /// False when something was wrong; it has been printed.
    bool run(qint64 milliseconds)
    {
        m_window.show();
        m_window.files().setSampleLimit(8);
        m_window.files().openSample(bundledSamples().value(m_dice.below(2)));
        if (!checked())
            return false;
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < milliseconds) {
            const int actions = 1 + m_dice.below(ActionsBetweenChecks);
            for (int i = 0; i < actions; ++i)
                act();
            if (!checked())
                return false;
        }
        std::printf("%d actions, %d times at rest, %d evaluations compared, %d sensitivities compared\n",
                    m_actions, m_checks, m_compared, m_sensitivities);
        return m_compared > 0;
    }

private:
    void act()
    {
        m_done.push_back(m_hands.act());
        if (m_done.size() > Remembered)
            m_done.pop_front();
        ++m_actions;
        if (m_verbose) {
            std::printf("%d: %s\n", m_actions, qPrintable(m_done.back()));
            std::fflush(stdout);
        }
        // Sometimes in one breath, sometimes with time for work to begin.
        if (m_dice.chance(50))
            QTest::qWait(m_dice.below(60));
        else
            QApplication::processEvents();
    }

    bool wrong(const QString& what)
    {
        std::printf("after %d actions: %s\nwhat was done last:\n", m_actions, qPrintable(what));
        for (const QString& action : m_done)
            std::printf("  %s\n", qPrintable(action));
        std::fflush(stdout);
        return false;
    }

    bool checked()
    {
        const bool idle = QTest::qWaitFor([this] { return m_window.session().idle(); }, SettleMs);
        QApplication::processEvents();
        ++m_checks;
        if (!idle)
            return wrong("the window does not come to rest");
        if (!panelsAreFresh() || !tableShowsTheConfig() || !metricsAreThoseOfTheConfig()
            || !nothingIsOurFault())
            return false;
        return !m_dice.chance(50) || sensitivityIsThatOfTheConfig();
    }

    bool panelsAreFresh()
    {
        for (const views::Panel* panel : m_window.workbench().panels())
            if (panel->isVisible() && panel->stale())
                return wrong(QString("%1 is visible and stale").arg(panel->metaObject()->className()));
        return true;
    }

    bool tableShowsTheConfig()
    {
        const auto snapshot = m_window.session().snapshot();
        const views::LayersPanel& panel = m_window.workbench().layers();
        if (!(snapshot->config == m_window.session().config()))
            return wrong("the snapshot holds another config than the session");
        if (!snapshot->model || !panel.isVisible())
            return true;
        for (size_t i = 0; i < snapshot->layerCount(); ++i) {
            const QModelIndex row =
                panel.model().indexOf(LayerId(i)).siblingAtColumn(views::LayerTableModel::FloatColumn);
            if ((row.data(Qt::CheckStateRole).toInt() == Qt::Checked) != snapshot->specs[i].isFloat)
                return wrong(QString("layer %1 is shown as what it is not").arg(i));
        }
        return true;
    }

    /// What `config` comes to, measured by an engine that knows nothing of what was done before.
    std::optional<analysis::Evaluation> fresh(const quant::Config& config)
    {
        Session& session = m_window.session();
        QString error;
        analysis::Analyzer* engine = m_engine.open(session.modelPath(), &error);
        if (!engine) {
            wrong(error);
            return std::nullopt;
        }
        auto result = engine->evaluate(*session.data().dataset, *session.data().labels,
                                       *session.snapshot()->calibration, config, RunControl());
        if (!result.ok()) {
            wrong(QString::fromStdString(result.error().text()));
            return std::nullopt;
        }
        return *result;
    }

    bool measurable() const
    {
        auto& session = const_cast<StressRun*>(this)->m_window.session();
        const auto snapshot = session.snapshot();
        return snapshot->model && snapshot->calibration && !snapshot->calibrationPartial
               && session.data().open() && session.rewrittenBy().isEmpty();
    }

    bool metricsAreThoseOfTheConfig()
    {
        if (!measurable())
            return true;
        const auto snapshot = m_window.session().snapshot();
        views::Snapshot expected = *snapshot;
        // What was cancelled is missing, which is no lie; what is there has to be right.
        if (snapshot->evaluationPending || snapshot->allQuantizedPending)
            return wrong("a figure is said to come, and nothing runs");
        const auto isWhole = [&](const std::optional<analysis::Evaluation>& e) {
            return e && e->samples == m_window.session().data().dataset->size();
        };
        if (isWhole(snapshot->current)) {
            expected.current = fresh(snapshot->config);
            if (!expected.current)
                return false;
            ++m_compared;
        }
        if (isWhole(snapshot->allQuantized)) {
            expected.allQuantized = fresh(withoutFloat(snapshot->config));
            if (!expected.allQuantized)
                return false;
        }
        views::MetricStrip strip;
        strip.setSnapshot(std::make_shared<const views::Snapshot>(expected));
        strip.bringUpToDate();
        const QStringList shown = m_window.workbench().metrics().texts();
        if (m_window.workbench().metrics().isVisible() && shown != strip.texts())
            return wrong("the metric strip shows\n  " + shown.join(" | ") + "\nand the config comes to\n  "
                         + strip.texts().join(" | "));
        return true;
    }

    bool sensitivityIsThatOfTheConfig()
    {
        if (!measurable())
            return true;
        Session& session = m_window.session();
        const auto snapshot = session.snapshot();
        const auto& shown = snapshot->onlyThis;
        const bool whole = shown && shown->samples == session.data().dataset->size();
        if (!whole || snapshot->onlyThisFreshness != views::Freshness::Current)
            return true;
        QString error;
        analysis::Analyzer* engine = m_engine.open(session.modelPath(), &error);
        if (!engine)
            return wrong(error);
        const auto result =
            engine->sensitivity(*session.data().dataset, *session.data().labels, *snapshot->calibration,
                                snapshot->config, analysis::SensitivityMode::OnlyThisLayer, RunControl());
        if (!result.ok())
            return wrong(QString::fromStdString(result.error().text()));
        for (size_t i = 0; i < result->layers.size(); ++i) {
            const double now = shown->layers[i].sqnrDb.value, then = result->layers[i].sqnrDb.value;
            if (!std::isnan(now) && now != then)
                return wrong(
                    QString("sensitivity of layer %1 is shown as %2 and is %3").arg(i).arg(now).arg(then));
        }
        ++m_sensitivities;
        return true;
    }

    /// Whatever a person does, it is never an error inside a library.
    bool nothingIsOurFault()
    {
        const views::MessageTableModel& log = m_window.workbench().messages().log();
        for (int row = 0; row < log.rowCount(); ++row)
            if (const views::Notice* notice = log.notice(log.index(row, 0));
                notice && !notice->advice.isEmpty()
                && notice->advice == views::adviceFor(ErrorCode::Internal))
                return wrong(notice->text());
        return true;
    }

    QTemporaryDir m_folder;
    Dice m_dice;
    bool m_verbose;
    MainWindow m_window;
    Hands m_hands;
    FreshEngine m_engine;
    std::deque<QString> m_done;
    int m_actions = 0, m_checks = 0, m_compared = 0, m_sensitivities = 0;
};

} // namespace

} // namespace qscope::app::stress

int main(int argc, char** argv)
{
    qscope::test::WindowProgram program(argc, argv, "stress_window");
    QCommandLineParser parser;
    parser.addOptions({{"seconds", "How long.", "N", qEnvironmentVariable("QSCOPE_STRESS_SECONDS", "10")},
                       {"seed", "Does again what was done with this seed.", "S"},
                       {"verbose", "Names every action before the next."}});
    parser.addHelpOption();
    parser.process(program.application());
    const uint64_t seed = parser.isSet("seed") ? parser.value("seed").toULongLong() : std::random_device()();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::fflush(stdout);
    qscope::app::stress::StressRun run(seed, parser.isSet("verbose"));
    return run.run(parser.value("seconds").toLongLong() * 1000) ? 0 : 1;
}
