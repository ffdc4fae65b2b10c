// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/extreme_spot.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>
#include <set>

namespace qscope::views {

namespace {

struct SpotText {
    Q_DECLARE_TR_FUNCTIONS(ImageSpot)
};

const std::set<std::string_view> Spatial{"Conv",        "ConvTranspose", "MaxPool",      "AveragePool",
                                         "LpPool",      "Resize",        "Upsample",     "FusedConv",
                                         "QLinearConv", "ConvInteger",   "DepthToSpace", "SpaceToDepth"};
const std::set<std::string_view> Rearranging{"MatMul", "Gemm",    "Softmax",  "Reshape",   "Transpose",
                                             "Einsum", "Flatten", "Squeeze",  "Unsqueeze", "Gather",
                                             "Split",  "Slice",   "Attention"};

/// Rows and columns of the tensor are those of the image: it comes from a convolution, or it is the input.
bool isFeatureMap(const Graph& graph, ValueId value)
{
    for (int steps = 0; steps < 256; ++steps) {
        const NodeId producer = graph.value(value).producer;
        if (!producer.valid())
            return !graph.value(value).constant;
        const Node& node = graph.node(producer);
        if (Spatial.count(node.op) > 0)
            return true;
        ValueId next;
        for (const ValueId input : node.inputs)
            if (!next.valid() && input.valid() && !graph.value(input).constant)
                next = input;
        if (Rearranging.count(node.op) > 0 || !next.valid())
            return false;
        value = next;
    }
    return false;
}

ImageSpot cell(int64_t row, int64_t column, int64_t rows, int64_t columns, const QString& how)
{
    const auto height = static_cast<double>(rows), width = static_cast<double>(columns);
    return {
        QRectF(static_cast<double>(column) / width, static_cast<double>(row) / height, 1 / width, 1 / height),
        how};
}

std::optional<ImageSpot> mapSpot(const stats::TensorStats& stats, const stats::Extreme& extreme)
{
    const size_t first = stats.channelAxis == 1 ? 2 : 1;
    const int64_t rows = stats.shape[first], columns = stats.shape[first + 1];
    const int64_t row = extreme.position[first], column = extreme.position[first + 1];
    if (row >= rows || column >= columns)
        return std::nullopt; // of a sample of another shape
    return cell(row, column, rows, columns,
                SpotText::tr("Row %1, column %2 of the %3×%4 tensor, laid over the image.")
                    .arg(row + 1)
                    .arg(column + 1)
                    .arg(rows)
                    .arg(columns));
}

std::optional<ImageSpot> tokenSpot(const stats::TensorStats& stats, const stats::Extreme& extreme)
{
    for (int64_t more = 0; more <= 2; ++more) {
        const int64_t patches = stats.shape[1] - more;
        const auto side =
            static_cast<int64_t>(std::lround(std::sqrt(static_cast<double>(std::max<int64_t>(patches, 0)))));
        const int64_t patch = extreme.position[1] - more;
        if (side < 2 || side * side != patches || patch < 0 || patch >= patches)
            continue;
        return cell(patch / side, patch % side, side, side,
                    SpotText::tr("Token %1 of %2, taken for row %3, column %4 of a %5×%5 grid of patches.")
                        .arg(extreme.position[1] + 1)
                        .arg(stats.shape[1])
                        .arg(patch / side + 1)
                        .arg(patch % side + 1)
                        .arg(side));
    }
    return std::nullopt;
}

} // namespace

std::optional<ImageSpot> imageSpot(const Snapshot& snapshot, const stats::TensorStats& stats,
                                   const stats::Extreme& extreme, const QSize& image)
{
    const size_t rank = stats.shape.size();
    if (!snapshot.model || extreme.sample < 0 || extreme.position.size() != rank || image.isEmpty())
        return std::nullopt;
    if (rank == 4 && (stats.channelAxis == 1 || stats.channelAxis == 3)
        && isFeatureMap(*snapshot.model->graph, stats.value))
        return mapSpot(stats, extreme);
    if (rank == 3 && stats.shape[0] == 1 && stats.channelAxis == 2 && image.width() == image.height())
        return tokenSpot(stats, extreme);
    return std::nullopt;
}

QString positionText(const std::vector<int64_t>& position)
{
    QStringList numbers;
    for (const int64_t i : position)
        numbers << QString::number(i);
    return QLatin1Char('[') + numbers.join(QStringLiteral(", ")) + QLatin1Char(']');
}

} // namespace qscope::views
