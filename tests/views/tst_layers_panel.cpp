// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"
#include "views/panels/layers_panel.h"

using namespace qscope;
using namespace qscope::views;
using Layers = std::vector<LayerId>;

namespace {

Layers ids(std::initializer_list<int> numbers)
{
    Layers all;
    for (const int n : numbers)
        all.emplace_back(static_cast<int32_t>(n));
    return all;
}

} // namespace

class TestLayersPanel : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_selection = std::make_unique<Selection>();
        m_panel = std::make_unique<LayersPanel>(m_selection.get());
        m_panel->resize(500, 300);
        m_snapshot = synthetic::snapshot({});
        m_panel->setSnapshot(m_snapshot);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void aClickSelectsTheLayerEverywhere()
    {
        click(4);
        QCOMPARE(m_selection->layer(), LayerId(4));
        QCOMPARE(m_panel->selectedLayers(), ids({4}));
    }

    void aSelectionMadeElsewhereIsShown()
    {
        m_selection->selectLayer(LayerId(45));
        QCOMPARE(m_panel->selectedLayers(), ids({45}));
        const QModelIndex index = m_panel->proxy().mapFromSource(m_panel->model().indexOf(LayerId(45)));
        QVERIFY(m_panel->table().viewport()->rect().intersects(m_panel->table().visualRect(index)));
    }

    void aBrushLeavesItsLayersAlone()
    {
        m_panel->setBrushed(ids({3, 7, 9}));
        QCOMPARE(m_panel->proxy().rowCount(), 3);
        QCOMPARE(m_panel->model().layerAt(m_panel->proxy().mapToSource(m_panel->proxy().index(1, 0))), LayerId(7));
        m_panel->setFilter("fc2"); // besides: layers 4, 9, ...
        QCOMPARE(m_panel->proxy().rowCount(), 1);
        m_panel->setFilter({});
        QToolButton* button = nullptr;
        for (QToolButton* one : m_panel->findChildren<QToolButton*>())
            button = one->text().startsWith("Brushed") ? one : button;
        QVERIFY(button && button->isVisible());
        button->click();
        QCOMPARE(m_panel->proxy().rowCount(), 50);
        QVERIFY(!button->isVisible());
    }

    void spaceTogglesAllSelectedRows()
    {
        QSignalSpy asked(m_panel.get(), &LayersPanel::floatRequested);
        click(2);
        click(4, Qt::ShiftModifier);
        QTest::keyClick(&m_panel->table(), Qt::Key_Space);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<Layers>(), ids({2, 3, 4}));
        QCOMPARE(asked[0][1].toBool(), true);
        m_panel->setSnapshot(synthetic::withFloat(*m_snapshot, {2, 3, 4}));
        QTest::keyClick(&m_panel->table(), Qt::Key_Space);
        QCOMPARE(asked[1][1].toBool(), false);
        m_panel->setSnapshot(synthetic::withFloat(*m_snapshot, {2})); // some are, some are not
        QTest::keyClick(&m_panel->table(), Qt::Key_Space);
        QCOMPARE(asked[2][1].toBool(), true);
    }

    void theBoxTogglesOneLayer()
    {
        QSignalSpy asked(m_panel.get(), &LayersPanel::floatRequested);
        const QModelIndex index = m_panel->proxy().index(1, LayerTableModel::FloatColumn);
        const QRect cell = m_panel->table().visualRect(index);
        QTest::mouseClick(m_panel->table().viewport(), Qt::LeftButton, {},
                          {cell.left() + 11, cell.center().y()});
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<Layers>(), ids({1}));
        QCOMPARE(asked[0][1].toBool(), true);
    }

    void numberKeysAskForBits()
    {
        QSignalSpy asked(m_panel.get(), &LayersPanel::bitsRequested);
        click(3);
        QTest::keyClick(&m_panel->table(), Qt::Key_4);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<Layers>(), ids({3}));
        QCOMPARE(asked[0][1].toInt(), 4);
        QCOMPARE(asked[0][2].toInt(), 4);
        QTest::keyClick(&m_panel->table(), Qt::Key_4, Qt::ControlModifier); // belongs to the window
        QTest::keyClick(&m_panel->table(), Qt::Key_1);
        QCOMPARE(asked.count(), 1);
    }

    void withoutSelectionNothingIsAsked()
    {
        QSignalSpy floats(m_panel.get(), &LayersPanel::floatRequested);
        QSignalSpy bits(m_panel.get(), &LayersPanel::bitsRequested);
        m_panel->table().clearSelection();
        m_panel->toggleFloat();
        m_panel->keepFloat();
        m_panel->quantize();
        m_panel->setBits(4, 4);
        QCOMPARE(floats.count() + bits.count(), 0);
    }

    void aWholeBlockCanBeSelected()
    {
        click(7);
        m_panel->selectBlock();
        QCOMPARE(m_panel->selectedLayers(), ids({5, 6, 7, 8, 9}));
        QCOMPARE(m_selection->layer(), LayerId(7)); // the current one stays
    }

    void aNewSnapshotKeepsSelectionAndScrollPosition()
    {
        click(2);
        click(4, Qt::ControlModifier);
        auto* bar = m_panel->table().verticalScrollBar();
        bar->setValue(bar->maximum());
        const int scrolled = bar->value();
        m_panel->setSnapshot(synthetic::withFloat(*m_snapshot, {2, 4}));
        QCOMPARE(m_panel->selectedLayers(), ids({2, 4}));
        QCOMPARE(bar->value(), scrolled);
    }

    void theFilterCountsWhatItShows()
    {
        m_panel->setFilter(QStringLiteral("Gemm"));
        QCOMPARE(m_panel->proxy().rowCount(), 10);
        m_panel->setFilter({});
        QCOMPARE(m_panel->proxy().rowCount(), 50);
    }

    void layersAreTheRightOnesWhenSortedAndFiltered()
    {
        m_panel->setFilter(QStringLiteral("Gemm"));
        m_panel->table().sortByColumn(LayerTableModel::IndexColumn, Qt::DescendingOrder);
        click(0);
        QCOMPARE(m_selection->layer(), LayerId(49));
    }

    void aHiddenPanelDoesNoWorkUntilShown()
    {
        m_panel->hide();
        m_panel->setSnapshot(synthetic::withFloat(*m_snapshot, {3}));
        QVERIFY(m_panel->stale());
        const QModelIndex box = m_panel->model().index(3, LayerTableModel::FloatColumn);
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        m_panel->show();
        QVERIFY(!m_panel->stale());
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    }

private:
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QModelIndex index = m_panel->proxy().index(row, LayerTableModel::NameColumn);
        QTest::mouseClick(m_panel->table().viewport(), Qt::LeftButton, modifiers,
                          m_panel->table().visualRect(index).center());
    }

    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<LayersPanel> m_panel;
    std::shared_ptr<Snapshot> m_snapshot;
};

QTEST_MAIN(TestLayersPanel)
#include "tst_layers_panel.moc"
