// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QDialog>

#include "app/plugin_library.h"
#include "core/report/report.h"
#include "plugins/api/parameter_values.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QTableView;
class QTabWidget;

namespace qscope::app {

class PluginTableModel;
class RunPage;

/// Methods that are plugins: choose one, set it, run it, read its report. Stays open beside the window.
class MethodsDialog : public QDialog {
    Q_OBJECT

public:
    explicit MethodsDialog(PluginLibrary& library, QWidget* parent = nullptr);

    /// Whether a method can be run now, and if not, why.
    void setRunnable(bool runnable, const QString& whyNot);
    void showReport(const std::shared_ptr<const report::Report>& report);
    void select(const QString& name);
    QString selected() const;

signals:
    void runRequested(const QString& name, const QString& title, const qscope::plugins::ParameterValues& values);
    /// Empty: no metric of one's own.
    void metricChosen(const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* pluginPage();
    void retranslate();
    void reload();
    void nameItems();
    void showMethod();
    QString aboutMethod() const;
    Result<plugins::ParameterValues> defaults() const;

    PluginLibrary& m_library;
    QListWidget* m_methods;
    RunPage* m_page;
    QTabWidget* m_tabs;
    QTableView* m_pluginTable;
    QLabel* m_warning;
    QLabel* m_metricLabel;
    QComboBox* m_metric;
    QCheckBox* m_userFolder;
    PluginTableModel* m_plugins;
};

} // namespace qscope::app
