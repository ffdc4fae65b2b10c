// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"

#include <QApplication>
#include <QMenu>
#include <QMenuBar>

#include "app/icons.h"

namespace qscope::app {

const std::vector<Actions::Entry>& Actions::entries()
{
    static const std::vector<Entry> all{
        {Act::OpenModel, QT_TR_NOOP("Open &Model…"), QT_TR_NOOP("Open an ONNX model"), "open-model", Qt::CTRL | Qt::Key_O},
        {Act::OpenData, QT_TR_NOOP("Open &Data…"), QT_TR_NOOP("Open calibration data: .npz, .npy or IDX"), "open-data",
         Qt::CTRL | Qt::Key_D},
        {Act::OpenImages, QT_TR_NOOP("Open Data &Folder…"), QT_TR_NOOP("Use a folder of images or of test data sets as calibration data"),
         "open-images", Qt::CTRL | Qt::SHIFT | Qt::Key_D},
        {Act::OpenLabels, QT_TR_NOOP("Open &Labels…"), QT_TR_NOOP("Open the class labels of the data"), "", Qt::CTRL | Qt::Key_L},
        {Act::OpenConfig, QT_TR_NOOP("Open &Configuration…"), QT_TR_NOOP("Open a quantization configuration (JSON)"), "", {}},
        {Act::OpenCalibration, QT_TR_NOOP("Open Cali&bration…"),
         QT_TR_NOOP("Use the ranges of an earlier calibration (.qcal) instead of calibrating again"), "", {}},
        {Act::SaveCalibration, QT_TR_NOOP("Save Calibratio&n…"),
         QT_TR_NOOP("Keep what the calibration has learned (.qcal), to be opened, continued and merged"), "", {}},
        {Act::OpenSession, QT_TR_NOOP("&Open Session…"), QT_TR_NOOP("Go on where a saved session stopped"), "",
         Qt::CTRL | Qt::SHIFT | Qt::Key_O},
        {Act::SaveSession, QT_TR_NOOP("&Save Session…"), QT_TR_NOOP("Save model, data and configuration as a session"), "save",
         Qt::CTRL | Qt::Key_S},
        {Act::ExportModel, QT_TR_NOOP("&Rewritten Model (ONNX)…"),
         QT_TR_NOOP("Write the model in floating point as a method has rewritten it"), "", {}},
        {Act::ExportQdq, QT_TR_NOOP("&Quantized Model (QDQ ONNX)…"),
         QT_TR_NOOP("Write the model with QuantizeLinear and DequantizeLinear pairs for other tools"), "export",
         Qt::CTRL | Qt::Key_E},
        {Act::ExportConfig, QT_TR_NOOP("&Configuration (JSON)…"), QT_TR_NOOP("Write the configuration for the command line and for later"), "", {}},
        {Act::ExportCsv, QT_TR_NOOP("&Layers (CSV)…"), QT_TR_NOOP("Write one row per layer"), "", {}},
        {Act::ExportJson, QT_TR_NOOP("&Tensors (JSON)…"), QT_TR_NOOP("Write the statistics of every tensor"), "", {}},
        {Act::ExportQuantizers, QT_TR_NOOP("Q&uantizers (JSON)…"), QT_TR_NOOP("Write scale, zero point and range of every layer"), "", {}},
        {Act::ExportAimet, QT_TR_NOOP("AIMET &Encodings 1.0.0…"), QT_TR_NOOP("Write the quantizers for AIMET"), "", {}},
        {Act::ExportAimetOld, QT_TR_NOOP("AIMET Encodings &0.6.1…"), QT_TR_NOOP("Write the quantizers for older versions of AIMET"), "", {}},
        {Act::ExportOverrides, QT_TR_NOOP("&ONNX Runtime Overrides (JSON)…"),
         QT_TR_NOOP("Write TensorQuantOverrides and nodes_to_exclude for ONNX Runtime's quantizer"), "", {}},
        {Act::ExportIgnoredScope, QT_TR_NOOP("&NNCF Ignored Scope (JSON)…"),
         QT_TR_NOOP("Write which layers stay in floating point, for NNCF"), "", {}},
        {Act::ExportNodeData, QT_TR_NOOP("&Model Explorer Node Data (JSON)…"),
         QT_TR_NOOP("Write the sensitivity of every layer, or its range where that was not measured"), "", {}},
        {Act::ImportRanges, QT_TR_NOOP("&Import Ranges…"),
         QT_TR_NOOP("Use the ranges of a QDQ model, of AIMET encodings or of a calibration cache"), "", {}},
        {Act::CompareRanges, QT_TR_NOOP("Compare &with Ranges…"),
         QT_TR_NOOP("Lay the ranges of a QDQ model, of AIMET encodings or of a calibration cache over ours"), "", {}},
        {Act::EndComparison, QT_TR_NOOP("&End the Comparison"), QT_TR_NOOP("Show our ranges only"), "", {}},
        {Act::ExportReport, QT_TR_NOOP("&Report (HTML, PDF)…"), QT_TR_NOOP("Write one self-contained page with live plots, or a document to print"), "",
         Qt::CTRL | Qt::Key_R},
        {Act::ExportPlot, QT_TR_NOOP("&Plot (PNG, SVG, PDF)…"), QT_TR_NOOP("Write one of the plots that are visible"), "",
         Qt::CTRL | Qt::SHIFT | Qt::Key_E},
        {Act::ExportPlots, QT_TR_NOOP("&All Plots to a Folder…"), QT_TR_NOOP("Write every plot as PNG, SVG and PDF"), "", {}},
        {Act::Quit, QT_TR_NOOP("&Quit"), QT_TR_NOOP("Close the program"), "", Qt::CTRL | Qt::Key_Q},
        {Act::Undo, QT_TR_NOOP("&Undo"), QT_TR_NOOP("Take the last change of the configuration back"), "undo", Qt::CTRL | Qt::Key_Z},
        {Act::Redo, QT_TR_NOOP("&Redo"), QT_TR_NOOP("Make the change that was taken back again"), "redo",
         Qt::CTRL | Qt::SHIFT | Qt::Key_Z},
        {Act::KeepFloat, QT_TR_NOOP("&Keep in Floating Point\tSpace"),
         QT_TR_NOOP("Keep the selected layers in floating point, or quantize them again"), "keep-float", {}},
        {Act::SelectBlock, QT_TR_NOOP("Select the Whole &Block"), QT_TR_NOOP("Select all layers of the blocks of the selection"), "",
         Qt::CTRL | Qt::Key_B},
        {Act::SelectJoined, QT_TR_NOOP("Select Layers &Joined by Add or Concat"),
         QT_TR_NOOP("Select all layers whose outputs meet in an addition or concatenation: integer kernels want them alike"),
         "", Qt::CTRL | Qt::Key_J},
        {Act::Find, QT_TR_NOOP("&Find Layer"), QT_TR_NOOP("Filter the layers by name, type or block"), "find", Qt::CTRL | Qt::Key_F},
        {Act::CommandPalette, QT_TR_NOOP("Co&mmands…"), QT_TR_NOOP("Find anything that can be done, or a layer, by some letters of it"),
         "", Qt::CTRL | Qt::Key_K},
        {Act::Back, QT_TR_NOOP("&Back"), QT_TR_NOOP("Go back to the layer looked at before"), "", Qt::ALT | Qt::Key_Left},
        {Act::Forward, QT_TR_NOOP("For&ward"), QT_TR_NOOP("Go forward to the layer looked at after this one"), "",
         Qt::ALT | Qt::Key_Right},
        {Act::LargeText, QT_TR_NOOP("Text for a &Projector"), QT_TR_NOOP("Make all text half as large again, or as it was"), "",
         Qt::Key_F12},
        {Act::LayoutInspect, QT_TR_NOOP("Layout: &Inspect"), QT_TR_NOOP("All panels, to look around in the model"), "",
         Qt::ALT | Qt::Key_1},
        {Act::LayoutDecide, QT_TR_NOOP("Layout: &Decide"), QT_TR_NOOP("Layers, sensitivity and history side by side"), "",
         Qt::ALT | Qt::Key_2},
        {Act::LayoutPresent, QT_TR_NOOP("Layout: &Present"), QT_TR_NOOP("Few plots and larger text, for an audience"), "",
         Qt::ALT | Qt::Key_3},
        {Act::ResetLayout, QT_TR_NOOP("&Reset Layout"), QT_TR_NOOP("Put all panels back where they were at first"), "", {}},
        {Act::FullScreen, QT_TR_NOOP("F&ull Screen"), QT_TR_NOOP("Use the whole screen"), "", Qt::Key_F11},
        {Act::GuidedSteps, QT_TR_NOOP("&Guided Steps"), QT_TR_NOOP("Show the way from data to export above the panels"), "", {}},
        {Act::LookAtData, QT_TR_NOOP("Look at the &Data…"),
         QT_TR_NOOP("Show samples as the model gets them, and what looks like a mistake in them"), "", Qt::Key_F4},
        {Act::Messages, QT_TR_NOOP("Go to the &Messages"), QT_TR_NOOP("Show what went wrong, where, and what to do"), "", Qt::Key_F3},
        {Act::Calibrate, QT_TR_NOOP("&Calibrate"), QT_TR_NOOP("Record the ranges of all tensors over the data, or go on where it was stopped"), "calibrate",
         Qt::Key_F5},
        {Act::SensitivityOnly, QT_TR_NOOP("Sensitivity: &Only This Layer Quantized"),
         QT_TR_NOOP("Measure how much each layer hurts when it alone is quantized"), "sensitivity", Qt::Key_F6},
        {Act::SensitivityExcept, QT_TR_NOOP("Sensitivity: &All but This Layer Quantized"),
         QT_TR_NOOP("Measure how much each layer helps when it alone stays in floating point"), "", Qt::Key_F7},
        {Act::FindFloat, QT_TR_NOOP("&Find Layers to Keep in Floating Point…"),
         QT_TR_NOOP("Look for the fewest layers in floating point that reach a target"), "", Qt::Key_F8},
        {Act::TimeLayers, QT_TR_NOOP("&Time the Layers Again"),
         QT_TR_NOOP("Time every layer with int8 and float32 kernels on this machine"), "", Qt::Key_F9},
        {Act::Methods, QT_TR_NOOP("&Methods and Plugins…"),
         QT_TR_NOOP("Run a quantization method, read its report, and choose a figure of your own"), "", Qt::CTRL | Qt::Key_M},
        {Act::Study, QT_TR_NOOP("Study of &Vision Transformers…"),
         QT_TR_NOOP("Measure what the RepQ-ViT paper claims on this model: bits, quantizers and calibration samples compared"), "", {}},
        {Act::SwitchModel, QT_TR_NOOP("Model &Before or After the Method"),
         QT_TR_NOOP("Show the model as it was before a method rewrote it, and back"), "", Qt::CTRL | Qt::SHIFT | Qt::Key_M},
        {Act::CacheBudget, QT_TR_NOOP("Memory for What-If &Results…"),
         QT_TR_NOOP("How much memory and disk may be used to answer changes of single layers sooner"), "", {}},
        {Act::Cancel, QT_TR_NOOP("C&ancel"), QT_TR_NOOP("Stop what is running"), "cancel", Qt::Key_Escape},
        {Act::Guide, QT_TR_NOOP("User &Guide"), QT_TR_NOOP("Explain what the panel shows, how to read it, and what to do"), "",
         QKeySequence::HelpContents},
        {Act::About, QT_TR_NOOP("&About Quantoscope"), QT_TR_NOOP("Version and licences"), "", {}},
        {Act::AboutQt, QT_TR_NOOP("About &Qt"), QT_TR_NOOP("Version of the Qt libraries"), "", {}},
    };
    return all;
}

Actions::Actions(QWidget* window) : QObject(window)
{
    for (const Entry& entry : entries())
        add(entry.act, window);
    for (const auto& entry : entries())
        m_actions[entry.act]->setShortcut(entry.shortcut);
    m_actions[Act::Quit]->setMenuRole(QAction::QuitRole);
    m_actions[Act::FullScreen]->setCheckable(true);
    m_actions[Act::LargeText]->setCheckable(true);
    m_actions[Act::GuidedSteps]->setCheckable(true);
    recolour();
}

void Actions::add(Act act, QWidget* window)
{
    auto* action = new QAction(window);
    m_actions[act] = action;
    window->addAction(action); // shortcuts work whatever menu or tool bar it is in
}

void Actions::buildMenus(QMenuBar& bar)
{
    for (const Menu key : {Menu::File, Menu::Edit, Menu::View, Menu::Analyze, Menu::Help})
        m_menus[key] = bar.addMenu(QString());
    for (const Menu key : {Menu::Recent, Menu::Export})
        m_menus[key] = new QMenu(m_menus[Menu::File]);
    m_menus[Menu::Language] = new QMenu(m_menus[Menu::View]);

    fill(Menu::Export, {Act::ExportQdq, Act::ExportModel, Act::ExportConfig, std::nullopt, Act::ExportReport, Act::ExportCsv,
                        Act::ExportJson, Act::ExportQuantizers, std::nullopt, Act::ExportAimet, Act::ExportAimetOld,
                        Act::ExportOverrides, Act::ExportIgnoredScope, Act::ExportNodeData, std::nullopt, Act::ExportPlot, Act::ExportPlots});
    fill(Menu::File, {Act::OpenModel, Act::OpenData, Act::OpenImages, Act::OpenLabels, Act::OpenConfig, std::nullopt,
                      Act::OpenCalibration, Act::SaveCalibration, Act::ImportRanges, Act::CompareRanges, Act::EndComparison, std::nullopt, Act::OpenSession, Act::SaveSession, std::nullopt, Act::Quit});
    QAction* quit = m_actions[Act::Quit];
    m_menus[Menu::File]->insertMenu(quit, m_menus[Menu::Recent]);
    m_menus[Menu::File]->insertMenu(quit, m_menus[Menu::Export]);
    m_menus[Menu::File]->insertSeparator(quit);
    fill(Menu::Edit, {Act::Undo, Act::Redo, std::nullopt, Act::KeepFloat, Act::SelectBlock, Act::SelectJoined, std::nullopt, Act::Find});
    fill(Menu::View, {std::nullopt, Act::CommandPalette, Act::Messages, Act::Back, Act::Forward, std::nullopt, Act::LayoutInspect, Act::LayoutDecide, Act::LayoutPresent, Act::ResetLayout,
                      Act::GuidedSteps, Act::LargeText, Act::FullScreen});
    m_menus[Menu::View]->addMenu(m_menus[Menu::Language]);
    fill(Menu::Analyze, {Act::LookAtData, Act::Calibrate, Act::SensitivityOnly, Act::SensitivityExcept, Act::FindFloat, Act::TimeLayers, std::nullopt,
                         Act::Methods, Act::Study, Act::SwitchModel, std::nullopt, Act::CacheBudget, std::nullopt, Act::Cancel});
    fill(Menu::Help, {Act::Guide, {}, Act::About, Act::AboutQt});
    retranslate();
}

void Actions::fill(Menu key, const Entries& list)
{
    QMenu* menu = m_menus[key];
    menu->setToolTipsVisible(true);
    for (const auto& act : list) {
        if (act)
            menu->addAction(m_actions[*act]);
        else
            menu->addSeparator();
    }
}

void Actions::setAvailability(const Availability& what)
{
    const auto enable = [this](std::initializer_list<Act> acts, bool on) {
        for (const Act act : acts)
            m_actions[act]->setEnabled(on);
    };
    enable({Act::OpenData, Act::OpenImages, Act::OpenConfig, Act::OpenCalibration, Act::ImportRanges, Act::SaveSession, Act::ExportConfig, Act::Find}, what.model);
    enable({Act::KeepFloat, Act::SelectBlock, Act::SelectJoined}, what.model);
    enable({Act::OpenLabels, Act::LookAtData, Act::Calibrate}, what.data);
    enable({Act::ExportAimetOld, Act::ExportAimet, Act::ExportOverrides, Act::ExportIgnoredScope, Act::ExportNodeData,
            Act::ExportQuantizers, Act::SaveCalibration, Act::ExportQdq, Act::ExportCsv, Act::ExportJson, Act::ExportReport, Act::ExportPlot, Act::ExportPlots,
            Act::SensitivityOnly, Act::SensitivityExcept, Act::FindFloat, Act::TimeLayers},
           what.calibrated);
    enable({Act::CompareRanges, Act::LayoutInspect, Act::LayoutDecide, Act::LayoutPresent, Act::ResetLayout}, what.model);
    enable({Act::EndComparison}, what.comparing);
    enable({Act::Cancel}, what.busy);
    enable({Act::SwitchModel, Act::ExportModel}, what.otherModel);
}

void Actions::retranslate()
{
    for (const Entry& entry : entries()) {
        QAction* action = m_actions[entry.act];
        action->setText(tr(entry.text));
        action->setProperty(EnglishProperty, QString::fromLatin1(entry.text).remove(QLatin1Char('&')));
        const QString keys = entry.shortcut.toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? tr(entry.tip) : tr("%1 (%2)").arg(tr(entry.tip), keys));
        action->setStatusTip(tr(entry.tip));
    }
    m_actions[Act::OpenModel]->setIconText(tr("Model"));
    m_actions[Act::OpenData]->setIconText(tr("Data"));
    m_actions[Act::Calibrate]->setIconText(tr("Calibrate"));
    m_actions[Act::SensitivityOnly]->setIconText(tr("Sensitivity"));
    m_actions[Act::ExportQdq]->setIconText(tr("Export"));
    if (m_menus.empty())
        return;
    m_menus[Menu::File]->setTitle(tr("&File"));
    m_menus[Menu::Recent]->setTitle(tr("&Recent Files"));
    m_menus[Menu::Export]->setTitle(tr("&Export"));
    m_menus[Menu::Edit]->setTitle(tr("&Edit"));
    m_menus[Menu::View]->setTitle(tr("&View"));
    m_menus[Menu::Language]->setTitle(tr("&Language"));
    m_menus[Menu::Analyze]->setTitle(tr("&Analyze"));
    m_menus[Menu::Help]->setTitle(tr("&Help"));
}

void Actions::recolour()
{
    for (const Entry& entry : entries())
        if (*entry.icon)
            m_actions[entry.act]->setIcon(themedIcon(entry.icon, QApplication::palette()));
}

} // namespace qscope::app
