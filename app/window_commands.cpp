// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_commands.h"

#include <memory>
#include <utility>

#include <QAction>
#include <QApplication>
#include <QCursor>
#include <QDockWidget>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QRegularExpression>
#include <QTimer>

#include "app/actions.h"
#include "app/cache_dialog.h"
#include "app/command_palette.h"
#include "app/guide.h"
#include "app/main_window.h"
#include "app/message_desk.h"
#include "app/search_dialog.h"
#include "app/text_font.h"
#include "app/workbench.h"
#include "views/panels/layers_panel.h"
#include "views/panels/messages_panel.h"
#include "views/plots/plot.h"

namespace qscope::app {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(WindowCommands)
};

/// Without the mark of the mnemonic, and without keys that stand in the text itself.
QString plainText(const QString& text)
{
    static const QRegularExpression appended(QStringLiteral("\\(&[A-Z]\\)")); // "모델 열기(&M)…"
    QString plain = text.section(QLatin1Char('\t'), 0, 0).remove(appended);
    plain.replace(QLatin1String("&&"), QString(QChar(1)));
    plain.remove(QLatin1Char('&'));
    return plain.replace(QChar(1), QLatin1Char('&'));
}

QString keysOf(const QAction& action)
{
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? action.text().section(QLatin1Char('\t'), 1) : keys;
}

/// A panel that is asked for by name is to be seen, also when it stands behind another.
void triggerOrShow(QAction& action, const QList<QDockWidget*>& docks)
{
    for (QDockWidget* dock : docks) {
        if (dock->toggleViewAction() == &action) {
            dock->show();
            dock->raise();
            return;
        }
    }
    action.trigger();
}

void addActions(std::vector<views::Command>& commands, const QList<QAction*>& actions, const QString& group,
                const QList<QDockWidget*>& docks)
{
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (const QMenu* menu = action->menu()) {
            addActions(commands, menu->actions(), plainText(menu->title()), docks);
            continue;
        }
        commands.push_back({plainText(action->text()), group, keysOf(*action), action->isEnabled(),
                            [target = QPointer<QAction>(action), docks] {
                                if (target)
                                    triggerOrShow(*target, docks);
                            },
                            action->property(Actions::EnglishProperty).toString()});
    }
}

/// Offers the plots that can be seen, where the mouse is.
void choosePlotFile(const Workbench& workbench)
{
    QMenu menu;
    for (views::Plot* plot : workbench.visiblePlots())
        QObject::connect(menu.addAction(plot->exportName()), &QAction::triggered, plot, &views::Plot::saveAs);
    menu.exec(QCursor::pos());
}

void chooseSearch(MainWindow& window)
{
    Session& session = window.session();
    const views::SnapshotPtr snapshot = session.snapshot();
    SearchDialog::Known known;
    known.labelled = session.data().labels && !session.data().labels->empty();
    known.userMetric = {snapshot->userMetric, snapshot->userUnit, snapshot->userLowerIsBetter};
    if (const auto& all = snapshot->allQuantized) {
        known.sqnrDb = all->sqnrDb;
        known.bytes = all->weightBytes;
        known.floatBytes = all->weightBytesFloat;
        if (all->user)
            known.user = *all->user;
    }
    if (const auto& prices = snapshot->prices) {
        known.operations = prices->total.bitOperations.value_or(0);
        known.floatOperations = prices->inFloat.bitOperations.value_or(0);
        known.milliseconds = prices->total.milliseconds.value_or(0);
        known.floatMilliseconds = prices->inFloat.milliseconds.value_or(0);
    }
    auto* dialog = new SearchDialog(known, &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &window,
                     [&session, dialog] { session.findLayers(dialog->question()); });
    dialog->open();
}

