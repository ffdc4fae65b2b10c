// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/attention_view.h"

#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/plots/heat_gradient.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

AttentionView::AttentionView(QWidget* parent)
    : QWidget(parent), m_sample(new QSpinBox), m_head(new QSpinBox), m_sampleLabel(new QLabel),
      m_headLabel(new QLabel), m_plot(new Plot), m_map(new QCPColorMap(m_plot->xAxis, m_plot->yAxis)),
      m_scale(new QCPColorScale(m_plot))
{
    auto* top = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_sampleLabel, m_sample, m_headLabel, m_head})
        top->addWidget(widget);
    top->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_plot, 1);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_map->setGradient(heatGradient());
    m_scale->setBarWidth(10);
    m_plot->plotLayout()->addElement(0, 1, m_scale);
    m_map->setColorScale(m_scale);
    auto* margins = new QCPMarginGroup(m_plot);
    m_plot->axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_scale->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_plot->xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    m_plot->yAxis->setTicker(QSharedPointer<IndexTicker>::create());
    m_plot->yAxis->setRangeReversed(true); // the first query on top
    m_plot->setExportName(QStringLiteral("attention"));
    m_plot->setRecolour([this](const Theme& theme) { recolourScale(*m_scale, theme); });
    m_plot->setTip([this](const QPoint& position) { return tipAt(position); });
    connect(m_sample, &QSpinBox::valueChanged, this, &AttentionView::ask);
    connect(m_head, &QSpinBox::valueChanged, this, &AttentionView::drawHead);
}

void AttentionView::retranslate()
{
    m_sampleLabel->setText(tr("Sample"));
    m_headLabel->setText(tr("Head"));
    m_sample->setAccessibleName(tr("Sample"));
    m_head->setAccessibleName(tr("Head"));
    m_plot->setAccessibleName(tr("What each query looks at"));
    m_plot->setAxisTitles(tr("looks at (key)"), tr("query"));
    m_scale->axis()->setLabel(tr("probability"));
    drawHead();
}

void AttentionView::setTensor(ValueId value, int64_t samples)
{
    const bool isNew = value != m_value;
    m_value = value;
    {
        const QSignalBlocker blocker(m_sample);
        m_sample->setRange(0, static_cast<int>(std::clamp<int64_t>(samples - 1, 0, INT_MAX)));
    }
    if (isNew)
        m_shown = {};
    m_sample->setEnabled(value.valid() && samples > 0);
    if (isVisible())
        ask();
}

void AttentionView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    ask();
}

void AttentionView::ask()
{
    if (m_value.valid() && m_sample->isEnabled()
        && (m_shown.value != m_value || m_shown.sample != m_sample->value()))
        emit requested(m_value, m_sample->value());
    drawHead();
}

void AttentionView::showTensor(const TensorShown& shown)
{
    if (shown.value != m_value || shown.sample != m_sample->value())
        return;
    m_shown = shown;
    const int64_t heads = shown.tensor ? attentionHeads(*shown.tensor) : 0;
    {
        const QSignalBlocker blocker(m_head);
        m_head->setRange(0, static_cast<int>(std::clamp<int64_t>(heads - 1, 0, INT_MAX)));
    }
    drawHead();
}

void AttentionView::drawHead()
{
    const bool answered = m_shown.value == m_value && m_shown.sample == m_sample->value() && m_value.valid();
    const int64_t heads = answered && m_shown.tensor ? attentionHeads(*m_shown.tensor) : 0;
    m_head->setEnabled(heads > 1);
    m_plot->setNotice(heads > 0                                    ? QString()
                      : !m_value.valid() || !m_sample->isEnabled() ? tr("Choose a softmax, and open data.")
                      : !answered                                  ? tr("Being computed.")
                      : m_shown.tensor
                          ? tr("This is no attention: %1.").arg(format::shape(m_shown.tensor->shape()))
                          : m_shown.problem);
    m_scale->setVisible(heads > 0);
    const AttentionMap map =
        heads > 0 ? attentionMap(*m_shown.tensor, m_head->value()) : AttentionMap{1, 1, {0}};
    const auto range = [](int64_t cells) {
        return cells > 1 ? QCPRange(0, static_cast<double>(cells - 1)) : QCPRange(-0.5, 0.5);
    };
    m_map->data()->setSize(static_cast<int>(map.columns), static_cast<int>(map.rows));
    m_map->data()->setRange(range(map.columns), range(map.rows));
    for (size_t i = 0; i < map.values.size(); ++i)
        m_map->data()->setCell(static_cast<int>(i % static_cast<size_t>(map.columns)),
                               static_cast<int>(i / static_cast<size_t>(map.columns)),
                               static_cast<double>(map.values[i]));
    const double most = static_cast<double>(*std::max_element(map.values.begin(), map.values.end()));
    m_map->setDataRange({0, std::isfinite(most) && most > 0 ? most : 1});
    m_map->setVisible(heads > 0);
    m_plot->setHome({-0.5, static_cast<double>(map.columns) - 0.5},
                    {-0.5, static_cast<double>(map.rows) - 0.5});
    m_plot->fit();
}

QString AttentionView::tipAt(const QPoint& position) const
{
    const auto column = std::lround(m_plot->xAxis->pixelToCoord(position.x()));
    const auto row = std::lround(m_plot->yAxis->pixelToCoord(position.y()));
    if (!m_map->visible() || column < 0 || row < 0 || column >= m_map->data()->keySize()
        || row >= m_map->data()->valueSize())
        return {};
    return tr("query %1 looks at %2 with p = %3")
        .arg(row)
        .arg(column)
        .arg(format::number(m_map->data()->cell(static_cast<int>(column), static_cast<int>(row))));
}

} // namespace qscope::views
