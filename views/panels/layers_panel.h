// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "views/panels/panel.h"

class QLabel;
class QLineEdit;
class QMenu;
class QTableView;
class QToolButton;

namespace qscope::views {

class LayerFilterProxy;
class LayerTableModel;

/// Which layers are there, how do they look, and which stay in floating point?
class LayersPanel final : public Panel {
    Q_OBJECT
public:
    explicit LayersPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    LayerTableModel& model() const { return *m_model; }
    LayerFilterProxy& proxy() const { return *m_proxy; }
    QTableView& table() const { return *m_table; }
    /// Rows selected in the table, execution order.
    std::vector<LayerId> selectedLayers() const;

public slots:
    void setFilter(const QString& text);
    /// Only these are shown, and of them what the filter lets through; none: all again.
    void setBrushed(const std::vector<qscope::LayerId>& layers);
    void focusFilter(); ///< for Ctrl+F
    void toggleFloat(); ///< the selected rows: all to floating point unless all are already
    void keepFloat();
    void quantize();
    void setBits(int weights, int activations); ///< of the selected rows; 0 leaves as is
    void selectBlock();                         ///< every row of the blocks of the selected rows
    void selectJoined();                        ///< every row whose output meets that of a selected one (see joinedLayers)

signals:
    void floatRequested(const std::vector<qscope::LayerId>& layers, bool isFloat);
    /// Bits 2 to 16; 0: leave as is.
    void bitsRequested(const std::vector<qscope::LayerId>& layers, int weightBits, int activationBits);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;
    bool eventFilter(QObject* watched, QEvent* event) final;

private:
    void selectAlso(const std::function<bool(LayerId)>& wanted);
    void setupTable();
    void setupFilter();
    void showContextMenu(const QPoint& position);
    void addBitsMenu(QMenu& menu, const QString& title, bool weights, bool activations);
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void updateCount();
    void followCurrentRow();

    LayerTableModel* m_model;
    LayerFilterProxy* m_proxy;
    QLineEdit* m_filter;
    QLabel* m_count;
    QToolButton* m_unbrush; ///< takes the brush away; hidden without one
    QTableView* m_table;
};

} // namespace qscope::views
