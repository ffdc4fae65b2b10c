// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenshot_run.h"

#include <cstdio>
#include <utility>

#include <QCoreApplication>

#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/method_commands.h"
#include "app/workbench.h"

namespace qscope::app {

namespace {
constexpr int IdlePollMs = 50;
constexpr int SettleTurns = 4; ///< polls after which queued repaints are certainly done
} // namespace

ScreenshotRun::ScreenshotRun(MainWindow& window, StartOptions options)
    : QObject(&window), m_window(window), m_options(std::move(options))
{
    connect(&m_timer, &QTimer::timeout, this, &ScreenshotRun::poll);
    connect(&m_window.session(), &Session::failed, this,
            [this](const views::Notice& notice) { fail(notice.text()); });
    connect(&m_window.methods(), &MethodCommands::failed, this,
            [this](const views::Notice& notice) { fail(notice.text()); });
    connect(&m_window.files(), &FileCommands::failed, this,
            [this](const views::Notice& notice) { fail(notice.text()); });
}

void ScreenshotRun::start()
{
    m_window.resize(m_options.size);
    m_timer.start(IdlePollMs);
}

void ScreenshotRun::poll()
{
    if (!m_window.session().idle()) {
        m_settledTurns = 0;
        return;
    }
    if (++m_settledTurns < SettleTurns || measuredNow() || methodRunNow() || raisedNow() || reportedNow())
        return;
    save();
}

/// Starts the measurement once, when there is something to measure.
bool ScreenshotRun::measuredNow()
{
    if (std::exchange(m_measuring, true) || !m_window.session().snapshot()->calibration)
        return false;
    m_window.session().measureSensitivity(analysis::SensitivityMode::OnlyThisLayer);
    m_settledTurns = 0;
    return true;
}

/// Runs the wanted method once, and has its sensitivity measured too.
bool ScreenshotRun::methodRunNow()
{
    if (m_options.method.isEmpty() || std::exchange(m_methodRun, true))
        return false;
    m_window.methods().runAsDeclared(m_options.method);
    m_measuring = false;
    m_settledTurns = 0;
    return true;
}

/// Brings the wanted panel to the front once.
bool ScreenshotRun::raisedNow()
{
    if (m_options.panel.isEmpty() || std::exchange(m_raised, true))
        return false;
    if (!m_window.workbench().showDock(m_options.panel))
        fail(QString("--panel %1: there is no such panel").arg(m_options.panel));
    m_settledTurns = 0;
    return true;
}

/// Writes the report once, when there is one.
bool ScreenshotRun::reportedNow()
{
    if (m_options.report.isEmpty() || std::exchange(m_reported, true))
        return false;
    if (m_window.session().snapshot()->calibration)
        m_window.files().exportTo(ExportKind::Report, m_options.report);
    else
        fail("--report: it needs a model and data");
    m_settledTurns = 0;
    return true;
}

void ScreenshotRun::save()
{
    if (m_ended)
        return;
    m_window.messages().dismiss();
    if (QWidget* focused = m_window.focusWidget()) // nobody is typing
        focused->clearFocus();
    if (!m_options.screenshot.isEmpty() && !m_window.grab().save(m_options.screenshot, "PNG")) {
        fail(QString("%1: the picture could not be written").arg(m_options.screenshot));
        return;
    }
    QString error;
    if (!m_options.figures.isEmpty() && !m_window.exportPlots(m_options.figures, &error)) {
        fail(error);
        return;
    }
    m_ended = true;
    QCoreApplication::exit(0);
}

void ScreenshotRun::fail(const QString& sentence)
{
    if (std::exchange(m_ended, true))
        return;
    std::fprintf(stderr, "quantoscope: %s\n", qPrintable(sentence));
    QCoreApplication::exit(1);
}

} // namespace qscope::app
