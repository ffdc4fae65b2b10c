// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QDialog>

#include "app/export_preview.h"
#include "app/exporter.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace qscope::app {

/// Every format with what it would write, before it is written. The preview is the file itself, made beside.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `kinds`: what can be written now, of which `chosen` is one.
    ExportDialog(Exporter& exporter, const QList<ExportKind>& kinds, ExportKind chosen,
                 QWidget* parent = nullptr);

    void choose(ExportKind kind);
    ExportKind chosen() const;
    void setPath(const QString& path);
    const QTreeWidget& operators() const { return *m_operators; }
    QString previewText() const;
    QString summary() const;
    bool isPrepared() const { return m_previews.contains(chosen()); }

public slots:
    void write(); ///< and closes

private:
    void setupLayout(const QList<ExportKind>& kinds);
    void showKind();
    void showPreview();
    void take(ExportKind kind, const ExportPreview& preview);
    void showPath();
    void browse();

    Exporter& m_exporter;
    QListWidget* m_kinds;
    QLabel* m_about;
    QLabel* m_summary;
    QStackedWidget* m_pages;
    QTreeWidget* m_operators;
    QPlainTextEdit* m_text;
    QLineEdit* m_path;
    QLabel* m_pathNote;
    QPushButton* m_write;
    std::map<ExportKind, ExportPreview> m_previews;
};

} // namespace qscope::app
