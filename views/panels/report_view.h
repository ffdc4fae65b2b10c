// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QList>
#include <QScrollArea>

#include "core/report/report.h"

namespace qscope::views {

class Plot;

/// What a method or a study tells, drawn by stock parts in its order: notes, tables, charts, heat maps. Whoever makes a
/// report needs no widget.
class ReportView : public QScrollArea {
    Q_OBJECT

public:
    explicit ReportView(QWidget* parent = nullptr);

    /// Null: nothing is shown. The report passes report::check.
    void setReport(std::shared_ptr<const report::Report> report);
    const std::shared_ptr<const report::Report>& report() const { return m_report; }
    QList<Plot*> plots() const { return m_plots; }

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* widgetOf(const report::Note& note);
    QWidget* widgetOf(const report::Table& table);
    QWidget* widgetOf(const report::Chart& chart);
    QWidget* widgetOf(const report::HeatMap& map);
    QWidget* titled(const std::string& title, QWidget* widget);

    std::shared_ptr<const report::Report> m_report;
    QList<Plot*> m_plots;
};

} // namespace qscope::views
