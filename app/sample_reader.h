// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "app/job.h"
#include "app/own_data.h"
#include "app/session.h"
#include "views/models/sample_image.h"

Q_DECLARE_METATYPE(qscope::views::SampleShown)

namespace qscope::app {

/// Reads single samples for looking at, beside whatever runs: it opens the session's data a second time,
/// because datasets are for one reader at a time.
class SampleReader : public QObject {
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit SampleReader(Session& session, QObject* parent = nullptr);

public slots:
    /// Of several requests only the newest is answered.
    void read(qint64 sample);

signals:
    /// What went wrong stands in its `problem`.
    void sampleRead(const qscope::views::SampleShown& sample);

private:
    Session& m_session;
    std::shared_ptr<OwnData> m_data;
    Job m_job;
};

} // namespace qscope::app
