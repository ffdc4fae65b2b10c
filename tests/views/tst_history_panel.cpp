// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QLocale>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <limits>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/comparison_table_model.h"
#include "views/models/history_table_model.h"
#include "views/panels/comparison_dialog.h"
#include "views/models/format.h"
#include "views/panels/history_panel.h"
#include "views/plots/pareto_plot.h"

using namespace qscope;
using namespace qscope::views;

namespace {

using Kind = ParetoPlot::Kind;

analysis::HistoryEntry entryOf(int bits, double sqnrDb, double bytes, const std::string& basis = "here")
{
    analysis::HistoryEntry entry;
    entry.config.weights.bits = bits;
    entry.evaluation.samples = 64;
    entry.evaluation.sqnrDb = {sqnrDb, sqnrDb - 1, sqnrDb + 1};
    entry.evaluation.agreement = 0.9;
    entry.evaluation.weightBytes = bytes;
    entry.evaluation.layersQuantized = 50;
    entry.bitOperations = bytes * 3000;
    entry.basis = basis;
    return entry;
}

std::shared_ptr<Snapshot> snapshotWith(const std::vector<analysis::HistoryEntry>& entries, int64_t current = 1)
{
    synthetic::Options options;
    options.layers = 10;
    auto snapshot = synthetic::snapshot(options);
    analysis::History history;
    for (const auto& entry : entries)
        history.add(entry);
    snapshot->history = std::make_shared<const analysis::History>(history);
    snapshot->basis = "here";
    snapshot->currentEntry = current;
    return snapshot;
}

/// Three on the front, one beaten, one of other data.
std::shared_ptr<Snapshot> fiveEntries()
{
    auto best = entryOf(8, 30, 2.0e6), small = entryOf(4, 12, 1.0e6), middle = entryOf(6, 20, 1.5e6);
    middle.name = "middle";
    return snapshotWith({best, small, entryOf(7, 11, 1.75e6), middle, entryOf(5, 50, 0.5e6, "there")});
}

std::shared_ptr<Snapshot> many(int count)
{
    std::vector<analysis::HistoryEntry> entries;
    for (int i = 0; i < count; ++i) {
        entries.push_back(entryOf(i, 10 + 20 * std::sin(i * 0.7), 1e6 + 4e3 * i));
        entries.back().name = i % 3 == 0 ? "try number " + std::to_string(i) : "";
    }
    return snapshotWith(entries, count);
}

struct Shown {
    explicit Shown(const std::shared_ptr<Snapshot>& snapshot) : panel(&selection)
    {
        panel.resize(700, 420);
        panel.setSnapshot(snapshot);
        panel.show();
        QCoreApplication::processEvents();
    }
    QTableView& table() { return *panel.findChild<QTableView*>(); }
    QAction& action(const char* text)
    {
        for (QAction* action : panel.findChildren<QAction*>())
            if (action->text() == QLatin1String(text))
                return *action;
        qFatal("no action %s", text);
    }
    const ParetoPlot::Point& point(int64_t id)
    {
        for (const auto& point : panel.pareto().points())
            if (point.id == id)
                return point;
        qFatal("no such point");
    }

    Selection selection;
    HistoryPanel panel;
};

} // namespace

