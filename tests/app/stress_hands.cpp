// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "stress_hands.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "app/actions.h"
#include "app/appearance.h"
#include "app/config_bar.h"
#include "app/exporter.h"
#include "app/samples.h"
#include "app/window_commands.h"
#include "app/workbench.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"
#include "views/panels/graph_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/layers_panel.h"
#include "views/panels/messages_panel.h"
#include "views/plots/plot.h"

namespace qscope::app::stress {

namespace {

template <class T>
std::vector<T*> usable(QWidget& parent)
{
    std::vector<T*> found;
    for (T* widget : parent.findChildren<T*>())
        if (widget->isVisible() && widget->isEnabled())
            found.push_back(widget);
    return found;
}

std::vector<QDialog*> openDialogs()
{
    std::vector<QDialog*> found;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<QDialog*>(widget); dialog && dialog->isVisible())
            found.push_back(dialog);
    return found;
}

} // namespace

Hands::Hands(MainWindow& window, Dice& dice, QString folder)
    : m_window(window), m_dice(dice), m_folder(std::move(folder)), m_exporter(window.session())
{
}

const std::vector<Hands::Habit>& Hands::habits()
{
    static const std::vector<Habit> all{
        {12, &Hands::toggleRows}, {6, &Hands::pressNumber},    {8, &Hands::undo},
        {5, &Hands::redo},        {10, &Hands::turnControl},   {8, &Hands::showPanel},
        {2, &Hands::useLayout},   {2, &Hands::switchLanguage}, {2, &Hands::switchTheme},
        {8, &Hands::selectLayer}, {4, &Hands::sortLayers},     {4, &Hands::filterLayers},
        {5, &Hands::measure},     {4, &Hands::calibrate},      {4, &Hands::cancel},
        {1, &Hands::search},      {4, &Hands::useHistory},     {4, &Hands::dragRange},
        {12, &Hands::pokePanel},  {2, &Hands::openSomething},  {2, &Hands::exportSomething},
        {4, &Hands::useDialogs},  {2, &Hands::resizeWindow},   {2, &Hands::readMessages},
    };
    return all;
}

QString Hands::act()
{
    if (!m_window.session().snapshot()->model && m_dice.chance(40))
        return openSample();
    int sum = 0;
    for (const Habit& habit : habits())
        sum += habit.weight;
    int drawn = m_dice.below(static_cast<size_t>(sum));
    for (const Habit& habit : habits()) {
        drawn -= habit.weight;
        if (drawn < 0)
            return (this->*habit.action)();
    }
    return {};
}

LayerId Hands::anyLayer()
{
    const size_t count = m_window.session().snapshot()->layerCount();
    return count > 0 ? LayerId(static_cast<size_t>(m_dice.below(count))) : LayerId();
}

