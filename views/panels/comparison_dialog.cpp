// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/comparison_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "views/models/comparison_table_model.h"
#include "views/models/format.h"
#include "views/models/history_figures.h"

namespace qscope::views {

ComparisonDialog::ComparisonDialog(const ConfigComparison& comparison, QWidget* parent)
    : QDialog(parent), m_model(new ComparisonTableModel(comparison, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    rebuild();
    resize(820, 560);
}

void ComparisonDialog::rebuild()
{
    delete m_content;
    const ConfigComparison& comparison = m_model->comparison();
    setWindowTitle(
        tr("%1 against %2")
            .arg(HistoryFigures::title(comparison.first()), HistoryFigures::title(comparison.second())));
    const auto count = static_cast<int>(comparison.layers().size());
    auto* found = new QLabel(!comparison.problem().isEmpty() ? comparison.problem()
                             : count == 0                    ? tr("They mean the same for every layer.")
                                                             : tr("%n layer(s) differ:", nullptr, count));
    found->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* copy = buttons->addButton(tr("Copy as CSV"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, &ComparisonDialog::copyCsv);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_content = new QWidget;
    auto* inside = new QVBoxLayout(m_content);
    inside->addWidget(figureTable());
    inside->addWidget(found);
    inside->addWidget(layerTable(), 1);
    inside->addWidget(buttons);
    layout()->addWidget(m_content);
}

void ComparisonDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    QDialog::changeEvent(event);
}

QTableView* ComparisonDialog::layerTable()
{
    auto* table = new QTableView;
    auto* proxy = new QSortFilterProxyModel(table);
    proxy->setSourceModel(m_model);
    proxy->setSortRole(ComparisonTableModel::SortRole);
    table->setModel(proxy);
    table->setSortingEnabled(true);
    table->sortByColumn(ComparisonTableModel::IndexColumn, Qt::AscendingOrder);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->setAccessibleName(tr("Layers that differ"));
    table->horizontalHeader()->setResizeContentsPrecision(60);
    table->resizeColumnsToContents();
    const int widest = table->fontMetrics().horizontalAdvance(QLatin1Char('x')) * 34;
    for (const int column : {ComparisonTableModel::NameColumn, ComparisonTableModel::FirstColumn,
                             ComparisonTableModel::SecondColumn})
        table->setColumnWidth(column, qMin(widest, table->columnWidth(column)));
    return table;
}

QList<QStringList> ComparisonDialog::figures() const
{
    const analysis::HistoryEntry& a = m_model->comparison().first();
    const analysis::HistoryEntry& b = m_model->comparison().second();
    QList<QStringList> rows;
    const auto either = [](const std::optional<double>& value, auto unit) {
        return value ? HistoryFigures::text(*value, unit) : format::missing();
    };
    for (const auto m : {HistoryMetric::Sqnr, HistoryMetric::Agreement, HistoryMetric::Accuracy})
        rows << QStringList{HistoryFigures::name(m), either(HistoryFigures::metric(a, m), m),
                            either(HistoryFigures::metric(b, m), m)};
    for (const auto c : HistoryCosts)
        rows << QStringList{HistoryFigures::name(c), either(HistoryFigures::cost(a, c), c),
                            either(HistoryFigures::cost(b, c), c)};
    rows << QStringList{tr("Layers in floating point"), format::count(a.evaluation.layersFloat),
                        format::count(b.evaluation.layersFloat)};
    rows << QStringList{tr("Samples"), format::count(a.evaluation.samples),
                        format::count(b.evaluation.samples)};
    return rows;
}

QWidget* ComparisonDialog::figureTable()
{
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(2);
    const QStringList heading{QString(), HistoryFigures::title(m_model->comparison().first()),
                              HistoryFigures::title(m_model->comparison().second())};
    QList<QStringList> rows = figures();
    rows.prepend(heading);
    for (int row = 0; row < rows.size(); ++row)
        for (int column = 0; column < 3; ++column) {
            auto* label = new QLabel(rows[row][column]);
            label->setTextFormat(Qt::PlainText);
            QFont font = label->font();
            font.setBold(row == 0);
            label->setFont(font);
            grid->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
        }
    if (m_model->comparison().first().basis != m_model->comparison().second().basis) {
        auto* warning =
            new QLabel(tr("They were measured with different data or calibrations: the figures are not "
                          "comparable, the settings are."));
        warning->setWordWrap(true);
        grid->addWidget(warning, static_cast<int>(rows.size()), 0, 1, 4);
    }
    grid->setColumnStretch(3, 1);
    return table;
}

void ComparisonDialog::copyCsv() { QApplication::clipboard()->setText(m_model->comparison().csv()); }

} // namespace qscope::views
