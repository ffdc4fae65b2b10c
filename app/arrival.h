// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>

#include "app/guided_strip.h"
#include "app/lessons.h"

namespace qscope::app {

class DataCommands;
class MainWindow;
class StartPage;

/// What leads a person from an empty window to an export: the start page and its lessons, the check of the
/// data, and the strip of steps.
class Arrival : public QObject {
    Q_OBJECT

public:
    Arrival(MainWindow& window, StartPage& page);

    DataCommands& data() { return *m_data; }
    GuidedStrip& strip() { return *m_strip; }
    /// Opens the lesson's sample and its page now, and shows what there is to see as soon as it is
    /// calibrated.
    void begin(const Lesson& lesson);
    /// A lesson waits for its sample.
    bool waiting() const { return m_lesson.has_value(); }

private:
    void connectSteps();
    void take(GuidedStrip::Step step);
    void chooseData();
    void update();
    void showStrip(bool wanted);
    void showPage(const QString& page);
    void showLesson();

    MainWindow& m_window;
    DataCommands* m_data;
    GuidedStrip* m_strip;
    std::optional<Lesson> m_lesson; ///< waits for its sample
    bool m_lessonOpen = false;      ///< whose model has been opened
    bool m_wanted;                  ///< the strip, remembered
    bool m_exported = false;
};

} // namespace qscope::app
