// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/cures_panel.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "views/models/cure_table_model.h"
#include "views/models/format.h"
#include "views/models/short_names.h"

namespace qscope::views {

CuresPanel::CuresPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_model(new CureTableModel(this)), m_table(new QTableView),
      m_text(new QLabel), m_missing(new QLabel), m_measure(new QPushButton), m_apply(new QPushButton)
{
    setupLayout();
    connect(m_measure, &QPushButton::clicked, this,
            [this] { emit measureRequested(this->selection().layer()); });
    connect(m_apply, &QPushButton::clicked, this, &CuresPanel::apply);
    connect(m_table, &QTableView::activated, this, &CuresPanel::apply);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CuresPanel::updateButtons);
}

void CuresPanel::setupLayout()
{
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_text->setWordWrap(true);
    m_missing->setWordWrap(true);
    m_missing->setForegroundRole(QPalette::PlaceholderText);
    auto* top = new QHBoxLayout;
    top->addWidget(m_text, 1);
    top->addWidget(m_measure);
    top->addWidget(m_apply);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_missing);
}

QString CuresPanel::title() const { return tr("Cures"); }

QString CuresPanel::question() const { return tr("What helps the current layer most, and at what price?"); }

QString CuresPanel::summaryText() const { return m_text->text() + QLatin1Char('\n') + m_missing->text(); }

void CuresPanel::retranslate()
{
    m_measure->setText(tr("Measure"));
    m_measure->setToolTip(tr("Tries every change of this layer on all samples"));
    m_apply->setText(tr("Apply"));
    m_table->setAccessibleName(tr("Cures of the layer, by measured gain"));
    m_model->retranslate();
    m_fitted = false;
}

void CuresPanel::setMeasurable(bool on)
{
    m_measurable = on;
    updateButtons();
}

QString CuresPanel::nameOf(LayerId layer) const
{
    return snapshot().contains(layer)
               ? format::elided(ShortNames(snapshot())(snapshot().layer(layer).name), 48)
               : QString();
}

void CuresPanel::refresh(const SnapshotPtr& before)
{
    const bool isNew = before->cures != snapshot().cures;
    m_model->setTable(snapshot().cures);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    if (isNew || !m_fitted)
        m_table->resizeColumnsToContents();
    m_fitted = true;
    if (isNew && snapshot().cures)
        m_table->selectRow(0);
    showSelection();
}

void CuresPanel::showSelection()
{
    const LayerId layer = selection().layer();
    const auto& table = snapshot().cures;
    QStringList lines, missing;
    if (!snapshot().contains(layer))
        lines << tr("Choose a layer.");
    else if (snapshot().curesFreshness == Freshness::Pending)
        lines << tr("Being measured.");
    else if (!table)
        lines << tr("Measure what helps %1: more bits, another granularity or calibrator, equalization with its neighbours, floating point.")
                     .arg(nameOf(layer));
    if (table && snapshot().contains(table->layer)) {
        lines << tr("Gain in SQNR of the output over %1 now, by changes of %2 alone, on %3 samples.")
                     .arg(format::decibel(table->now.sqnrDb), nameOf(table->layer),
                          format::count(table->now.samples));
        const auto& cures = table->cures;
        if (std::any_of(cures.begin(), cures.end(),
                        [](const search::Cure& cure) { return verdictOf(cure) == CureVerdict::Uncertain; }))
            lines << tr("≈: these samples do not tell whether it helps.");
        for (const std::string& reason : table->missing)
            missing << tr("Not among them: %1.").arg(format::text(reason));
        if (snapshot().curesFreshness == Freshness::Outdated)
            lines << tr("Measured under another configuration.");
    }
    m_text->setText(lines.join(QLatin1Char('\n')));
    m_missing->setText(missing.join(QLatin1Char('\n')));
    m_missing->setVisible(!missing.isEmpty());
    updateButtons();
}

void CuresPanel::updateButtons()
{
    const LayerId layer = selection().layer();
    const bool isFloat =
        layer.valid() && layer.index() < snapshot().specs.size() && snapshot().specs[layer.index()].isFloat;
    m_measure->setEnabled(m_measurable && snapshot().contains(layer) && snapshot().calibration && !isFloat);
    m_measure->setToolTip(isFloat ? tr("The layer is in floating point: there is nothing to cure.")
                                  : tr("Tries every change of this layer on all samples"));
    m_apply->setEnabled(snapshot().cures && snapshot().curesFreshness == Freshness::Current
                        && m_table->currentIndex().isValid());
}

void CuresPanel::apply()
{
    if (m_apply->isEnabled())
        emit applyRequested(m_table->currentIndex().row());
}

} // namespace qscope::views
