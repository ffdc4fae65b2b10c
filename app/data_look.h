// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>
#include <QImage>

#include "app/data_source.h"
#include "core/analysis/analyzer.h"
#include "core/analysis/data_check.h"
#include "views/models/sample_image.h"

namespace qscope::app {

/// The first samples of data and what is suspicious about all of them.
struct DataLook {
    struct Picture {
        QImage image;
        QString name;
        int64_t label = -1; ///< none
    };
    std::string description; ///< "photos: 112 images"
    std::vector<std::string> warnings;
    bool images = false; ///< made from pixels, so another preprocessing can be chosen
    std::vector<Picture> pictures;
    views::PictureKind kind = views::PictureKind::Numbers;
    std::optional<data::ImageOptions> how; ///< of images
    analysis::DataCheck check;
    int64_t samples = 0; ///< there are
    /// Ranges of a few of them, for whether there are enough; null: not asked for, or not there yet.
    std::shared_ptr<const analysis::CalibrationResult> few;
};

/// How pictures are to be drawn.
struct PictureStyle {
    int side = 112; ///< pixels of curves and numbers
    QColor ink = Qt::black;
};

/// Opens the data of its own, reads MostPictures samples and checks all of them. `partial` gets everything
/// known so far, on the calling thread. Nothing of the analyzer runs, so it may be busy. `judgeCount`: with
/// DataLook::few, see analysis::rangesOfFew.
/// **Errors** those of openDataSource and analysis::checkData.
inline constexpr int64_t MostPictures = 12;
Result<DataLook> lookAtData(const std::shared_ptr<analysis::Analyzer>& analyzer, const DataLocation& location,
                            const PictureStyle& style, const RunControl& control,
                            const std::function<void(const DataLook&)>& partial, bool judgeCount = false);

} // namespace qscope::app
