// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/report_view.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/models/report_table_model.h"
#include "views/plots/report_chart.h"
#include "views/plots/report_heat_map.h"

namespace qscope::views {

namespace {

constexpr int MostRows = 14; ///< of a table before it scrolls

/// Empty cells stand at the end, whichever way a column is sorted.
class SortedTable : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override
    {
        const bool known = left.data(sortRole()).isValid();
        if (known != right.data(sortRole()).isValid())
            return known == (sortOrder() == Qt::AscendingOrder);
        return QSortFilterProxyModel::lessThan(left, right);
    }
};

QLabel* heading(const std::string& text, double factor)
{
    auto* label = new QLabel(format::text(text));
    QFont font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * factor);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

ReportView::ReportView(QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false); // the ground of a tab is not that of a window
    setReport(nullptr);
}

void ReportView::setReport(std::shared_ptr<const report::Report> report)
{
    m_report = std::move(report);
    m_plots.clear();
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    if (m_report) {
        if (!m_report->title.empty())
            layout->addWidget(heading(m_report->title, 1.2));
        for (const report::ReportItem& item : m_report->items)
            layout->addWidget(std::visit([this](const auto& i) { return widgetOf(i); }, item));
    }
    layout->addStretch(1);
    setWidget(page); // the old one goes
    page->setAutoFillBackground(false);
}

void ReportView::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange
        && m_report) // columns and rows are as wide and high as their text
        QMetaObject::invokeMethod(
            this, [this] { setReport(m_report); }, Qt::QueuedConnection);
}

QWidget* ReportView::widgetOf(const report::Note& note)
{
    auto* label = new QLabel(format::text(note.text));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget* ReportView::widgetOf(const report::Table& table)
{
    auto* view = new QTableView;
    auto* sorted = new SortedTable(view);
    sorted->setSourceModel(new ReportTableModel(table, view));
    sorted->setSortRole(Qt::UserRole);
    view->setModel(sorted);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder); // the author's order, until a header is clicked
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false); // it would break a name at its slashes and show its first line
    view->verticalHeader()->hide();
    QTimer::singleShot(0, view, &QTableView::resizeColumnsToContents); // once it has its font
    view->horizontalHeader()->setStretchLastSection(true);
    const int rows = std::min<int>(MostRows, static_cast<int>(table.rows.size()));
    const int row = view->fontMetrics().height() + 6;
    view->verticalHeader()->setDefaultSectionSize(row);
    const int bar = view->horizontalScrollBar()->sizeHint().height(); // there may be one
    view->setFixedHeight(view->horizontalHeader()->sizeHint().height() + rows * row + bar
                         + 2 * view->frameWidth());
    view->setAccessibleName(format::text(table.title));
    return titled(table.title, view);
}

QWidget* ReportView::widgetOf(const report::Chart& chart)
{
    auto* plot = new ReportChart(chart);
    m_plots.append(plot);
    return titled(chart.title, plot);
}

QWidget* ReportView::widgetOf(const report::HeatMap& map)
{
    auto* plot = new ReportHeatMap(map);
    m_plots.append(plot);
    return titled(map.title, plot);
}

QWidget* ReportView::titled(const std::string& title, QWidget* widget)
{
    auto* group = new QWidget;
    auto* layout = new QVBoxLayout(group);
    layout->setContentsMargins(0, 6, 0, 0);
    if (!title.empty())
        layout->addWidget(heading(title, 1));
    layout->addWidget(widget);
    return group;
}

} // namespace qscope::views
