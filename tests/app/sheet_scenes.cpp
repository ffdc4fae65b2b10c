// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/sheet_scenes.h"

#include <cstdio>
#include <functional>
#include <vector>

#include <QDialog>
#include <QDockWidget>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QTimer>

#include "app/actions.h"
#include "app/arrival.h"
#include "app/data_commands.h"
#include "app/data_dialog.h"
#include "app/data_preview.h"
#include "app/export_dialog.h"
#include "app/guide.h"
#include "app/message_bar.h"
#include "app/method_commands.h"
#include "app/methods_dialog.h"
#include "app/study_commands.h"
#include "tests/support/window_program.h"
#include "views/panels/channels_panel.h"
#include "views/panels/comparison_dialog.h"
#include "views/panels/graph_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"

namespace qscope::test {

namespace {

constexpr int DocksMove = 800; ///< ms, to their places

/// Something to look at: how it is brought up, and how it is put away.
struct Scene {
    const char* name;
    const char* dock;
    std::function<void()> begin, end;
};

bool save(QWidget& widget, const Album& album, const QString& name)
{
    const QString path = album.folder.filePath(album.stem + '-' + name + ".png");
    if (widget.grab().save(path))
        return true;
    std::fprintf(stderr, "contact_sheet: %s could not be written\n", qPrintable(path));
    return false;
}

/// What is behind tabs, boxes and buttons.
std::vector<Scene> scenesOf(app::MainWindow& window)
{
    app::Workbench& bench = window.workbench();
    auto* channels = window.findChild<views::ChannelsPanel*>();
    auto* sensitivity = &bench.sensitivity();
    auto* softmax = &bench.softmax();
    auto* graph = &bench.graph();
    auto* histogram = &bench.histogram();
    return {
        {"channels-all", "channels", [=] { channels->showMap(true); }, [=] { channels->showMap(false); }},
        {"sensitivity-worst", "sensitivity",
         [=] { sensitivity->setOrder(views::SensitivityPanel::Order::Worst); },
         [=] { sensitivity->setOrder(views::SensitivityPanel::Order::Execution); }},
        {"sensitivity-three", "sensitivity", [=] { sensitivity->setSideBySide(true); },
         [=] { sensitivity->setSideBySide(false); }},
        {"softmax-attention", "softmax", [=] { softmax->showAttention(true); },
         [=] { softmax->showAttention(false); }},
        {"graph-unfolded", "graph", [=] { graph->unfoldAll(); }, [=] { graph->foldAll(); }},
        {"histogram-quantized", "histogram", [=] { histogram->setQuantizedShown(true); },
         [=] { histogram->setQuantizedShown(false); }},
        {"compared", "histogram", [&window] { window.session().compareWithEntry(1); },
         [&window] { window.session().compareWithEntry(0); }},
        {"decide", nullptr, [&window] { window.actionSet()[app::Act::LayoutDecide]->trigger(); }, [] {}},
        {"present", nullptr, [&window] { window.actionSet()[app::Act::LayoutPresent]->trigger(); },
         [&window] { window.actionSet()[app::Act::LayoutInspect]->trigger(); }},
    };
}

/// A widget with a window of its own that is to be seen now, other than the program's.
QWidget* topmost(const app::MainWindow& window)
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->isVisible() && widget != &window
            && (qobject_cast<QDialog*>(widget) || qobject_cast<app::Guide*>(widget)))
            return widget;
    return nullptr;
}

/// What `begin` brings up. A box that waits for its answer inside `begin` is taken as well.
bool takeOne(app::MainWindow& window, const Album& album, const QString& name,
             const std::function<void()>& begin, const std::function<bool(QWidget&)>& prepare = {})
{
    bool done = false, saved = false;
    QTimer timer;
    int turns = 0;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        QWidget* dialog = topmost(window);
        if (done || !dialog || !window.session().idle() || ++turns < 6)
            return;
        done = true;
        const bool ready = !prepare || prepare(*dialog);
        QTest::qWait(100);
        saved = ready && save(*dialog, album, name);
        dialog->close();
    });
    timer.start(50);
    begin();
    if (!QTest::qWaitFor([&] { return done && !topmost(window); }, 60'000)) {
        std::fprintf(stderr, "contact_sheet: %s did not come up\n", qPrintable(name));
        return false;
    }
    return saved;
}

