// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/history_panel.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/models/config_comparison.h"
#include "views/models/format.h"
#include "views/models/history_table_model.h"
#include "views/panels/comparison_dialog.h"
#include "views/panels/table_action.h"
#include "views/plots/pareto_plot.h"

namespace qscope::views {

namespace {

using analysis::HistoryEntryPtr;

/// The largest power of 1000 below the value, up to `most`.
double unitFor(double value, double most)
{
    double unit = 1;
    while (unit < most && value >= 1000 * unit)
        unit *= 1000;
    return unit;
}

QToolButton* textButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

} // namespace

HistoryPanel::HistoryPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_metric(new QComboBox), m_cost(new QComboBox), m_splitter(new QSplitter),
      m_plot(new ParetoPlot), m_table(new QTableView), m_model(new HistoryTableModel(this)),
      m_proxy(new QSortFilterProxyModel(this))
{
    for (const auto metric : {HistoryMetric::Sqnr, HistoryMetric::Agreement, HistoryMetric::Accuracy})
        m_metric->addItem(QString(), static_cast<int>(metric));
    for (const auto cost : HistoryCosts)
        m_cost->addItem(QString(), static_cast<int>(cost));
    setupActions();
    setupLayout();
    setupTable();
    setupPlot();
    for (QComboBox* box : {m_metric, m_cost})
        connect(box, &QComboBox::currentIndexChanged, this, &HistoryPanel::changeAxes);
    setFocusProxy(m_table);
    watchExports();
}

void HistoryPanel::setupActions()
{
    m_restore = addTableAction(m_table, {}, this, &HistoryPanel::restoreSelected);
    m_compare = addTableAction(m_table, {}, this, &HistoryPanel::compareSelected);
    m_rename = addTableAction(m_table, Qt::Key_F2, this, &HistoryPanel::rename);
    m_annotate = addTableAction(m_table, {}, this, &HistoryPanel::annotate);
    m_remove = addTableAction(m_table, QKeySequence::Delete, this, &HistoryPanel::removeSelected);
}

void HistoryPanel::setupLayout()
{
    m_restoreButton = textButton(m_restore);
    m_compareButton = textButton(m_compare);
    m_moreButton = new QToolButton;
    m_moreButton->setPopupMode(QToolButton::InstantPopup);
    m_moreButton->addActions({m_rename, m_annotate, m_remove});
    auto* top = new QHBoxLayout;
    for (QComboBox* box : {m_metric, m_cost})
        top->addWidget(box);
    top->addStretch(1);
    for (QToolButton* button : {m_restoreButton, m_compareButton, m_moreButton})
        top->addWidget(button);
    m_splitter->addWidget(m_plot);
    m_splitter->addWidget(m_table);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({1000, 1300}); // shares of the width
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_splitter, 1);
}

void HistoryPanel::setupTable()
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(HistoryTableModel::SortRole);
    m_proxy->setSortLocaleAware(true);
    m_table->setModel(m_proxy);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(HistoryTableModel::NumberColumn, Qt::DescendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setResizeContentsPrecision(60);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setMinimumWidth(160);
    connect(m_table, &QTableView::doubleClicked, this, &HistoryPanel::restoreSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const auto selected = selectedEntries();
        m_plot->mark(snapshot().currentEntry, selected.size() == 1 ? selected.front() : 0);
        enableActions();
    });
    connect(m_model, &HistoryTableModel::renamed, this, &HistoryPanel::renameRequested);
    connect(m_model, &HistoryTableModel::annotated, this, &HistoryPanel::annotateRequested);
}

void HistoryPanel::setupPlot()
{
    m_plot->setExportName(QStringLiteral("history"));
    m_plot->setMinimumSize(200, 120);
    m_plot->setTip([this](const QPoint& position) {
        const HistoryEntryPtr found = entry(m_plot->pointAt(position));
        return found ? HistoryFigures::details(*found, m_model->remarkOn(*found)) : QString();
    });
    connect(m_plot, &ParetoPlot::pointClicked, this, &HistoryPanel::selectEntry);
}

QString HistoryPanel::title() const { return tr("History"); }

QString HistoryPanel::question() const
{
    return tr("What was tried, and which of it is worth choosing from?");
}

QList<Plot*> HistoryPanel::plots() const { return {m_plot}; }

void HistoryPanel::retranslate()
{
    for (int i = 0; i < m_metric->count(); ++i)
        if (const auto metric = static_cast<HistoryMetric>(m_metric->itemData(i).toInt());
            metric != HistoryMetric::User)
            m_metric->setItemText(i, HistoryFigures::name(metric));
    for (int i = 0; i < m_cost->count(); ++i)
        m_cost->setItemText(i, HistoryFigures::name(static_cast<HistoryCost>(m_cost->itemData(i).toInt())));
    m_metric->setAccessibleName(tr("What is better when it is higher"));
    m_cost->setAccessibleName(tr("What it costs"));
    m_restore->setText(tr("Restore"));
    m_restore->setToolTip(tr("Make this configuration the current one; can be undone"));
    m_compare->setText(tr("Compare"));
    m_compare->setToolTip(
        tr("Show layer by layer where two selected entries differ, or one from the current"));
    m_rename->setText(tr("Rename"));
    m_annotate->setText(tr("Write a note"));
    m_remove->setText(tr("Delete"));
    m_moreButton->setText(tr("More"));
    m_plot->setAccessibleName(tr("Evaluated configurations: metric against cost"));
    m_table->setAccessibleName(tr("Evaluated configurations"));
    m_model->retranslate();
    m_fitted = false;
}

