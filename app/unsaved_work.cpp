// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/unsaved_work.h"

#include <utility>

#include <QMessageBox>
#include <QPushButton>

#include "app/file_commands.h"
#include "app/recovery_folder.h"
#include "app/session.h"

namespace qscope::app {

namespace {

std::string namesOf(const analysis::History& history)
{
    std::string names;
    for (const auto& entry : history.entries())
        if (entry->named())
            names += std::to_string(entry->number) + '\n' + entry->name + '\n' + entry->note + '\n';
    return names;
}

/// Evaluations and timings begin again by themselves.
bool isWorthWaitingFor(WorkKind kind)
{
    switch (kind) {
    case WorkKind::OpenModel:
    case WorkKind::OpenCalibration:
    case WorkKind::OpenData:
    case WorkKind::Evaluate:
    case WorkKind::EvaluateAllQuantized:
    case WorkKind::Preview:
    case WorkKind::TimeLayers: return false;
    default: return true;
    }
}

} // namespace

UnsavedWork::UnsavedWork(Session& session, FileCommands& files, QWidget& window)
    : QObject(&window), m_session(session), m_files(files), m_window(window)
{
    connect(&m_session, &Session::modelOpened, this, [this] {
        m_isLeftover = std::exchange(m_leftoverComes, false);
        m_savedNames = namesOf(*m_session.history().value());
    });
    connect(&m_files, &FileCommands::leftoverRead, this, [this] { m_leftoverComes = true; });
    connect(&m_files, &FileCommands::sessionSaved, this, &UnsavedWork::remember);
    connect(&m_session, &Session::failed, this, [this] { m_closeWhenSaved = false; });
}

void UnsavedWork::remember(const quant::Config& config, const analysis::History& history)
{
    m_isLeftover = false;
    m_savedNames = namesOf(history);
    if (config == m_session.config())
        m_session.undoStack().setClean();
    if (std::exchange(m_closeWhenSaved, false))
        QMetaObject::invokeMethod(&m_window, &QWidget::close,
                                  Qt::QueuedConnection); // the writing ends after this
}

QStringList UnsavedWork::lost() const
{
    QStringList all;
    if (!m_session.analyzer())
        return all;
    if (m_isLeftover)
        all.append(tr("This session comes from a window that ended unexpectedly, and was not saved since."));
    else if (!m_session.undoStack().isClean())
        all.append(tr("The configuration was changed since it was saved."));
    if (namesOf(*m_session.history().value()) != m_savedNames)
        all.append(tr("Names or notes in the history are not saved."));
    const bool inFile =
        !m_session.calibrationPath().isEmpty() && !RecoveryFolder::holds(m_session.calibrationPath());
    if (m_session.calibrationState() && !inFile && m_session.calibrationMs() >= LongCalibrationMs)
        all.append(tr("The calibration took %n second(s) and is in no file.", nullptr,
                      static_cast<int>(m_session.calibrationMs() / 1000)));
    if (const auto running = m_session.work().running(); running && isWorthWaitingFor(*running))
        all.append(*running == WorkKind::Export ? tr("A file is being written.")
                                                : tr("Work is running and would be stopped."));
    return all;
}

bool UnsavedWork::mayClose()
{
    if (m_closing)
        return true;
    const QStringList all = lost();
    if (all.isEmpty())
        return true;
    ask(all);
    return false;
}

void UnsavedWork::ask(const QStringList& all)
{
    if (m_window.findChild<QMessageBox*>("closeQuestion"))
        return; // it is being asked
    auto* box = new QMessageBox(QMessageBox::Question, tr("Close Quantoscope"),
                                tr("Close and lose what is not saved?"), QMessageBox::NoButton, &m_window);
    box->setObjectName("closeQuestion");
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(all.join(QLatin1Char('\n')));
    auto* save = box->addButton(tr("Save the Session…"), QMessageBox::AcceptRole);
    auto* close = box->addButton(tr("Close Without Saving"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(save);
    connect(save, &QPushButton::clicked, this, &UnsavedWork::saveAndClose);
    connect(close, &QPushButton::clicked, this, [this] {
        m_closing = true;
        QMetaObject::invokeMethod(&m_window, &QWidget::close, Qt::QueuedConnection); // after the box
    });
    box->open();
}

void UnsavedWork::saveAndClose()
{
    m_closeWhenSaved = true;
    if (m_files.sessionPath().isEmpty())
        m_files.chooseSessionToSave();
    else
        m_files.saveSession(m_files.sessionPath());
}

} // namespace qscope::app
