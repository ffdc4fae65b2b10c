// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QToolTip>

#include <algorithm>

#include "views/plots/plot_export.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

namespace {

constexpr qsizetype NoticeWidth = 26; ///< characters; narrow plots must show it whole

QString wrapped(const QString& text)
{
    QStringList lines;
    for (const QString& word : text.split(QLatin1Char(' '))) {
        if (!lines.isEmpty() && lines.back().size() + word.size() < NoticeWidth)
            lines.back() += QLatin1Char(' ') + word;
        else
            lines << word;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

Plot::Plot(QWidget* parent) : QCustomPlot(parent)
{
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setMouseTracking(true);
    setMinimumSize(160, 72); // all panels at once in large text fit a screen of 800 lines
    axisRect()->setupFullAxesBox(false);
    plotLayout()->setMargins({2, 2, 2, 2});
    axisRect()->setMinimumMargins({8, 8, 8, 4});
    m_notice = new QCPItemText(this);
    m_notice->setLayer(QStringLiteral("overlay"));
    m_notice->position->setType(QCPItemPosition::ptViewportRatio);
    m_notice->position->setCoords(0.5, 0.5);
    m_notice->setClipToAxisRect(false);
    m_notice->setVisible(false);
    connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInside(xAxis, m_homeX); });
    connect(yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInside(yAxis, m_homeY); });
    connect(selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect& rect) {
        if (selectionRectMode() == QCP::srmCustom)
            emit brushed(rect.normalized());
    });
    connect(this, &QCustomPlot::beforeReplot, this, &Plot::spaceTicks);
    applyTheme();
}

void Plot::setRecolour(std::function<void(const Theme&)> recolour)
{
    m_recolour = std::move(recolour);
    applyTheme();
}

void Plot::setAxisTitles(const QString& x, const QString& y)
{
    xAxis->setLabel(x);
    yAxis->setLabel(y);
}

void Plot::setZoomable(Qt::Orientations orientations)
{
    axisRect()->setRangeDrag(orientations);
    axisRect()->setRangeZoom(orientations);
}

void Plot::setHome(const QCPRange& x, const QCPRange& y)
{
    moveHome(xAxis, m_homeX, x);
    moveHome(yAxis, m_homeY, y);
    m_hasHome = true;
}

void Plot::moveHome(QCPAxis* axis, QCPRange& home, const QCPRange& next)
{
    const QCPRange shown = axis->range();
    const bool wasHome = !m_hasHome || (shown.lower <= home.lower && shown.upper >= home.upper);
    home = next;
    axis->setRange(wasHome ? next : shown.bounded(next.lower, next.upper));
}

void Plot::keepInside(QCPAxis* axis, const QCPRange& home)
{
    if (m_hasHome && (axis->range().lower < home.lower || axis->range().upper > home.upper))
        axis->setRange(axis->range().bounded(home.lower, home.upper));
}

void Plot::fit()
{
    if (m_hasHome) {
        xAxis->setRange(m_homeX);
        yAxis->setRange(m_homeY);
    } else {
        rescaleAxes();
    }
    requestReplot();
}

void Plot::setNotice(const QString& text)
{
    m_notice->setText(wrapped(text));
    m_notice->setVisible(!text.isEmpty());
    for (QCPAxis* axis : axisRect()->axes()) // not the axis rect, it would take the notice with it
        axis->setVisible(text.isEmpty());
}

QString Plot::notice() const
{
    return m_notice->visible() ? m_notice->text().replace(QLatin1Char('\n'), QLatin1Char(' ')) : QString();
}

bool Plot::exportTo(const QString& path, QString* error) { return exportPlot(*this, path, error); }

void Plot::copyImage() { QApplication::clipboard()->setPixmap(toPixmap(width(), height(), 2)); }

