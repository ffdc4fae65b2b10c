// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_source.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "core/analysis/measurement_id.h"

namespace qscope::app {

namespace {

Result<ClassLabels> fitting(ClassLabels labels, int64_t samples, const QString& path)
{
    const auto wanted = static_cast<size_t>(samples);
    if (labels.size() < wanted)
        return Error{ErrorCode::ShapeMismatch,
                     "there are " + std::to_string(labels.size()) + " labels for " + std::to_string(samples) + " samples",
                     path.toStdString()};
    labels.resize(wanted);
    return labels;
}

} // namespace

std::string DataSource::name() const
{
    return QFileInfo(location.path).fileName().toStdString();
}

Result<ClassLabels> openLabelsFor(const data::Dataset& dataset, const QString& path)
{
    QS_ASSIGN(ClassLabels labels, data::readLabels(path.toStdString(), &dataset));
    return fitting(std::move(labels), dataset.size(), path);
}

Result<DataSource> openDataSource(const DataLocation& location, const std::vector<data::InputSpec>& inputs)
{
    QS_ASSIGN(std::unique_ptr<data::Dataset> dataset,
              data::openDataset(location.path.toStdString(), inputs, location.options));
    DataSource source;
    source.location = location;
    QS_ASSIGN(source.identity, analysis::identityOf(*dataset));
    source.dataset = std::move(dataset);
    std::optional<Result<ClassLabels>> labels;
    if (!location.labelsPath.isEmpty())
        labels = openLabelsFor(*source.dataset, location.labelsPath);
    else if (auto found = source.dataset->labels())
        labels = fitting(std::move(*found), source.dataset->size(), location.path);
    if (labels && labels->ok())
        source.labels = std::make_shared<const ClassLabels>(std::move(*labels).value());
    else if (labels)
        source.warnings.push_back(labels->error().text());
    return source;
}

} // namespace qscope::app
