// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/price_desk.h"

#include <utility>

namespace qscope::app {

PriceDesk::PriceDesk(WorkQueue& work, QObject* parent) : QObject(parent), m_work(work)
{
    connect(&m_work, &WorkQueue::finished, this, [this](WorkKind kind) {
        if (kind == WorkKind::TimeLayers && !m_work.busyWith(kind) && std::exchange(m_timing, false))
            emit changed();
    });
}

void PriceDesk::setTimesByItself(bool on)
{
    m_byItself = on;
    if (on)
        timeLayers();
}

void PriceDesk::setBasis(std::shared_ptr<const analysis::Analyzer> analyzer,
                         std::shared_ptr<const analysis::CalibrationResult> calibration)
{
    if (analyzer == m_analyzer && calibration == m_calibration)
        return;
    if (analyzer != m_analyzer)
        m_specs.clear();
    m_analyzer = std::move(analyzer);
    m_calibration = std::move(calibration);
    m_timing = false;
    m_work.drop(WorkKind::TimeLayers);
    m_list = m_analyzer ? std::make_shared<const search::PriceList>(m_analyzer->graph(), m_analyzer->layers(),
                                                                    m_calibration.get())
                        : nullptr;
    makePrices();
    if (m_byItself)
        timeLayers();
}

void PriceDesk::setSpecs(const std::vector<quant::LayerSpec>& specs)
{
    if (specs == m_specs)
        return;
    m_specs = specs;
    makePrices();
}

void PriceDesk::makePrices()
{
    m_prices.reset();
    if (m_list && m_specs.size() == m_list->costs().size()) {
        auto floats = m_specs;
        for (quant::LayerSpec& spec : floats)
            spec.isFloat = true;
        m_prices = std::make_shared<const views::Prices>(views::Prices{
            m_list->of(m_specs), m_list->of(floats), m_list->changes(m_specs), m_list->timedLayers(),
            m_list->layerMilliseconds(m_specs)});
    }
    emit changed();
}

void PriceDesk::timeLayers(bool again)
{
    if (!m_analyzer || !m_calibration)
        return;
    auto work = [this, again, analyzer = m_analyzer, calibration = m_calibration,
                 known = m_known](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        if (again)
            known->clear();
        QS_ASSIGN(auto latencies, analysis::measureLatencies(analyzer->graph(), analyzer->layers(), *calibration, 0,
                                                             control, *known));
        return Job::Delivery([this, calibration, latencies = std::move(latencies)] {
            if (calibration == m_calibration)
                adopt(latencies);
        });
    };
    m_timing = true;
    m_work.submit(WorkKind::TimeLayers, tr("Timing the layers"), std::move(work));
    emit changed();
}

void PriceDesk::adopt(std::vector<std::optional<analysis::LayerLatency>> latencies)
{
    auto list = std::make_shared<search::PriceList>(*m_list);
    list->setLatencies(std::move(latencies));
    m_list = std::move(list);
    makePrices();
    emit timed();
}

} // namespace qscope::app
