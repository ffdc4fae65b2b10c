// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "app/measurement_basis.h"
#include "core/report/report.h"
#include "plugins/api/parameter_values.h"
#include "plugins/registry/registry.h"

namespace qscope::app {

/// Which method a person wants, and how it is set.
struct MethodRequest {
    std::shared_ptr<plugins::Registry> registry; ///< keeps the plugin loaded
    QString name;
    QString title;
    plugins::ParameterValues values;
};

/// What a method did to the model that is open.
struct Rewrite {
    QString method; ///< name of the plugin
    QString title;
    std::map<std::string, std::string> settings; ///< as people type them
    analysis::CalibrationOrigin origin;          ///< names the rewritten model in its calibrations
    std::string originalHash; ///< CalibrationOrigin::modelHash of the model of the file, whose float outputs
                              ///< figures compare with
    int generation = 1;       ///< how many methods have rewritten the model of the file, this one included
};

/// What came of it.
struct MethodOutcome {
    quant::Config config;
    std::shared_ptr<const report::Report> report;
    std::vector<std::string> warnings;
    /// The rewritten model, opened and calibrated on the same data; null: the model stays.
    std::shared_ptr<analysis::Analyzer> analyzer;
    std::shared_ptr<const analysis::CalibrationState> state;
    std::shared_ptr<const Rewrite> rewrite;
};

/// Names a calibration after a model that is no file: its hash is that of the file it would be, so that
/// nobody takes its ranges and figures for those of the original.
void nameRewritten(analysis::CalibrationOrigin& origin, const analysis::CalibrationOrigin& model,
                   const std::string& dataName);

/// Runs the method and, when it rewrites the model, opens and calibrates what it made of it. For a worker
/// thread; `basis` is complete. `calibrated`: what is known of the model as it is; the rewritten one is
/// calibrated without the same samples. `before`: the method that made the model; null: it is the one of the file.
/// **Errors** those of the method; of opening, resolving and calibrating the rewritten model; Cancelled.
Result<MethodOutcome> runMethodOn(const MethodRequest& request, const MeasurementBasis& basis,
                                  const quant::Config& config, const analysis::CalibrationState& calibrated,
                                  const Rewrite* before, const analysis::CacheBudget& budget,
                                  const RunControl& control);

} // namespace qscope::app
