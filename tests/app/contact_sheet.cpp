// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of every panel in light and dark, in every language, for models of 3, 50 and 1000 layers, and of
// every panel and dialog on the bundled ViT sample, for people to look at. contact_sheet.sh runs it once per
// scale of the screen and puts the pictures side by side. Usage:
//
//     contact_sheet FOLDER [--models 3,50,1000,vit]

#include <cstdio>

#include <QCommandLineParser>
#include <QPushButton>

#include "app/appearance.h"
#include "app/message_bar.h"
#include "app/method_commands.h"
#include "app/methods_dialog.h"
#include "app/run_page.h"
#include "app/samples.h"
#include "app/study_commands.h"
#include "tests/app/sheet_scenes.h"
#include "tests/support/layered_model.h"
#include "tests/support/window_program.h"

using namespace qscope;

namespace {

constexpr int SamplesOfLayeredModels = 8;

bool complain(app::MainWindow& window)
{
    std::fprintf(stderr, "contact_sheet: %s\n", qPrintable(window.messages().text()));
    return false;
}

/// Opened and calibrated.
bool open(app::MainWindow& window, const QStringList& paths)
{
    window.resize(1280, 800);
    window.show();
    app::Session& session = window.session();
    session.prices().setTimesByItself(false);
    window.files().openPaths(paths);
    if (!test::settled(window) || !session.snapshot()->current)
        return complain(window);
    return true;
}

/// One more config tried, and what the panels measure on demand.
bool prepare(app::MainWindow& window)
{
    app::Session& session = window.session();
    session.toggleFloat({LayerId(1)}, true);
    if (!test::settled(window))
        return complain(window);
    for (const auto mode : {analysis::SensitivityMode::OnlyThisLayer, analysis::SensitivityMode::AllButThis,
                            analysis::SensitivityMode::Accumulated})
        session.measureSensitivity(mode);
    return test::settled(window) || complain(window);
}

/// What keeps the language it was told in: cures with what is not among them, and a message.
bool tell(app::MainWindow& window)
{
    window.session().measureCures(window.workbench().selection().layer());
    if (!test::settled(window))
        return complain(window);
    window.files().openPaths({"nowhere/model.onnx"});
    return test::settled(window);
}

/// A method and the study, for their reports.
bool runMethods(app::MainWindow& window)
{
    window.methods().showDialog();
    window.methods().dialog()->select("repq-vit");
    window.methods().dialog()->findChild<QPushButton*>("run")->click();
    if (!test::settled(window))
        return complain(window);
    window.methods().dialog()->close();
    window.session().undoStack().undo(); // back on the model of the file
    window.study().showDialog();
    repq_vit::StudySettings settings;
    settings.bits = {{4, 6}};
    settings.sampleCounts = {2};
    settings.samples = 4;
    window.study().run(settings);
    if (!test::settled(window))
        return complain(window);
    window.study().page()->window()->close();
    return test::settled(window);
}

/// One picture after the other, in every language and both themes.
bool takeAll(const QDir& folder, const QString& model, app::MainWindow& window)
{
    const QString scale = qEnvironmentVariable("QT_SCALE_FACTOR", "1");
    const bool sample = model == "vit";
    for (const auto& language : app::Language::choices()) {
        window.language().use(language.code);
        if ((sample && !runMethods(window)) || !tell(window))
            return false;
        for (const bool dark : {false, true}) {
            app::applyAppearance(*qApp, dark ? app::Appearance::Dark : app::Appearance::Light);
            QTest::qWait(200); // plots follow when the event loop comes to it
            const QString look = QString("%1-%2").arg(language.code, dark ? "dark" : "light");
            const test::Album album{folder, QString("%1-%2-%3x").arg(model, look, scale)};
            if (!test::takePanels(window, album))
                return false;
            if (sample && !(test::takeDialogs(window, album) && test::takeStartPage(album)))
                return false;
            std::printf("%s\n", qPrintable(album.stem));
            std::fflush(stdout);
        }
    }
    return true;
}

bool takeSample(const QDir& folder)
{
    const app::Sample sample = app::bundledSamples().value(0);
    app::MainWindow window;
    window.files().setSampleLimit(32);
    return open(window, {sample.modelPath, sample.dataPath, sample.labelsPath}) && prepare(window)
           && takeAll(folder, "vit", window);
}

bool takeLayered(const QDir& folder, const QString& layers)
{
    const QString data = folder.filePath("tokens.npy"), model = folder.filePath(layers + "_layers.onnx");
    test::LayeredModel::writeData(data.toStdString(), SamplesOfLayeredModels);
    test::LayeredModel(layers.toInt()).write(model.toStdString());
    app::MainWindow window;
    return open(window, {model, data}) && prepare(window) && takeAll(folder, layers, window);
}

} // namespace

int main(int argc, char** argv)
{
    test::WindowProgram program(argc, argv, "contact_sheet");
    QCommandLineParser parser;
    parser.addPositionalArgument("folder", "Where the pictures go.");
    parser.addOption({"models", "Numbers of layers, and vit.", "N,...", "3,50,1000,vit"});
    parser.addHelpOption();
    parser.process(program.application());
    const QString folder = parser.positionalArguments().value(0);
    if (folder.isEmpty() || !QDir().mkpath(folder)) {
        std::fprintf(stderr, "contact_sheet: name a folder for the pictures\n");
        return 2;
    }
    for (const QString& model : parser.value("models").split(','))
        if (!(model == "vit" ? takeSample(QDir(folder)) : takeLayered(QDir(folder), model)))
            return 1;
    return 0;
}
