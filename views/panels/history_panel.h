// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "views/models/history_figures.h"
#include "views/panels/panel.h"

class QAction;
class QComboBox;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;
class QToolButton;

namespace qscope::views {

class ComparisonDialog;
class HistoryTableModel;
class ParetoPlot;

/// What was tried, and which of it is worth choosing from?
class HistoryPanel final : public Panel {
    Q_OBJECT
public:
    explicit HistoryPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final;
    const ParetoPlot& pareto() const { return *m_plot; }
    const HistoryTableModel& model() const { return *m_model; }
    HistoryMetric metric() const;
    HistoryCost cost() const;
    /// Numbers of the selected entries, ascending.
    QList<qint64> selectedEntries() const;

public slots:
    void setMetric(qscope::views::HistoryMetric metric);
    void setCost(qscope::views::HistoryCost cost);
    void selectEntry(qint64 number);
    void restoreSelected();
    void rename();   ///< the name becomes editable in the table
    void annotate(); ///< so does the note
    void removeSelected();
    /// Opens the comparison of two selected entries, or of one with the current; null when there are no two.
    qscope::views::ComparisonDialog* compareSelected();

signals:
    void restoreRequested(qint64 number);
    void renameRequested(qint64 number, const QString& name);
    void annotateRequested(qint64 number, const QString& note);
    void removeRequested(const QList<qint64>& numbers);

protected:
    void refresh(const SnapshotPtr& before) final;
    void retranslate() final;
    void resizeEvent(QResizeEvent* event) final;

private:
    void setupLayout();
    void setupTable();
    void setupPlot();
    void setupActions();
    void changeAxes();
    void offerUserMetric();
    void showPoints();
    QString userAxis() const;
    QString noticeFor(bool anyPoint) const;
    void enableActions();
    void fitColumns();
    analysis::HistoryEntryPtr entry(qint64 number) const;
    void edit(int column);

    QComboBox* m_metric;
    QComboBox* m_cost;
    QToolButton* m_restoreButton;
    QToolButton* m_compareButton;
    QToolButton* m_moreButton;
    QSplitter* m_splitter;
    ParetoPlot* m_plot;
    QTableView* m_table;
    HistoryTableModel* m_model;
    QSortFilterProxyModel* m_proxy;
    QAction* m_restore;
    QAction* m_compare;
    QAction* m_rename;
    QAction* m_annotate;
    QAction* m_remove;
    bool m_fitted = false; ///< columns, to the texts they have now
    double m_unit = 1;     ///< of the plot's horizontal axis
};

} // namespace qscope::views
