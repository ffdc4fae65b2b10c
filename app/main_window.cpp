// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <utility>

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/about.h"
#include "app/actions.h"
#include "app/arrival.h"
#include "app/cache_dialog.h"
#include "app/config_bar.h"
#include "app/drop_zone.h"
#include "app/guide.h"
#include "app/message_bar.h"
#include "app/message_desk.h"
#include "app/method_commands.h"
#include "app/panel_intents.h"
#include "app/recovery.h"
#include "app/start_page.h"
#include "app/study_commands.h"
#include "app/unsaved_work.h"
#include "app/window_commands.h"
#include "app/workbench.h"
#include "views/panels/cures_panel.h"
#include "views/panels/job_strip.h"
#include "views/panels/layers_panel.h"
#include "views/panels/provenance_panel.h"
#include "views/panels/sensitivity_panel.h"

namespace qscope::app {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_files(new FileCommands(m_session, *this)),
      m_methods(std::make_unique<MethodCommands>(m_session, *this)), m_study(new StudyCommands(m_session, *this)),
      m_actions(new Actions(this)), m_workbench(new Workbench(*this)), m_configBar(new ConfigBar),
      m_messages(new MessageDesk(m_workbench->messages(), this)), m_startPage(new StartPage), m_arrival(nullptr),
      m_unsaved(new UnsavedWork(m_session, *m_files, *this)), m_recovery(new Recovery(m_session, *m_files, *m_startPage, this)),
      m_centre(new QStackedWidget), m_jobs(new views::JobStrip)
{
    setAcceptDrops(true);
    setWindowIcon(QIcon(":/icons/quantoscope.svg"));
    resize(1280, 800);
    setupCentre();
    setupToolBars();
    setupMenus();
    connectFileActions();
    connectActions();
    connectSession();
    connectPanels();
    m_arrival = new Arrival(*this, *m_startPage);
    const QSettings settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    m_panelState = settings.value("window/state").toByteArray();
    m_workbench->setDocksVisible(false);
    m_session.setCacheBudget(savedCacheBudget());
    m_session.prices().setTimesByItself(true);
    showSnapshot(m_session.snapshot());
}

MainWindow::~MainWindow() = default;

MessageBar& MainWindow::messages()
{
    return m_messages->bar();
}

void MainWindow::setupCentre()
{
    m_centre->addWidget(m_startPage);
    m_centre->addWidget(m_workbench->centre());
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(&m_messages->bar());
    layout->addWidget(m_centre, 1);
    setCentralWidget(centre);
    statusBar()->addPermanentWidget(m_jobs, 1);
    statusBar()->addPermanentWidget(&m_messages->counter());
    m_startPage->setSamples(bundledSamples());
    updateRecent();
}

void MainWindow::setupToolBars()
{
    const auto& act = *m_actions;
    auto* bar = new QToolBar(this);
    bar->setObjectName("main");
    bar->toggleViewAction()->setVisible(false);
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions({act[Act::OpenModel], act[Act::OpenData], act[Act::Calibrate]});
    bar->addSeparator();
    m_configBar->setProperty(Guide::PageProperty, "quantizers");
    bar->addWidget(m_configBar);
    addToolBar(bar);
}

void MainWindow::setupMenus()
{
    m_actions->buildMenus(*menuBar());
    QList<QAction*> docks;
    for (const QDockWidget* dock : m_workbench->docks())
        docks.append(dock->toggleViewAction());
    QMenu* view = m_actions->viewMenu();
    view->insertActions(view->actions().value(0), docks);
    for (const Language::Choice& choice : Language::choices())
        m_actions->languageMenu()->addAction(choice.name, this, [this, choice] { m_language.use(choice.code); });
    updateRecent();
}

void MainWindow::connectFileActions()
{
    const auto on = [this](Act act, auto slot) { connect((*m_actions)[act], &QAction::triggered, m_files, slot); };
    on(Act::OpenModel, &FileCommands::chooseModel);
    on(Act::OpenData, &FileCommands::chooseData);
    on(Act::OpenImages, &FileCommands::chooseFolder);
    on(Act::OpenLabels, &FileCommands::chooseLabels);
    on(Act::OpenConfig, &FileCommands::chooseConfig);
    on(Act::OpenCalibration, &FileCommands::chooseCalibration);
    on(Act::SaveCalibration, &FileCommands::chooseCalibrationToSave);
    on(Act::OpenSession, &FileCommands::chooseSession);
    on(Act::SaveSession, &FileCommands::chooseSessionToSave);
    on(Act::ExportQdq, [this] { m_files->chooseExport(ExportKind::Qdq); });
    on(Act::ExportModel, [this] { m_files->chooseExport(ExportKind::Model); });
    on(Act::ExportConfig, [this] { m_files->chooseExport(ExportKind::Config); });
    on(Act::ExportCsv, [this] { m_files->chooseExport(ExportKind::LayersCsv); });
    on(Act::ExportJson, [this] { m_files->chooseExport(ExportKind::TensorsJson); });
    on(Act::ExportReport, [this] { m_files->chooseExport(ExportKind::Report); });
    on(Act::ExportQuantizers, [this] { m_files->chooseExport(ExportKind::Quantizers); });
    on(Act::ExportAimet, [this] { m_files->chooseExport(ExportKind::Aimet); });
    on(Act::ExportAimetOld, [this] { m_files->chooseExport(ExportKind::AimetOld); });
    on(Act::ExportOverrides, [this] { m_files->chooseExport(ExportKind::Overrides); });
    on(Act::ExportIgnoredScope, [this] { m_files->chooseExport(ExportKind::IgnoredScope); });
    on(Act::ExportNodeData, [this] { m_files->chooseExport(ExportKind::NodeData); });
    on(Act::ImportRanges, &FileCommands::chooseRanges);
    on(Act::CompareRanges, &FileCommands::chooseRangesToCompare);
    on(Act::EndComparison, [this] { m_session.compareWith(nullptr); });
    m_files->setWindowPart([this] { return FileCommands::WindowPart{saveState(), selectedLayerName()}; });
    connect(m_files, &FileCommands::windowPartRead, this, &MainWindow::restoreWindow);
    connect(&m_files->recent(), &RecentFiles::changed, this, &MainWindow::updateRecent);
}

void MainWindow::connectActions()
{
    using enum analysis::SensitivityMode;
    const auto on = [this](Act act, auto slot) { connect((*m_actions)[act], &QAction::triggered, this, slot); };
    views::LayersPanel* layers = &m_workbench->layers();
    connectViewActions(*this);
    connect(&m_workbench->looked(), &views::SelectionHistory::changed, this, &MainWindow::updateActions);
    on(Act::Quit, &QWidget::close);
    on(Act::Undo, [this] { m_session.undoStack().undo(); });
    on(Act::Redo, [this] { m_session.undoStack().redo(); });
    on(Act::KeepFloat, [layers] { layers->toggleFloat(); });
    on(Act::SelectBlock, [layers] { layers->selectBlock(); });
    on(Act::SelectJoined, [layers] { layers->selectJoined(); });
    on(Act::Find, [layers] { layers->focusFilter(); });
    on(Act::Calibrate, [this] { m_session.calibrate(); });
    on(Act::SensitivityOnly, [this] { m_session.measureSensitivity(OnlyThisLayer); });
    on(Act::SensitivityExcept, [this] { m_session.measureSensitivity(AllButThis); });
    on(Act::TimeLayers, [this] { m_session.prices().timeLayers(true); });
    on(Act::Methods, [this] { m_methods->showDialog(); });
    on(Act::Study, [this] { m_study->showDialog(); });
    on(Act::SwitchModel, [this] { m_session.switchModel(); });
    on(Act::Cancel, [this] { m_session.cancel(); });
    on(Act::ResetLayout, [this] { m_workbench->resetLayout(); });
    on(Act::FullScreen, [this](bool full) { full ? showFullScreen() : showNormal(); });
    on(Act::About, [this] { showAbout(this); });
    on(Act::AboutQt, [] { QApplication::aboutQt(); });
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::snapshotChanged, this, &MainWindow::showSnapshot);
    m_messages->listenTo(m_session);
    m_messages->listenTo(*m_files);
    m_messages->listenTo(*m_methods);
    connect(m_study, &StudyCommands::failed, &m_session, &Session::failed);
    connect(m_study, &StudyCommands::warned, &m_session, &Session::warned);
    m_messages->listenTo(*m_recovery);
    connect(&m_workbench->selection(), &views::Selection::layerChanged, m_recovery, &Recovery::touch);
    connect(&m_session, &Session::modelOpened, &m_messages->bar(), &MessageBar::dismiss);
    connect(m_messages, &MessageDesk::panelRequested, (*m_actions)[Act::Messages], &QAction::trigger);
    WorkQueue& work = m_session.work();
    connect(&work, &WorkQueue::started, m_jobs, &views::JobStrip::start);
    connect(&work, &WorkQueue::started, this, &MainWindow::updateActions);
    connect(&work, &WorkQueue::progressed, m_jobs, &views::JobStrip::progress);
    connect(&work, &WorkQueue::becameIdle, m_jobs, &views::JobStrip::finish);
    connect(&work, &WorkQueue::becameIdle, this, &MainWindow::updateActions);
    connect(m_jobs, &views::JobStrip::cancelRequested, &m_session, &Session::cancel);
    connect(&m_session.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(m_configBar, &ConfigBar::configRequested, &m_session, &Session::setConfig);
}

void MainWindow::connectPanels()
{
    connect(m_startPage, &StartPage::openRequested, m_files, &FileCommands::chooseModel);
    connect(m_startPage, &StartPage::sampleChosen, m_files, &FileCommands::openSample);
    connect(m_startPage, &StartPage::recentChosen, this, [this](const QString& path) { m_files->openPaths({path}); });
    connectIntents(*m_workbench, m_session);
    for (views::Panel* panel : m_workbench->panels())
        connect(panel, &views::Panel::exportFailed, this,
                [this](const QString& text) { m_messages->tell(views::NoticeKind::Error, text); });
}

void MainWindow::showSnapshot(const views::SnapshotPtr& snapshot)
{
    if (snapshot->model && m_centre->currentWidget() == m_startPage)
        showPanels();
    m_configBar->setEnabled(snapshot->model != nullptr);
    m_configBar->setConfig(snapshot->config);
    m_workbench->setSnapshot(snapshot);
    if (snapshot->model && !m_layerToSelect.isEmpty())
        m_workbench->selectLayer(std::exchange(m_layerToSelect, {}));
    updateActions();
    updateTitle();
}

void MainWindow::showPanels()
{
    m_centre->setCurrentWidget(m_workbench->centre());
    m_workbench->setDocksVisible(true);
    m_workbench->resetLayout();
    restoreState(m_panelState);
}

void MainWindow::updateActions()
{
    const views::SnapshotPtr snapshot = m_session.snapshot();
    const bool calibrated = snapshot->calibration && !snapshot->calibrationPartial;
    m_actions->setAvailability({snapshot->model != nullptr, m_session.data().open(), calibrated, !m_session.work().idle(),
                                snapshot->imported != nullptr,
                                m_session.canSwitchModel()});
    const QUndoStack& stack = m_session.undoStack();
    (*m_actions)[Act::Undo]->setEnabled(stack.canUndo());
    (*m_actions)[Act::Redo]->setEnabled(stack.canRedo());
    (*m_actions)[Act::Back]->setEnabled(m_workbench->looked().canGoBack());
    (*m_actions)[Act::Forward]->setEnabled(m_workbench->looked().canGoForward());
    const auto running = m_session.work().running();
    m_workbench->provenance().setCalibrating(m_session.work().busyWith(WorkKind::Calibrate)
                                             || m_session.work().busyWith(WorkKind::LeaveOut));
    const bool measurable = calibrated && !(running && *running >= WorkKind::Search);
    m_workbench->sensitivity().setMeasurable(measurable);
    m_workbench->cures().setMeasurable(measurable && m_session.data().open());
}

void MainWindow::updateRecent()
{
    const QStringList paths = m_files->recent().paths();
    m_startPage->setRecent(paths);
    if (menuBar()->actions().isEmpty())
        return;
    QMenu* menu = m_actions->recentMenu();
    menu->clear();
    menu->setEnabled(!paths.isEmpty());
    for (int i = 0; i < paths.size(); ++i) {
        const QString path = paths[i];
        QAction* action = menu->addAction(QFileInfo(path).fileName(), this, [this, path] { m_files->openPaths({path}); });
        action->setStatusTip(path);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
    }
}

void MainWindow::updateTitle()
{
    const views::SnapshotPtr snapshot = m_session.snapshot();
    if (!snapshot->model) {
        setWindowTitle(tr("Quantoscope"));
        return;
    }
    const QString model = QString::fromStdString(snapshot->model->name);
    setWindowTitle(m_session.data().open()
                       ? tr("%1 · %2 – Quantoscope").arg(model, QString::fromStdString(snapshot->dataName))
                       : tr("%1 – Quantoscope").arg(model));
}

QString MainWindow::selectedLayerName()
{
    const views::SnapshotPtr snapshot = m_session.snapshot();
    const LayerId layer = m_workbench->selection().layer();
    return snapshot->contains(layer) ? QString::fromStdString(snapshot->layer(layer).name) : QString();
}

void MainWindow::restoreWindow(const QByteArray& state, const QString& selectedLayer)
{
    m_panelState = state;
    m_layerToSelect = selectedLayer;
    if (m_centre->currentWidget() != m_startPage)
        restoreState(state);
}

bool MainWindow::exportPlots(const QString& folder, QString* error)
{
    return Exporter::writePlots(m_workbench->plots(), folder, error);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_files->openPaths(localPaths(*event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_actions->retranslate();
        m_workbench->retranslate();
        m_messages->retranslate();
        m_methods->retranslate();
        m_study->retranslate();
        updateTitle();
    } else if (event->type() == QEvent::PaletteChange) {
        m_actions->recolour();
    }
    QMainWindow::changeEvent(event);
}

/// The bars with which docks are tabbed: QMainWindow leaves empty ones behind, of which only the base line is
/// seen.
void MainWindow::childEvent(QChildEvent* event)
{
    auto* bar = event->polished() ? qobject_cast<QTabBar*>(event->child()) : nullptr;
    if (bar)
        bar->setDrawBase(false);
    QMainWindow::childEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_unsaved->mayClose()) {
        event->ignore();
        return;
    }
    m_recovery->end();
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    if (m_session.snapshot()->model) // the start page hides the docks
        settings.setValue("window/state", saveState());
    QMainWindow::closeEvent(event);
}

} // namespace qscope::app
