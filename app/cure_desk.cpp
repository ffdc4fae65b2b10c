// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cure_desk.h"

namespace qscope::app {

CureDesk::CureDesk(WorkQueue& work, QObject* parent) : QObject(parent), m_work(work)
{
    connect(&m_work, &WorkQueue::finished, this, [this](WorkKind kind) {
        if (kind == WorkKind::Cures)
            emit changed(); // it may have been cancelled
    });
}

void CureDesk::setBasis(const MeasurementBasis& basis)
{
    if (basis == m_basis)
        return;
    m_basis = basis;
    m_value.reset();
    m_work.drop(WorkKind::Cures);
    emit changed();
}

void CureDesk::measure(LayerId layer, const search::PriceList& prices)
{
    auto work = [this, layer, prices, basis = m_basis, config = m_config](const RunControl& control,
                                                                          Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(auto table, search::measureCures(*basis.analyzer, *basis.dataset, *basis.labels,
                                                   *basis.calibration, config, layer, prices, control));
        const auto cures = std::make_shared<const search::CureTable>(std::move(table));
        return Job::Delivery([this, basis, cures] {
            if (!(basis == m_basis))
                return;
            m_value = cures;
            emit changed();
        });
    };
    const QString name = QString::fromStdString(m_basis.analyzer->layers()[layer.index()].name);
    m_work.submit(WorkKind::Cures, tr("Measuring cures for %1").arg(name), std::move(work));
    emit changed();
}

views::Freshness CureDesk::freshness() const
{
    if (m_work.busyWith(WorkKind::Cures))
        return views::Freshness::Pending;
    return m_value && !(m_value->config == m_config) ? views::Freshness::Outdated : views::Freshness::Current;
}

} // namespace qscope::app