HistoryMetric HistoryPanel::metric() const
{
    return static_cast<HistoryMetric>(m_metric->currentData().toInt());
}

HistoryCost HistoryPanel::cost() const { return static_cast<HistoryCost>(m_cost->currentData().toInt()); }

void HistoryPanel::setMetric(HistoryMetric metric)
{
    if (const int row = m_metric->findData(static_cast<int>(metric)); row >= 0)
        m_metric->setCurrentIndex(row);
}

void HistoryPanel::setCost(HistoryCost cost)
{
    m_cost->setCurrentIndex(m_cost->findData(static_cast<int>(cost)));
}

/// A figure of one's own can be chosen while it is measured.
void HistoryPanel::offerUserMetric()
{
    const int row = m_metric->findData(static_cast<int>(HistoryMetric::User));
    const QString title = format::text(snapshot().userMetric);
    if (title.isEmpty() && row >= 0) {
        if (m_metric->currentIndex() == row)
            m_metric->setCurrentIndex(0);
        m_metric->removeItem(row);
    } else if (!title.isEmpty() && row < 0)
        m_metric->addItem(title, static_cast<int>(HistoryMetric::User));
    else if (row >= 0)
        m_metric->setItemText(row, title);
}

void HistoryPanel::changeAxes()
{
    m_model->setAxes(metric(), cost());
    showPoints();
    fitColumns();
}

void HistoryPanel::refresh(const SnapshotPtr& before)
{
    const int rows = m_model->rowCount();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    const auto selected = selectedEntries();
    offerUserMetric();
    m_model->setHistory(snapshot().history, snapshot().basis, snapshot().currentEntry,
                        {snapshot().otherBasis,
                         format::text(snapshot().otherName),
                         {snapshot().userMetric, snapshot().userUnit, snapshot().userLowerIsBetter}});
    if (selectedEntries().isEmpty()) // the rows are others now
        for (const qint64 number : selected)
            m_table->selectionModel()->select(m_proxy->mapFromSource(m_model->indexOf(number)),
                                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
    if ((rows == 0 && m_model->rowCount() > 0) || before->model != snapshot().model || !m_fitted)
        fitColumns();
    showPoints();
    enableActions();
}

void HistoryPanel::fitColumns()
{
    m_fitted = m_model->rowCount() > 0;
    m_table->resizeColumnsToContents();
    const int letter = m_table->fontMetrics().horizontalAdvance(QLatin1Char('x'));
    for (int column = HistoryTableModel::NameColumn + 1; column < HistoryTableModel::NoteColumn; ++column)
        m_table->setColumnWidth(column, m_table->columnWidth(column) + letter); // the current row is bold
    const int widest = letter * 18;
    m_table->setColumnWidth(HistoryTableModel::NameColumn,
                            std::min(widest, m_table->columnWidth(HistoryTableModel::NameColumn)));
}

void HistoryPanel::showPoints()
{
    std::vector<ParetoPlot::Point> points;
    std::vector<analysis::Tradeoff> tradeoffs; // NaN: not to be chosen
    std::optional<double> floatAccuracy;
    const bool isShare = metric() == HistoryMetric::Agreement || metric() == HistoryMetric::Accuracy;
    const double share = isShare ? 100 : 1;
    const bool lowerIsBetter = metric() == HistoryMetric::User && snapshot().userLowerIsBetter;
    double largest = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const HistoryEntryPtr e = m_model->entryAt(m_model->index(row, 0));
        const auto y = m_model->metricOf(*e);
        const auto x = HistoryFigures::cost(*e, cost());
        if (!x || !y || *y == -std::numeric_limits<double>::infinity())
            continue;
        const bool comparable = m_model->comparable(*e);
        points.push_back({e->number, *x, *y * share, format::text(e->name),
                          comparable ? ParetoPlot::Kind::Other : ParetoPlot::Kind::Foreign});
        tradeoffs.push_back(
            {comparable ? *x : std::numeric_limits<double>::quiet_NaN(), lowerIsBetter ? -*y : *y});
        largest = std::max(largest, *x);
        if (comparable && metric() == HistoryMetric::Accuracy && e->evaluation.accuracyFloat)
            floatAccuracy = 100 * *e->evaluation.accuracyFloat;
    }
    for (const size_t i : analysis::paretoFront(tradeoffs))
        points[i].kind = ParetoPlot::Kind::Front;
    m_unit = cost() == HistoryCost::Latency ? 1 : unitFor(largest, cost() == HistoryCost::Bytes ? 1e9 : 1e12);
    for (ParetoPlot::Point& point : points)
        point.x /= m_unit;
    const int power = static_cast<int>(std::lround(std::log10(m_unit)));
    static const char* const bytes[] = {"B", "kB", "MB", "GB"};
    static const char16_t* const powers[] = {u"1", u"10³", u"10⁶", u"10⁹", u"10¹²"};
    m_plot->setAxisTitles(
        cost() == HistoryCost::Bytes ? tr("size of the weights [%1]").arg(QLatin1String(bytes[power / 3]))
        : cost() == HistoryCost::Latency
            ? tr("latency of the layers [ms per sample]")
            : tr("bit operations per sample [%1]").arg(QString::fromUtf16(powers[power / 3])),
        metric() == HistoryMetric::Sqnr        ? tr("SQNR of the output [dB]")
        : metric() == HistoryMetric::Agreement ? tr("same top class [%]")
        : metric() == HistoryMetric::User      ? userAxis()
                                               : tr("accuracy [%]"));
    m_plot->setNotice(noticeFor(!points.empty()));
    m_plot->setReference(floatAccuracy);
    m_plot->setPoints(std::move(points));
    const auto selected = selectedEntries();
    m_plot->mark(snapshot().currentEntry, selected.size() == 1 ? selected.front() : 0);
}

