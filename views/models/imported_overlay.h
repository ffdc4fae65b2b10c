// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QString>

#include "core/io/imported_ranges.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// Ranges that another tool chose, laid over ours. Immutable.
struct ImportedOverlay {
    QString file;                                ///< its name, for people
    QString format;                              ///< "TensorRT calibration cache"
    std::map<ValueId, io::ImportedTensor> tensors; ///< those that the model has
    size_t unknown = 0;                          ///< names that the model does not have

    /// Null when the model has none of the names.
    static std::shared_ptr<const ImportedOverlay> of(const io::ImportedRanges& imported, const QString& file,
                                                     const Graph& graph, const std::vector<Layer>& layers);

    const io::ImportedTensor* find(ValueId value) const;
    /// From the lowest to the highest end of all channels; none: not in the file.
    std::optional<quant::Range> range(ValueId value) const;
    /// Our range and theirs in one sentence, with the SQNR either has on the recorded histogram; empty: nothing to compare.
    QString comparison(const Snapshot& snapshot, LayerId layer, size_t input) const;
    /// How many activation inputs of layers it speaks of, and where it is narrower or wider than ours by more than 1 %.
    QString summary(const Snapshot& snapshot) const;
};

} // namespace qscope::views
