// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QMainWindow>

#include "app/file_commands.h"
#include "app/language.h"
#include "app/session.h"

class QMenu;
class QStackedWidget;

namespace qscope::views {
class JobStrip;
}

namespace qscope::app {

class Actions;
class Arrival;
class ConfigBar;
class MessageBar;
class MessageDesk;
class MethodCommands;
class Recovery;
class StartPage;
class StudyCommands;
class UnsavedWork;
class Workbench;

/// The window: it owns panels, actions and the session, forwards what the person asks for, and computes nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return m_session; }
    FileCommands& files() { return *m_files; }
    Workbench& workbench() { return *m_workbench; }
    Actions& actionSet() { return *m_actions; }
    MessageBar& messages();
    MessageDesk& messageDesk() { return *m_messages; }
    MethodCommands& methods() { return *m_methods; }
    StudyCommands& study() { return *m_study; }
    Arrival& arrival() { return *m_arrival; }
    Recovery& recovery() { return *m_recovery; }
    Language& language() { return m_language; }

    /// Every plot as PNG, SVG and PDF. **Errors** in `error`: one sentence.
    bool exportPlots(const QString& folder, QString* error);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void childEvent(QChildEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void setupCentre();
    void setupToolBars();
    void setupMenus();
    void connectFileActions();
    void connectActions();
    void connectSession();
    void connectPanels();
    void showSnapshot(const views::SnapshotPtr& snapshot);
    void showPanels();
    void updateActions();
    void updateRecent();
    void updateTitle();
    void restoreWindow(const QByteArray& state, const QString& selectedLayer);
    QString selectedLayerName();

    Language m_language;
    Session m_session;
    FileCommands* m_files;
    std::unique_ptr<MethodCommands> m_methods;
    StudyCommands* m_study;
    Actions* m_actions;
    Workbench* m_workbench;
    ConfigBar* m_configBar;
    MessageDesk* m_messages;
    StartPage* m_startPage;
    Arrival* m_arrival;
    UnsavedWork* m_unsaved;
    Recovery* m_recovery;
    QStackedWidget* m_centre;
    views::JobStrip* m_jobs;
    QByteArray m_panelState; ///< how the docks stood last time, for when the panels come
    QString m_layerToSelect; ///< of a session that is being opened
};

} // namespace qscope::app
