// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/metric_strip.h"

#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "views/models/format.h"

namespace qscope::views {

namespace {

constexpr int Margin = 8, CellSpacing = 18, LineSpacing = 2; ///< pixels

} // namespace

MetricStrip::MetricStrip(QWidget* parent) : Panel(nullptr, parent)
{
    for (Labels& cell : m_cells) {
        cell.both = new QWidget(this);
        auto* layout = new QHBoxLayout(cell.both);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        cell.caption = new QLabel;
        cell.caption->setForegroundRole(QPalette::PlaceholderText);
        cell.figure = new QLabel;
        QFont bold = font();
        bold.setBold(true);
        cell.figure->setFont(bold);
        layout->addWidget(cell.caption);
        layout->addWidget(cell.figure);
    }
    m_cells[UserCell].both->hide();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

/// Of the largest cell.
QSize MetricStrip::cellSize() const
{
    QSize size;
    for (const Labels& cell : m_cells)
        size = size.expandedTo(cell.both->sizeHint());
    return size;
}

QSize MetricStrip::sizeHint() const
{
    return {cellSize().width() + 2 * Margin, m_lines * cellSize().height() + 2 * LineSpacing};
}

void MetricStrip::arrange()
{
    const int height = cellSize().height();
    int x = Margin, line = 0;
    for (const Labels& cell : m_cells) {
        if (cell.both->isHidden())
            continue;
        const int width = cell.both->sizeHint().width();
        if (line == 0 && x + width + Margin > this->width() && x > Margin) {
            line = 1;
            x = Margin;
        }
        cell.both->setGeometry(x, LineSpacing + line * height, width, height);
        x += width + CellSpacing;
    }
    if (std::exchange(m_lines, line + 1) != line + 1)
        updateGeometry();
}

bool MetricStrip::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) {
        updateGeometry();
        arrange();
    }
    return Panel::event(event);
}

void MetricStrip::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    arrange();
}

QString MetricStrip::title() const { return tr("Figures"); }

QString MetricStrip::question() const { return tr("What does the configuration cost?"); }

void MetricStrip::retranslate()
{
    const QString captions[CellCount] = {tr("float"), tr("all quantized"), tr("now"),
                                         tr("SQNR"),  tr("agreement"),     tr("size"),
                                         tr("bit ops"), tr("latency"), {}};
    for (int i = 0; i < CellCount; ++i) {
        m_cells[i].caption->setText(captions[i]);
        m_cells[i].figure->setAccessibleName(captions[i]);
    }
}

QStringList MetricStrip::texts() const
{
    QStringList all;
    for (const Labels& cell : m_cells)
        if (&cell != &m_cells[UserCell] || !snapshot().userMetric.empty())
            all << cell.figure->text();
    return all;
}

void MetricStrip::set(Cell cell, const QString& figure, const QString& toolTip)
{
    m_cells[cell].figure->setText(figure);
    m_cells[cell].figure->setToolTip(toolTip);
    m_cells[cell].caption->setToolTip(toolTip);
}

void MetricStrip::refresh(const SnapshotPtr&)
{
    const auto& any = snapshot().current ? snapshot().current : snapshot().allQuantized;
    if (any && any->accuracyFloat)
        set(FloatCell, format::percent(*any->accuracyFloat),
            snapshot().referenceName.empty()
                ? tr("Accuracy of the model in floating point")
                : tr("Accuracy of %1 in floating point").arg(format::text(snapshot().referenceName)));
    else
        set(FloatCell, format::missing(), tr("Open labels to see the accuracy."));
    showAllQuantized();
    showNow();
    showPrices();
    showUser();
}

void MetricStrip::showPrices()
{
    const auto& prices = snapshot().prices;
    const auto of = [](const QString& now, const QString& inFloat) { return tr("%1 of %2").arg(now, inFloat); };
    if (prices)
        set(SizeCell, of(format::bytes(prices->total.bytes), format::bytes(prices->inFloat.bytes)),
            tr("Weights of the layers under the current configuration, of their size in float32"));
    else
        set(SizeCell, format::missing(), tr("No model is open."));
    if (prices && prices->total.bitOperations)
        set(OperationsCell, format::magnitude(*prices->total.bitOperations),
            tr("Multiplications per sample, times the bits of both factors; %1 in float32. The model converts between "
               "integers and floating point %2 times.")
                .arg(format::magnitude(*prices->inFloat.bitOperations))
                .arg(prices->total.borders.conversions));
    else
        set(OperationsCell, format::missing(), tr("Not known before calibration."));
    showLatency();
}

