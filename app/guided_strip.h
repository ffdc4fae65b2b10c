// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include <QToolBar>

class QLabel;
class QToolButton;

namespace qscope::app {

/// The way from data to an export as five buttons: what is done has a tick, the next one is marked and said
/// in a sentence. It decides nothing: the window does what a step means.
class GuidedStrip : public QToolBar {
    Q_OBJECT

public:
    enum class Step { Data, Calibrate, Look, Decide, Export };
    static constexpr int Steps = 5;

    /// How far the person is.
    struct Progress {
        bool model = false;
        std::array<bool, Steps> done{};
        int warnings = 0; ///< about the data
        bool calibrating = false;

        bool operator==(const Progress&) const = default;
    };

    explicit GuidedStrip(QWidget* parent = nullptr);

    void setProgress(const Progress& progress);
    /// The first that is not done; none: all are.
    std::optional<Step> next() const;
    QToolButton* button(Step step) const { return m_buttons[static_cast<size_t>(step)]; }
    QString hint() const;

signals:
    void stepChosen(qscope::app::GuidedStrip::Step step);
    void hideRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateTexts();
    bool possible(Step step) const;

    std::array<QToolButton*, Steps> m_buttons{};
    QLabel* m_hint;
    QToolButton* m_hide;
    Progress m_progress;
};

} // namespace qscope::app
