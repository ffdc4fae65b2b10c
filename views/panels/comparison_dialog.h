// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTableView;

namespace qscope::views {

class ComparisonTableModel;
class ConfigComparison;

/// Where do two configs differ, and what does it come to? Shows what was true when it was opened.
class ComparisonDialog final : public QDialog {
    Q_OBJECT
public:
    explicit ComparisonDialog(const ConfigComparison& comparison, QWidget* parent = nullptr);

    const ComparisonTableModel& model() const { return *m_model; }
    /// The figures as shown: caption, first, second by row.
    QList<QStringList> figures() const;

public slots:
    void copyCsv();

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild(); ///< everything, in the language of now
    QWidget* figureTable();
    QTableView* layerTable();

    ComparisonTableModel* m_model;
    QWidget* m_content = nullptr;
};

} // namespace qscope::views
