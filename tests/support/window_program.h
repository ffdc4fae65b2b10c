// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include "app/main_window.h"
#include "app/workbench.h"
#include "core/run/patient_threads.h"
#include "views/panels/graph_panel.h"

namespace qscope::test {

/// Settings and data of its own for a program of that name, which are empty.
inline void useEmptySettings(const char* name)
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("quantoscope-test");
    QCoreApplication::setApplicationName(name);
    QSettings().clear();
}

/// What a program begins with that drives the real window with nobody in front of it: offscreen unless a
/// platform was named, and with settings and data of its own, which are empty.
class WindowProgram {
public:
    WindowProgram(int& argc, char** argv, const char* name)
    {
        usePatientThreads(argv);
        if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
        m_application.emplace(argc, argv);
        useEmptySettings(name);
    }

    QApplication& application() { return *m_application; }

private:
    std::optional<QApplication> m_application;
};

/// Whether everything that runs came to its end: work, the places of the graph's boxes, and repaints.
inline bool settled(app::MainWindow& window, int milliseconds = 900'000)
{
    const bool idle = QTest::qWaitFor([&] { return window.session().idle(); }, milliseconds);
    const bool drawn = QTest::qWaitFor([&] { return !window.workbench().graph().busy(); }, 60'000);
    QTest::qWait(60);
    return idle && drawn;
}

} // namespace qscope::test
