// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <functional>

#include "views/plots/theme.h"

namespace qscope::views {

/// A QCustomPlot with the manners all plots of this program share: colours follow the palette, the wheel
/// zooms, the left button pans (with Shift: rubber band), a double click shows everything, the context menu
/// copies and saves.
class Plot : public QCustomPlot {
    Q_OBJECT
public:
    explicit Plot(QWidget* parent = nullptr);

    const Theme& theme() const { return m_theme; }
    /// Called at once and whenever the palette changes: recolour the plottables here.
    void setRecolour(std::function<void(const Theme&)> recolour);
    void setAxisTitles(const QString& x, const QString& y);
    /// The directions the wheel and dragging change; the other stays.
    void setZoomable(Qt::Orientations orientations);
    /// Ctrl and the left button draw a rectangle, and `brushed` says which.
    void setBrushable(bool on) { m_brushable = on; }
    /// What a double click goes back to; panning and zooming stay inside. An axis that shows its whole home
    /// follows a new one, a zoomed one stays where it is.
    void setHome(const QCPRange& x, const QCPRange& y);
    const QCPRange& homeX() const { return m_homeX; }
    /// Shows the home ranges, or everything there is without them. Queued replot.
    void fit();
    /// File name proposed when saving, without suffix.
    void setExportName(const QString& name) { m_exportName = name; }
    const QString& exportName() const { return m_exportName; }
    /// A sentence shown in the middle instead of data; empty: none.
    void setNotice(const QString& text);
    QString notice() const;
    /// What the tool tip says at a position (widget coordinates); empty: no tool tip.
    void setTip(std::function<QString(const QPoint&)> tip) { m_tip = std::move(tip); }
    /// Coalesced with other requests of the same event loop turn.
    void requestReplot() { replot(QCustomPlot::rpQueuedReplot); }

    /// See views/plots/plot_export.h.
    bool exportTo(const QString& path, QString* error = nullptr);

public slots:
    void copyImage();
    void saveAs();

signals:
    void pointed(const QPoint& position); ///< the pointer moved over the plot, no button pressed
    void pointerLeft();
    void clicked(const QPoint& position); ///< left button, without dragging
    void brushed(const QRect& rect);      ///< widget coordinates
    void exportFailed(const QString& message);

protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void applyTheme();
    void spaceTicks();
    void keepInside(QCPAxis* axis, const QCPRange& home);
    void moveHome(QCPAxis* axis, QCPRange& home, const QCPRange& next);

    Theme m_theme;
    std::function<void(const Theme&)> m_recolour;
    std::function<QString(const QPoint&)> m_tip;
    QCPRange m_homeX, m_homeY;
    bool m_hasHome = false;
    bool m_brushable = false;
    QPoint m_pressed;
    QCPItemText* m_notice = nullptr;
    QString m_exportName;
};

} // namespace qscope::views