void chooseCacheBudget(MainWindow& window)
{
    Session& session = window.session();
    const auto used = [&session] {
        return session.analyzer() ? session.analyzer()->cacheUsed() : std::pair<int64_t, int64_t>();
    };
    auto* dialog = new CacheDialog(savedCacheBudget(), used, &window);
    QObject::connect(dialog, &QDialog::accepted, &window, [&session, dialog] {
        saveCacheBudget(dialog->budget());
        session.setCacheBudget(dialog->budget());
    });
    dialog->open();
}

void choosePlotFolder(MainWindow& window)
{
    const QString folder = QFileDialog::getExistingDirectory(&window, Text::tr("Folder for the plots"));
    QString error;
    if (folder.isEmpty())
        return;
    if (window.exportPlots(folder, &error))
        window.messageDesk().tell(views::NoticeKind::Note, Text::tr("Plots written to %1").arg(folder));
    else
        window.messageDesk().tell(views::NoticeKind::Error, error);
}

/// The one for an audience comes with larger text, and takes it away again when another follows.
void connectLayouts(MainWindow& window)
{
    QAction* largeText = window.actionSet()[Act::LargeText];
    const auto enlarged = std::make_shared<bool>(false);
    for (const auto& [act, layout] : {std::pair{Act::LayoutInspect, Workbench::Layout::Inspect},
                                      std::pair{Act::LayoutDecide, Workbench::Layout::Decide},
                                      std::pair{Act::LayoutPresent, Workbench::Layout::Present}}) {
        QObject::connect(window.actionSet()[act], &QAction::triggered, &window,
                         [&window, largeText, enlarged, layout] {
                             // Large text never meets all panels at once: they would make the window wider
                             // than the screen.
                             const bool presents = layout == Workbench::Layout::Present;
                             const QSize size = window.size();
                             if (!presents && std::exchange(*enlarged, false))
                                 largeText->setChecked(false);
                             window.workbench().useLayout(layout);
                             if (presents && !largeText->isChecked()) {
                                 *enlarged = true;
                                 largeText->setChecked(true);
                             }
                             // On the way panels ask for the room they needed in the other text; the window
                             // does not give it back.
                             if (!window.isMaximized() && !window.isFullScreen())
                                 QTimer::singleShot(0, &window, [&window, size] { window.resize(size); });
                         });
    }
}

} // namespace

std::vector<views::Command> windowCommands(const QMenuBar& menus, Workbench& workbench)
{
    std::vector<views::Command> commands;
    addActions(commands, menus.actions(), {}, workbench.docks());
    const views::Snapshot& snapshot = workbench.layers().snapshot();
    for (size_t i = 0; i < snapshot.layerCount(); ++i)
        commands.push_back({QString::fromStdString(snapshot.layer(LayerId(i)).name),
                            Text::tr("Layer"),
                            {},
                            true,
                            [&workbench, i] { workbench.selection().selectLayer(LayerId(i)); }});
    return commands;
}

void connectViewActions(MainWindow& window)
{
    Workbench& workbench = window.workbench();
    const auto on = [&](Act act, auto slot) {
        QObject::connect(window.actionSet()[act], &QAction::triggered, &window, slot);
    };
    on(Act::CommandPalette, [&window] {
        (new CommandPalette(windowCommands(*window.menuBar(), window.workbench()), &window))->show();
    });
    on(Act::Guide, [&window] { Guide::showIn(&window); });
    on(Act::ExportPlot, [&workbench] { choosePlotFile(workbench); });
    on(Act::ExportPlots, [&window] { choosePlotFolder(window); });
    on(Act::FindFloat, [&window] { chooseSearch(window); });
    on(Act::CacheBudget, [&window] { chooseCacheBudget(window); });
    on(Act::Back, [&workbench] { workbench.looked().back(); });
    on(Act::Forward, [&workbench] { workbench.looked().forward(); });
    connectLayouts(window);
    on(Act::Messages, [&workbench] {
        workbench.showDock("messages");
        workbench.messages().setFocus(Qt::ShortcutFocusReason);
    });
    QObject::connect(window.actionSet()[Act::LargeText], &QAction::toggled, &window, &useLargeText);
}

} // namespace qscope::app
