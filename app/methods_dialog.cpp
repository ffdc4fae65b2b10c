// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/methods_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "app/plugin_table_model.h"
#include "app/report_pane.h"
#include "app/run_page.h"
#include "plugins/registry/run_method.h"
#include "views/models/format.h"

namespace qscope::app {

namespace {

QLabel* paragraph()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

MethodsDialog::MethodsDialog(PluginLibrary& library, QWidget* parent)
    : QDialog(parent), m_library(library), m_methods(new QListWidget), m_page(new RunPage(m_methods)),
      m_metric(new QComboBox), m_userFolder(new QCheckBox(tr("Load plugins from my own &folder"))),
      m_plugins(new PluginTableModel(this))
{
    setWindowTitle(tr("Methods"));
    m_methods->setAccessibleName(tr("Methods"));
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(m_page, tr("&Methods"));
    tabs->addTab(pluginPage(), tr("&Plugins"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(tabs);
    resize(940, 680);
    connect(m_methods, &QListWidget::currentRowChanged, this, &MethodsDialog::showMethod);
    connect(m_page, &RunPage::runRequested, this, [this](const plugins::ParameterValues& values) {
        emit runRequested(selected(), m_methods->currentItem()->text(), values);
    });
    connect(m_metric, &QComboBox::currentIndexChanged, this,
            [this] { emit metricChosen(m_metric->currentData().toString()); });
    connect(m_userFolder, &QCheckBox::toggled, &m_library, &PluginLibrary::setUserFolderEnabled);
    connect(&m_library, &PluginLibrary::changed, this, &MethodsDialog::reload);
    reload();
}

QWidget* MethodsDialog::pluginPage()
{
    auto* table = new QTableView;
    table->setModel(m_plugins);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->setAccessibleName(tr("Plugins"));
    table->setWordWrap(true);
    connect(m_plugins, &QAbstractItemModel::modelReset, table, [table] {
        table->resizeColumnsToContents();
        table->resizeRowsToContents();
    });
    auto* warning = paragraph();
    warning->setText(tr("A plugin is a program of its own: it runs with your rights and can read, change and "
                        "send whatever "
                        "you can. Put only plugins there that you trust. Folder: %1")
                         .arg(views::format::text(plugins::userFolder())));
    warning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_userFolder->setChecked(m_library.userFolderEnabled());
    auto* form = new QFormLayout;
    form->addRow(tr("Figure of your &own:"), m_metric);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(table, 1);
    layout->addLayout(form);
    layout->addWidget(m_userFolder);
    layout->addWidget(warning);
    return page;
}

void MethodsDialog::reload()
{
    const QString before = selected(), metric = m_metric->currentData().toString();
    const auto& registry = *m_library.registry();
    m_plugins->setPlugins(registry.plugins(), registry.failures());
    {
        const QSignalBlocker quiet(m_methods), silent(m_metric);
        m_methods->clear();
        m_metric->clear();
        m_metric->addItem(tr("none"), QString());
        for (const plugins::PluginInfo& info : registry.plugins()) {
            if (info.kind == plugins::PluginKind::Metric) {
                m_metric->addItem(views::format::text(info.title), views::format::text(info.name));
                m_metric->setItemData(m_metric->count() - 1, views::format::text(info.summary),
                                      Qt::ToolTipRole);
                continue;
            }
            auto* item = new QListWidgetItem(views::format::text(info.title), m_methods);
            item->setData(Qt::UserRole, views::format::text(info.name));
            item->setToolTip(views::format::text(info.summary));
        }
        m_metric->setCurrentIndex(std::max(0, m_metric->findData(metric)));
    }
    if (m_metric->currentData().toString() != metric)
        emit metricChosen({});
    select(before);
}

void MethodsDialog::select(const QString& name)
{
    int row = m_methods->count() > 0 ? 0 : -1;
    for (int i = 0; i < m_methods->count(); ++i)
        if (m_methods->item(i)->data(Qt::UserRole) == name)
            row = i;
    m_methods->setCurrentRow(row);
    showMethod();
}

QString MethodsDialog::selected() const
{
    const QListWidgetItem* item = m_methods->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

/// Only now is the plugin loaded.
void MethodsDialog::showMethod()
{
    const std::string name = selected().toStdString();
    const auto info = m_library.registry()->info(plugins::PluginKind::Method, name);
    if (!info.ok()) {
        const QString none = tr("There is no method. Methods come with the program or as plugins.");
        m_page->setSubject({}, Error{ErrorCode::InvalidArgument, none.toStdString(), {}});
        return;
    }
    const auto method = m_library.registry()->method(name);
    const auto values =
        method.ok() ? plugins::defaultsOf(**method) : Result<plugins::ParameterValues>(method.error());
    m_page->setSubject(
        info->source.empty()
            ? views::format::text(info->summary)
            : tr("%1\nSource: %2").arg(views::format::text(info->summary), views::format::text(info->source)),
        values);
    if (!values.ok())
        m_plugins->setPlugins(m_library.registry()->plugins(), m_library.registry()->failures());
}

void MethodsDialog::setRunnable(bool runnable, const QString& whyNot)
{
    m_page->setRunnable(runnable, whyNot);
}

void MethodsDialog::showReport(const std::shared_ptr<const report::Report>& report)
{
    m_page->report().setReport(report);
}

} // namespace qscope::app
