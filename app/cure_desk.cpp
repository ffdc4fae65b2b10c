// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cure_desk.h"

#include "plugins/registry/equalization_cures.h"
#include "views/models/cure_table_model.h"

namespace qscope::app {

CureDesk::CureDesk(WorkQueue& work, QObject* parent)
    : QObject(parent), m_work(work), m_methods(std::make_shared<plugins::Registry>(std::vector<plugins::PluginFolder>()))
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

void CureDesk::measure(LayerId layer, const search::PriceList& prices, const analysis::SampleSet& leaveOut)
{
    auto work = [this, layer, prices, leaveOut, methods = m_methods, basis = m_basis,
                 config = m_config](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(auto table, search::measureCures(*basis.analyzer, *basis.dataset, *basis.labels,
                                                   *basis.calibration, config, layer, prices, control));
        plugins::MethodInput input{basis.analyzer, basis.calibration, config, basis.dataset.get(), {}, basis.dataset.get(), {}};
        if (basis.labels->size() == static_cast<size_t>(basis.dataset->size()))
            input.labels = *basis.labels;
        QS_RETURN_IF_ERROR(plugins::addEqualization(table, *methods, input, leaveOut, control));
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

Result<MethodRequest> CureDesk::requestOf(const search::Cure& cure) const
{
    QS_ASSIGN(auto values, plugins::valuesOf(*cure.method, *m_methods));
    return MethodRequest{m_methods, QString::fromStdString(cure.method->name), views::cureText(cure), std::move(values)};
}

views::Freshness CureDesk::freshness() const
{
    if (m_work.busyWith(WorkKind::Cures))
        return views::Freshness::Pending;
    return m_value && !(m_value->config == m_config) ? views::Freshness::Outdated : views::Freshness::Current;
}

} // namespace qscope::app
