// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

#include "core/quant/quantizer_spec.h"

class QKeyEvent;
class QMouseEvent;

namespace qscope::views {

class Plot;

/// Lets a person drag the two ends of a range along the horizontal axis of a plot. Escape takes the drag back.
class ClipDrag final : public QObject {
    Q_OBJECT
public:
    explicit ClipDrag(Plot* plot);

    /// What can be dragged; none: nothing. Without effect while dragging.
    void setRange(std::optional<quant::Range> range);
    bool dragging() const { return m_end != End::None; }

signals:
    void moved(const qscope::quant::Range& range);
    void released(const qscope::quant::Range& range);
    void takenBack();

protected:
    bool eventFilter(QObject* watched, QEvent* event) final;

private:
    enum class End { None, Low, High };
    End endAt(double x) const;
    bool press(const QMouseEvent& event);
    void drag(double x);
    bool release();
    void stop();

    Plot* m_plot;
    std::optional<quant::Range> m_range;
    quant::Range m_dragged;
    End m_end = End::None;
    bool m_hasMoved = false;
};

} // namespace qscope::views
