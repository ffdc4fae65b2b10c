// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "app/job.h"
#include "app/own_data.h"
#include "app/session.h"
#include "views/models/attention_map.h"

Q_DECLARE_METATYPE(qscope::views::TensorShown)

namespace qscope::app {

/// Computes single tensors for looking at, beside whatever runs: it has an engine and the data of its own.
class TensorReader : public QObject {
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit TensorReader(Session& session, QObject* parent = nullptr);

public slots:
    /// Of several requests only the newest is answered.
    void read(qscope::ValueId value, qint64 sample);

signals:
    /// What went wrong stands in its `problem`.
    void tensorRead(const qscope::views::TensorShown& tensor);

private:
    struct Opened; ///< of the worker thread

    Session& m_session;
    std::shared_ptr<Opened> m_opened;
    Job m_job;
};

} // namespace qscope::app
