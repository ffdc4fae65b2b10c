// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <string_view>

#include <QApplication>
#include <QLocale>
#include <QSettings>
#include <QTemporaryDir>

#include "app/main_window.h"
#include "app/recovery.h"
#include "app/screenshot_run.h"
#include "app/start_options.h"
#include "core/run/patient_threads.h"

namespace {

using namespace qscope::app;

void open(MainWindow& window, const StartOptions& options)
{
    window.files().setSampleLimit(options.samples);
    if (options.image)
        window.files().setImageOptions(*options.image);
    else if (options.unattended())
        window.files().setImageOptions({}); // nobody is there to be asked
    if (!options.session.isEmpty())
        window.files().openSession(options.session);
    window.files().openPaths(options.paths, options.labels);
    if (!options.config.isEmpty())
        window.session().openConfig(options.config);
}

/// A screenshot or a report needs no display; Qt would end the program without one.
void useOffscreenWithoutDisplay(int argc, char** argv)
{
    const bool unattended = std::any_of(argv, argv + argc, [](std::string_view argument) {
        return argument.starts_with("--screenshot") || argument.starts_with("--report");
    });
    const bool display = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (unattended && !display && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
}

/// --session FILE. Qt takes an option of this name for itself, so it has to be read before there is an application.
QString sessionArgument(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument(argv[i]);
        if (argument == "--session" && i + 1 < argc)
            return QString::fromLocal8Bit(argv[i + 1]);
        if (argument.starts_with("--session="))
            return QString::fromLocal8Bit(argv[i] + std::string_view("--session=").size());
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    qscope::usePatientThreads(argv);
    useOffscreenWithoutDisplay(argc, argv);
    const QString session = sessionArgument(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName("quantoscope");
    QApplication::setOrganizationName("quantoscope");
    QApplication::setApplicationVersion(QSCOPE_VERSION);
    QApplication::setDesktopFileName("org.quantoscope.Quantoscope");

    auto options = parseArguments(QApplication::arguments());
    if (!options.ok()) {
        std::fprintf(stderr, "quantoscope: %s\n", options.error().text().c_str());
        return 2;
    }
    if (!session.isEmpty())
        options.value().session = session;
    applyAppearance(application, options.value().appearance);

    const QTemporaryDir ownSettings;
    if (options.value().unattended()) // the same picture for everybody, and no trace of it
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, ownSettings.path());

    MainWindow window;
    window.language().use(options.value().language.isEmpty() ? QLocale::system().name() : options.value().language);
    window.show();
    ScreenshotRun run(window, options.value());
    if (options.value().unattended())
        run.start();
    open(window, options.value());
    if (!options.value().unattended())
        window.recovery().begin();
    return QApplication::exec();
}
