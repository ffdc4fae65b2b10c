// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QWidget>

#include "core/report/report.h"

class QLabel;
class QPushButton;

namespace qscope::views {
class ReportView;
}

namespace qscope::app {

/// A report, and the buttons that write it to files.
class ReportPane : public QWidget {
    Q_OBJECT

public:
    using FolderWriter = std::function<Status(const std::string& folder)>;

    explicit ReportPane(QWidget* parent = nullptr);

    /// `writeFolder` writes more than report::writeReportFolder would; none: that.
    void setReport(const std::shared_ptr<const report::Report>& report, FolderWriter writeFolder = {});
    views::ReportView& view() const { return *m_view; }

    /// The report in the form of the suffix: .html, .json or .txt. What became of it is said below the
    /// report.
    void save(const QString& path);
    /// The report in all forms and every figure as a picture.
    void saveFolder(const QString& folder);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void chooseFile();
    void chooseFolder();
    void say(const Status& status, const QString& path);

    views::ReportView* m_view;
    QPushButton* m_saveFile;
    QPushButton* m_saveFolder;
    QLabel* m_said;
    FolderWriter m_writeFolder;
};

} // namespace qscope::app