QString HistoryPanel::userAxis() const
{
    const QString title = m_model->metricName();
    return snapshot().userUnit.empty()
               ? title
               : QStringLiteral("%1 [%2]").arg(title, format::text(snapshot().userUnit));
}

QString HistoryPanel::noticeFor(bool anyPoint) const
{
    if (anyPoint)
        return {};
    if (!snapshot().model)
        return tr("No model is open.");
    if (m_model->rowCount() == 0)
        return tr("Every configuration that is evaluated becomes a point here. Open data and calibrate; then "
                  "change bits "
                  "or keep layers in floating point.");
    if (metric() == HistoryMetric::User)
        return tr("No configuration was measured with this figure yet.");
    return metric() == HistoryMetric::Accuracy ? tr("Open the labels of the data to see the accuracy.")
                                               : tr("Not known for these configurations.");
}

QList<qint64> HistoryPanel::selectedEntries() const
{
    QList<qint64> numbers;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        numbers << index.data(HistoryTableModel::NumberRole).toLongLong();
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void HistoryPanel::selectEntry(qint64 number)
{
    const QModelIndex row = m_proxy->mapFromSource(m_model->indexOf(number));
    if (!row.isValid())
        return;
    m_table->selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect
                                                        | QItemSelectionModel::Rows);
    m_table->scrollTo(row);
}

HistoryEntryPtr HistoryPanel::entry(qint64 number) const
{
    return m_model->entryAt(m_model->indexOf(number));
}

void HistoryPanel::enableActions()
{
    const auto selected = selectedEntries();
    const bool one = selected.size() == 1;
    const bool isCurrent = one && selected.front() == snapshot().currentEntry;
    m_restore->setEnabled(one && !isCurrent);
    m_compare->setEnabled(selected.size() == 2 || (one && !isCurrent && snapshot().currentEntry != 0));
    m_rename->setEnabled(one);
    m_annotate->setEnabled(one);
    m_remove->setEnabled(!selected.isEmpty());
    m_moreButton->setEnabled(!selected.isEmpty());
}

void HistoryPanel::restoreSelected()
{
    if (const auto selected = selectedEntries(); selected.size() == 1)
        emit restoreRequested(selected.front());
}

void HistoryPanel::edit(int column)
{
    const auto selected = selectedEntries();
    if (selected.size() != 1)
        return;
    const QModelIndex source =
        m_model->indexOf(selected.front(), static_cast<HistoryTableModel::Column>(column));
    m_table->setCurrentIndex(m_proxy->mapFromSource(source));
    m_table->edit(m_proxy->mapFromSource(source));
}

void HistoryPanel::rename() { edit(HistoryTableModel::NameColumn); }

void HistoryPanel::annotate() { edit(HistoryTableModel::NoteColumn); }

void HistoryPanel::removeSelected()
{
    if (const auto selected = selectedEntries(); !selected.isEmpty())
        emit removeRequested(selected);
}

ComparisonDialog* HistoryPanel::compareSelected()
{
    const auto selected = selectedEntries();
    if (selected.isEmpty() || selected.size() > 2)
        return nullptr;
    const HistoryEntryPtr first = entry(selected.front());
    const HistoryEntryPtr second = entry(selected.size() == 2 ? selected.back() : snapshot().currentEntry);
    if (!first || !second || first == second)
        return nullptr;
    auto* dialog = new ComparisonDialog(ConfigComparison(first, second, snapshotPtr()), this);
    dialog->show();
    return dialog;
}

/// Side by side on a wide panel, one above the other on a narrow one.
void HistoryPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    m_splitter->setOrientation(width() * 10 > height() * 13 ? Qt::Horizontal : Qt::Vertical);
}

} // namespace qscope::views
