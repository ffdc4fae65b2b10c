// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "plugins/repq_vit/study_settings.h"

class QDialog;
class QWidget;

namespace qscope::app {

class RunPage;
class Session;

/// The study of vision transformers in the window: its dialog, which stays open beside the window, and
/// running it on the open model, data and configuration. The same code as `quantoscope-cli study vit`.
class StudyCommands : public QObject {
    Q_OBJECT

public:
    /// A child of `window`.
    StudyCommands(Session& session, QWidget& window);

    /// Brings the dialog up.
    void showDialog();
    RunPage* page() const { return m_page; } ///< null: not shown yet
    void retranslate();
    /// `finished` follows, unless it fails or is cancelled; the session says why.
    void run(const repq_vit::StudySettings& settings);

signals:
    void finished(const std::shared_ptr<const qscope::repq_vit::Study>& study,
                  const std::shared_ptr<const qscope::report::Report>& report);
    void failed(const QString& sentence);
    void warned(const QString& sentence);

private:
    bool canRun() const;
    static QString noGround(); ///< why it cannot run
    void updatePage();
    void show(const std::shared_ptr<const repq_vit::Study>& study,
              const std::shared_ptr<const report::Report>& report);

    Session& m_session;
    QWidget& m_window;
    QDialog* m_dialog = nullptr; ///< a child of the window, made when first needed
    RunPage* m_page = nullptr;
};

} // namespace qscope::app
