// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QtPlugin>

#include "core/analysis/analyzer.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/onnx/reader.h"
#include "core/quant/config.h"
#include "core/report/report.h"
#include "plugins/api/parameter_values.h"

namespace qscope::plugins {

/// What a method works on. All of it stays the host's.
struct MethodInput {
    /// The opened model. The method has it for itself while it runs, so it may run passes of its own; threads and memory
    /// are those the person set.
    std::shared_ptr<analysis::Analyzer> analyzer;
    /// Of the model as it is, complete; histograms per channel only where the config's granularity or the person asks.
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    quant::Config config; ///< what the person has set so far; fits the model
    /// Samples to measure figures on. Never null, never empty.
    data::Dataset* dataset = nullptr;
    std::vector<int64_t> labels; ///< of `dataset`: one per sample, or none at all
    /// Samples that ranges and everything else that is fitted come from: often `dataset` itself. Null: the calibration
    /// came from a file, and a method that must see samples takes `dataset` or returns an Error.
    data::Dataset* calibrationData = nullptr;
    data::Dataset& fittingData() const { return calibrationData ? *calibrationData : *dataset; }
    ParameterValues values; ///< exactly the parameters the method declares, checked
};

struct MethodResult {
    /// Fits `model`, or the model the method was given: the input's config with rules added, or another one.
    quant::Config config;
    /// The rewritten model: other weights, other nodes. None: the model stays as it is. Inputs and outputs keep their
    /// names, types and shapes.
    std::optional<onnxio::Model> model;
    report::Report report;
    std::vector<std::string> warnings; ///< survivable oddities, one sentence each
};

/// A way to quantize a model. Its name, title, summary, source and version are in the metadata (plugin.json), which is read
/// without loading the plugin; the class is the rest. One object serves any number of runs, one at a time, on any thread.
///
///     class MyPlugin : public QObject, public qscope::plugins::Method {
///         Q_OBJECT
///         Q_PLUGIN_METADATA(IID QScopeMethodIid FILE "plugin.json")
///         Q_INTERFACES(qscope::plugins::Method)
///         ...
///     };
class Method {
public:
    virtual ~Method() = default;

    /// What a person can set, quickly. The same names, types and defaults on every call; help in the language
    /// of the moment.
    virtual std::vector<Parameter> parameters() const = 0;

    /// Ok, or an Error that says in one sentence why the method has nothing to do with this model ("the model has no
    /// LayerNorm"). Asked before anything is calibrated; looks at the graph only.
    virtual Status appliesTo(const analysis::Analyzer& analyzer) const
    {
        static_cast<void>(analyzer);
        return {};
    }

    /// Looks for stop at least every 50 ms and reports progress, as every long function of the engine does. The same input
    /// gives the same bits for any number of threads.
    /// **Errors** what is wrong with the input, in one sentence that names node and value; Cancelled after a stop. What it
    /// throws is reported as its failure.
    virtual Result<MethodResult> run(const MethodInput& input, const RunControl& control) = 0;
};

} // namespace qscope::plugins

/// The number changes whenever a plugin would have to be built again for another reason than its C++ library.
#define QScopeMethodIid "org.quantoscope.Method/1"
Q_DECLARE_INTERFACE(qscope::plugins::Method, QScopeMethodIid)
