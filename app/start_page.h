// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/samples.h"

class QVBoxLayout;

namespace qscope::app {

/// What the window shows while no model is open: where to drop one, the bundled samples, and what was opened lately.
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
    void recentChosen(const QString& path);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void addHeading(QVBoxLayout* layout, const QString& text);
    void addSamples(QVBoxLayout* layout);
    void addRecent(QVBoxLayout* layout);

    QList<Sample> m_samples;
    QStringList m_recent;
    QWidget* m_content = nullptr;
};

} // namespace qscope::app