/// Small pictures in a folder, as somebody's calibration data.
QString folderOfImages(const QDir& folder)
{
    const QString path = folder.filePath("images");
    QDir().mkpath(path);
    for (int i = 0; i < 12; ++i) {
        QImage image(64, 64, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(i * 30, 90, 220));
        QPainter painter(&image);
        painter.setBrush(QColor::fromHsv((i * 30 + 180) % 360, 160, 120));
        painter.drawEllipse(QPoint(32, 32), 12 + i, 24 - i);
        painter.end();
        image.save(path + QString("/%1.png").arg(i, 2, 10, QChar('0')));
    }
    return path;
}

views::HistoryPanel* historyWithTwo(app::MainWindow& window)
{
    window.workbench().showDock("history");
    window.workbench().history().selectEntry(1);
    return &window.workbench().history();
}

} // namespace

bool takePanels(app::MainWindow& window, const Album& album)
{
    window.messages().dismiss();
    for (const QDockWidget* dock : window.workbench().docks()) {
        window.workbench().showDock(dock->objectName());
        if (!settled(window) || !save(window, album, dock->objectName()))
            return false;
        if (dock->objectName() == "messages")
            const_cast<QDockWidget*>(dock)->hide();
    }
    for (const Scene& scene : scenesOf(window)) {
        if (scene.dock)
            window.workbench().showDock(scene.dock);
        scene.begin();
        QTest::qWait(100); // what a panel asks for, it asks when it is shown
        const bool taken = settled(window) && save(window, album, scene.name);
        scene.end();
        if (!taken || !settled(window))
            return false;
    }
    return true;
}

bool takeDialogs(app::MainWindow& window, const Album& album)
{
    const auto on = [&window](app::Act act) {
        return [&window, act] { window.actionSet()[act]->trigger(); };
    };
    const auto typed = [](const QString& text) {
        return [text](QWidget& dialog) {
            dialog.findChild<QLineEdit*>()->setText(text);
            return true;
        };
    };
    const auto openImages = [&window, &album] {
        auto* dialog =
            new app::DataDialog(folderOfImages(album.folder), window.session().analyzer(), &window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    };
    const auto waitForLook = [](QWidget& dialog) {
        return QTest::qWaitFor([&] { return dialog.findChild<app::DataPreview*>()->complete(); }, 30'000);
    };
    const auto waitForPreview = [](QWidget& dialog) {
        return QTest::qWaitFor([&] { return static_cast<app::ExportDialog&>(dialog).isPrepared(); }, 60'000);
    };
    return takeOne(window, album, "dialog-data", on(app::Act::LookAtData), waitForLook)
           && takeOne(window, album, "dialog-images", openImages, waitForLook)
           && takeOne(window, album, "dialog-export", on(app::Act::ExportQdq), waitForPreview)
           && takeOne(window, album, "dialog-search", on(app::Act::FindFloat))
           && takeOne(window, album, "dialog-methods", on(app::Act::Methods))
           && takeOne(window, album, "dialog-study", on(app::Act::Study))
           && takeOne(window, album, "dialog-cache", on(app::Act::CacheBudget))
           && takeOne(window, album, "dialog-commands", on(app::Act::CommandPalette))
           && takeOne(window, album, "dialog-commands-typed", on(app::Act::CommandPalette), typed("sens"))
           && takeOne(window, album, "dialog-comparison", [&] { historyWithTwo(window)->compareSelected(); })
           && takeOne(window, album, "dialog-about", on(app::Act::About))
           && takeOne(window, album, "guide", [&] { app::Guide::showIn(&window, "index"); })
           && takeOne(window, album, "guide-ranges", [&] { app::Guide::showIn(&window, "ranges"); })
           && takeOne(window, album, "guide-lesson", [&] { app::Guide::showIn(&window, "lesson-outlier"); });
}

bool takeStartPage(const Album& album)
{
    app::MainWindow window;
    window.resize(1280, 800);
    window.language().use(album.stem.contains("-ko-") ? "ko" : "en");
    window.show();
    QTest::qWait(DocksMove);
    return save(window, album, "start");
}

} // namespace qscope::test
