// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QSplitter>

#include "plugins/api/parameter_values.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qscope::app {

class ParameterForm;
class ReportPane;

/// Something that can be set, run and read: what it does and a form to the left, its report to the right.
class RunPage : public QSplitter {
    Q_OBJECT

public:
    /// `above` stands over the form, e.g. a list to choose from; null: nothing.
    explicit RunPage(QWidget* above = nullptr, QWidget* parent = nullptr);

    using Check = std::function<Status(const plugins::ParameterValues&)>;

    /// What can be run now, and a form for its parameters; an Error: why there is none. `check` refuses
    /// values that their declaration allows.
    void setSubject(const QString& about, const Result<plugins::ParameterValues>& values, Check check = {});
    /// The same subject in another language; what was typed stays.
    void retell(const QString& about, const Result<plugins::ParameterValues>& values);
    /// Whether it can be run now, and if not, why.
    void setRunnable(bool runnable, const QString& whyNot);
    ReportPane& report() const { return *m_report; }

signals:
    void runRequested(const qscope::plugins::ParameterValues& values);

protected:
    void changeEvent(QEvent* event) override;

private:
    Result<plugins::ParameterValues> checkedValues() const;
    void retranslate();
    void validate();
    void run();

    QLabel* m_about;
    QVBoxLayout* m_formPlace;
    ParameterForm* m_form = nullptr; ///< null: nothing can be run
    Check m_check;
    QLabel* m_problem;
    QPushButton* m_run;
    ReportPane* m_report;
    QString m_whyNot;
    Error m_noForm; ///< why there is none
};

} // namespace qscope::app
