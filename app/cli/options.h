// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/quant/config.h"

namespace CLI {
class App;
}

namespace qscope::cli {

/// What every command that runs a model takes.
struct CommonOptions {
    std::string model;
    std::string data;
    std::string labels;
    std::string config;
    std::string reference;   ///< the model whose float outputs figures compare with; empty: the model itself
    std::string calibration; ///< a .qcal file or data; empty: calibrate on `data`
    int64_t samples = 0;     ///< 0: all
    std::vector<int64_t> leaveOut; ///< samples that calibration passes over
    int64_t batch = 8;
    int threads = 0;
    int64_t cacheMb = 512;
    int64_t cacheDiskMb = 4096;
    bool json = false;

    std::string imageSize, imageResize, imageOrder, imageLayout;
    std::vector<float> imageMean, imageStd;
    float imageScale = 1.F / 255.F;
};

/// Adds MODEL, --data, --samples, --batch, --threads, --json and the image options.
void addRunOptions(CLI::App& command, CommonOptions& options);
void addLabelsOption(CLI::App& command, CommonOptions& options);
void addConfigOption(CLI::App& command, CommonOptions& options);
void addReferenceOption(CLI::App& command, CommonOptions& options);
void addCalibrationOption(CLI::App& command, CommonOptions& options);
void addLeaveOutOption(CLI::App& command, CommonOptions& options);
/// The samples of --leave-out.
analysis::SampleSet leftOut(const CommonOptions& options);

/// An opened model with its data, ready to run.
struct Workplace {
    std::shared_ptr<analysis::Analyzer> analyzer;
    std::unique_ptr<data::Dataset> dataset;
    std::vector<int64_t> labels; ///< empty: none
    quant::Config config;
    analysis::CalibrationOptions recording; ///< what the config's quantizers need to be recorded
};

/// analysis::Analyzer::setReference with the model in a file. **Errors** those of opening it, and of that.
Status setReference(analysis::Analyzer& analyzer, const std::string& path, int threads);

/// The image options. **Errors** InvalidArgument, naming the option.
Result<data::ImageOptions> imageOptions(const CommonOptions& options);

/// Opens everything the options name. **Errors** of the readers; InvalidArgument for image options.
Result<Workplace> openWorkplace(const CommonOptions& options);

/// The samples that --calibration names; null: it names a .qcal file, or nothing. They are
/// read as those of --data are. **Errors** those of data::openDataset.
Result<std::unique_ptr<data::Dataset>> openCalibrationData(const Workplace& place, const CommonOptions& options);

/// The calibration the options ask for: read from a .qcal file, or made by a pass over --calibration's or --data's samples.
/// What is odd about it goes to standard error. **Errors** those of the pass; InvalidArgument: a file of another model.
Result<std::shared_ptr<const analysis::CalibrationResult>>
obtainCalibration(Workplace& place, const CommonOptions& options, const RunControl& control,
                  analysis::CalibrationOptions record = {});

} // namespace qscope::cli
