// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/layers_panel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

#include "core/graph/joined_layers.h"
#include "views/models/format.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"
#include "views/panels/bar_delegate.h"

namespace qscope::views {

LayersPanel::LayersPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_model(new LayerTableModel(this)), m_proxy(new LayerFilterProxy(this)),
      m_filter(new QLineEdit), m_count(new QLabel), m_unbrush(new QToolButton), m_table(new QTableView)
{
    auto* top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_unbrush);
    top->addWidget(m_count);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    setupTable();
    setupFilter();
    setFocusProxy(m_table);
}

void LayersPanel::setupTable()
{
    m_proxy->setSourceModel(m_model);
    m_table->setModel(m_proxy);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(LayerTableModel::IndexColumn, Qt::AscendingOrder);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setResizeContentsPrecision(60);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->setItemDelegateForColumn(LayerTableModel::FloatColumn, new CheckDelegate(m_table));
    m_table->setItemDelegateForColumn(LayerTableModel::NameColumn, new NameDelegate(m_table));
    for (const int column : {LayerTableModel::OnlyThisColumn, LayerTableModel::AllButColumn})
        m_table->setItemDelegateForColumn(column, new BarDelegate(m_table));
    m_table->installEventFilter(this);
    connect(m_table, &QWidget::customContextMenuRequested, this, &LayersPanel::showContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LayersPanel::followCurrentRow);
    connect(m_model, &LayerTableModel::floatToggled, this,
            [this](LayerId layer, bool isFloat) { emit floatRequested({layer}, isFloat); });
}

void LayersPanel::setupFilter()
{
    m_filter->setClearButtonEnabled(true);
    m_unbrush->hide();
    m_unbrush->setAutoRaise(true);
    connect(m_unbrush, &QToolButton::clicked, this, [this] { setBrushed({}); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilter(text);
        updateCount();
        showSelection();
    });
}

QString LayersPanel::title() const { return tr("Layers"); }

QString LayersPanel::question() const
{
    return tr("Which layers are there, and which stay in floating point?");
}

void LayersPanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter: words of name, type, structure, block, or /expression/"));
    m_filter->setAccessibleName(tr("Filter of the layers"));
    m_table->setAccessibleName(tr("Layers of the model"));
    m_unbrush->setText(tr("Brushed ✕"));
    m_unbrush->setToolTip(tr("The layers brushed in the ranges: show all again"));
    m_model->retranslate();
}

void LayersPanel::refresh(const SnapshotPtr& before)
{
    m_model->setSnapshot(snapshotPtr());
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    if (before->model != snapshot().model) {
        setBrushed({});
        const QFontMetrics metrics = m_table->fontMetrics();
        m_table->resizeColumnsToContents();
        const int widest = metrics.horizontalAdvance(QLatin1Char('0')) * 24;
        m_table->setColumnWidth(LayerTableModel::NameColumn,
                                std::min(widest, m_table->columnWidth(LayerTableModel::NameColumn)));
        m_table->setColumnWidth(LayerTableModel::FloatColumn,
                                metrics.horizontalAdvance(QStringLiteral("FP")) + 26);
    }
    updateCount();
    showSelection();
}

void LayersPanel::updateCount()
{
    const QString error = m_proxy->filterError();
    const int all = m_model->rowCount();
    const int shown = m_proxy->rowCount();
    m_count->setText(!error.isEmpty() ? tr("not an expression")
                     : shown == all   ? format::count(all)
                                      : tr("%1 of %2").arg(format::count(shown), format::count(all)));
    m_count->setToolTip(error.isEmpty() ? tr("Layers shown") : error);
}

void LayersPanel::showSelection()
{
    const QModelIndex wanted = m_proxy->mapFromSource(m_model->indexOf(selection().layer()));
    const QModelIndex current = m_table->currentIndex();
    if (!wanted.isValid()
        || (current.isValid() && current.row() == wanted.row() && m_table->selectionModel()->hasSelection()))
        return;
    const QModelIndex target = wanted.siblingAtColumn(current.isValid() ? current.column() : wanted.column());
    const int column = m_table->horizontalScrollBar()->value();
    m_table->selectionModel()->setCurrentIndex(target, QItemSelectionModel::ClearAndSelect
                                                           | QItemSelectionModel::Rows);
    m_table->scrollTo(target);
    m_table->horizontalScrollBar()->setValue(column); // only up and down
}

