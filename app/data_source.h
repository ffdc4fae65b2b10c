// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "core/base/run_control.h"
#include "core/data/dataset.h"

namespace qscope::app {

using ClassLabels = std::vector<int64_t>;

/// Where data comes from: enough to open it again.
struct DataLocation {
    QString path;
    data::OpenOptions options;
    QString labelsPath; ///< empty: labels found with the data, if any
};

/// Opened calibration data with its labels.
struct DataSource {
    DataLocation location;
    std::shared_ptr<data::Dataset> dataset;
    uint64_t identity = 0; ///< of its contents: analysis::identityOf
    std::shared_ptr<const ClassLabels> labels = std::make_shared<ClassLabels>(); ///< empty: none
    std::vector<std::string> warnings;

    bool open() const { return dataset != nullptr; }
    std::string name() const; ///< "fashion.npz"
};

/// Opens the data and its labels. Labels that do not fit are left out with a warning.
/// **Errors** those of data::openDataset.
Result<DataSource> openDataSource(const DataLocation& location, const std::vector<data::InputSpec>& inputs);

/// One label per sample; more are taken as those of samples that were left out.
/// **Errors** those of data::readLabels; ShapeMismatch when there are fewer labels than samples.
Result<ClassLabels> openLabelsFor(const data::Dataset& dataset, const QString& path);

} // namespace qscope::app
