// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tensor_reader.h"

#include "core/analysis/tensor_probe.h"

namespace qscope::app {

struct TensorReader::Opened {
    OwnData data;
    std::weak_ptr<const analysis::Analyzer> analyzer; ///< whose model `probe` runs
    std::unique_ptr<analysis::TensorProbe> probe;

    Result<Tensor> read(const std::shared_ptr<const analysis::Analyzer>& model, const DataLocation& location,
                        uint64_t id, int64_t sample, ValueId value, const RunControl& control)
    {
        QS_ASSIGN(data::Dataset* const dataset, data.open(id, location, model->inputSpecs()));
        if (!probe || analyzer.lock() != model) {
            QS_ASSIGN(probe, analysis::TensorProbe::of(model));
            analyzer = model;
        }
        return probe->read(*dataset, sample, value, control);
    }
};

TensorReader::TensorReader(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_opened(std::make_shared<Opened>())
{
    qRegisterMetaType<views::TensorShown>();
}

void TensorReader::read(ValueId value, qint64 sample)
{
    const DataSource& data = m_session.data();
    const std::shared_ptr<const analysis::Analyzer> analyzer = m_session.analyzer();
    if (!data.open() || !analyzer) {
        emit tensorRead({value, sample, std::nullopt, tr("The data is not open.")});
        return;
    }
    auto work = [this, value, sample, analyzer, location = data.location, id = data.dataset->id(),
                 opened = m_opened](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        const auto tensor = opened->read(analyzer, location, id, sample, value, control);
        views::TensorShown shown{value, sample, std::nullopt, {}};
        if (tensor.ok())
            shown.tensor = *tensor;
        else
            shown.problem = QString::fromStdString(tensor.error().text());
        return Job::Delivery([this, shown] { emit tensorRead(shown); });
    };
    m_job.start(std::move(work));
}

} // namespace qscope::app
