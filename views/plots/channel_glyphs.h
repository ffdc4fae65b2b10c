// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <memory>
#include <vector>

#include "views/models/channel_boxes.h"
#include "views/plots/theme.h"

namespace qscope::views {

/// A box per channel. Where there is no room for all, one stands for its neighbours, and zooming takes them
/// apart.
class ChannelGlyphs final : public QCPAbstractPlottable {
    Q_OBJECT
public:
    ChannelGlyphs(QCPAxis* keyAxis, QCPAxis* valueAxis);

    /// `channels` may be null; `order` holds channel numbers from left to right.
    void setChannels(std::shared_ptr<const stats::ChannelStats> channels, std::vector<size_t> order);
    void setTheme(const Theme& theme) { m_theme = theme; }
    const std::vector<ChannelBox>& boxes() const { return m_boxes; } ///< those in sight
    /// The box at a place, or null.
    const ChannelBox* at(double key) const;

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const final;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const final;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const final;

protected:
    void draw(QCPPainter* painter) final;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const final;

private:
    void choose();

    std::shared_ptr<const stats::ChannelStats> m_channels;
    std::vector<size_t> m_order;
    std::vector<ChannelBox> m_boxes;
    QCPRange m_chosenFor; ///< keys that m_boxes were made for
    int m_chosenWidth = 0;
    Theme m_theme;
};

} // namespace qscope::views
