// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>

#include "app/config_command.h"
#include "app/config_history.h"
#include "app/config_overlay.h"
#include "app/cure_desk.h"
#include "app/data_source.h"
#include "app/evaluation_queue.h"
#include "app/open_model.h"
#include "app/price_desk.h"
#include "app/quantizer_table.h"
#include "app/sensitivity_runs.h"
#include "app/work_queue.h"
#include "core/search/finder.h"
#include "views/models/imported_overlay.h"
#include "views/models/notice.h"

Q_DECLARE_METATYPE(qscope::views::SnapshotPtr)

namespace qscope::app {

/// The one owner of what is open and known: model, data, calibration, config, figures. The window shows its snapshots
/// and sends it intents; nothing here blocks, and nothing else changes this state.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// The state now; never null. Immutable, and what did not change is shared with the snapshot before.
    views::SnapshotPtr snapshot() const;

    const QString& modelPath() const { return m_modelPath; }
    const std::shared_ptr<analysis::Analyzer>& analyzer() const { return m_analyzer; }
    const DataSource& data() const { return m_data; }
    const quant::Config& config() const { return m_config; }
    /// The method that made the model that is open now; empty: it is the one of the file.
    QString rewrittenBy() const { return m_rewrite ? m_rewrite->title : QString(); }
    /// There is another model to switch to.
    bool canSwitchModel() const { return m_otherModel != nullptr; }
    /// The model that is open, and the one before or after the method (null: no method rewrote anything).
    OpenModel openModelNow() const;
    const std::shared_ptr<const OpenModel>& otherModel() const { return m_otherModel; }
    /// What calibration has learned so far, for keeping; null when there is nothing.
    const std::shared_ptr<const analysis::CalibrationState>& calibrationState() const { return m_state; }
    /// The file it came from or was saved to; empty: none.
    const QString& calibrationPath() const { return m_calibrationPath; }
    /// What recording it took, in all; 0 for one that came from a file.
    qint64 calibrationMs() const { return m_calibrationMs; }
    void calibrationSaved(const QString& path) { m_calibrationPath = path; }
    ConfigHistory& history() { return m_history; }
    PriceDesk& prices() { return m_prices; }
    QUndoStack& undoStack() { return m_undo; }
    WorkQueue& work() { return m_work; }
    /// Nothing runs, waits, or is about to.
    bool idle() const;

public slots:
    /// The model that is open stays until the new one has been read. Its data, config and figures go with it.
    void openModel(const QString& path);
    /// Calibrates when the data is open. Before a model is open, the data waits for it.
    void openData(const qscope::app::DataLocation& location);
    void openLabels(const QString& path);
    /// Goes on where a calibration of this data was stopped; otherwise begins anew.
    void calibrate();
    /// Calibrates with a histogram of every channel behind layers with weights, which takes longer.
    void recordChannels();
    /// Calibrates again without these samples, and with those that were left out before; one step of undo.
    void leaveOut(const qscope::analysis::SampleSet& samples);
    /// Ranges of an earlier calibration; they stay when other data is opened, until `calibrate` is called.
    void openCalibration(const QString& path);
    void measureSensitivity(qscope::analysis::SensitivityMode mode);
    /// The same of what stands beside (Snapshot::beside).
    void measureBeside(const std::vector<qscope::analysis::SensitivityMode>& modes);
    /// Looks for the layers to keep in floating point that reach a target; what is found becomes the config,
    /// in one step of undo, unless the config was changed in between.
    void findLayers(const qscope::search::Question& question);
    /// What helps this layer most, by measured gain.
    void measureCures(qscope::LayerId layer);
    /// Number `rank` of the cures measured last becomes part of the config: one step of undo.
    void applyCure(int rank);
    /// Stops what runs and forgets what waits. A calibration keeps the samples it has seen, and can be continued.
    void cancel();

    /// One step of undo. A config that does not fit the model is refused with `failed`.
    void setConfig(const qscope::quant::Config& config, const QString& what,
                   qscope::app::ChangeKind kind = qscope::app::ChangeKind::Single);
    void openConfig(const QString& path);
    void toggleFloat(const std::vector<qscope::LayerId>& layers, bool isFloat);
    /// Bits 2 to 16; 0 leaves as is.
    void setBits(const std::vector<qscope::LayerId>& layers, int weightBits, int activationBits);
    /// The layer's activations, or its weights, are quantized within this range.
    void setManualRange(qscope::LayerId layer, bool weights, const qscope::quant::Range& range);
    /// Ranges of another tool to lay over ours; null: none any more. They go with the model.
    void compareWith(const std::shared_ptr<const qscope::views::ImportedOverlay>& imported);
    /// For all layers whose rules do not say otherwise.
    void setCalibrator(qscope::quant::Calibrator calibrator);

    /// Runs a method that is a plugin. Its config becomes the current one, and the model it has rewritten the current model:
    /// one step of undo, unless something was changed in between.
    void runMethod(const qscope::app::MethodRequest& request);
    /// The model before the method that rewrote it, or after it again: one step of undo.
    void switchModel();
    /// A person's own figure, measured from now on; null: none.
    void setMetric(std::shared_ptr<const qscope::analysis::SampleMetric> metric, const qscope::analysis::UserMetric& what);