void Plot::saveAs()
{
    const QString filters = tr("PNG image (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)");
    QString filter;
    QString path = QFileDialog::getSaveFileName(this, tr("Save plot"), m_exportName, filters, &filter);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += filter.section(QLatin1Char('*'), 1).section(QLatin1Char(')'), 0, 0);
    QString error;
    if (!exportTo(path, &error))
        emit exportFailed(error);
}

void Plot::changeEvent(QEvent* event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

/// A small plot has room for few labels. Tickers come and go with what is shown, hence at every replot.
void Plot::spaceTicks()
{
    const int label = std::max(1, fontMetrics().horizontalAdvance(QStringLiteral("-00.0")));
    const int labels = (viewport().width() - 2 * label) * 2 / (3 * label);
    xAxis->ticker()->setTickCount(std::clamp(labels, 2, 8));
    yAxis->ticker()->setTickCount(std::clamp(viewport().height() / std::max(40, 2 * fontMetrics().height()),
                                             viewport().height() < 80 ? 2 : 3, 6));
    if (auto* values = dynamic_cast<ValueTicker*>(yAxis->ticker().data())) {
        // What the last layout left for the axis would make plots of one size differ by what they were
        // before.
        const int linesBelow = xAxis->label().isEmpty() ? 2 : 3;
        const int room = viewport().height() - linesBelow * fontMetrics().height();
        values->setLeastGap(fontMetrics().height() / std::max(1.0, static_cast<double>(room)));
    }
}

void Plot::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    emit pointerLeft();
}

void Plot::mouseDoubleClickEvent(QMouseEvent* event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton)
        fit();
}

void Plot::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->pos();
    const bool band = event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier);
    const bool brush =
        m_brushable && event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier;
    setSelectionRectMode(band ? QCP::srmZoom : brush ? QCP::srmCustom : QCP::srmNone);
    QCustomPlot::mousePressEvent(event);
}

void Plot::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton)
        return;
    emit pointed(event->pos());
    const QString text = m_tip ? m_tip(event->pos()) : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint() + QPoint(12, 8), text, this);
}

void Plot::mouseReleaseEvent(QMouseEvent* event)
{
    QCustomPlot::mouseReleaseEvent(event);
    const bool still = (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (event->button() == Qt::LeftButton && still && axisRect()->rect().contains(event->pos()))
        emit clicked(event->pos());
}

void Plot::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.addAction(tr("Show everything"), this, &Plot::fit);
    menu.addSeparator();
    menu.addAction(tr("Copy image"), this, &Plot::copyImage);
    menu.addAction(tr("Save as PNG, SVG or PDF…"), this, &Plot::saveAs);
    menu.exec(event->globalPos());
}

void Plot::applyTheme()
{
    m_theme = Theme::of(palette());
    setBackground(QBrush(m_theme.background));
    const QPen axisPen(m_theme.axis, 1);
    for (QCPAxis* axis : {xAxis, xAxis2, yAxis, yAxis2}) {
        axis->setBasePen(axisPen);
        axis->setTickPen(axisPen);
        axis->setSubTickPen(axisPen);
        axis->setLabelColor(m_theme.text);
        axis->setTickLabelColor(m_theme.text);
        axis->setLabelFont(font());
        axis->setTickLabelFont(font());
        axis->setTickLengthIn(0);
        axis->setSubTickLengthIn(0);
        axis->setTickLengthOut(4);
        axis->setSubTickLengthOut(2);
        axis->setLabelPadding(2);
        axis->grid()->setPen(QPen(m_theme.grid, 1));
        axis->grid()->setZeroLinePen(QPen(m_theme.axis, 1));
    }
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    QColor band = m_theme.selected;
    selectionRect()->setPen(QPen(band));
    band.setAlphaF(0.2F);
    selectionRect()->setBrush(band);
    m_notice->setColor(m_theme.muted);
    m_notice->setFont(font());
    if (m_recolour)
        m_recolour(m_theme);
    requestReplot();
}

} // namespace qscope::views
