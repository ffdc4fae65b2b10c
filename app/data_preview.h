// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QTimer>
#include <QWidget>

#include "app/data_look.h"
#include "app/job.h"

class QLabel;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace qscope::views {
class ReportChart;
}

namespace qscope::app {

/// The first samples as the model gets them, their labels, and what looks like a mistake, as it is found.
/// Works off the GUI thread, and begins anew when asked for other data.
class DataPreview : public QWidget {
    Q_OBJECT

public:
    explicit DataPreview(QWidget* parent = nullptr);

    /// A moment after the last call; what is running is stopped.
    void look(std::shared_ptr<analysis::Analyzer> analyzer, const DataLocation& location);
    /// A calibration of that data, which tells whether there are enough samples; null: none.
    void setCalibration(const std::shared_ptr<const analysis::CalibrationResult>& calibration);

    /// What is shown, and all of it: nothing is running or waiting.
    bool complete() const { return !m_delay.isActive() && !m_job.running(); }
    const DataLook& shown() const { return m_look; }
    /// How the ranges grow with the number of samples; null: not known.
    const views::ReportChart* growth() const { return m_growth; }

signals:
    /// The preprocessing that the findings propose, when the person wants it.
    void remedyChosen(const qscope::data::ImageOptions& options);

protected:
    void changeEvent(QEvent* event) override;

private:
    void begin();
    void show(const DataLook& look);
    void showPictures();
    void showFindings();
    void judgeCount(const std::shared_ptr<const analysis::CalibrationResult>& ranges, int64_t samples);
    void showState(const QString& text);
    QString drawingNote() const;
    std::optional<data::ImageOptions> remedy() const;

    QLabel* m_summary;
    QListWidget* m_pictures;
    QLabel* m_note;
    QLabel* m_state;
    QListWidget* m_findings;
    QPushButton* m_use;
    QTimer m_delay;
    Job m_job;
    std::shared_ptr<analysis::Analyzer> m_analyzer;
    DataLocation m_location;
    DataLook m_look;
    std::optional<analysis::Finding> m_countFinding;
    std::shared_ptr<const analysis::CalibrationResult> m_judged; ///< what m_countFinding and m_growth were made of
    bool m_calibrated = false;                                   ///< that is the calibration
    QVBoxLayout* m_growthPlace;
    views::ReportChart* m_growth = nullptr;
};

} // namespace qscope::app