    /// The config of an entry of the history becomes the current one, with the model it was measured on, before or after the
    /// method: one step of undo.
    void restoreEntry(qint64 number);

    /// Lays the quantizers of an entry of the history over the current ones; 0: of none.
    void compareWithEntry(qint64 number);

    /// Memory and disk for what-if results, now and for models opened later.
    void setCacheBudget(const qscope::analysis::CacheBudget& budget);

    /// A model, then its config and its data (none when its path is empty), as a session file names them; and the model that
    /// a method made of it.
    void restore(const QString& modelPath, const qscope::app::DataLocation& data, const qscope::quant::Config& config,
                 const QString& calibrationPath = {}, const qscope::analysis::History& history = {},
                 const std::optional<qscope::io::RewrittenModel>& rewritten = {});

signals:
    /// Once per turn of the event loop, however much changed.
    void snapshotChanged(const qscope::views::SnapshotPtr& snapshot);
    void modelOpened(const QString& path);
    void dataOpened(const QString& path);
    void calibrated();
    void methodReported(const std::shared_ptr<const qscope::report::Report>& report);
    void failed(const qscope::views::Notice& notice);
    void warned(const qscope::views::Notice& notice);
    void noted(const qscope::views::Notice& notice);

private:
    struct Opening { ///< a model is being opened, and this waits for it
        bool running = false;
        DataLocation data; ///< its path is empty: none
        QString calibrationPath;
        std::optional<quant::Config> config;
        analysis::History history;
        std::optional<io::RewrittenModel> rewritten;
    };

    /// A calibration that runs, and what it has learned when it has ended, however it ended.
    struct Recording {
        std::shared_ptr<data::Dataset> dataset;
        std::shared_ptr<analysis::CalibrationState> state;
        analysis::CalibrationOptions options; ///< of `state`, which the running pass writes to
        qint64 msBefore = 0;                  ///< of what it continues
        QElapsedTimer clock = {};
    };

    void startOpening(const QString& path, Opening opening);
    void adoptModel(const QString& path, std::shared_ptr<analysis::Analyzer> analyzer, const ModelPair* pair);
    void adoptData(DataSource source);
    void adoptLabels(const QString& path, ClassLabels labels);
    void calibrate(analysis::CalibrationOptions options);
    void showPartial(std::shared_ptr<const analysis::CalibrationResult> result);
    void adoptCalibration(std::shared_ptr<const analysis::CalibrationState> state);
    void forgetCalibration();
    bool canContinue(const analysis::CalibrationOptions& options) const;
    void recordWhatIsMissing();
    void applyConfig(const quant::Config& config);
    void adoptAnswer(const search::Question& question, const search::Answer& answer);
    void adoptOutcome(const QString& title, const MethodOutcome& outcome);
    void use(const OpenModel& model);
    QString nameOfOther() const;
    bool otherIsLater() const;
    std::optional<SensitivityRuns::Subject> besideSubject() const;
    void updateBeside();
    void composeBeside(views::Snapshot& s) const;
    void pushSwitch(const OpenModel& to, const QString& what);
    void pushLeavingOut(OpenModel to);
    MeasurementBasis basis() const;
    std::string basisId(const analysis::CalibrationState* state, const Rewrite* rewrite) const;
    void updateBasis();
    void keepRecording();
    void markChanged();
    views::Snapshot compose() const;

    QString m_modelPath;
    std::shared_ptr<analysis::Analyzer> m_analyzer;
    std::shared_ptr<const views::ModelView> m_view;
    DataSource m_data;
    std::shared_ptr<const analysis::CalibrationResult> m_calibration;
    bool m_calibrationPartial = false;
    std::shared_ptr<const analysis::CalibrationState> m_state; ///< what m_calibration was made from, once it ended
    std::shared_ptr<data::Dataset> m_stateData; ///< the data that m_state has seen; null: it came from a file
    QString m_calibrationPath;
    qint64 m_calibrationMs = 0;
    std::shared_ptr<const analysis::CalibrationState> m_missed; ///< a person was told that it lacks histograms per channel
    std::optional<Recording> m_recording;
    std::shared_ptr<const views::ImportedOverlay> m_imported;
    quant::Config m_config;
    std::shared_ptr<const OpenModel> m_withAll;
    std::shared_ptr<const Rewrite> m_rewrite;      ///< null: the model is the one of the file
    std::shared_ptr<const OpenModel> m_otherModel; ///< before or after the method; null: no method rewrote anything
    std::string m_otherBasis;                      ///< what figures of that one are measured on; empty: nothing can be
    std::shared_ptr<const analysis::SampleMetric> m_metric;
    analysis::UserMetric m_userMetric; ///< what it is
    analysis::CacheBudget m_cacheBudget;
    Opening m_opening;
    QUndoStack m_undo;
    WorkQueue m_work;
    QuantizerTable m_quantizers;
    EvaluationQueue m_evaluations;
    ConfigOverlay m_overlay;
    PriceDesk m_prices;
    ConfigHistory m_history;
    SensitivityRuns m_sensitivities;
    CureDesk m_cures;
    mutable views::SnapshotPtr m_snapshot; ///< null: to be composed
    bool m_announced = false;              ///< snapshotChanged is on its way
};

} // namespace qscope::app
