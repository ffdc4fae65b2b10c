// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>

#include "app/plugin_library.h"
#include "views/models/notice.h"

class QWidget;

namespace qscope::app {

class MethodsDialog;
class Session;

/// What the window does with plugins: the dialog of methods, running one, and a figure of one's own.
class MethodCommands : public QObject {
    Q_OBJECT

public:
    MethodCommands(Session& session, QWidget& window);

    /// Brings the dialog up; it stays open beside the window.
    void showDialog();
    MethodsDialog* dialog() const; ///< null: never shown
    /// With every parameter as it is by default. A name that there is not is told with `failed`.
    void runAsDeclared(const QString& name);
    void retranslate();

signals:
    void failed(const qscope::views::Notice& notice);

private:
    plugins::Registry& loadedRegistry();
    void run(const QString& name, const QString& title, const plugins::ParameterValues& values);
    void chooseMetric(const QString& name);
    void updateDialog();

    Session& m_session;
    QWidget& m_window;
    std::unique_ptr<PluginLibrary> m_library; ///< made when first needed
    QPointer<MethodsDialog> m_dialog;
    QString m_metric; ///< name; empty: none
};

} // namespace qscope::app
