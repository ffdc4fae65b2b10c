// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/autosave.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include "app/session.h"
#include "core/io/calibration_file.h"

namespace qscope::app {

struct Autosave::Written {
    io::SessionFile file;
    std::shared_ptr<const analysis::History> history;              ///< of `file`
    std::shared_ptr<const analysis::CalibrationState> calibration; ///< null: of no file of ours
    bool session = false;                                          ///< there is a session file
};

Autosave::Autosave(Session& session, Source source, QObject* parent)
    : QObject(parent), m_session(session), m_source(std::move(source)), m_written(std::make_unique<Written>())
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(DelayMs);
    connect(&m_delay, &QTimer::timeout, this, &Autosave::write);
    connect(&m_session, &Session::snapshotChanged, this, &Autosave::touch);
    connect(&m_job, &Job::failed, this, [this](quint64, const Error& error) {
        if (std::exchange(m_complained, true))
            return;
        views::Notice notice(error);
        notice.what = tr("The session cannot be kept for after a crash, %1").arg(notice.what);
        emit warned(notice);
    });
}

Autosave::~Autosave() = default;

void Autosave::begin()
{
    m_begun = true;
    touch();
}

void Autosave::adopt(std::unique_ptr<RecoveryFolder> folder)
{
    if (m_folder)
        m_folder->remove();
    m_folder = std::move(folder);
    *m_written = {};
}

void Autosave::end()
{
    m_begun = false;
    m_delay.stop();
    m_job.cancel();
    if (m_folder)
        m_folder->remove();
    m_folder.reset();
}

void Autosave::touch()
{
    if (m_begun && !m_delay.isActive())
        m_delay.start();
}

bool Autosave::holdsAlready(const io::SessionFile& file) const
{
    const io::SessionFile& old = m_written->file;
    return m_written->session && m_written->history == m_session.history().value()
           && old.config == file.config && old.modelPath == file.modelPath && old.dataPath == file.dataPath
           && old.labelsPath == file.labelsPath && old.sampleLimit == file.sampleLimit
           && old.calibrationPath == file.calibrationPath && old.windowState == file.windowState
           && old.selectedLayer == file.selectedLayer;
}

void Autosave::write()
{
    // After a method has rewritten the model, what was written before stays: the new one would be written for every change.
    if (!m_begun || !m_session.analyzer() || !m_session.rewrittenBy().isEmpty())
        return;
    if (m_job.running()) {
        m_delay.start();
        return;
    }
    if (!m_folder)
        m_folder = RecoveryFolder::create();
    if (!m_folder) {
        if (!std::exchange(m_complained, true))
            emit warned(Error{ErrorCode::FileUnwritable, "the session cannot be kept for after a crash",
                              RecoveryFolder::root().toStdString()});
        return;
    }
    Material now = m_source();
    const QString own = m_folder->calibrationPath();
    const bool elsewhere =
        !m_session.calibrationPath().isEmpty() && !RecoveryFolder::holds(m_session.calibrationPath());
    const auto state = elsewhere ? nullptr : m_session.calibrationState();
    now.file.calibrationPath = (elsewhere ? m_session.calibrationPath()
                                : state   ? own
                                          : QString())
                                   .toStdString();
    const bool sameState = state == m_written->calibration;
    if (sameState && holdsAlready(now.file))
        return;
    if (m_written->file.modelPath == now.file.modelPath)
        now.file.model = m_written->file.model; // is not read again for every change
    const RecoveryFolder::About about{
        QFileInfo(m_session.modelPath()).fileName(),
        QString::fromStdString(m_session.data().open() ? m_session.data().name() : std::string()),
        now.savedAs, QDateTime::currentDateTime()};
    m_job.start([this, file = std::move(now.file), history = m_session.history().value(), state, sameState,
                 own, about,
                 folder = m_folder.get()](const RunControl&, Outbox&) mutable -> Result<Job::Delivery> {
        if (state && !sameState)
            QS_RETURN_IF_ERROR(io::writeCalibration(*state, own.toStdString()));
        if (!file.model) {
            QS_ASSIGN(file.model, io::fingerprintOf(file.modelPath));
        }
        QS_RETURN_IF_ERROR(io::writeSession(file, folder->sessionPath().toStdString()));
        if (!folder->writeAbout(about))
            return Error{ErrorCode::FileUnwritable, "the session cannot be kept",
                         folder->path().toStdString()};
        return Job::Delivery([this, file, history, state, folder] {
            if (folder == m_folder.get())
                *m_written = {file, history, state, true};
            m_complained = false;
        });
    });
}

} // namespace qscope::app
