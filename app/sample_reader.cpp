// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sample_reader.h"

namespace qscope::app {

namespace {

/// What a reader needs to know of the data; safe to hand to another thread.
struct SampleSource {
    DataLocation location;
    uint64_t id = 0;
    std::vector<data::InputSpec> inputs;
};

Result<views::SampleShown> readSample(OwnData& own, const SampleSource& source, qint64 sample)
{
    QS_ASSIGN(data::Dataset* const dataset, own.open(source.id, source.location, source.inputs));
    QS_ASSIGN(const auto tensors, dataset->read(sample, 1));
    std::vector<NamedTensor> named;
    for (size_t i = 0; i < std::min(tensors.size(), source.inputs.size()); ++i)
        named.push_back({source.inputs[i].name, tensors[i]});
    const bool bgr = source.location.options.image.order == data::ColourOrder::Bgr;
    return views::sampleShown(sample, QString::fromStdString(dataset->sampleName(sample)), named, bgr);
}

} // namespace

SampleReader::SampleReader(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_data(std::make_shared<OwnData>())
{
    qRegisterMetaType<views::SampleShown>();
}

void SampleReader::read(qint64 sample)
{
    const DataSource& data = m_session.data();
    if (!data.open() || !m_session.analyzer()) {
        emit sampleRead({sample, {}, {}, {}, tr("The data is not open.")});
        return;
    }
    const SampleSource source{data.location, data.dataset->id(), m_session.analyzer()->inputSpecs()};
    m_job.start([this, sample, source, own = m_data](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        const auto shown = readSample(*own, source, sample);
        const auto answer =
            shown.ok() ? *shown
                       : views::SampleShown{sample, {}, {}, {}, QString::fromStdString(shown.error().text())};
        return Job::Delivery([this, answer] { emit sampleRead(answer); });
    });
}

} // namespace qscope::app
