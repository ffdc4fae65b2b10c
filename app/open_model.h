// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QString>

#include "app/method_run.h"
#include "core/analysis/analyzer.h"
#include "core/io/session_file.h"
#include "views/models/snapshot.h"

namespace qscope::app {

/// A model as it is open, with what belongs to it: the one of the file, or the one that a method made of it.
struct OpenModel {
    std::shared_ptr<analysis::Analyzer> analyzer;
    std::shared_ptr<const views::ModelView> view;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    std::shared_ptr<const analysis::CalibrationState> state;
    std::shared_ptr<data::Dataset> stateData; ///< the data that `state` has seen; null: it came from a file
    QString calibrationPath;
    std::shared_ptr<const Rewrite> rewrite; ///< null: it is the model of the file
    quant::Config config;
    views::SnapshotPtr seen; ///< what was known of it when it was looked at last
    std::shared_ptr<const OpenModel> withAll{}; ///< calibrated with no sample left out; null: that is not known
};

/// Both models of a session in which a method rewrote the model.
struct ModelPair {
    OpenModel file;
    OpenModel rewritten;
    bool rewrittenIsCurrent = true;
};

/// Opens the model that a method made, and joins it with the model of the file, with the calibrations and
/// configs the session has of both. For a worker thread. `session.rewritten` is there.
/// **Errors** those of opening a model and of io::readCalibrationOf; a config that does not fit its model.
Result<ModelPair> openPair(const io::SessionFile& session,
                           const std::shared_ptr<analysis::Analyzer>& analyzer,
                           const analysis::CacheBudget& budget);

/// The name of a rewritten model for people: "vit.onnx after RepQ-ViT".
QString rewrittenName(const QString& modelPath, const QString& title);

/// `other` was made by one method and made into `now` by the next: a session keeps the file and what it has become in
/// the end, so nothing of `other`.
inline bool liesBetween(const OpenModel& now, const OpenModel& other) { return now.rewrite && other.rewrite; }

/// What a session says of the model that is not shown: everything but where its files are. One of the two is rewritten.
io::RewrittenModel describeOther(const OpenModel& now, const OpenModel& other);

/// Writes the rewritten model unless `path` holds these bytes already. For a worker thread.
/// **Errors** ResourceExhausted above 2 GB; FileUnwritable.
Result<io::Fingerprint> keepRewritten(const analysis::Analyzer& analyzer, const std::string& path);

} // namespace qscope::app