void MetricStrip::showLatency()
{
    const auto& prices = snapshot().prices;
    if (prices && prices->total.milliseconds)
        set(LatencyCell, tr("%1 of %2 ms").arg(format::milliseconds(*prices->total.milliseconds),
                                               format::milliseconds(*prices->inFloat.milliseconds)),
            tr("Estimated time per sample on this machine: the sum of %1 of %2 layers, each timed alone with int8 or "
               "float32 kernels; of their time in float32. What runs between them and conversions are not in it.")
                .arg(prices->timedLayers)
                .arg(snapshot().layerCount()));
    else if (snapshot().timingLayers)
        set(LatencyCell, format::pending(), tr("The layers are being timed."));
    else
        set(LatencyCell, format::missing(), tr("The layers have not been timed."));
}

void MetricStrip::showUser()
{
    const bool isThere = !snapshot().userMetric.empty();
    m_cells[UserCell].both->setVisible(isThere);
    m_cells[UserCell].caption->setText(format::text(snapshot().userMetric));
    m_cells[UserCell].figure->setAccessibleName(format::text(snapshot().userMetric));
    const auto& e = snapshot().current;
    const bool known = isThere && !snapshot().evaluationPending && e && e->user;
    const QString pending = snapshot().evaluationPending ? format::pending() : format::missing();
    const QString figure = known ? QStringLiteral("%1 %2").arg(format::number(*e->user), format::text(snapshot().userUnit)).trimmed()
                                 : isThere ? pending : QString();
    const QString range = known && e->user->hasInterval()
                              ? tr("from %1 to %2 with other samples").arg(format::number(e->user->low), format::number(e->user->high))
                              : tr("A figure of your own, from a plugin");
    set(UserCell, figure, range);
}

void MetricStrip::showAllQuantized()
{
    const auto& e = snapshot().allQuantized;
    if (snapshot().allQuantizedPending)
        set(AllQuantizedCell, format::pending(), tr("Being computed."));
    else if (!e)
        set(AllQuantizedCell, format::missing(), tr("Not known before calibration."));
    else if (e->accuracyQuantized)
        set(AllQuantizedCell, format::percent(*e->accuracyQuantized),
            tr("Accuracy with no layer in floating point"));
    else
        set(AllQuantizedCell, format::decibel(e->sqnrDb),
            tr("SQNR of the output with no layer in floating point"));
}

void MetricStrip::showNow()
{
    const auto& e = snapshot().current;
    if (snapshot().evaluationPending || !e) {
        const bool pending = snapshot().evaluationPending;
        for (const Cell cell : {NowCell, SqnrCell, AgreementCell})
            set(cell, pending ? format::pending() : format::missing(),
                pending ? tr("Being computed for the current configuration.")
                        : tr("Not known before calibration."));
        return;
    }
    const QString floats = e->layersFloat > 0 ? tr(" (%n in FP)", nullptr, e->layersFloat) : QString();
    const QString reference = format::text(snapshot().referenceName);
    const QString samples = reference.isEmpty() ? tr("over %1 samples").arg(format::count(e->samples))
                                                : tr("over %1 samples, against the float outputs of %2")
                                                      .arg(format::count(e->samples), reference);
    if (e->accuracyQuantized)
        set(NowCell, format::percent(*e->accuracyQuantized) + floats,
            tr("Accuracy with the current configuration, %1").arg(samples));
    else
        set(NowCell, format::decibel(e->sqnrDb) + floats, tr("SQNR of the output, %1").arg(samples));
    set(SqnrCell, format::decibel(e->sqnrDb),
        tr("Signal to quantization noise ratio of the output, %1").arg(samples));
    set(AgreementCell, format::percent(e->agreement),
        tr("Samples with the same top class as in floating point, %1").arg(samples));
}

} // namespace qscope::views