class TestHistoryPanel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void modelKeepsTheRulesOfItemModels()
    {
        HistoryTableModel model;
        const QAbstractItemModelTester tester(&model);
        const auto snapshot = fiveEntries();
        analysis::History history = *snapshot->history;
        const auto show = [&] { model.setHistory(std::make_shared<const analysis::History>(history), "here", 2); };
        show();
        QCOMPARE(model.rowCount(), 5);
        history.add(entryOf(9, 1, 1));
        show();
        history.rename(6, "six");
        show();
        QCOMPARE(model.index(5, HistoryTableModel::NameColumn).data().toString(), QString("six"));
        history.remove(1);
        show();
        model.setHistory(nullptr, {}, 0);
        QCOMPARE(model.rowCount(), 0);
    }

    void aNewEntryLeavesTheSelectionAlone()
    {
        auto snapshot = fiveEntries();
        Shown shown(snapshot);
        shown.panel.selectEntry(4);
        auto next = std::make_shared<Snapshot>(*snapshot);
        analysis::History history = *snapshot->history;
        history.add(entryOf(3, 5, 0.7e6));
        next->history = std::make_shared<const analysis::History>(history);
        shown.panel.setSnapshot(next);
        QCOMPARE(shown.panel.selectedEntries(), QList<qint64>{4});
        QCOMPARE(shown.table().model()->rowCount(), 6);
        history.remove(2);
        next = std::make_shared<Snapshot>(*next);
        next->history = std::make_shared<const analysis::History>(history);
        shown.panel.setSnapshot(next);
        QCOMPARE(shown.panel.selectedEntries(), QList<qint64>{4}); // also when another one goes
    }

    void theTableShowsTheFigures()
    {
        Shown shown(fiveEntries());
        const HistoryTableModel& model = shown.panel.model();
        const auto text = [&](HistoryTableModel::Column column) { return model.index(3, column).data().toString(); };
        QCOMPARE(text(HistoryTableModel::NumberColumn), QString("4"));
        QCOMPARE(text(HistoryTableModel::NameColumn), QString("middle"));
        QCOMPARE(text(HistoryTableModel::MetricColumn), QString("20.0 dB"));
        QCOMPARE(text(HistoryTableModel::CostColumn), QString("1.50 MB"));
        QCOMPARE(model.index(0, HistoryTableModel::NameColumn).data().toString(), QString("8/8 Lp search"));
        QVERIFY(model.index(0, 0).data(Qt::FontRole).value<QFont>().bold()); // the current one
        QVERIFY(!model.index(1, 0).data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(model.index(4, 0).data(Qt::ForegroundRole).isValid()); // of other data
        shown.panel.setMetric(HistoryMetric::Agreement);
        shown.panel.setCost(HistoryCost::BitOperations);
        QCOMPARE(text(HistoryTableModel::MetricColumn), QString("90.0 %"));
        QCOMPARE(text(HistoryTableModel::CostColumn).simplified(), QString("4.5 G"));
    }

    void theFrontIsOfComparableOnes()
    {
        Shown shown(fiveEntries());
        QCOMPARE(shown.panel.pareto().points().size(), size_t(5));
        QCOMPARE(shown.point(1).kind, Kind::Front);
        QCOMPARE(shown.point(2).kind, Kind::Front);
        QCOMPARE(shown.point(3).kind, Kind::Other);
        QCOMPARE(shown.point(4).kind, Kind::Front);
        QCOMPARE(shown.point(5).kind, Kind::Foreign);
        QCOMPARE(shown.point(4).x, 1.5); // in MB
        QCOMPARE(shown.point(4).y, 20.0);
        QVERIFY2(shown.panel.pareto().xAxis->label().contains("[MB]"), qPrintable(shown.panel.pareto().xAxis->label()));
        QCOMPARE(shown.panel.pareto().shownLabels(), QStringList{"middle"});
    }

    void everyPointIsInsideTheAxes()
    {
        auto snapshot = snapshotWith({entryOf(8, std::numeric_limits<double>::infinity(), 4e6), entryOf(4, 10, 1e6)});
        Shown shown(snapshot);
        const QRect area = shown.panel.pareto().axisRect()->rect();
        for (const auto& point : shown.panel.pareto().points())
            QVERIFY(area.contains(shown.panel.pareto().pixelOf(point).toPoint()));
        QCOMPARE(shown.point(1).kind, Kind::Front);
    }

    void aClickSelectsAndHoveringTells()
    {
        Shown shown(fiveEntries());
        auto& plot = const_cast<ParetoPlot&>(shown.panel.pareto());
        const QPoint at = plot.pixelOf(shown.point(4)).toPoint();
        QCOMPARE(plot.pointAt(at), 4);
        QCOMPARE(plot.pointAt(plot.axisRect()->rect().bottomLeft()), 0);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
        QCOMPARE(shown.panel.selectedEntries(), QList<qint64>{4});
        const auto entry = shown.panel.snapshot().history->find(4);
        const QString details = HistoryFigures::details(*entry);
        for (const char* part : {"middle", "SQNR: 20 dB (95 %: 19 dB to 21 dB)", "0 of 50 layers"})
            QVERIFY2(details.contains(QLatin1String(part)), qPrintable(details));
        QVERIFY2(details.contains(format::count(1500000)), qPrintable(details));
    }

    void restoreAsksForTheSelectedEntry()
    {
        Shown shown(fiveEntries());
        QSignalSpy restored(&shown.panel, &HistoryPanel::restoreRequested);
        QVERIFY(!shown.action("Restore").isEnabled());
        shown.panel.selectEntry(1); // is the current one
        QVERIFY(!shown.action("Restore").isEnabled());
        shown.panel.selectEntry(3);
        shown.action("Restore").trigger();
        QCOMPARE(restored.size(), 1);
        QCOMPARE(restored[0][0].toLongLong(), 3);
    }

    void nameAndNoteAreWrittenInTheTable()
    {
        Shown shown(fiveEntries());
        QSignalSpy renamed(&shown.panel, &HistoryPanel::renameRequested);
        QSignalSpy annotated(&shown.panel, &HistoryPanel::annotateRequested);
        shown.panel.selectEntry(2);
        shown.action("Rename").trigger();
        auto* editor = shown.table().findChild<QLineEdit*>();
        QVERIFY(editor && editor->text().isEmpty()); // not the summary that stands in for a name
        QTest::keyClicks(editor, "small one");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(renamed.size(), 1); // the editor hands its text over in the next turn of the event loop
        QCOMPARE(renamed[0][0].toLongLong(), 2);
        QCOMPARE(renamed[0][1].toString(), QString("small one"));
        const QAbstractItemModel& model = *shown.table().model();
        QVERIFY(const_cast<QAbstractItemModel&>(model).setData(model.index(0, HistoryTableModel::NoteColumn), "hm"));
        QCOMPARE(annotated.size(), 1);
        QCOMPARE(annotated[0][1].toString(), QString("hm"));
    }

    void deleteAsksForAllSelected()
    {
        Shown shown(fiveEntries());
        QSignalSpy removed(&shown.panel, &HistoryPanel::removeRequested);
        shown.table().selectAll();
        shown.panel.removeSelected();
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][0].value<QList<qint64>>(), (QList<qint64>{1, 2, 3, 4, 5}));
    }

    void theModelBeforeAMethodIsOnTheFrontToo()
    {
        auto snapshot = fiveEntries();
        snapshot->otherBasis = "there";
        snapshot->otherName = "The model before Probe";
        Shown shown(snapshot);
        QCOMPARE(shown.point(5).kind, Kind::Front);
        QVERIFY(shown.panel.model().index(4, 0).data(Qt::ToolTipRole).toString().contains("The model before Probe"));
        QVERIFY(!shown.panel.model().index(4, 0).data(Qt::ForegroundRole).isValid());
    }

    void aFigureOfOnesOwnIsAnAxis()
    {
        auto good = entryOf(8, 30, 2.0e6), small = entryOf(4, 12, 1.0e6), bad = entryOf(6, 20, 1.5e6), other = good;
        good.evaluation.user = 0.25;
        small.evaluation.user = 0.75;
        bad.evaluation.user = 0.8;
        other.evaluation.user = 0.1;
        other.config.weights.bits = 3;
        for (auto* entry : {&good, &small, &bad})
            entry->userMetric = {"loss", "nats", true};
        other.userMetric = {"another", "", false};
        auto snapshot = snapshotWith({good, small, bad, other});
        Shown shown(snapshot);
        shown.panel.setMetric(HistoryMetric::User); // nothing of the kind is measured
        QCOMPARE(shown.panel.metric(), HistoryMetric::Sqnr);
        auto measured = std::make_shared<Snapshot>(*snapshot);
        measured->userMetric = "loss";
        measured->userUnit = "nats";
        measured->userLowerIsBetter = true;
        shown.panel.setSnapshot(measured);
        shown.panel.setMetric(HistoryMetric::User);
        QCOMPARE(shown.panel.metric(), HistoryMetric::User);
        QCOMPARE(shown.panel.pareto().points().size(), size_t(3)); // what the other figure was is not known
        QCOMPARE(shown.point(1).y, 0.25);
        QCOMPARE(shown.point(1).kind, Kind::Front);
        QCOMPARE(shown.point(2).kind, Kind::Front);
        QCOMPARE(shown.point(3).kind, Kind::Other); // less is better
        QCOMPARE(shown.panel.pareto().yAxis->label(), QString("loss [nats]"));
        QCOMPARE(shown.panel.model().headerData(HistoryTableModel::MetricColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QString("loss"));
        shown.panel.setSnapshot(snapshot);
        QCOMPARE(shown.panel.metric(), HistoryMetric::Sqnr);
    }

    void emptyStatesSayWhatToDo()
    {
        Shown none(std::make_shared<Snapshot>());
        QCOMPARE(none.panel.pareto().notice(), QString("No model is open."));
        Shown empty(snapshotWith({}));
        QVERIFY(empty.panel.pareto().notice().startsWith("Every configuration that is evaluated becomes a point here."));
        Shown shown(fiveEntries());
        QVERIFY(shown.panel.pareto().notice().isEmpty());
        shown.panel.setMetric(HistoryMetric::Accuracy);
        QVERIFY(shown.panel.pareto().notice().contains("labels"));
    }

    void oneAndFiveHundred_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 500})
            QTest::addRow("%d entries", count) << count;
    }
    void oneAndFiveHundred()
    {
        QFETCH(int, count);
        Shown shown(many(count));
        QCOMPARE(shown.panel.pareto().points().size(), size_t(count));
        const QRect area = shown.panel.pareto().axisRect()->rect();
        for (const auto& point : shown.panel.pareto().points())
            QVERIFY(area.contains(shown.panel.pareto().pixelOf(point).toPoint()));
        QVERIFY(shown.panel.pareto().shownLabels().size() <= 40);
        QVERIFY(shown.panel.pareto().shownLabels().contains("try number 0"));
    }

    void comparisonListsWhatDiffers()
    {
        auto snapshot = fiveEntries();
        const auto& layers = *snapshot->model->layers;
        auto first = *snapshot->history->find(1), second = first;
        second.config = quant::withFloat(second.config, layers[3], true, layers);
        quant::Rule rule;
        rule.match = {quant::MatchKind::Name, layers[0].name};
        rule.weights.bits = 4;
        rule.weights.calibrator = quant::Calibrator::Mse;
        second.config.rules.push_back(rule);
        rule.match.text = layers[2].name; // no weights there, so nothing changes
        second.config.rules.push_back(rule);
        second.number = 2;
        second.name = "other, \"quoted\"";
        const ConfigComparison comparison(std::make_shared<const analysis::HistoryEntry>(first),
                                          std::make_shared<const analysis::HistoryEntry>(second), snapshot);
        QVERIFY2(comparison.problem().isEmpty(), qPrintable(comparison.problem()));
        QCOMPARE(comparison.layers().size(), size_t(2));
        ComparisonTableModel model(comparison);
        const QAbstractItemModelTester tester(&model);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, ComparisonTableModel::NameColumn), QString::fromStdString(layers[0].name));
        QCOMPARE(text(0, ComparisonTableModel::FirstColumn), QString("weights: 8 bits, max"));
        QCOMPARE(text(0, ComparisonTableModel::SecondColumn), QString("weights: 4 bits, MSE"));
        QVERIFY(text(1, ComparisonTableModel::FirstColumn).startsWith("activations: 8 bits"));
        QCOMPARE(text(1, ComparisonTableModel::SecondColumn), QString("floating point"));
        QVERIFY(text(0, ComparisonTableModel::OnlyThisColumn) != QString("–"));
        const QStringList rows = comparison.csv().split("\r\n");
        QCOMPARE(rows[0], QString("index,layer,op,block,first,second,sqnr_db_only,sqnr_db_except"));
        QVERIFY2(rows[1].contains("weights.bits=8; weights.calibrator=max,weights.bits=4; weights.calibrator=mse"),
                 qPrintable(rows[1]));
        QVERIFY(rows[2].contains(",float=true,"));
        QCOMPARE(rows.size(), 4);
    }

    void aConfigOfAnotherModelIsAProblem()
    {
        auto snapshot = fiveEntries();
        auto second = *snapshot->history->find(1);
        second.config.rules.push_back({{quant::MatchKind::Name, "no such layer"}, true, {}, {}});
        const ConfigComparison comparison(snapshot->history->find(1),
                                          std::make_shared<const analysis::HistoryEntry>(second), snapshot);
        QVERIFY(comparison.problem().contains("no such layer"));
        QVERIFY(comparison.layers().empty());
    }

    void compareOpensADialog()
    {
        Shown shown(fiveEntries());
        QVERIFY(!shown.panel.compareSelected());
        shown.panel.selectEntry(4);
        std::unique_ptr<ComparisonDialog> dialog(shown.panel.compareSelected()); // with the current one
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->windowTitle(), QString("middle against #1"));
        QCOMPARE(dialog->figures()[0], (QStringList{"SQNR", "20.0 dB", "30.0 dB"}));
        QCOMPARE(dialog->figures()[3], (QStringList{"Size", "1.50 MB", "2.00 MB"}));
        QVERIFY(dialog->model().rowCount() > 0);
        dialog->copyCsv();
        QVERIFY(QApplication::clipboard()->text().startsWith("index,layer,"));
        dialog.reset();
        shown.panel.selectEntry(1);
        QVERIFY(!shown.panel.compareSelected()); // with itself
        shown.table().selectionModel()->select(shown.table().model()->index(0, 0),
                                               QItemSelectionModel::Select | QItemSelectionModel::Rows);
        dialog.reset(shown.panel.compareSelected());
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), QString("#1 against #5"));
    }
};

QTEST_MAIN(TestHistoryPanel)
#include "tst_history_panel.moc"
