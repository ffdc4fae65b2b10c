// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/models/channel_ranges.h"
#include "views/models/tensor_choice.h"
#include "views/panels/panel.h"

class QCheckBox;
class QComboBox;
class QCPColorMap;
class QCPColorScale;
class QCPGraph;
class QCPItemRect;
class QLabel;
class QTabWidget;

namespace qscope::views {

class ChannelGlyphs;
struct Theme;

/// How unequal are the channels of a tensor, and of the weight that meets it?
class ChannelsPanel final : public Panel {
    Q_OBJECT
public:
    explicit ChannelsPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_tensorPlot, m_weightPlot, m_mapPlot}; }
    /// What the two plots show, by channel number.
    const ChannelRanges& tensorRanges() const { return m_tensor.ranges; }
    const ChannelRanges& weightRanges() const { return m_weight.ranges; }
    const QCPGraph& extremes() const { return *m_extremes; } ///< the smallest and the largest value of the tensor
    const ChannelMap& map() const { return m_map; }
    /// Channel numbers from left to right in the first plot.
    const std::vector<size_t>& order() const { return m_tensor.order; }
    QString ratioText() const;
    const ChannelGlyphs& boxes() const { return *m_glyphs; }
    QString boxText() const; ///< what the boxes show

public slots:
    void setSorted(bool on);
    void showBoxes(bool on); ///< a box for every channel of the tensor instead of a band
    void showMap(bool on);   ///< the heat map of all layers instead of one tensor

signals:
    void quartilesRequested(); ///< a calibration that records a histogram of every channel

protected:
    void refresh(const SnapshotPtr& before) final;
    void refreshHiddenParts() final;
    void showSelection() final;
    void retranslate() final;

private:
    /// Channels of one tensor as a band from min to max with the mean in it.
    struct Band {
        ChannelRanges ranges;
        std::vector<size_t> order;
        QCPGraph* max = nullptr;
        QCPGraph* min = nullptr;
        QCPGraph* mean = nullptr;
        ChannelRanges other; ///< in the model before or after a method; none: nothing to compare
        QCPGraph* otherMax = nullptr;
        QCPGraph* otherMin = nullptr;
        QBrush fill; ///< between min and max
    };
    void setupLayout();
    void setupBand(Plot& plot, Band& band, bool isWeight);
    void setupMap();
    void setupExtremes();
    void setupBoxes();
    void refreshBoxes();
    void showExtremes();
    void recolourExtremes(const Theme& theme);
    ValueId shownValue() const; ///< invalid: none
    void refreshBands();
    void refreshMap();
    void loadTensor(LayerId layer);
    void loadWeight(LayerId layer);
    void drawBand(Plot& plot, Band& band, const QString& xTitle, const QString& yTitle);
    void drawMap();
    void markLayer();
    void recolourMap(const Theme& theme);
    QString otherRatios() const;
    QString ratiosOf(const ChannelRanges& tensor, const ChannelRanges& weight) const;
    QStringList boxTip(double place) const;
    QString bandTip(const Plot& plot, const Band& band, const QPoint& position) const;
    QString mapTip(const QPoint& position) const;
    QString channelTitle(bool sorted) const;

    QComboBox* m_choice;
    QComboBox* m_weightAxis;
    QCheckBox* m_sorted;
    QCheckBox* m_boxes;
    QLabel* m_ratio;
    QLabel* m_boxLegend;
    QTabWidget* m_tabs;
    Plot* m_tensorPlot;
    Plot* m_weightPlot;
    Plot* m_mapPlot;
    QCPColorMap* m_colourMap = nullptr;
    QCPColorScale* m_colourScale = nullptr;
    QCPItemRect* m_mark = nullptr;
    std::vector<TensorChoice> m_choices;
    QCPGraph* m_extremes = nullptr;
    ChannelGlyphs* m_glyphs = nullptr;
    Band m_tensor, m_weight;
    ChannelMap m_map;
    std::shared_ptr<const analysis::CalibrationResult> m_mapSource; ///< what m_map was made of
    bool m_mapSorted = true;
};

} // namespace qscope::views
