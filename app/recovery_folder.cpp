// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery_folder.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUuid>

namespace qscope::app {

namespace {

const QString AboutName = QStringLiteral("about.json");
const QString LockName = QStringLiteral("lock");

RecoveryFolder::About readAbout(const QString& folder)
{
    QFile file(QDir(folder).filePath(AboutName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    return {json["model"].toString(), json["data"].toString(), json["session"].toString(),
            QDateTime::fromString(json["saved"].toString(), Qt::ISODate)};
}

} // namespace

RecoveryFolder::RecoveryFolder(QString path)
    : m_path(std::move(path)), m_lock(QDir(m_path).filePath(LockName))
{
    m_lock.setStaleLockTime(0); // a window may be open for weeks; it is its process that counts
}

QString RecoveryFolder::root()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)
           + QStringLiteral("/recovery");
}

bool RecoveryFolder::holds(const QString& path)
{
    return QDir::cleanPath(path).startsWith(QDir::cleanPath(root()) + '/');
}

std::vector<RecoveryFolder::Leftover> RecoveryFolder::leftovers()
{
    std::vector<Leftover> found;
    const QDir all(root());
    for (const QString& name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto folder = claim(all.filePath(name)); // let go at once: whoever takes it up claims it again
        if (!folder)
            continue;
        const About about = readAbout(folder->path());
        const bool old = about.saved.isValid() && about.saved.daysTo(QDateTime::currentDateTime()) > KeptDays;
        if (!about.saved.isValid() || old || !QFile::exists(folder->sessionPath()))
            folder->remove();
        else
            found.push_back({folder->path(), about});
    }
    std::sort(found.begin(), found.end(),
              [](const Leftover& a, const Leftover& b) { return a.about.saved > b.about.saved; });
    return found;
}

std::unique_ptr<RecoveryFolder> RecoveryFolder::create()
{
    // Another window that looks for leftovers in the moment before the lock takes an empty folder away: try
    // again.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const QString path = root() + '/' + QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (!QDir().mkpath(path))
            break;
        if (auto folder = claim(path))
            return folder;
    }
    return nullptr;
}

std::unique_ptr<RecoveryFolder> RecoveryFolder::claim(const QString& path)
{
    if (!QFileInfo(path).isDir())
        return nullptr;
    std::unique_ptr<RecoveryFolder> folder(new RecoveryFolder(path));
    return folder->m_lock.tryLock(0) ? std::move(folder) : nullptr;
}

QString RecoveryFolder::sessionPath() const
{
    return QDir(m_path).filePath(QStringLiteral("session.qsession"));
}

QString RecoveryFolder::calibrationPath(bool ofRewritten) const
{
    return QDir(m_path).filePath(ofRewritten ? QStringLiteral("rewritten.qcal") : QStringLiteral("calibration.qcal"));
}

QString RecoveryFolder::rewrittenPath() const { return QDir(m_path).filePath(QStringLiteral("rewritten.onnx")); }

bool RecoveryFolder::writeAbout(const About& about) const
{
    const QJsonObject json{{"model", about.model},
                           {"data", about.data},
                           {"session", about.sessionPath},
                           {"saved", about.saved.toString(Qt::ISODate)}};
    QSaveFile file(QDir(m_path).filePath(AboutName));
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(json).toJson()) > 0 && file.commit();
}

void RecoveryFolder::remove()
{
    // The session first: a folder without one is never offered, wherever this is interrupted.
    QFile::remove(sessionPath());
    QFile::remove(QDir(m_path).filePath(AboutName));
    m_lock.unlock();
    QDir(m_path).removeRecursively();
}

} // namespace qscope::app
