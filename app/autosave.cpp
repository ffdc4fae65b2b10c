// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/autosave.h"

#include <map>
#include <utility>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include "app/open_model.h"
#include "app/session.h"
#include "core/io/calibration_file.h"

namespace qscope::app {

struct Autosave::Written {
    io::SessionFile file;
    std::shared_ptr<const analysis::History> history; ///< of `file`
    /// By path, what the calibration files of ours hold.
    std::map<QString, std::shared_ptr<const analysis::CalibrationState>> calibrations;
    std::shared_ptr<const analysis::Analyzer> rewritten; ///< what the model file of ours holds
    bool session = false;                                ///< there is a session file
};

struct Autosave::Keeping {
    io::SessionFile file;
    std::shared_ptr<const analysis::History> history;
    OpenModel now;
    std::shared_ptr<const OpenModel> other; ///< null: no method has rewritten the model
    RecoveryFolder::About about;

    const OpenModel* made() const { return now.rewrite ? &now : other.get(); } ///< the rewritten one of two
};

namespace {

/// Where the calibration of a model is for after a crash; empty: it has none.
QString keptCalibration(const OpenModel& model, const RecoveryFolder& folder)
{
    if (!model.calibrationPath.isEmpty() && !RecoveryFolder::holds(model.calibrationPath))
        return model.calibrationPath;
    return model.state ? folder.calibrationPath(model.rewrite != nullptr) : QString();
}

} // namespace

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

bool Autosave::holdsAlready(const Keeping& next) const
{
    const io::SessionFile &old = m_written->file, &file = next.file;
    const auto sameCalibration = [&](const OpenModel& model) {
        const QString path = keptCalibration(model, *m_folder);
        const auto kept = m_written->calibrations.find(path);
        return kept == m_written->calibrations.end() ? !RecoveryFolder::holds(path) : kept->second == model.state;
    };
    const bool sameOther = next.other ? old.rewritten && m_written->rewritten == next.made()->analyzer
                                            && old.rewritten->isCurrent == file.rewritten->isCurrent
                                            && old.rewritten->otherConfig == file.rewritten->otherConfig
                                            && sameCalibration(*next.other)
                                      : !old.rewritten;
    return m_written->session && sameOther && sameCalibration(next.now)
           && m_written->history == next.history && old.config == file.config && old.modelPath == file.modelPath
           && old.dataPath == file.dataPath && old.labelsPath == file.labelsPath
           && old.sampleLimit == file.sampleLimit && old.calibrationPath == file.calibrationPath
           && old.windowState == file.windowState && old.selectedLayer == file.selectedLayer;
}

bool Autosave::makeFolder()
{
    if (!m_folder)
        m_folder = RecoveryFolder::create();
    if (!m_folder && !std::exchange(m_complained, true))
        emit warned(Error{ErrorCode::FileUnwritable, "the session cannot be kept for after a crash",
                          RecoveryFolder::root().toStdString()});
    return m_folder != nullptr;
}

std::optional<Autosave::Keeping> Autosave::keeping()
{
    Material material = m_source();
    Keeping next{std::move(material.file), m_session.history().value(), m_session.openModelNow(), m_session.otherModel(), {}};
    next.file.calibrationPath = keptCalibration(next.now, *m_folder).toStdString();
    if (next.other) {
        next.file.rewritten = describeOther(next.now, *next.other);
        next.file.rewritten->path = m_folder->rewrittenPath().toStdString();
        if (!liesBetween(next.now, *next.other))
            next.file.rewritten->otherCalibrationPath = keptCalibration(*next.other, *m_folder).toStdString();
    }
    if (holdsAlready(next))
        return std::nullopt;
    if (m_written->file.modelPath == next.file.modelPath)
        next.file.model = m_written->file.model; // is not read again for every change
    next.about = {QFileInfo(m_session.modelPath()).fileName(),
                  QString::fromStdString(m_session.data().open() ? m_session.data().name() : std::string()),
                  material.savedAs, QDateTime::currentDateTime()};
    return next;
}

/// The session last: whatever it names is there.
Status Autosave::keep(Keeping& next, const Written& written, const RecoveryFolder& folder)
{
    const auto keepCalibration = [&](const OpenModel& model) -> Status {
        const QString path = keptCalibration(model, folder);
        const auto there = written.calibrations.find(path);
        if (!RecoveryFolder::holds(path) || (there != written.calibrations.end() && there->second == model.state))
            return {};
        return io::writeCalibration(*model.state, path.toStdString());
    };
    QS_RETURN_IF_ERROR(keepCalibration(next.now));
    if (next.other) {
        QS_RETURN_IF_ERROR(keepCalibration(*next.other));
        const analysis::CalibrationOrigin& origin = next.made()->rewrite->origin;
        next.file.rewritten->file = {origin.modelBytes, origin.modelHash};
        if (written.rewritten != next.made()->analyzer) {
            QS_ASSIGN(next.file.rewritten->file, keepRewritten(*next.made()->analyzer, next.file.rewritten->path));
        }
    }
    if (!next.file.model) {
        QS_ASSIGN(next.file.model, io::fingerprintOf(next.file.modelPath));
    }
    QS_RETURN_IF_ERROR(io::writeSession(next.file, folder.sessionPath().toStdString()));
    if (!folder.writeAbout(next.about))
        return Error{ErrorCode::FileUnwritable, "the session cannot be kept", folder.path().toStdString()};
    return {};
}

void Autosave::write()
{
    if (!m_begun || !m_session.analyzer())
        return;
    if (m_job.running()) {
        m_delay.start();
        return;
    }
    if (!makeFolder())
        return;
    auto next = keeping();
    if (!next)
        return;
    m_job.start([this, next = std::move(*next), written = *m_written,
                 folder = m_folder.get()](const RunControl&, Outbox&) mutable -> Result<Job::Delivery> {
        QS_RETURN_IF_ERROR(keep(next, written, *folder));
        return Job::Delivery([this, next, folder] {
            m_complained = false;
            if (folder != m_folder.get())
                return;
            *m_written = {next.file, next.history, {}, next.other ? next.made()->analyzer : nullptr, true};
            for (const OpenModel* model : {&std::as_const(next.now), next.other.get()})
                if (model && RecoveryFolder::holds(keptCalibration(*model, *folder)))
                    m_written->calibrations[keptCalibration(*model, *folder)] = model->state;
        });
    });
}

} // namespace qscope::app
