// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/arrival.h"

#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

#include "app/actions.h"
#include "app/data_commands.h"
#include "app/guide.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/start_page.h"
#include "app/workbench.h"

namespace qscope::app {

namespace {
const QString StripKey = QStringLiteral("window/guidedSteps");
}

Arrival::Arrival(MainWindow& window, StartPage& page)
    : QObject(&window), m_window(window), m_data(new DataCommands(window.session(), window)),
      m_strip(new GuidedStrip(&window)), m_wanted(QSettings().value(StripKey, true).toBool())
{
    window.addToolBarBreak();
    window.addToolBar(m_strip);
    m_strip->hide(); // until there is a model
    connect(&page, &StartPage::lessonChosen, this, &Arrival::begin);
    connect(&page, &StartPage::pathsDropped, this,
            [&window](const QStringList& paths) { window.files().openPaths(paths); });
    connect(m_data, &DataCommands::warned, this,
            [&window](const QString& text) { window.messages().show(MessageBar::Kind::Warning, text); });
    connectSteps();
    update();
}

void Arrival::connectSteps()
{
    Session& session = m_window.session();
    QAction* action = m_window.actionSet()[Act::GuidedSteps];
    action->setChecked(m_wanted);
    connect(action, &QAction::toggled, this, &Arrival::showStrip);
    connect(m_strip, &GuidedStrip::hideRequested, action, [action] { action->setChecked(false); });
    connect(m_strip, &GuidedStrip::stepChosen, this, &Arrival::take);
    connect(m_window.actionSet()[Act::LookAtData], &QAction::triggered, m_data, &DataCommands::showDialog);
    connect(m_data, &DataCommands::changed, this, &Arrival::update);
    connect(&session, &Session::snapshotChanged, this, &Arrival::update);
    connect(&session, &Session::snapshotChanged, this, &Arrival::showLesson);
    connect(&session, &Session::modelOpened, this, [this](const QString& path) {
        m_exported = false;
        m_lessonOpen = m_lesson && QFileInfo(path).completeBaseName() == m_lesson->model;
        if (!m_lessonOpen)
            m_lesson.reset(); // the person opened something else
        update();
    });
    connect(&m_window.files(), &FileCommands::exported, this, [this] {
        m_exported = true;
        update();
    });
    connect(&session.work(), &WorkQueue::started, this, &Arrival::update);
    connect(&session.work(), &WorkQueue::becameIdle, this, &Arrival::update);
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &Arrival::update);
}

void Arrival::take(GuidedStrip::Step step)
{
    using enum GuidedStrip::Step;
    const auto trigger = [this](Act act) { m_window.actionSet()[act]->trigger(); };
    switch (step) {
    case Data: chooseData(); break;
    case Calibrate: trigger(Act::Calibrate); break;
    case Look:
        m_window.workbench().showDock("sensitivity");
        trigger(Act::SensitivityOnly);
        break;
    case Decide: trigger(Act::FindFloat); break;
    case Export: trigger(Act::ExportQdq); break;
    }
}

/// Looks at data that is open, and offers to open some otherwise.
void Arrival::chooseData()
{
    if (m_window.session().data().open()) {
        m_data->showDialog();
        return;
    }
    auto* menu = new QMenu(m_strip);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_window.actionSet()[Act::OpenData], m_window.actionSet()[Act::OpenImages]});
    const QToolButton* button = m_strip->button(GuidedStrip::Step::Data);
    menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
}

void Arrival::update()
{
    Session& session = m_window.session();
    const views::SnapshotPtr snapshot = session.snapshot();
    const bool calibrated = snapshot->calibration && !snapshot->calibrationPartial;
    GuidedStrip::Progress progress;
    progress.model = snapshot->model != nullptr;
    progress.calibrating = session.work().busyWith(WorkKind::Calibrate);
    const bool looked = snapshot->onlyThis || snapshot->allBut || snapshot->weightsOnly
                        || snapshot->activationsOnly || snapshot->accumulated;
    const bool decided =
        session.undoStack().index() > 0 || (snapshot->history && snapshot->history->entries().size() > 1);
    progress.done = {session.data().open(), calibrated, calibrated && looked, calibrated && decided,
                     m_exported};
    progress.warnings = m_data->warnings();
    m_strip->setProgress(progress);
    m_strip->setVisible(m_wanted && progress.model);
}

void Arrival::showStrip(bool wanted)
{
    m_wanted = wanted;
    QSettings().setValue(StripKey, wanted);
    update();
}

void Arrival::begin(const Lesson& lesson)
{
    for (const Sample& sample : bundledSamples())
        if (QFileInfo(sample.modelPath).completeBaseName() == lesson.model) {
            m_lesson = lesson;
            m_lessonOpen = false;
            m_window.files().openSample(sample);
            showPage(lesson.page);
            return;
        }
}

/// The guide in the lower left corner, where it hides the end of the layer table alone.
void Arrival::showPage(const QString& page)
{
    const auto* before = m_window.findChild<Guide*>({}, Qt::FindDirectChildrenOnly);
    const bool placed = before && before->isVisible();
    Guide::showIn(&m_window, page);
    if (placed)
        return;
    auto* guide = m_window.findChild<Guide*>({}, Qt::FindDirectChildrenOnly);
    guide->resize(qMin(440, m_window.width()), qMin(440, m_window.height()));
    guide->move(m_window.mapToGlobal(QPoint(0, m_window.height() - guide->height())));
}

void Arrival::showLesson()
{
    Session& session = m_window.session();
    const views::SnapshotPtr snapshot = session.snapshot();
    if (!m_lessonOpen || !m_lesson || !snapshot->calibration || snapshot->calibrationPartial)
        return;
    const Lesson lesson = *m_lesson;
    m_lesson.reset();
    if (lesson.bits > 0) {
        quant::Config config = session.config();
        config.weights.bits = lesson.bits;
        config.activations.bits = lesson.bits;
        session.setConfig(config, lesson.title);
    }
    m_window.workbench().selectLayer(lesson.layer);
    m_window.workbench().showDock(lesson.dock);
    if (lesson.measure)
        session.measureSensitivity(analysis::SensitivityMode::OnlyThisLayer);
}

} // namespace qscope::app
