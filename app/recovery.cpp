// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery.h"

#include <algorithm>

#include <QLocale>

#include "app/file_commands.h"
#include "app/session.h"
#include "app/start_page.h"

namespace qscope::app {

Recovery::Recovery(Session& session, FileCommands& files, StartPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_files(files), m_page(page), m_autosave(session, [&files] {
          return Autosave::Material{files.sessionFile(), files.sessionPath()};
      })
{
    connect(&m_autosave, &Autosave::warned, this, &Recovery::warned);
    connect(&m_page, &StartPage::leftoverChosen, this, &Recovery::take);
    connect(&m_page, &StartPage::leftoverDiscarded, this, &Recovery::discard);
}

void Recovery::begin()
{
    m_autosave.begin();
    m_offered = RecoveryFolder::leftovers();
    m_page.setLeftovers(m_offered);
    if (!m_offered.empty() && !m_session.idle()) // a model is on its way: nobody will see the page
        emit warned(notice());
}

views::Notice Recovery::notice()
{
    const RecoveryFolder::Leftover& newest = m_offered.front();
    views::Notice notice(
        tr("Quantoscope ended unexpectedly on %1 while %2 was open.")
            .arg(QLocale().toString(newest.about.saved, QLocale::ShortFormat), newest.about.model));
    notice.advice = tr("Go on with it, or let it be: it is offered again next time.");
    notice.actionText = tr("Go on with that session");
    notice.action = [this, folder = newest.path] { take(folder); };
    return notice;
}

void Recovery::take(const QString& folder)
{
    const auto found =
        std::find_if(m_offered.begin(), m_offered.end(), [&](const auto& l) { return l.path == folder; });
    auto claimed = found == m_offered.end() ? nullptr : RecoveryFolder::claim(folder);
    if (!claimed) {
        withdraw(folder);
        emit warned(tr("Another window has taken that session up already."));
        return;
    }
    const QString session = claimed->sessionPath();
    const QString savedAs = found->about.sessionPath;
    withdraw(folder);
    m_autosave.adopt(std::move(claimed));
    m_files.openLeftover(session, savedAs);
}

void Recovery::discard(const QString& folder)
{
    if (const auto claimed = RecoveryFolder::claim(folder))
        claimed->remove();
    withdraw(folder);
}

void Recovery::withdraw(const QString& folder)
{
    std::erase_if(m_offered, [&](const auto& leftover) { return leftover.path == folder; });
    m_page.setLeftovers(m_offered);
}

} // namespace qscope::app
