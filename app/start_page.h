// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/lessons.h"
#include "app/samples.h"

class QVBoxLayout;

namespace qscope::app {

/// What the window shows while no model is open: where to drop one, the bundled samples, lessons on them, and
/// what was opened lately.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setSamples(const QList<Sample>& samples);
    void setRecent(const QStringList& paths);
    /// Texts anew in the current language.
    void retranslate();

signals:
    void openRequested();
    void sampleChosen(const qscope::app::Sample& sample);
    void lessonChosen(const qscope::app::Lesson& lesson);
    void recentChosen(const QString& path);
    void pathsDropped(const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    QWidget* dropZone();
    void addHeading(QVBoxLayout* column, const QString& text);
    void addSamples(QVBoxLayout* column);
    void addLessons(QVBoxLayout* column);
    void addRecent(QVBoxLayout* column);

    QList<Sample> m_samples;
    QStringList m_recent;
    QWidget* m_content = nullptr;
};

} // namespace qscope::app
