// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/guide.h"
#include "views/models/format.h"

namespace qscope::app {

ExportDialog::ExportDialog(Exporter& exporter, const QList<ExportKind>& kinds, ExportKind chosen,
                           QWidget* parent)
    : QDialog(parent), m_exporter(exporter), m_kinds(new QListWidget), m_about(new QLabel),
      m_summary(new QLabel), m_pages(new QStackedWidget), m_operators(new QTreeWidget),
      m_text(new QPlainTextEdit), m_path(new QLineEdit), m_pathNote(new QLabel), m_write(new QPushButton)
{
    setWindowTitle(tr("Export"));
    setProperty(Guide::PageProperty, "export");
    setupLayout(kinds);
    connect(m_kinds, &QListWidget::currentRowChanged, this, &ExportDialog::showKind);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::showPath);
    connect(&exporter, &Exporter::previewed, this, &ExportDialog::take);
    connect(&exporter, &Exporter::previewFailed, this, [this](ExportKind kind, const Error& error) {
        if (kind == this->chosen())
            m_summary->setText(views::format::text(error.text()));
    });
    choose(chosen);
    m_kinds->setFocus();
    resize(860, 560);
}

void ExportDialog::setupLayout(const QList<ExportKind>& kinds)
{
    for (const ExportKind kind : kinds) {
        auto* item = new QListWidgetItem(Exporter::name(kind), m_kinds);
        item->setData(Qt::UserRole, static_cast<int>(kind));
    }
    m_kinds->setAccessibleName(tr("Formats"));
    m_kinds->setFixedWidth(m_kinds->sizeHintForColumn(0) + 4 * m_kinds->frameWidth() + 12);
    for (QLabel* label : {m_about, m_summary, m_pathNote}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_operators->setHeaderLabels({tr("Operator"), tr("Nodes before"), tr("Nodes after"), tr("Change")});
    m_operators->setRootIsDecorated(false);
    m_operators->header()->setStretchLastSection(false);
    m_operators->setAlternatingRowColors(true);
    m_operators->setAccessibleName(tr("What changes in the model"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("What is written"));
    m_pages->addWidget(m_text);
    m_pages->addWidget(m_operators);
    m_path->setAccessibleName(tr("File"));
    auto* other = new QPushButton(tr("&Choose…"));
    other->setAutoDefault(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(m_write, QDialogButtonBox::AcceptRole);
    m_write->setDefault(true);
    connect(other, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* target = new QHBoxLayout;
    target->addWidget(m_path, 1);
    target->addWidget(other);
    auto* right = new QVBoxLayout;
    right->addWidget(m_about);
    right->addWidget(m_pages, 1);
    right->addWidget(m_summary);
    auto* above = new QHBoxLayout;
    above->addWidget(m_kinds);
    above->addLayout(right, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(above, 1);
    layout->addLayout(target);
    layout->addWidget(m_pathNote);
    layout->addWidget(buttons);
}

void ExportDialog::choose(ExportKind kind)
{
    for (int row = 0; row < m_kinds->count(); ++row)
        if (m_kinds->item(row)->data(Qt::UserRole).toInt() == static_cast<int>(kind))
            m_kinds->setCurrentRow(row);
}

ExportKind ExportDialog::chosen() const
{
    const QListWidgetItem* item = m_kinds->currentItem();
    return static_cast<ExportKind>(item ? item->data(Qt::UserRole).toInt() : 0);
}

void ExportDialog::setPath(const QString& path) { m_path->setText(path); }

QString ExportDialog::previewText() const { return m_text->toPlainText(); }

QString ExportDialog::summary() const { return m_summary->text(); }

void ExportDialog::showKind()
{
    m_about->setText(Exporter::about(chosen()));
    m_path->setText(QDir::toNativeSeparators(m_exporter.proposedPath(chosen())));
    if (!isPrepared())
        m_exporter.preview(chosen());
    showPreview();
}

void ExportDialog::take(ExportKind kind, const ExportPreview& preview)
{
    m_previews.insert_or_assign(kind, preview);
    if (kind == chosen())
        showPreview();
}

void ExportDialog::showPreview()
{
    m_operators->clear();
    m_text->clear();
    const auto found = m_previews.find(chosen());
    if (found == m_previews.end()) {
        m_summary->setText(tr("The preview is being made."));
        return;
    }
    const ExportPreview& preview = found->second;
    const bool isModel = chosen() == ExportKind::Qdq || chosen() == ExportKind::Model;
    m_pages->setCurrentWidget(isModel ? static_cast<QWidget*>(m_operators) : m_text);
    for (const onnxio::OperatorChange& one : preview.operators) {
        const auto count = [](int64_t n) { return views::format::count(n); };
        const QString change =
            views::format::change(static_cast<double>(one.after - one.before),
                                  [&](double n) { return count(static_cast<int64_t>(n)); });
        auto* row = new QTreeWidgetItem(
            m_operators, {views::format::text(one.op), count(one.before), count(one.after), change});
        for (int column = 1; column < 4; ++column)
            row->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    m_operators->header()->resizeSections(QHeaderView::ResizeToContents);
    m_text->setPlainText(preview.text);
    QStringList parts{
        tr("The file will have %1.").arg(views::format::bytes(static_cast<double>(preview.bytes)))};
    if (isModel)
        parts << m_exporter.layersText();
    if (isModel && preview.operators.empty())
        parts << tr("It has the same operators as the model that is open.");
    if (preview.isCut)
        parts << tr("Only its beginning is shown.");
    m_summary->setText(parts.join(QLatin1Char(' ')));
}

void ExportDialog::showPath()
{
    const QFileInfo file(m_path->text());
    const bool hasFolder = !m_path->text().isEmpty() && file.dir().exists() && !file.isDir();
    m_write->setEnabled(hasFolder);
    m_write->setText(file.exists() ? tr("&Replace") : tr("&Write"));
    m_pathNote->setText(!hasFolder      ? tr("Name a file in a folder that exists.")
                        : file.exists() ? tr("The file exists and will be replaced.")
                                        : QString());
}

void ExportDialog::browse()
{
    auto* dialog = new QFileDialog(this, tr("Export"), m_path->text(), Exporter::filter(chosen()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // it is said below the name
    dialog->setDefaultSuffix(QFileInfo(m_path->text()).suffix());
    dialog->selectFile(m_path->text());
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& path) { setPath(QDir::toNativeSeparators(path)); });
    dialog->open();
}

void ExportDialog::write()
{
    if (!m_write->isEnabled())
        return;
    m_exporter.write(chosen(), QDir::fromNativeSeparators(m_path->text()));
    accept();
}

} // namespace qscope::app
