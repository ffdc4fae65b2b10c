// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/methods_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
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
      m_tabs(new QTabWidget), m_pluginTable(new QTableView), m_warning(paragraph()),
      m_metricLabel(new QLabel), m_metric(new QComboBox), m_userFolder(new QCheckBox),
      m_plugins(new PluginTableModel(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_page, QString());
    m_tabs->addTab(pluginPage(), QString());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs);
    resize(940, 680);
    retranslate();
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

void MethodsDialog::retranslate()
{
    setWindowTitle(tr("Methods"));
    m_methods->setAccessibleName(tr("Methods"));
    m_tabs->setTabText(0, tr("&Methods"));
    m_tabs->setTabText(1, tr("&Plugins"));
    m_pluginTable->setAccessibleName(tr("Plugins"));
    m_metricLabel->setText(tr("Figure of your &own:"));
    m_userFolder->setText(tr("Load plugins from my own &folder"));
    m_warning->setText(
        tr("A plugin is a program of its own: it runs with your rights and can read, change and "
           "send whatever "
           "you can. Put only plugins there that you trust. Folder: %1")
            .arg(views::format::text(plugins::userFolder())));
}

void MethodsDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        if (selected().isEmpty())
            showMethod();
        else
            m_page->retell(aboutMethod(), defaults());
        m_plugins->setPlugins(m_library.registry()->plugins(), m_library.registry()->failures());
        nameItems();
    }
    QDialog::changeEvent(event);
}

QWidget* MethodsDialog::pluginPage()
{
    m_pluginTable->setModel(m_plugins);
    m_pluginTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_pluginTable->verticalHeader()->hide();
    m_pluginTable->horizontalHeader()->setStretchLastSection(true);
    m_pluginTable->setWordWrap(true);
    connect(m_plugins, &QAbstractItemModel::modelReset, m_pluginTable, [table = m_pluginTable] {
        table->resizeColumnsToContents();
        table->resizeRowsToContents();
    });
    m_warning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_userFolder->setChecked(m_library.userFolderEnabled());
    m_metricLabel->setBuddy(m_metric);
    auto* form = new QFormLayout;
    form->addRow(m_metricLabel, m_metric);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_pluginTable, 1);
    layout->addLayout(form);
    layout->addWidget(m_userFolder);
    layout->addWidget(m_warning);
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
        m_metric->addItem(QString(), QString());
        for (const plugins::PluginInfo& info : registry.plugins()) {
            if (info.kind == plugins::PluginKind::Metric) {
                m_metric->addItem(QString(), views::format::text(info.name));
                continue;
            }
            auto* item = new QListWidgetItem(m_methods);
            item->setData(Qt::UserRole, views::format::text(info.name));
        }
        nameItems();
        m_metric->setCurrentIndex(std::max(0, m_metric->findData(metric)));
    }
    if (m_metric->currentData().toString() != metric)
        emit metricChosen({});
    select(before);
}

/// Titles and summaries in the language of the moment.
void MethodsDialog::nameItems()
{
    const auto& registry = *m_library.registry();
    m_metric->setItemText(0, tr("none"));
    for (int i = 1; i < m_metric->count(); ++i) {
        const std::string name = m_metric->itemData(i).toString().toStdString();
        const auto info = registry.info(plugins::PluginKind::Metric, name);
        if (!info.ok())
            continue;
        m_metric->setItemText(i, views::format::text(plugins::shownTitle(*info)));
        m_metric->setItemData(i, views::format::text(plugins::shownSummary(*info)), Qt::ToolTipRole);
    }
    for (int i = 0; i < m_methods->count(); ++i) {
        QListWidgetItem* item = m_methods->item(i);
        const std::string name = item->data(Qt::UserRole).toString().toStdString();
        const auto info = registry.info(plugins::PluginKind::Method, name);
        if (!info.ok())
            continue;
        item->setText(views::format::text(plugins::shownTitle(*info)));
        item->setToolTip(views::format::text(plugins::shownSummary(*info)));
    }
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

QString MethodsDialog::aboutMethod() const
{
    const auto info = m_library.registry()->info(plugins::PluginKind::Method, selected().toStdString());
    if (!info.ok())
        return {};
    const QString summary = views::format::text(plugins::shownSummary(*info));
    return info->source.empty() ? summary
                                : tr("%1\nSource: %2").arg(summary, views::format::text(info->source));
}

/// Of the method that is selected.
Result<plugins::ParameterValues> MethodsDialog::defaults() const
{
    QS_ASSIGN(const auto method, m_library.registry()->method(selected().toStdString()));
    return plugins::defaultsOf(*method);
}

/// Only now is the plugin loaded.
void MethodsDialog::showMethod()
{
    const std::string name = selected().toStdString();
    if (!m_library.registry()->info(plugins::PluginKind::Method, name).ok()) {
        const QString none = tr("There is no method. Methods come with the program or as plugins.");
        m_page->setSubject({}, Error{ErrorCode::InvalidArgument, none.toStdString(), {}});
        return;
    }
    const auto values = defaults();
    m_page->setSubject(aboutMethod(), values);
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
