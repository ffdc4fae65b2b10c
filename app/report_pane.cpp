// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report_pane.h"

#include <utility>

#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/report/report_files.h"
#include "views/models/format.h"
#include "views/panels/report_view.h"

namespace qscope::app {

ReportPane::ReportPane(QWidget* parent)
    : QWidget(parent), m_view(new views::ReportView), m_saveFile(new QPushButton),
      m_saveFolder(new QPushButton), m_said(new QLabel)
{
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_saveFile->setObjectName("saveReport");
    m_saveFolder->setObjectName("saveReportFolder");
    for (QPushButton* button : {m_saveFile, m_saveFolder})
        button->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_said, 1);
    buttons->addWidget(m_saveFile);
    buttons->addWidget(m_saveFolder);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    connect(m_saveFile, &QPushButton::clicked, this, &ReportPane::chooseFile);
    connect(m_saveFolder, &QPushButton::clicked, this, &ReportPane::chooseFolder);
    retranslate();
    setReport(nullptr);
}

void ReportPane::retranslate()
{
    m_saveFile->setText(tr("&Save Report…"));
    m_saveFile->setToolTip(tr("Write the report as a web page, as JSON or as text"));
    m_saveFolder->setText(tr("Save with &Figures…"));
    m_saveFolder->setToolTip(
        tr("Write the report in all forms and every figure as a picture (SVG) to a folder"));
}

void ReportPane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ReportPane::setReport(const std::shared_ptr<const report::Report>& report, FolderWriter writeFolder)
{
    m_view->setReport(report);
    m_writeFolder = writeFolder || !report ? std::move(writeFolder) : [report](const std::string& folder) {
        return report::writeReportFolder(*report, folder, "report");
    };
    m_said->clear();
    for (QPushButton* button : {m_saveFile, m_saveFolder})
        button->setVisible(report != nullptr);
}

void ReportPane::save(const QString& path)
{
    if (m_view->report())
        say(report::writeReport(*m_view->report(), path.toStdString()), path);
}

void ReportPane::saveFolder(const QString& folder)
{
    if (m_writeFolder)
        say(m_writeFolder(folder.toStdString()), folder);
}

void ReportPane::say(const Status& status, const QString& path)
{
    m_said->setText(status.ok() ? tr("Written: %1").arg(QDir::toNativeSeparators(path))
                                : views::format::text(status.error().text()));
}

void ReportPane::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Save the report"), QStringLiteral("report.html"),
                                   tr("Web pages (*.html);;JSON files (*.json);;Text (*.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("html");
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section("*.", 1).section(')', 0, 0));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &ReportPane::save);
    dialog->open();
}

void ReportPane::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder for the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportPane::saveFolder);
    dialog->open();
}

} // namespace qscope::app
