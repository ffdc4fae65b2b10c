// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSize>
#include <QString>

#include <optional>

#include "views/models/snapshot.h"

namespace qscope::views {

/// Where in the input image an element of a tensor lies by its relative place. What the element has seen of
/// the image is larger, and in a transformer it is everything: this is a place in the tensor, laid over the
/// image.
struct ImageSpot {
    QRectF area; ///< in fractions of the image's width and height
    QString how; ///< one sentence: the grid that was taken for the image's
};

/// Feature maps of convolutions and what follows them element by element have rows and columns; tokens [1, T,
/// C] are taken for a square grid of patches, behind up to two tokens more, when the image is square. Of
/// anything else nobody knows.
std::optional<ImageSpot> imageSpot(const Snapshot& snapshot, const stats::TensorStats& stats,
                                   const stats::Extreme& extreme, const QSize& image);

/// "[0, 3, 12, 4]"
QString positionText(const std::vector<int64_t>& position);

} // namespace qscope::views
