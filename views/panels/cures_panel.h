// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/panels/panel.h"

class QLabel;
class QPushButton;
class QTableView;

namespace qscope::views {

class CureTableModel;

/// What helps the current layer most, and at what price?
class CuresPanel final : public Panel {
    Q_OBJECT
public:
    explicit CuresPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    CureTableModel& model() const { return *m_model; }
    QTableView& table() const { return *m_table; }
    QPushButton& measureButton() const { return *m_measure; }
    QPushButton& applyButton() const { return *m_apply; }
    QString summaryText() const;

public slots:
    void setMeasurable(bool on); ///< off while something runs

signals:
    void measureRequested(qscope::LayerId layer);
    void applyRequested(int rank); ///< from 0: the row of the table

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;

private:
    void setupLayout();
    void updateButtons();
    void apply();
    QString nameOf(LayerId layer) const;

    CureTableModel* m_model;
    QTableView* m_table;
    QLabel* m_text;
    QLabel* m_missing; ///< what is not in the table, and why
    QPushButton* m_measure;
    QPushButton* m_apply;
    bool m_measurable = false;
    bool m_fitted = false; ///< columns, to the texts they have now
};

} // namespace qscope::views
