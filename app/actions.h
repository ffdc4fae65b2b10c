// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QAction>
#include <QObject>

class QMenu;
class QMenuBar;
class QWidget;

namespace qscope::app {

enum class Act {
    OpenModel, OpenData, OpenImages, OpenLabels, OpenConfig, OpenCalibration, SaveCalibration, OpenSession, SaveSession,
    ExportQdq, ExportModel, ExportConfig, ExportCsv, ExportJson, ExportReport, ExportPlot, ExportPlots, Quit,
    ImportRanges, CompareRanges, EndComparison, ExportAimetOld, ExportAimet, ExportOverrides, ExportIgnoredScope, ExportNodeData, ExportQuantizers,
    Undo, Redo, KeepFloat, SelectBlock, SelectJoined, Find,
    CommandPalette, Back, Forward, LargeText, LayoutInspect, LayoutDecide, LayoutPresent, ResetLayout, FullScreen, Messages,
    LookAtData, GuidedSteps,
    Calibrate, SensitivityOnly, SensitivityExcept, FindFloat, TimeLayers, Methods, Study, SwitchModel, CacheBudget, Cancel,
    Guide, About, AboutQt,
};

/// Every action of the window: its text, icon, shortcut and place in the menus. What an action does is connected by
/// the window.
class Actions : public QObject {
    Q_OBJECT

public:
    /// What an action is called in English, whatever the language of the window.
    static constexpr const char* EnglishProperty = "english";

    explicit Actions(QWidget* window);

    QAction* operator[](Act act) const { return m_actions.at(act); }

    void buildMenus(QMenuBar& bar);
    /// The menus whose contents the window adds.
    QMenu* recentMenu() const { return m_menus.at(Menu::Recent); }
    QMenu* viewMenu() const { return m_menus.at(Menu::View); }
    QMenu* languageMenu() const { return m_menus.at(Menu::Language); }

    /// What can be done in this state.
    struct Availability {
        bool model = false;
        bool data = false;
        bool calibrated = false;
        bool busy = false;
        bool comparing = false; ///< with ranges of another tool
        bool otherModel = false; ///< a method has rewritten the model
    };
    void setAvailability(const Availability& what);

    /// Texts and icons anew, after a change of language or palette.
    void retranslate();
    void recolour();

private:
    enum class Menu { File, Recent, Export, Edit, View, Language, Analyze, Help };
    using Entries = std::vector<std::optional<Act>>; ///< none: a separator
    struct Entry {
        Act act;
        const char* text;
        const char* tip;
        const char* icon; ///< file name without suffix; empty: none
        QKeySequence shortcut = {};
    };
    static const std::vector<Entry>& entries();

    void add(Act act, QWidget* window);
    void fill(Menu menu, const Entries& entries);

    std::map<Act, QAction*> m_actions;
    std::map<Menu, QMenu*> m_menus;
};

} // namespace qscope::app