QString Hands::toggleRows()
{
    QTableView& table = m_window.workbench().layers().table();
    const int rows = table.model()->rowCount();
    if (rows == 0)
        return "toggle nothing";
    const int first = m_dice.below(static_cast<size_t>(rows));
    const int last = std::min(rows - 1, first + (m_dice.chance(30) ? m_dice.below(6) : 0));
    table.selectionModel()->select({table.model()->index(first, 0), table.model()->index(last, 0)},
                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QTest::keyClick(&table, Qt::Key_Space);
    return QString("toggle rows %1 to %2").arg(first).arg(last);
}

QString Hands::pressNumber()
{
    QTableView& table = m_window.workbench().layers().table();
    const int number = m_dice.below(10);
    const bool shift = m_dice.chance(30);
    QTest::keyClick(&table, static_cast<Qt::Key>(Qt::Key_0 + number),
                    shift ? Qt::ShiftModifier : Qt::NoModifier);
    return QString("press %1%2 in the table").arg(shift ? "shift and " : "").arg(number);
}

QString Hands::undo()
{
    const int steps = 1 + m_dice.below(3);
    for (int i = 0; i < steps; ++i)
        m_window.actionSet()[Act::Undo]->trigger();
    return QString("undo %1").arg(steps);
}

QString Hands::redo()
{
    const int steps = 1 + m_dice.below(3);
    for (int i = 0; i < steps; ++i)
        m_window.actionSet()[Act::Redo]->trigger();
    return QString("redo %1").arg(steps);
}

/// Something of the tool bar that changes the config.
QString Hands::turnControl()
{
    auto* bar = m_window.findChild<ConfigBar*>();
    const auto boxes = usable<QComboBox>(*bar);
    const auto spins = usable<QAbstractSpinBox>(*bar);
    const auto checks = usable<QCheckBox>(*bar);
    if (boxes.empty() || spins.empty() || checks.empty())
        return "no controls";
    switch (m_dice.below(3)) {
    case 0: {
        QComboBox* box = m_dice.oneOf(boxes);
        const int index = m_dice.below(static_cast<size_t>(std::max(1, box->count())));
        const QString name = box->objectName();
        box->setCurrentIndex(index);
        emit box->activated(index);
        return QString("%1 to entry %2").arg(name).arg(index);
    }
    case 1: {
        QAbstractSpinBox* spin = m_dice.oneOf(spins);
        const QString name = spin->objectName();
        const int steps = m_dice.below(7) - 3;
        spin->stepBy(steps);
        return QString("%1 by %2").arg(name).arg(steps);
    }
    default: {
        QCheckBox* check = m_dice.oneOf(checks);
        const QString name = check->objectName();
        check->click();
        return "click " + name;
    }
    }
}

QString Hands::showPanel()
{
    const auto& docks = m_window.workbench().docks();
    QDockWidget* dock = docks[m_dice.below(static_cast<size_t>(docks.size()))];
    if (m_dice.chance(15)) {
        dock->setVisible(!dock->isVisible());
        return "show or hide " + dock->objectName();
    }
    m_window.workbench().showDock(dock->objectName());
    if (m_dice.chance(5))
        dock->setFloating(!dock->isFloating());
    return "look at " + dock->objectName();
}

QString Hands::useLayout()
{
    static const std::vector<Act> acts{Act::LayoutInspect, Act::LayoutDecide, Act::LayoutPresent,
                                       Act::ResetLayout, Act::LargeText};
    QAction* action = m_window.actionSet()[m_dice.oneOf(acts)];
    action->trigger();
    return action->text();
}

QString Hands::switchLanguage()
{
    const QString code = m_window.language().code() == "ko" ? "en" : "ko";
    m_window.language().use(code);
    return "language " + code;
}

QString Hands::switchTheme()
{
    const bool dark = m_dice.chance(50);
    applyAppearance(*qApp, dark ? Appearance::Dark : Appearance::Light);
    return dark ? "dark" : "light";
}

QString Hands::selectLayer()
{
    const LayerId layer = anyLayer();
    switch (m_dice.below(3)) {
    case 0:
        m_window.actionSet()[m_dice.chance(50) ? Act::Back : Act::Forward]->trigger();
        return "back or forward";
    case 1:
        m_window.workbench().selection().hover(layer);
        return QString("hover layer %1").arg(layer.index());
    default:
        m_window.workbench().selection().selectLayer(layer);
        return QString("select layer %1").arg(layer.index());
    }
}

QString Hands::sortLayers()
{
    QTableView& table = m_window.workbench().layers().table();
    const int column = m_dice.below(static_cast<size_t>(table.model()->columnCount()));
    const auto order = m_dice.chance(50) ? Qt::AscendingOrder : Qt::DescendingOrder;
    table.sortByColumn(column, order);
    return QString("sort by column %1").arg(column);
}

QString Hands::filterLayers()
{
    static const std::vector<QString> filters{
        "", "", "", "conv", "qkv", "/block.*[02]/", "/((/", "no such thing", "MatMul", "float"};
    const QString filter = m_dice.oneOf(filters);
    m_window.workbench().layers().setFilter(filter);
    return "filter '" + filter + "'";
}

QString Hands::measure()
{
    using enum analysis::SensitivityMode;
    static const std::vector<analysis::SensitivityMode> modes{OnlyThisLayer, AllButThis, WeightsOnly,
                                                              ActivationsOnly, Accumulated};
    const auto mode = m_dice.oneOf(modes);
    m_window.session().measureSensitivity(mode);
    return QString("measure sensitivity ") + std::string(analysis::sensitivityModeName(mode)).c_str();
}

QString Hands::calibrate()
{
    QAction* action = m_window.actionSet()[m_dice.chance(80) ? Act::Calibrate : Act::TimeLayers];
    action->trigger();
    return action->text();
}

QString Hands::cancel()
{
    m_window.session().cancel();
    return "cancel";
}

QString Hands::search()
{
    qscope::search::Question question;
    question.target = {qscope::search::TargetKind::SqnrDb, 10.0 + m_dice.below(40)};
    question.method = m_dice.chance(50) ? qscope::search::Method::Order : qscope::search::Method::Greedy;
    m_window.session().findLayers(question);
    return QString("search for %1 dB").arg(question.target.value);
}

QString Hands::useHistory()
{
    views::HistoryPanel& panel = m_window.workbench().history();
    const auto history = m_window.session().history().value();
    if (history->empty())
        return "no history";
    const qint64 number =
        history->entries()[static_cast<size_t>(m_dice.below(history->entries().size()))]->number;
    panel.selectEntry(number);
    switch (m_dice.below(5)) {
    case 0:
        emit panel.renameRequested(number, QString("name %1").arg(m_dice.below(100)));
        return QString("rename #%1").arg(number);
    case 1: panel.removeSelected(); return QString("remove #%1").arg(number);
    case 2: panel.compareSelected(); return QString("compare #%1").arg(number);
    default: panel.restoreSelected(); return QString("restore #%1").arg(number);
    }
}

QString Hands::dragRange()
{
    const LayerId layer = anyLayer();
    const double hi = 0.01 * (1 + m_dice.below(1000));
    const bool weights = m_dice.chance(30);
    m_window.session().setManualRange(layer, weights, {-hi * m_dice.below(2), hi});
    return QString("range of layer %1 to %2")
        .arg(layer.valid() ? static_cast<int>(layer.index()) : -1)
        .arg(hi);
}

/// A box, a check mark, or the mouse somewhere on a plot.
QString Hands::pokePanel()
{
    const auto& panels = m_window.workbench().panels();
    views::Panel* panel = panels[m_dice.below(static_cast<size_t>(panels.size()))];
    if (!panel->isVisible())
        return "a hidden panel";
    const QString name = panel->metaObject()->className();
    if (const auto boxes = usable<QComboBox>(*panel); !boxes.empty() && m_dice.chance(50)) {
        QComboBox* box = m_dice.oneOf(boxes);
        const int index = m_dice.below(static_cast<size_t>(std::max(1, box->count())));
        box->setCurrentIndex(index);
        emit box->activated(index);
        return QString("%1: entry %2 of a box").arg(name).arg(index);
    }
    if (const auto checks = usable<QCheckBox>(*panel); !checks.empty() && m_dice.chance(50)) {
        m_dice.oneOf(checks)->click();
        return name + ": a check mark";
    }
    const auto plots = usable<views::Plot>(*panel);
    QWidget* target = plots.empty() ? static_cast<QWidget*>(panel) : m_dice.oneOf(plots);
    const auto somewhere = [&] {
        return QPoint(m_dice.below(static_cast<size_t>(std::max(1, target->width()))),
                      m_dice.below(static_cast<size_t>(std::max(1, target->height()))));
    };
    const QPoint from = somewhere(), to = somewhere();
    QTest::mousePress(target, Qt::LeftButton, {}, from);
    QTest::mouseMove(target, (from + to) / 2);
    QTest::mouseMove(target, to);
    QTest::mouseRelease(target, Qt::LeftButton, {}, to);
    if (m_dice.chance(20))
        QTest::mouseDClick(target, Qt::LeftButton, {}, to);
    return QString("%1: drag from %2, %3 to %4, %5")
        .arg(name)
        .arg(from.x())
        .arg(from.y())
        .arg(to.x())
        .arg(to.y());
}

QString Hands::openSample()
{
    const QList<Sample> samples = bundledSamples();
    const Sample& sample = samples[m_dice.below(static_cast<size_t>(samples.size()))];
    m_window.files().setSampleLimit(m_dice.chance(50) ? 8 : 40);
    m_window.files().openSample(sample);
    return "open " + sample.modelPath.section('/', -1);
}

QString Hands::openSomething()
{
    switch (m_dice.below(6)) {
    case 0: m_window.files().openPaths({m_folder + "/nothing.onnx"}); return "open what is not there";
    case 1: m_window.files().openPaths({bundledSamples().front().dataPath}); return "open the data again";
    case 2: m_window.files().openPaths({m_folder + "/c.qcal"}); return "open a calibration";
    case 3: m_window.files().openSession(m_folder + "/s.qsession"); return "open a session";
    default: return openSample();
    }
}

QString Hands::exportSomething()
{
    static const std::vector<ExportKind> kinds{ExportKind::Qdq,       ExportKind::Config,
                                               ExportKind::LayersCsv, ExportKind::TensorsJson,
                                               ExportKind::Report,    ExportKind::Quantizers};
    const auto snapshot = m_window.session().snapshot();
    if (!snapshot->calibration || snapshot->calibrationPartial)
        return "nothing to export";
    if (m_dice.chance(30)) {
        m_window.files().saveCalibration(m_folder + "/c.qcal");
        return "save the calibration";
    }
    if (m_dice.chance(30)) {
        m_window.files().saveSession(m_folder + "/s.qsession");
        return "save the session";
    }
    const auto kind = m_dice.oneOf(kinds);
    m_exporter.write(kind, m_folder + "/out");
    return QString("export %1").arg(static_cast<int>(kind));
}

QString Hands::useDialogs()
{
    const auto dialogs = openDialogs();
    if (!dialogs.empty()) {
        QDialog* dialog = m_dice.oneOf(dialogs);
        const QString name = dialog->metaObject()->className();
        dialog->reject();
        return "dismiss " + name;
    }
    static const std::vector<Act> acts{Act::FindFloat, Act::CacheBudget, Act::CommandPalette,
                                       Act::Guide,     Act::OpenModel,   Act::SaveSession};
    QAction* action = m_window.actionSet()[m_dice.oneOf(acts)];
    action->trigger();
    return action->text();
}

QString Hands::resizeWindow()
{
    const QSize size(700 + m_dice.below(1300), 500 + m_dice.below(700));
    m_window.resize(size);
    return QString("window of %1 x %2").arg(size.width()).arg(size.height());
}

QString Hands::readMessages()
{
    views::MessagesPanel& panel = m_window.workbench().messages();
    if (panel.log().rowCount() == 0)
        return "no messages";
    if (m_dice.chance(20)) {
        panel.clear();
        return "clear the messages";
    }
    emit panel.table().clicked(
        panel.log().index(m_dice.below(static_cast<size_t>(panel.log().rowCount())), 0));
    return "click a message";
}

} // namespace qscope::app::stress