void LayersPanel::followCurrentRow()
{
    const LayerId layer = m_model->layerAt(m_proxy->mapToSource(m_table->currentIndex()));
    if (layer.valid())
        selection().selectLayer(layer);
}

std::vector<LayerId> LayersPanel::selectedLayers() const
{
    std::vector<LayerId> layers;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        layers.push_back(m_model->layerAt(m_proxy->mapToSource(index)));
    std::sort(layers.begin(), layers.end());
    return layers;
}

void LayersPanel::setFilter(const QString& text) { m_filter->setText(text); }

void LayersPanel::setBrushed(const std::vector<LayerId>& layers)
{
    m_proxy->setBrushed(layers);
    m_unbrush->setVisible(!layers.empty());
    updateCount();
    showSelection();
}

void LayersPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void LayersPanel::toggleFloat()
{
    const auto layers = selectedLayers();
    const auto isFloat = [this](LayerId id) {
        return id.index() < snapshot().specs.size() && snapshot().specs[id.index()].isFloat;
    };
    if (!layers.empty())
        emit floatRequested(layers, !std::all_of(layers.begin(), layers.end(), isFloat));
}

void LayersPanel::keepFloat()
{
    const auto layers = selectedLayers();
    if (!layers.empty())
        emit floatRequested(layers, true);
}

void LayersPanel::quantize()
{
    const auto layers = selectedLayers();
    if (!layers.empty())
        emit floatRequested(layers, false);
}

void LayersPanel::setBits(int weights, int activations)
{
    const auto layers = selectedLayers();
    if (!layers.empty())
        emit bitsRequested(layers, weights, activations);
}

void LayersPanel::selectBlock()
{
    std::set<std::string> blocks;
    for (const LayerId id : selectedLayers())
        blocks.insert(snapshot().layer(id).block);
    selectAlso([&](LayerId id) { return blocks.count(snapshot().layer(id).block) > 0; });
}

void LayersPanel::selectJoined()
{
    if (!snapshot().model)
        return;
    const auto joined = joinedLayers(*snapshot().model->graph, *snapshot().model->layers);
    std::set<LayerId> wanted;
    for (const LayerId id : selectedLayers())
        wanted.insert(joined[id.index()].begin(), joined[id.index()].end());
    selectAlso([&](LayerId id) { return wanted.count(id) > 0; });
}

void LayersPanel::selectAlso(const std::function<bool(LayerId)>& wanted)
{
    QItemSelection rows;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (wanted(m_model->layerAt(m_proxy->mapToSource(index))))
            rows.select(index, index);
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void LayersPanel::showContextMenu(const QPoint& position)
{
    if (selectedLayers().empty())
        return;
    QMenu menu(this);
    menu.addAction(tr("Keep in floating point"), this, &LayersPanel::keepFloat);
    menu.addAction(tr("Quantize"), this, &LayersPanel::quantize);
    menu.addSeparator();
    addBitsMenu(menu, tr("Weight bits"), true, false);
    addBitsMenu(menu, tr("Activation bits"), false, true);
    menu.addSeparator();
    menu.addAction(tr("Select whole block"), this, &LayersPanel::selectBlock);
    menu.addAction(tr("Select layers joined by Add or Concat"), this, &LayersPanel::selectJoined);
    menu.exec(m_table->viewport()->mapToGlobal(position));
}

void LayersPanel::addBitsMenu(QMenu& menu, const QString& title, bool weights, bool activations)
{
    QMenu* sub = menu.addMenu(title);
    for (const int bits : {2, 3, 4, 5, 6, 7, 8, 10, 12, 16})
        sub->addAction(QString::number(bits), this,
                       [=, this] { setBits(weights ? bits : 0, activations ? bits : 0); });
}

bool LayersPanel::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    const bool plain = (modifiers & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (key == Qt::Key_Space && plain) {
        toggleFloat();
        return true;
    }
    if (plain && key >= Qt::Key_2 && key <= Qt::Key_9) {
        setBits(key - Qt::Key_0, key - Qt::Key_0);
        return true;
    }
    return false;
}

bool LayersPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* press = static_cast<QKeyEvent*>(event);
        if (handleKey(press->key(), press->modifiers()))
            return true;
    }
    return Panel::eventFilter(watched, event);
}

} // namespace qscope::views
